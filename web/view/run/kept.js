/** The legend of the kept curves: what each was made with, its losses, and a button that removes it. */

import { namesOf, placeAt, stepOf } from "../../state/curves.js";
import { changed, el, exact, format, setText } from "../dom.js";
import { colourName } from "./kept-series.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/curves.js").Kept} Kept */
/** @typedef {{element: HTMLElement, name: HTMLElement, numbers: HTMLElement[], remove: HTMLButtonElement}} Row */

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const list = el("ul", { className: "kept", "aria-label": "Kept curves", hidden: true });
  const clear = el("button", { type: "button", className: "quiet kept-clear", hidden: true }, "Remove all");
  clear.onclick = () => forget(null);
  root.append(list, clear);
  /** @type {Row[]} */
  const rows = [];

  /** Removes a curve; the focus goes on to the next one, or to the button that keeps one. @param {number | null} index */
  function forget(index) {
    dispatch({ type: "view/forget", index });
    dispatch({ type: "chart/hover", kept: null });
    requestAnimationFrame(() => {
      const next = index === null ? undefined : (rows[index] ?? rows[index - 1])?.remove;
      const keep = /** @type {HTMLElement | null} */ (root.querySelector('[aria-label="Keep this curve"]'));
      (next ?? keep)?.focus({ preventScroll: true });
    });
  }

  /** @param {number} i @returns {Row} */
  function rowOf(i) {
    const remove = el("button", { type: "button", className: "quiet" }, "✕");
    const name = el("span", { className: "name" });
    const numbers = ["train", "val"].map(() => el("span", { className: "num" }));
    const swatch = el("i", { className: "line" });
    swatch.style.setProperty("border-color", `var(${colourName(i)})`);
    const element = el("li", {}, remove, swatch, name, ...numbers);
    remove.onclick = () => forget(i);
    element.onpointerenter = () => dispatch({ type: "chart/hover", kept: i });
    element.onpointerleave = () => dispatch({ type: "chart/hover", kept: null });
    remove.onfocus = () => dispatch({ type: "chart/hover", kept: i });
    remove.onblur = () => dispatch({ type: "chart/hover", kept: null });
    return { element, name, numbers, remove };
  }

  /** @param {State} state */
  function build({ view: { kept } }) {
    while (rows.length > kept.length) rows.pop()?.element.remove();
    while (rows.length < kept.length) {
      const row = rowOf(rows.length);
      rows.push(row);
      list.append(row.element);
    }
  }

  /** @type {State | null} */
  let before = null;
  return {
    sync(state) {
      const { kept, chart, confusion } = state.view;
      const there = kept.length > 0 && chart === "loss" && confusion === null;
      list.hidden = !there;
      clear.hidden = !there || kept.length < 2;
      if (before?.view.kept !== kept) build(state);
      if (changed(parts, before, state)) {
        const names = namesOf(kept, state.run.starting?.config ?? state.session.config);
        for (const [i, row] of rows.entries()) show(row, names[i], kept[i], state.selection.chart.step);
      }
      before = state;
    },
  };
}

/** What the rows depend on. @param {State} state */
const parts = ({ view, selection, session, run }) => [
  view.kept,
  selection.chart.step,
  session.config,
  run.starting,
];

/** A curve's losses at a step, or at its end; where only some steps are kept, those of the latest one. @param {Row} row @param {string} words @param {Kept} kept @param {number | null} step */
function show({ element, name, numbers, remove }, words, kept, step) {
  const at = step ?? kept.last;
  const place = placeAt(kept, at);
  const known = place < 0 ? null : stepOf(kept, place);
  setText(name, words);
  remove.setAttribute("aria-label", `Remove ${words}`);
  remove.title = `Remove ${words}`;
  const whole = kept.every > 1 ? `; every ${kept.every} steps are kept` : "";
  element.title =
    known === null ? `${words}: it ended at step ${kept.last}` : `${words}, step ${known}${whole}`;
  for (const [i, losses] of [kept.train, kept.val].entries()) {
    const loss = losses[place];
    const there = loss !== undefined && !Number.isNaN(loss);
    setText(numbers[i], there ? format(loss) : "–");
    numbers[i].title = there ? exact(loss) : "";
  }
}
