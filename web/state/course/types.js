/** The exercises in which the learner builds micrograd: what the page knows of them, and the actions. */

/**
 * An exercise, as course/index.json has it; exercises/course.py says what each field is.
 * @typedef {{
 *   id: string, number: number, title: string, minutes: number, teaches: string, text: string, hints: string[],
 *   start: string, first: string, solution: string, wrong: {answer: string, says: string}[],
 * }} Exercise
 */

/** A change of the file that only Python can make: the gaps of an exercise added, its solution, or its gaps once more.
 * @typedef {{verb: "grow" | "solve" | "again", exercise: string, source: string}} Asked */

/** What the checks of an exercise say of a file: "" when it is solved. @typedef {{exercise: string, source: string, text: string}} Said */

/** The file with an exercise solved, beside the file `of` that it was made from; `whole` where that is not Python, and all
 * of the course's own file is shown. @typedef {{exercise: string, text: string, of: string, whole: boolean}} Solution */

/** Another version of the learner's file: the one before a solution or a new beginning, or that of another tab.
 * @typedef {{source: string, why: "solution" | "again" | "tab"}} Aside */

/** What the browser keeps between visits.
 * @typedef {Pick<CourseState, "source" | "reached" | "solved" | "hints"> & {current: string}} Kept */

/** The worker that checks: `reason` says why it could not start.
 * @typedef {{phase: "starting" | "ready" | "failed", loaded: number, total: number, reason: string, details: string}} Checker */

/**
 * @typedef {object} CourseState
 * @property {boolean} open whether the panel is open
 * @property {Exercise[] | null} exercises all ten; null until they have arrived
 * @property {string} current the id of the exercise that is shown; "" before they have arrived
 * @property {number} reached the number of the last exercise whose gaps are in the file
 * @property {string} source the learner's file, my_micrograd.py
 * @property {string[]} solved the ids of the exercises that were solved once
 * @property {Record<string, number>} hints how many hints of each exercise are unfolded
 * @property {Said | null} said what the last check said
 * @property {Asked | null} asked the change of the file that Python is asked for
 * @property {Solution | null} solution the solution that is shown
 * @property {Aside | null} aside the version that can be swapped with the file
 * @property {string} printed what the code has printed in its last check
 * @property {Checker} checker the worker that checks
 * @property {boolean} lasts whether the browser keeps the file for the next visit
 * @property {boolean} trains whether a run begins once the engine Yours has loaded the file
 */

/**
 * The learner's actions, then what the worker and the browser answer.
 * @typedef {{
 *   "course/open": {},
 *   "course/close": {},
 *   "course/choose": {exercise: string},
 *   "course/edit": {text: string},
 *   "course/hint": {},
 *   "course/solution": {shown: boolean},
 *   "course/take": {},
 *   "course/swap": {},
 *   "course/again": {},
 *   "course/next": {},
 *   "course/train": {},
 *   "course/retry": {},
 *   "course/arrived": {exercises: Exercise[], kept: Kept | null},
 *   "course/checker": {checker: Partial<Checker>},
 *   "course/printed": {text: string},
 *   "course/said": Said,
 *   "course/merged": {asked: Asked, text: string | null},
 *   "course/lasts": {lasts: boolean},
 *   "course/other": {source: string},
 * }} CourseActions
 */

export {};
