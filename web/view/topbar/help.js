/** The help dialog: what the page shows, what you can do, the keys, the words, and how to keep the page for offline use. */

import { DESCRIPTION } from "../../generated/description.js";
import { SAFE_LOSS } from "../../protocol/config.js";
import { MEANINGS, wordsIn } from "../../protocol/glossary.js";
import { el } from "../dom.js";
import { closable, openDialog } from "./dialog.js";

/** @type {[string, string][]} */
const KEYS = [
  ["Space", "play or pause"],
  ["→ ←", "one step forward, one back"],
  ["U", "unit of a step: an update, a phase of it, or one operation"],
  ["R", "reset: the initial parameters, on the current points"],
  ["1 2 3", "class of new points, or of the selected one"],
  ["Z, Shift-Z", "undo and redo of points; Ctrl-Z and Ctrl-Shift-Z too"],
  ["F", "fit the graph"],
  ["G", "the stage, for a lecture: Page Down and Page Up step, as clickers do"],
  ["E", "edit the Python, and close the editor"],
  ["B", "build micrograd yourself: ten exercises, from an empty Value to this network"],
  ["Q", "the questions, each answered by doing"],
  ["Esc", "clear a nudge, leave the stage or a large panel"],
  ["?", "this help"],
];

/** @type {[string, string][]} */
const PLANE_KEYS = [
  ["arrows", "move the cursor, or the selected point (Shift: finer)"],
  ["N, Shift-N", "the next point, the one before"],
  ["Enter", "add a point at the cursor"],
  ["Delete", "remove the selected point"],
  ["Esc", "select no point: the arrows move the cursor again"],
  ["P", "make it the probe"],
];

/** @type {[string, string][]} */
const TOOL_KEYS = [
  ["Enter", "put the brush down, lift it; begin a rectangle, end it"],
  ["arrows", "move the brush, the cursor, or what is selected"],
  ["A", "select all points"],
  ["1 2 3", "class of what is selected"],
  ["Delete", "remove what is selected"],
  ["Esc", "let go of the selection, then of the tool"],
];

/** @param {string} title @param {[string, string][]} rows */
function keyTable(title, rows) {
  const lines = rows.flatMap(([key, meaning]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, meaning)]);
  return el("div", {}, el("h4", {}, title), el("dl", { className: "keys" }, ...lines));
}

const PARAGRAPHS = [
  "A network with 2 inputs and 3 outputs learns to classify points into three classes. The graph at the top is everything " +
    "that it computes for one point, the probe: each box is a node with its number (data) and its gradient (grad), which " +
    "says how the loss changes if the number grows a little. Positive and negative have the same two colours everywhere.",
  "Click the plane to add a point, drag a point to move it, right-click or long-press to remove it. Click a point to make " +
    "it the probe; Shift-click makes any place the probe. Filled points train the network; hollow ones, val and the smaller test points, only measure it. " +
    "Data, above the plane, opens a brush and a selection; points of your own come from a CSV file by Data set, Your own, or by " +
    "dropping the file on the page.",
  "The plane shows the class probabilities, or the data of any node: choose it above the plane, or hover over a neuron. " +
    "Select a parameter to see each train point's contribution to its gradient as a disc. The arrow at the probe points in " +
    "the direction in which its loss falls fastest.",
  "Step by phase or by operation to walk through a single step: forward, node by node; zero_grad; backward, where every " +
    "operand receives its local derivative times the gradient of the result; then the update. Experiments leave out the " +
    "topological sort, the sum (= in place of +=) or zero_grad.",
  "The browser keeps your run: a reload comes back to it. Each tab has a run of its own, and so has each link that you go on with; " +
    "Runs lists the last six. Share makes a link to all that you see now: the run, the selection, the move, the panels. " +
    "Files saves and opens experiments, and saves the trained network, pictures and losses.",
  "The same network runs in Python and in C, with the same bits: switch engines in the middle of a run, and no number changes.",
];

/** When the numbers of a loss fail, and which loss to use then. */
const LIMITS = DESCRIPTION.losses
  .filter(({ limits }) => limits.length > 0)
  .map(({ limits }) => [
    ...limits,
    ...(SAFE_LOSS ? [`${SAFE_LOSS.title.split(",")[0]} has no such limits.`] : []),
  ])
  .map((sentences) => sentences.join(" "));

const OFFLINE =
  "After one visit the page works without a network, with Python, all lessons and your runs; it says so once. To install it as an " +
  "app, choose Install in the browser's address bar or menu, on an iPhone or iPad Share, then Add to Home Screen. A new version is offered when " +
  "there is one, and takes over with your run.";

/** Which version this is: the number, and which of its builds. */
function version() {
  const { version: number, build } = document.documentElement.dataset;
  return `micrograd in the browser ${number}, build ${build?.slice(0, 7)}`;
}

/** All words of the glossary, with a field that leaves those that are looked for. */
function glossaryList() {
  const list = el("dl", { className: "glossary" });
  const find = el("input", { type: "search", placeholder: "Find a word", "aria-label": "Find a word" });
  const none = el("p", { className: "soft", role: "status" });
  const show = () => {
    const text = find.value.trim().toLowerCase();
    const meant = wordsIn(text); // "activation" means nonlinearity
    // what is called so comes before what only mentions it
    const rank = (/** @type {string} */ word) =>
      [
        meant.includes(word),
        word.toLowerCase().includes(text),
        MEANINGS[word].toLowerCase().includes(text),
      ].indexOf(true);
    const found = Object.keys(MEANINGS)
      .filter((word) => rank(word) >= 0)
      .sort((a, b) => rank(a) - rank(b));
    list.replaceChildren(...found.flatMap((word) => [el("dt", {}, word), el("dd", {}, MEANINGS[word])]));
    none.textContent = found.length > 0 ? "" : `No word here contains "${find.value.trim()}".`;
  };
  find.oninput = show;
  show();
  return [find, list, none];
}

/** @param {string} title @param {(Node | string)[]} content */
const section = (title, ...content) => el("section", {}, el("h3", { tabIndex: -1 }, title), ...content);

export function helpDialog() {
  const close = el("button", { type: "button", className: "primary" }, "Close");
  const sections = [
    section(
      "Keys",
      el(
        "div",
        { className: "key-tables" },
        keyTable("Everywhere", KEYS),
        keyTable("With the plane focused", PLANE_KEYS),
        keyTable("With Brush or Select", TOOL_KEYS),
      ),
    ),
    section("Words", ...glossaryList()),
    section("When numbers fail", ...LIMITS.map((text) => el("p", {}, text))),
    section("Offline, and as an app", el("p", {}, OFFLINE), el("p", { className: "soft" }, version())),
  ];
  const ways = sections.map((each) => {
    const heading = /** @type {HTMLElement} */ (each.firstElementChild);
    const way = el("button", { type: "button" }, heading.textContent ?? "");
    way.onclick = () => {
      each.scrollIntoView({ block: "start" });
      heading.focus({ preventScroll: true });
    };
    return way;
  });
  const dialog = el(
    "dialog",
    { className: "help", "aria-label": "Help" },
    el("nav", { className: "help-ways", "aria-label": "Parts of the help" }, ...ways, close),
    el("h2", {}, "What you see, and what you can do"),
    ...PARAGRAPHS.map((text) => el("p", {}, text)),
    ...sections,
  );
  closable(dialog, close);
  return { element: dialog, open: () => openDialog(dialog) };
}
