/** The accuracy of each split in the transport line: the button that shows which classes are confused. */

import { accuracyOf, accuracyWords, matrixOf, predictionsOf, SPLITS } from "../../state/results.js";
import { el, setText } from "../dom.js";

/** @param {import("../index.js").Dispatch} dispatch */
export function accuracyButton(dispatch) {
  const outputs = SPLITS.map(() => el("span", { className: "num" }, "–"));
  const title = "Accuracy of the train, val and test points: show which classes are confused";
  const element = el(
    "button",
    { type: "button", className: "quiet accuracy", title, "aria-pressed": "false" },
    el("span", {}, el("span", { "data-term": "accuracy" }, "accuracy"), " %"),
    ...outputs,
  );
  /** @type {import("../../state/types.js").State | null} */
  let shown = null;
  element.onclick = () => dispatch({ type: "view/confusion", split: shown?.view.confusion ? null : "train" });

  return {
    element,
    /** @param {import("../../state/types.js").State} state */
    sync(state) {
      const before = shown;
      shown = state;
      element.setAttribute("aria-pressed", String(state.view.confusion !== null));
      if (before?.answers.queries.predictions === state.answers.queries.predictions) return;
      const found = predictionsOf(state);
      if (!found) return;
      const matrices = SPLITS.map((split) => matrixOf(found, split));
      for (const [i, matrix] of matrices.entries()) setText(outputs[i], String(accuracyOf(matrix) ?? "–"));
      const words = SPLITS.map((split, i) => `${split} ${accuracyWords(matrices[i])}`);
      const name = `accuracy: ${words.join(", ")}`;
      if (element.ariaLabel !== name) element.ariaLabel = name;
    },
  };
}
