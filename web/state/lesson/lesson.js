/**
 * The lessons: which stage is shown, and what follows. A lesson changes the page by the same actions as a click, one at a
 * time whenever the page is at rest. The learner's own run is kept aside meanwhile, whole, and comes back at the end.
 */

import { LESSONS } from "../../lessons/index.js";
import { DEFAULT_CONFIG } from "../../protocol/config.js";
import { patch } from "../patch.js";
import { openQueries } from "../queries.js";
import { STEP_LIMIT } from "../run.js";
import { goHome, homeOf, resume } from "./home.js";
import { filled, holds, readied } from "./words.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Action} Action */
/** @typedef {import("../types.js").Config} Config */

/** An action as a lesson's file has it: its values may be placeholders. @typedef {{type: string, [value: string]: unknown}} Written */

/**
 * A prediction: each choice with the condition under which it is right, so that no file says which one is.
 * @typedef {{question: string, choices: Record<string, string>}} Ask
 * What the learner does: `control` names the control that glows, the first one in sight of several; the stage is done when
 * all of `until` hold; `show` does the same without the learner.
 * @typedef {{say: string, control: string[], until: string[], show: Written[]}} Do
 * One stage. `run` are the settings of the new run that it begins with, `set` what else it sets,
 * `seen` what is told afterwards, `look` what is to be watched then, named as a control is, and `note` the name under which later stages recall the moment of its end.
 * @typedef {{
 *   say: string, run?: Partial<Config> & {steps?: number}, set?: Written[], ask?: Ask, do?: Do, seen?: string, look?: string[],
 *   note?: string, draw?: Drawing,
 * }} Stage
 * A drawing of the runs that the lesson noted: the values of two parameters, step by step.
 * @typedef {{paths: [string, string], notes: Record<string, string>}} Drawing
 */

/**
 * The lesson that is going on; until its file has arrived it has no `stages`. `queue` holds the actions that wait for the page to rest. `said` and `seen` are the stage's
 * sentences with the numbers of the moment at which they were first true, `right` the indices of the right choices. `asked` has the
 * choices, and at last the question. `resumes` is where in the stage a link leads to, null when that is done or there is no link: what was
 * answered, and whether its task is done. The lesson does a task that is done by itself first, `scripted`, so that its sentences are there.
 * `shown` says that the learner asked to be shown what the stage is about. `ground` names the noted run whose end the loss below the paths is
 * of, null for their start.
 * @typedef {{
 *   id: string, stage: number, stages: Stage[], queue: Written[], answer: number | null, shown: boolean, said: string | null,
 *   asked: string[] | null, done: boolean, seen: string | null, right: number[], notes: Record<string, State>, ground: string | null,
 *   resumes: {answer: number | null, done: boolean, ground: string | null} | null, scripted: boolean,
 * }} Going
 */

/** The row of a lesson. @param {string} id */
export function lessonOf(id) {
  const lesson = LESSONS.find((each) => each.id === id);
  if (!lesson) throw new RangeError(`there is no lesson "${id}"`);
  return lesson;
}

/** The stage that is shown; none until the lesson's file has arrived. @param {Going} going @returns {Stage | undefined} */
export const stageOf = ({ stages, stage }) => stages[stage];

/** Whether the lesson draws paths, and so needs the parameters after every single step. @param {State} state */
export const drawsPaths = ({ view: { lesson } }) => Boolean(lesson?.stages.some(({ draw }) => draw));

// --- what a stage does ---

/** A stage's own actions. @param {Stage} stage @returns {Written[]} */
function settings({ run, set = [] }) {
  if (!run) return set;
  const { steps = 0, ...changes } = run;
  const made = steps > 0 ? [{ type: "run/step", count: steps }] : [];
  return [{ type: "lesson/run", changes }, ...made, ...set];
}

/** What the learner does in a stage, without the learner. @param {Stage} stage @returns {Written[]} */
const shown = (stage) => [
  ...(stage.do?.show ?? []),
  ...(stage.note ? [{ type: "lesson/note", name: stage.note }] : []),
];

/** All that leads to a stage, for those who come to it directly. @param {Stage[]} stages @param {number} stage */
const wayTo = (stages, stage) => [
  ...stages.slice(0, stage).flatMap((each) => [...settings(each), ...shown(each)]),
  ...settings(stages[stage]),
];

