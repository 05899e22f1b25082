/** The confusion matrix, in place of the loss curves: which classes the network takes for which, and where those points are. */

import { accuracyWords, matrixOf, predictionsOf, SPLITS } from "../../state/results.js";
import { classMark } from "../class-mark.js";
import { changed, choice, el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/results.js").Confusion} Confusion */

const LABELS = [0, 1, 2];

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch, getState) {
  const splits = choice(
    "Points",
    SPLITS.map((split) => [split, split]),
    (split) => dispatch({ type: "view/confusion", split }),
  );
  const onclick = () => dispatch({ type: "view/confusion", split: null });
  const back = el(
    "button",
    { type: "button", className: "quiet", title: "Back to the curves", onclick },
    "Curves",
  );
  const title = el("h2", { tabIndex: -1, "data-term": "confusion matrix" }, "Confusion matrix");
  const cells = LABELS.map((label) => LABELS.map((predicted) => cellOf(label, predicted)));
  const said = el("p", { className: "soft", role: "status", "aria-label": "Predictions" });
  const header = el("header", { hidden: true }, title, splits.element, back);
  const caption = "Points by class, in rows, and by predicted class, in columns";
  const heads = LABELS.map((label) => head(label, "col"));
  const rows = cells.map((row, label) =>
    el("tr", {}, head(label, "row"), ...row.map((button) => el("td", {}, button))),
  );
  const element = el(
    "div",
    { className: "confusion", hidden: true },
    el(
      "table",
      {},
      el("caption", { className: "sr-only" }, caption),
      el("thead", {}, el("tr", {}, el("td", { className: "soft" }, "class \\ predicted"), ...heads)),
      el("tbody", {}, ...rows),
    ),
    said,
  );
  root.append(header, element);

  /** @param {number} label @param {number} predicted */
  function cellOf(label, predicted) {
    const kind = label === predicted ? "cell on-diagonal" : "cell";
    const button = el("button", { type: "button", className: kind, "aria-pressed": "false" });
    button.onclick = () => {
      const { confusion } = getState().view;
      if (!confusion) return;
      const same = confusion.cell?.label === label && confusion.cell.predicted === predicted;
      dispatch({ type: "view/confusion", split: confusion.split, cell: same ? null : { label, predicted } });
    };
    return button;
  }

  /** @param {Confusion} confusion @param {State} state */
  function show({ split, cell }, state) {
    splits.set(split);
    const found = predictionsOf(state);
    const matrix = found && matrixOf(found, split);
    for (const [label, row] of cells.entries()) {
      const counts = matrix?.counts[label] ?? [0, 0, 0];
      const all = counts.reduce((a, b) => a + b);
      for (const [predicted, button] of row.entries()) {
        const count = counts[predicted];
        setText(button, matrix ? String(count) : "–");
        button.style.setProperty("--share", String(all ? count / all : 0));
        button.disabled = count === 0;
        const chosen = cell?.label === label && cell.predicted === predicted;
        button.setAttribute("aria-pressed", String(chosen));
        button.ariaLabel = `${count} of class ${label + 1} predicted as class ${predicted + 1}`;
      }
    }
    setText(said, wordsOf({ split, cell }, found && matrix ? { ...matrix, step: found.step } : null));
  }

  /** @type {State | null} */
  let before = null;
  return {
    sync(state) {
      const { confusion } = state.view;
      header.hidden = element.hidden = confusion === null;
      if (confusion && !before?.view.confusion) title.focus({ preventScroll: true });
      if (confusion && changed(parts, before, state)) show(confusion, state);
      before = state;
    },
  };
}

/** What the matrix depends on. @param {State} state */
const parts = ({ view, answers }) => [view.confusion, answers.queries.predictions];

/** @param {number} label @param {"row" | "col"} scope */
const head = (label, scope) => el("th", { scope }, classMark(label), el("span", {}, `class ${label + 1}`));

/** @param {Confusion} confusion @param {{counts: number[][], right: number, count: number, step: number} | null} matrix */
function wordsOf({ split, cell }, matrix) {
  if (!matrix) return "No predictions yet.";
  if (!matrix.count) return `There are no ${split} points.`;
  const whole = `After step ${matrix.step}, ${matrix.right} of ${matrix.count} ${split} points are classified correctly: accuracy ${accuracyWords(matrix)}.`;
  if (!cell) return `${whole} Choose a cell to see its points.`;
  const count = matrix.counts[cell.label][cell.predicted];
  return `${whole} Ringed on the plane: ${count} of class ${cell.label + 1} predicted as class ${cell.predicted + 1}.`;
}
