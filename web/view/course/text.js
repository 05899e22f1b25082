/** The text of an exercise and its hints: what to read, beside what to write. */

import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/course/types.js").Exercise} Exercise */

const ABOUT =
  "Ten exercises lead from an empty Value to the network of this page: some sixty lines of Python, which you write. " +
  "Each is checked as you type. This browser keeps your file.";

/**
 * A text as elements: paragraphs parted by empty lines, code in backticks, and examples between lines of three backticks.
 *
 *     proseOf("Write `a + b`.")  // [<p>Write <code>a + b</code>.</p>]
 *
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function proseOf(text) {
  /** @type {(part: string, i: number) => HTMLElement[]} */
  const elementsOf = (part, i) => (i % 2 === 1 ? [el("pre", {}, part)] : paragraphsOf(part));
  return text.split(/^```\n([\s\S]*?)\n```$/m).flatMap(elementsOf);
}

/** @param {string} text */
const paragraphsOf = (text) =>
  text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph) => el("p", {}, ...piecesOf(paragraph.trim())));

/** @param {string} text */
const piecesOf = (text) => text.split("`").map((part, i) => (i % 2 === 1 ? el("code", {}, part) : part));

/** @param {import("../index.js").Dispatch} dispatch */
export function exerciseText(dispatch) {
  const title = el("h3", { tabIndex: -1 });
  const minutes = el("p", { className: "soft" });
  const prose = el("div", { className: "prose" });
  const hints = el("div", { className: "hints", role: "status", "aria-label": "Hints" });
  const more = el("button", { type: "button", className: "quiet", hidden: true });
  more.onclick = () => dispatch({ type: "course/hint" });
  const element = el("article", { className: "exercise", tabIndex: 0 }, title, minutes, prose, hints, more);
  element.setAttribute("aria-label", "Text of the exercise");
  /** @type {Exercise | null} */
  let shown = null;
  /** How many hints are in sight; -1 before any exercise is. */
  let unfolded = -1;

  /** @param {Exercise} exercise */
  function show(exercise) {
    shown = exercise;
    unfolded = -1;
    setText(title, `${exercise.number}. ${exercise.title}`);
    setText(
      minutes,
      `About ${exercise.minutes} minutes. ${exercise.number === 1 ? ABOUT : exercise.teaches}`,
    );
    prose.replaceChildren(...proseOf(exercise.text));
    element.scrollTop = 0;
  }

  /** @param {Exercise} exercise @param {number} count */
  function showHints({ hints: all }, count) {
    const fresh = unfolded >= 0; // and not kept from before
    unfolded = count;
    const texts = all.slice(0, count);
    hints.replaceChildren(
      ...texts.map((text, i) => el("p", {}, el("b", {}, `Hint ${i + 1} `), ...piecesOf(text))),
    );
    hints.hidden = count === 0;
    if (count >= all.length && document.activeElement === more) element.focus(); // before the button goes
    more.hidden = count >= all.length;
    setText(more, count === 0 ? "Show a hint" : "Show another hint");
    if (fresh) element.scrollTop = element.scrollHeight;
  }

  return {
    element,
    focus: () => title.focus({ preventScroll: true }),
    /** @param {Exercise | null} exercise @param {State["course"]} course */
    sync(exercise, course) {
      if (!exercise) return;
      if (exercise !== shown) show(exercise);
      const count = course.hints[exercise.id] ?? 0;
      if (count !== unfolded) showHints(exercise, count);
    },
  };
}
