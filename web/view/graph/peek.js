/** The selected node, at a size that can be read on a phone: below the graph, with the way to the inspector. */

import { changed, el, format, setText } from "../dom.js";
import { shownNumbers } from "../node/values.js";

/** @typedef {import("../../state/types.js").State} State */

/** What it shows. @param {State} state */
const parts = ({ selection, answers, view, run }) => [
  selection.node,
  answers,
  view.hidden,
  view.gradient,
  view.experiment,
  view.nudge,
  run.walk,
];

/**
 * @param {HTMLElement} root the graph's
 * @returns {import("../index.js").View}
 */
export function mount(root) {
  const [name, data, grad] = [el("b"), el("span", { className: "num" }), el("span", { className: "num" })];
  const button = el(
    "button",
    { type: "button", className: "peek", hidden: true, title: "How it is computed" },
    el("span", {}, name, " ", data),
    el("span", { className: "soft" }, "grad ", grad),
    el("span", { "aria-hidden": "true" }, "↓"),
  );
  button.onclick = () => {
    document.querySelector("#inspector")?.scrollIntoView({ block: "start" });
    const body = /** @type {HTMLElement | null} */ (document.querySelector(".inspector-body"));
    body?.focus({ preventScroll: true });
  };
  root.querySelector(".graph-foot")?.prepend(button);
  /** @type {State | null} */
  let before = null;

  return {
    sync(state) {
      if (!changed(parts, before, state)) return;
      before = state;
      const numbers = shownNumbers(state);
      const { node } = state.selection;
      const id = node === null ? -1 : (state.answers.graph?.graph.name.indexOf(node) ?? -1);
      button.hidden = id < 0 || !numbers || state.view.hidden.includes("inspector");
      if (button.hidden || !numbers) return;
      const text = (/** @type {number | null} */ value) => (value === null ? "–" : format(value));
      setText(name, node ?? "");
      setText(data, text(numbers.data[id]));
      setText(grad, text(numbers.grad[id]));
    },
  };
}
