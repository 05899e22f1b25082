/** What came of the code: the sentence, the way to the line that it names, the details, and what the code has printed. */

import { PAIR } from "../../state/code/check.js";
import { measureWords, startMeasure } from "../../state/code/measure.js";
import { ownNonlin } from "../../state/code/nonlin.js";
import { verdictOf } from "../../state/code/words.js";
import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @param {HTMLElement} run the button beside it
 */
export function verdictView(dispatch, getState, run) {
  const text = el("p", { role: "status", "aria-label": "Your code" });
  const go = el("button", { type: "button", className: "quiet" });
  /** Measures the gradients of the graph in sight. */
  function begin() {
    const state = getState();
    dispatch({ type: "code/measure", of: state.code.measure, measure: startMeasure(state) });
  }
  const slopes = el("p", { className: "soft", role: "status", "aria-label": "Central differences" });
  const measure = el(
    "button",
    {
      type: "button",
      className: "quiet",
      title:
        "Is each gradient of this graph the slope of the loss? Each node is moved a little, up and down.",
      onclick: begin,
    },
    "Measure the gradients",
  );
  const details = el("pre");
  const unfolds = el("details", {}, el("summary", {}, "Details"), details);
  const element = el("div", { className: "code-verdict" }, text, go, run, slopes, measure, unfolds);
  const printed = el("pre", { tabIndex: 0, role: "group", "aria-label": "What the code has printed" });
  const output = el("details", { className: "printed", hidden: true }, el("summary", {}, "Output"), printed);
  /** @type {import("../../protocol/problem.js").CodePlace | null} */
  let at = null;
  go.onclick = () => {
    if (!at) return;
    const file = /** @type {import("../../state/code/files.js").FileName} */ (at.file);
    dispatch({ type: "code/open", file, line: at.line });
  };

  return {
    element,
    output,
    /** @param {State} state */
    sync(state) {
      const verdict = verdictOf(state);
      setText(text, verdict.text);
      element.dataset.kind = verdict.kind;
      at = verdict.place;
      go.hidden = at === null;
      if (at) setText(go, `Go to line ${at.line}`);
      const runs = state.engines.status[PAIR.left].phase === "ready";
      const words = runs ? measureWords(state) : "";
      measure.hidden = !runs || words !== "";
      // where C can't judge the verdict says it all, but for the numbers of what is wrong
      slopes.hidden = words === "" || (ownNonlin(state) !== null && verdict.kind !== "differs");
      setText(slopes, words);
      unfolds.hidden = verdict.details === "";
      setText(details, verdict.details);
      output.hidden = state.code.printed === "";
      setText(printed, state.code.printed);
    },
  };
}
