/** What the checks say, and where it leads: to the line, to the next exercise, to the training; and what the code has printed. */

import { nextExercise, saidNow } from "../../state/course/course.js";
import { asideWords, courseVerdict, trainingVerdict } from "../../state/course/words.js";
import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/** @param {string} text @param {string} className @param {() => void} onclick */
const button = (text, className, onclick) => el("button", { type: "button", className, onclick }, text);

/**
 * @param {import("../index.js").Dispatch} dispatch
 * @param {(line: number) => void} goTo
 */
export function courseVerdictView(dispatch, goTo) {
  const text = el("p", { role: "status", "aria-label": "Check of your file" });
  const bar = el("progress", { max: 1, "aria-label": "Python for the checks" });
  /** @type {number | null} */
  let line = null;
  const go = button("", "quiet", () => line !== null && goTo(line));
  const retry = button("Retry", "", () => dispatch({ type: "course/retry" }));
  const next = button("Next exercise", "primary", () => dispatch({ type: "course/next" }));
  const train = button("Train it on the plane", "primary", () => dispatch({ type: "course/train" }));
  const element = el("div", { className: "code-verdict" }, text, bar, go, retry, next, train);

  const training = el("p", { role: "status", "aria-label": "Training with your file" });
  const trains = el("div", { className: "code-verdict", hidden: true }, training);

  const kept = el("span");
  const swap = button("", "", () => dispatch({ type: "course/swap" }));
  const aside = el("p", { className: "look", hidden: true }, kept, swap);

  const printed = el("pre", { tabIndex: 0, role: "group", "aria-label": "What your file has printed" });
  const output = el("details", { className: "printed", hidden: true }, el("summary", {}, "Output"), printed);

  /** @param {State["course"]} course */
  function check(course) {
    const verdict = courseVerdict(course);
    const { phase, loaded, total } = course.checker;
    setText(text, verdict.text);
    element.dataset.kind = verdict.kind;
    line = verdict.line;
    go.hidden = line === null || course.solution !== null;
    if (line !== null) setText(go, `Go to line ${line}`);
    bar.hidden = phase !== "starting" || total === 0 || verdict.kind !== "busy";
    if (total > 0) bar.value = loaded / total;
    retry.hidden = phase !== "failed";
    const solved = saidNow(course) === "" && course.solution === null;
    next.hidden = !solved || nextExercise(course) === null;
    train.hidden = !solved || nextExercise(course) !== null;
  }

  return {
    elements: [element, trains, aside],
    output,
    /** @param {State} state */
    sync(state) {
      const { course } = state;
      check(course);
      const run = trainingVerdict(state);
      trains.hidden = run === null;
      if (run) {
        setText(training, run.text);
        trains.dataset.kind = run.kind;
      }
      const words = asideWords(course);
      aside.hidden = words === null || course.solution !== null;
      setText(kept, words?.text ?? "");
      setText(swap, words?.button ?? "");
      output.hidden = course.printed === "";
      setText(printed, course.printed);
    },
  };
}
