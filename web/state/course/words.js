/** What the panel of the exercises says: of the check, of the version aside, and of the training. */

import { isMine } from "../code/known.js";
import { runVerdict } from "../code/words.js";
import { nextExercise, saidNow, shownExercise } from "./course.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("./types.js").CourseState} CourseState */

/** `kind` decides the colour; `line` is that of the file which the sentence names. @typedef {{kind: "rest" | "busy" | "equal" | "differs", text: string, line: number | null}} CourseVerdict */

const SOLVED = "Solved: all checks pass.";
const FINISHED = "Solved: your network is equal to the engine's to the last bit.";

/** @param {CourseState} course @returns {CourseVerdict} */
export function courseVerdict(course) {
  const { exercises, checker, said, current } = course;
  if (!exercises) return { kind: "busy", text: "The exercises are on their way.", line: null };
  const now = saidNow(course);
  if (now === "") return { kind: "equal", text: nextExercise(course) ? SOLVED : FINISHED, line: null };
  // what a start lacks is no fault of the learner's
  if (now !== null && now === shownExercise(course)?.first) return { kind: "rest", text: now, line: null };
  if (now !== null) return { kind: "differs", text: now, line: lineIn(now) };
  if (checker.phase === "failed") {
    return { kind: "differs", text: `The checks can't run: ${checker.reason}.`, line: null };
  }
  if (checker.phase === "starting")
    return { kind: "busy", text: "The checks are starting, in a Python of their own.", line: null };
  // until the new sentence is there, the old one stays
  const before = said?.exercise === current && said.text !== "" ? said.text : "Checking.";
  return { kind: "busy", text: before, line: null };
}

/** The line that a sentence names: `Line 12 raises …`. @param {string} text */
function lineIn(text) {
  const [, line] = /^Line (\d+)\b/.exec(text) ?? [];
  return line === undefined ? null : Number(line);
}

/** What is aside, and what the button says that swaps it with the file. @param {CourseState} course @returns {{text: string, button: string} | null} */
export function asideWords({ aside, source }) {
  if (!aside || aside.source === source) return null;
  const text = {
    solution: "Your previous file is kept.",
    again: "Your previous file is kept.",
    tab: "Another tab has changed this file too. Its version is kept.",
  }[aside.why];
  return { text, button: aside.why === "tab" ? "Swap with it" : "Restore it" };
}

/** How the training with the file goes; null when Yours runs something else. @param {State} state */
export const trainingVerdict = (state) => (isMine(state.code.run) ? runVerdict(state) : null);
