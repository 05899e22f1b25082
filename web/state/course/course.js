/** The exercises: which one is shown, how the learner's one file grows, and what its checks say. */

import { quoted } from "../../protocol/problem.js";
import { patch } from "../patch.js";
import { STARTING } from "./opening.js";
import { train } from "./train.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("./types.js").CourseState} CourseState */
/** @typedef {import("./types.js").Exercise} Exercise */
/** @typedef {import("./types.js").Asked} Asked */

const NOT_KEPT = "This browser keeps nothing: copy my_micrograd.py before you close the page.";

/** The exercise that is shown; null before they have arrived. @param {CourseState} course @returns {Exercise | null} */
export const shownExercise = ({ exercises, current }) => exercises?.find(({ id }) => id === current) ?? null;

/** The exercise after the one that is shown; null after the last. @param {CourseState} course @returns {Exercise | null} */
export function nextExercise({ exercises, current }) {
  const at = exercises?.findIndex(({ id }) => id === current) ?? -1;
  return exercises?.[at + 1] ?? null;
}

/** Whether an exercise can be chosen: those that the file has the gaps of, and the one after what is solved. @param {CourseState} course @param {Exercise} exercise */
export function isOpen({ exercises, reached, solved }, { number }) {
  const before = exercises?.find((each) => each.number === number - 1);
  return number <= reached || !before || solved.includes(before.id);
}

/** What the checks say of the file as it is; null while that is not known. @param {CourseState} course @returns {string | null} */
export const saidNow = ({ said, current, source }) =>
  said?.exercise === current && said.source === source ? said.text : null;

/** @param {State} state @param {Partial<CourseState>} changes */
const change = (state, changes) => patch(state, { course: changes });

/** The file is another one: what was shown beside it goes. @param {State} state @param {string} source @param {Partial<CourseState>} [changes] */
const withFile = (state, source, changes = {}) =>
  change(state, { source, solution: null, asked: null, ...changes });

/** Asks Python for a change of the file. @param {State} state @param {Asked["verb"]} verb @param {string} [exercise] */
const ask = (state, verb, exercise = state.course.current) =>
  exercise === "" ? state : change(state, { asked: { verb, exercise, source: state.course.source } });

/** @param {State} state @param {string} text @returns {State} */
const refused = (state, text) => ({ ...state, notice: { kind: "error", text } });

/** @type {import("../types.js").Handlers["course/choose"]} */
function choose(state, { exercise: id }) {
  const { exercises } = state.course;
  const exercise = exercises?.find((each) => each.id === id);
  if (exercise) return goTo(state, exercise);
  const ids = exercises?.map((each) => each.id).join(", ");
  return refused(state, `There is no exercise ${quoted(id)}${ids ? `; there are ${ids}` : " yet"}.`);
}

/** @param {State} state @param {Exercise} exercise */
function goTo(state, exercise) {
  const { course } = state;
  if (exercise.id === course.current) return state;
  if (!isOpen(course, exercise)) return refused(state, `Solve exercise ${exercise.number - 1} first.`);
  if (exercise.number > course.reached) return ask(state, "grow", exercise.id);
  return change(state, { current: exercise.id, solution: null, asked: null });
}

/** @type {import("../types.js").Handlers["course/arrived"]} */
function arrived(state, { exercises, kept }) {
  if (state.course.exercises || exercises.length === 0) return state;
  const [first] = exercises;
  return change(state, kept ?? { current: first.id, reached: 1, source: first.start });
}

/** @type {import("../types.js").Handlers["course/merged"]} */
function merged(state, { asked, text }) {
  const { course } = state;
  const exercise = course.exercises?.find(({ id }) => id === asked.exercise);
  if (course.asked !== asked || !exercise) return state;
  const { id, number, start, solution } = exercise;
  if (asked.verb === "solve") {
    const shown = { exercise: id, text: text ?? solution, of: asked.source, whole: text === null };
    return change(state, { asked: null, solution: shown });
  }
  if (asked.verb === "again")
    return withFile(state, text ?? start, { aside: { source: asked.source, why: "again" } });
  const reached = Math.max(course.reached, number);
  return withFile(state, text ?? asked.source, { current: id, reached, aside: null });
}

/** @type {import("../types.js").Handlers["course/said"]} */
function said(state, { exercise, source, text }) {
  const { solved } = state.course;
  const fresh = text === "" && !solved.includes(exercise);
  return change(state, {
    said: { exercise, source, text },
    solved: fresh ? [...solved, exercise] : solved,
  });
}

/** @type {Pick<import("../types.js").Handlers, import("../late.js").CourseAction>} */
export const COURSE_ACTIONS = {
  "course/arrived": (state, action) => {
    const next = arrived(state, action);
    return next === state ? state : change(next, { exercises: action.exercises });
  },
  "course/choose": choose,
  "course/next": (state) => {
    const next = nextExercise(state.course);
    return next ? goTo(state, next) : state;
  },
  "course/edit": (state, { text }) => (text === state.course.source ? state : withFile(state, text)),
  "course/hint": (state) => {
    const exercise = shownExercise(state.course);
    if (!exercise) return state;
    const { hints } = state.course;
    const shown = Math.min((hints[exercise.id] ?? 0) + 1, exercise.hints.length);
    return change(state, { hints: { ...hints, [exercise.id]: shown } });
  },
  "course/solution": (state, { shown }) =>
    shown ? ask(state, "solve") : change(state, { solution: null, asked: null }),
  "course/take": (state) => {
    const { solution, source } = state.course;
    return solution ? withFile(state, solution.text, { aside: { source, why: "solution" } }) : state;
  },
  "course/swap": (state) => {
    const { aside, source } = state.course;
    return aside ? withFile(state, aside.source, { aside: { ...aside, source } }) : state;
  },
  "course/again": (state) => ask(state, "again"),
  "course/train": train,
  "course/retry": (state) => change(state, { checker: STARTING }),
  "course/merged": merged,
  "course/checker": (state, { checker }) =>
    change(state, { checker: { ...state.course.checker, ...checker } }),
  "course/printed": (state, { text }) => change(state, { printed: text && state.course.printed + text }),
  "course/said": said,
  "course/lasts": (state, { lasts }) => {
    const next = change(state, { lasts });
    return lasts ? next : { ...next, notice: { kind: "info", text: NOT_KEPT } };
  },
  "course/other": (state, { source }) => change(state, { aside: { source, why: "tab" } }),
};
