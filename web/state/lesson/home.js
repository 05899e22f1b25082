/** The learner's own run while a lesson goes on: kept aside, whole, and brought back when the lesson ends. */

/** @typedef {import("../types.js").State} State */

/** The learner's own run while a lesson goes on. @typedef {Pick<State, "session" | "run" | "edits" | "answers" | "selection" | "view" | "engines" | "probe" | "compare">} Home */

/** @param {State} state @returns {Home} */
export const homeOf = ({ session, run, edits, answers, selection, view, engines, probe, compare }) => ({
  session,
  run,
  edits,
  answers,
  selection,
  view,
  engines,
  probe,
  compare,
});

/** The state as the learner left it for the lesson; what they chose since for the whole page stays. @param {State} state @returns {State} */
export function ownState(state) {
  const { home, view, run } = state;
  if (!home) return state;
  const { theme, lessons } = view;
  return {
    ...state,
    ...home,
    run: { ...home.run, entry: run.entry, playing: false, waiting: null },
    view: { ...home.view, theme, lessons, lesson: null, questions: false },
    home: null,
  };
}

/** The learner's own run again, as it was. What has happened to the engines since stays. @param {State} state @returns {State} */
export function goHome(state) {
  const { home, engines } = state;
  if (!home) return state;
  const wanted =
    home.engines.chosen || engines.status.python.phase !== "ready" ? home.engines.active : "python";
  const active = engines.status[wanted].phase === "ready" ? wanted : engines.active;
  const own = ownState(state);
  return { ...own, engines: { ...engines, active, chosen: home.engines.chosen }, place: null, notice: null };
}

/** The middle of a stage, as a link shows it: the run and the view that were set aside when the lesson began. @type {import("../types.js").Handlers["lesson/resume"]} */
export function resume(state) {
  const { home, view, run } = state;
  const { lesson, lessons, theme } = view;
  if (!home || !lesson?.resumes) return state;
  const { answer, ground } = lesson.resumes;
  return {
    ...ownState(state),
    run: { ...home.run, entry: run.entry, waiting: run.waiting },
    view: { ...home.view, lesson: { ...lesson, answer, ground, resumes: null }, lessons, theme },
    engines: state.engines,
    home,
  };
}