/** @param {Pick<Going, "id" | "stages" | "stage" | "notes" | "queue"> & Partial<Going>} lesson @returns {Going} */
const begun = ({ id, stages, stage, notes, queue, resumes = null }) => ({
  id,
  stage,
  stages,
  queue,
  answer: null,
  shown: false,
  said: null,
  asked: null,
  done: false,
  seen: null,
  right: [],
  notes,
  resumes,
  scripted: false,
  ground: null,
});

/** The furthest stage of each lesson, with this one. @param {State} state @param {string} id @param {number} stage */
const reached = ({ view: { lessons } }, id, stage) => ({
  ...lessons,
  [id]: Math.max(lessons[id] ?? 0, stage),
});

/** @param {State} state @param {Partial<Going>} changes @returns {State} */
function change(state, changes) {
  const { lesson } = state.view;
  return lesson ? patch(state, { view: { lesson: { ...lesson, ...changes } } }) : state;
}

/** Whether nothing is under way, so that the next action of a lesson finds what it is about. @param {State} state */
function atRest({ run, session, answers: { graph }, probe, compare }) {
  const { starting, target, pending, playing, walk, diverged } = run;
  if (!session.snapshot || starting || target !== null || pending > 0 || playing || walk?.goal) return false;
  if (diverged !== null || compare?.race?.running) return false;
  return Boolean(compare || (graph?.snapshot === session.snapshot && graph.probe === probe));
}

/**
 * One thing that a lesson does by itself: its next action, or the sentences that have become known. The same state if there
 * is nothing to do.
 * @param {State} state
 * @param {(state: State, action: Action) => State} handle
 * @returns {State}
 */
function goOn(state, handle) {
  const { lesson } = state.view;
  if (!lesson) return state;
  const [first, ...queue] = lesson.queue;
  const stage = stageOf(lesson);
  if (!stage) return state;
  if (first) {
    // a note keeps what the engine answers about its moment
    if (first.type === "lesson/note" && openQueries(state).length > 0) return state;
    const action = atRest(state) || first.type === "lesson/run" ? readied(first, state, lesson) : null;
    return action ? handle(change(state, { queue }), action) : state;
  }
  if (lesson.said === null) {
    if (!atRest(state)) return state;
    const texts = stage.ask ? [...Object.keys(stage.ask.choices), stage.ask.question] : [];
    const [said, ...asked] = [stage.say, ...texts].map((text) => filled(text, state, lesson.notes));
    const known = said !== null && asked.every((text) => text !== null);
    return known ? change(state, { said, asked: /** @type {string[]} */ (asked) }) : state;
  }
  if (lesson.resumes) return goOnTo(lesson.resumes, state, handle);
  return lesson.done && !lesson.scripted ? state : finished(state, lesson, stage);
}

/** On to the middle of a stage. @param {NonNullable<Going["resumes"]>} middle @param {State} state @param {(state: State, action: Action) => State} handle */
function goOnTo({ answer, done }, state, handle) {
  const { lesson } = state.view;
  const stage = lesson && stageOf(lesson);
  if (!stage || !done || lesson.done) return handle(state, { type: "lesson/resume" });
  if (lesson.scripted) return finished(state, lesson, stage);
  return change(state, { scripted: true, shown: true, answer, queue: stage.do?.show ?? [] });
}

/** The state with the stage done, if it is. @param {State} state @param {Going} lesson @param {Stage} stage @returns {State} */
function finished(state, lesson, stage) {
  const { notes, answer } = lesson;
  const met = stage.do
    ? stage.do.until.every((each) => holds(each, state, notes))
    : !stage.ask || answer !== null || lesson.shown;
  const seen = met ? filled(stage.seen ?? "", state, notes) : null;
  if (seen === null) return state;
  const conditions = Object.values(stage.ask?.choices ?? {});
  const right = conditions.flatMap((each, i) => (holds(each, state, notes) ? [i] : []));
  const noted = stage.note ? { ...notes, [stage.note]: state } : notes;
  const next = change(state, { done: true, seen, right, notes: noted, scripted: lesson.resumes !== null });
  return next.run.playing ? patch(next, { run: { playing: false } }) : next;
}

/**
 * Lets the lesson go on as far as it can by itself; called after every action.
 * @param {State} state
 * @param {(state: State, action: Action) => State} handle
 */
