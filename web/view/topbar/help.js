/** The help: what can be seen, what can be done, and with which keys. */

import { el } from "../dom.js";

/** @type {[string, string][]} */
const KEYS = [
  ["Space", "play or pause"],
  ["→ ←", "one step forward, one back"],
  ["U", "what a step is: an update, a phase of it, one operation"],
  ["R", "reset: the initial parameters, on the points that are there"],
  ["1 2 3", "class of new points, or of the selected one"],
  ["Z, Shift-Z", "undo, redo"],
  ["F", "fit the graph"],
  ["Esc", "take a nudge back"],
  ["?", "this help"],
];

/** @type {[string, string][]} */
const PLANE_KEYS = [
  ["arrows", "move the cursor, or the selected point (Shift: finer)"],
  ["Tab", "the next point"],
  ["Enter", "add a point at the cursor"],
  ["Delete", "remove the selected point"],
  ["P", "make it the probe"],
];

/** @param {string} title @param {[string, string][]} rows */
function keyTable(title, rows) {
  const lines = rows.flatMap(([key, meaning]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, meaning)]);
  return el("section", {}, el("h3", {}, title), el("dl", { className: "keys" }, ...lines));
}

const PARAGRAPHS = [
  "A network with 2 inputs and 3 outputs learns to tell three classes of points apart. The graph on top is everything " +
    "that it computes for one point, the probe: each box is a number (data) with its gradient (grad), which says how the " +
    "loss would change if the number grew a little. Colours left and right of zero mean the same everywhere on the page.",
  "Click the plane to add a point, drag one to move it, right-click or press long to remove it. Click a point to make it " +
    "the probe; Shift-click makes any place the probe. Filled points train the network, hollow ones only test it.",
  "The plane shows the classes' probabilities, or the data of any node: choose it above the plane, or point at a neuron. " +
    "Select a parameter, and each train point has a disc, its contribution of the parameter's gradient. The arrow at the probe " +
    "points where it would have to go for its loss to fall fastest.",
  "Step by phase or by operation to go through a single step: forward, node by node, then backward, where every operand " +
    "gets its local derivative times the gradient that has arrived. Experiments take the topological sort or zero_grad away.",
  "The same network runs in Python and in C, with the same bits: switch engines in the middle of a run, and nothing jumps.",
];

export function helpDialog() {
  const close = el("button", { type: "button", className: "primary" }, "Close");
  const dialog = el(
    "dialog",
    { className: "help", "aria-label": "Help" },
    el("h2", {}, "What you see, and what you can do"),
    ...PARAGRAPHS.map((text) => el("p", {}, text)),
    el(
      "div",
      { className: "key-tables" },
      keyTable("Keys", KEYS),
      keyTable("With the plane focused", PLANE_KEYS),
    ),
    el("div", { className: "actions" }, close),
  );
  close.onclick = () => dialog.close();
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close();
  };
  return { element: dialog, open: () => dialog.showModal() };
}