export function settleLesson(state, handle) {
  let [before, next] = [state, goOn(state, handle)];
  while (next !== before) [before, next] = [next, goOn(next, handle)];
  return next;
}

// --- coming and leaving ---

/** A run from the defaults with these changes, shown as a new page shows it. @param {State} state @param {Partial<Config>} changes @returns {State} */
function newRun(state, changes) {
  const config = { ...DEFAULT_CONFIG, ...changes };
  const next = patch(state, {
    run: {
      starting: { config, keepPoints: false },
      rebuilding: null,
      playing: false,
      pending: 0,
      target: null,
      diverged: null,
      limit: STEP_LIMIT,
      unit: "update",
      walk: null,
    },
    selection: { node: null, hovered: null, point: null },
    view: {
      experiment: null,
      nudge: null,
      field: null,
      gradient: "point",
      folded: true,
      open: null,
      zoom: null,
    },
  });
  return { ...next, compare: null, notice: null, probe: null };
}

/** @type {import("../types.js").HandlersOf<"lesson">} */
export const LESSON_ACTIONS = {
  "lesson/open": (state, { id, stage, resumes }) => {
    const last = lessonOf(id).stages - 1;
    const before = state.view.lessons[id] ?? 0;
    const at = Math.min(stage ?? (before > last ? 0 : before), last);
    const paused = patch(state, { run: { playing: false, pending: 0 } });
    const going = begun({ id, stages: [], stage: at, notes: {}, queue: [], resumes });
    const view = { lesson: going, lessons: reached(state, id, at), questions: false };
    return { ...patch(paused, { view }), home: state.home ?? homeOf(state), notice: null };
  },
  "lesson/arrived": (state, { id, stages }) => {
    const { lesson } = state.view;
    if (lesson?.id !== id || lesson.stages.length > 0) return state;
    const { stage } = lesson;
    return patch(state, { view: { lesson: begun({ ...lesson, stages, queue: wayTo(stages, stage) }) } });
  },
  "lesson/missing": (state, { id }) =>
    state.view.lesson?.id === id
      ? {
          ...goHome(state),
          notice: { kind: "error", text: "This lesson did not load: check the connection." },
        }
      : state,
  "lesson/next": (state) => {
    const { lesson } = state.view;
    const now = lesson && stageOf(lesson);
    if (!now) return state;
    const { id, stages, stage, done, queue, notes } = lesson;
    const next = stages[stage + 1];
    const lessons = reached(state, id, stage + 1);
    if (!next) return goHome(patch(state, { view: { lessons } }));
    const undone = done ? [] : shown(now);
    const way = [...queue, ...undone, ...settings(next)];
    const going = begun({ id, stages, stage: stage + 1, notes, queue: way });
    return patch(state, { view: { lesson: going, lessons }, run: { playing: false } });
  },
  "lesson/back": (state) => {
    const { lesson } = state.view;
    if (!lesson || lesson.stage === 0) return state;
    const { id, stages, stage } = lesson;
    const queue = wayTo(stages, stage - 1);
    return patch(state, { view: { lesson: begun({ id, stages, stage: stage - 1, notes: {}, queue }) } });
  },
  "lesson/show": (state) => {
    const { lesson } = state.view;
    if (!lesson || lesson.done) return state;
    return change(patch(state, { run: { playing: false } }), {
      shown: true,
      queue: [...lesson.queue, ...(stageOf(lesson)?.do?.show ?? [])],
    });
  },
  "lesson/resume": resume,
  "lesson/answer": (state, { choice }) => change(state, { answer: choice }),
  "lesson/ground": (state, { note }) => change(state, { ground: note }),
  "lesson/close": goHome,
  "lesson/run": (state, { changes }) => newRun(state, changes),
  "lesson/note": (state, { name }) =>
    change(state, { notes: { ...state.view.lesson?.notes, [name]: state } }),
  // the point of this id becomes the probe
  "lesson/probe": (state, { point: id }) => {
    const point = state.session.points.find((each) => each.id === id);
    if (!point) return state;
    const { x, y, label } = point;
    return { ...state, probe: { id, x, y, label } };
  },
  "lesson/questions": (state, { shown }) => patch(state, { view: { questions: shown } }),
};
