/**
 * The page's state, and the only place where it is made: `update(state, action)` returns the next state and never
 * mutates its argument. How steps, edits and going back change a run is in run.js.
 */

import { DEFAULT_CONFIG, lossOf, MOST_STEPS } from "../protocol/config.js";
import { ENGINE_NAMES } from "../protocol/engines.js";
import { checkAnew, noteSteps } from "./code/check.js";
import { CODE_ACTIONS, NO_CODE } from "./code/code.js";
import { settleNonlin } from "./code/nonlin.js";
import { COMPARE_ACTIONS } from "./compare.js";
import { NO_COURSE, OPENING_ACTIONS } from "./course/opening.js";
import { POINT_ACTIONS } from "./edits.js";
import { loading } from "./engine-status.js";
import { ENGINE_ACTIONS } from "./engines.js";
import { replays } from "./experiment.js";
import { lateHandlers } from "./late.js";
import { LESSON_ACTIONS, settleLesson } from "./lesson/lesson.js";
import { linked, settleLink } from "./link/arrival.js";
import { PARAMETER_ACTIONS } from "./parameter.js";
import { patch } from "./patch.js";
import { replayed, unreplayable } from "./rebuild.js";
import { configure, goTo, STEP_LIMIT, started, stepped } from "./run.js";
import { VIEW_ACTIONS } from "./view.js";
import { advance, settleWalk, stay, WALK_ACTIONS } from "./walk.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Action} Action */
/** @typedef {import("./types.js").Handlers} Handlers */

/** The speeds on offer, in steps a second; Infinity is max speed. */
export const SPEEDS = [1, 2, 5, 10, 30, Infinity];

/**
 * The initial state: C runs, Python is loading.
 * @param {Saved} [saved] what an earlier visit or a link left
 * @returns {State}
 * @typedef {{[G in keyof import("./types.js").Groups]?: Partial<State[G]>} & {probe?: State["probe"]}} Saved
 */
export function initialState({ probe = null, ...saved } = {}) {
  const config = saved.session?.config ?? DEFAULT_CONFIG;
  const status = Object.fromEntries(ENGINE_NAMES.map((name) => [name, loading()]));
  /** @type {State} */
  const state = {
    session: { config: DEFAULT_CONFIG, points: [], snapshot: null },
    run: {
      starting: saved.session?.snapshot ? null : { config, keepPoints: false },
      target: null,
      pending: 0,
      playing: false,
      speed: 10,
      limit: STEP_LIMIT,
      history: null,
      diverged: null,
      unit: "update",
      walk: null,
      rebuilding: null,
      entry: null,
      opening: null,
      made: null,
      maker: null,
      waiting: null,
    },
    edits: { undo: [], redo: [], nextId: 0 },
    engines: {
      active: "c",
      chosen: false,
      status: /** @type {State["engines"]["status"]} */ (status),
      measured: {},
    },
    answers: {
      graph: null,
      surface: null,
      thumbnails: {},
      landscape: null,
      accuracy: null,
      pair: null,
      queries: {},
    },
    selection: {
      node: null,
      hovered: null,
      lit: [],
      hoverField: true,
      point: null,
      label: 0,
      chart: { step: null, kept: null },
    },
    view: {
      folded: true,
      open: null,
      zoom: null,
      gradient: "point",
      logScale: false,
      theme: "system",
      field: null,
      experiment: null,
      nudge: null,
      confusion: null,
      chart: "loss",
      kept: [],
      params: "table",
      pair: null,
      hidden: [],
      large: null,
      stage: false,
      embed: null,
      added: false,
      questions: false,
      lesson: null,
      lessons: {},
    },
    code: NO_CODE,
    course: NO_COURSE,
    probe,
    place: null,
    compare: null,
    notice: null,
    home: null,
  };
  return patch(state, saved);
}

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function update(state, action) {
  return settleLesson(handle(state, action), handle);
}

/** @param {State} state @param {Action} action @returns {State} */
function handle(state, action) {
  const late = lateHandlers();
  const known = [ACTIONS, late.actions].find((each) => Object.hasOwn(each, action.type));
  if (!known) {
    const types = Object.keys({ ...late.actions, ...ACTIONS }).join(", ");
    throw new Error(`there is no action "${action.type}"; there are ${types}`);
  }
  const handler = /** @type {Record<string, (state: State, action: any) => State>} */ (known)[action.type];
  return settleWalk(settleLink(late.settle(settleNonlin(handler(state, action)))));
}

// --- the run ---

/** At the step limit, playing on extends the limit. @param {State} state @returns {State} */
function goOn(state) {
  const { limit } = state.run;
  const done = state.session.snapshot !== null && state.session.snapshot.step >= limit;
  const further = Math.min(done ? limit + STEP_LIMIT : limit, MOST_STEPS);
  return { ...patch(state, { run: { limit: further } }), notice: null };
}

/** A run that could not be saved if it went on. @param {State} state @returns {State} */
const atEnd = (state) => ({
  ...patch(state, { run: { playing: false, pending: 0 } }),
  notice: { kind: "info", text: `A run has at most ${MOST_STEPS.toLocaleString("en")} steps.` },
});

/** @param {State} state @returns {State} */
function play(state) {
  if (replays(state)) return patch(state, { run: { playing: true } });
  return Number(state.session.snapshot?.step) >= MOST_STEPS
    ? atEnd(state)
    : patch(goOn(state), { run: { playing: true, pending: 0 } });
}

/** @type {Handlers["run/step"]} */
function step(state, { count = 1 }) {
  if (replays(state)) return advance(patch(state, { run: { playing: false } }), 1);
  const next = patch(goOn(state), { run: { playing: false } });
  if (state.run.walk) return advance(next, 1);
  const left = MOST_STEPS - (state.session.snapshot?.step ?? 0);
  if (left <= 0) return atEnd(state);
  return patch(next, { run: { pending: Math.min(state.run.pending + count, left) } });
}

/** @param {State} state */
function back(state) {
  const { walk, target } = state.run;
  if (walk || replays(state)) return advance(patch(state, { run: { playing: false } }), -1);
  return goTo(state, (target ?? state.session.snapshot?.step ?? 0) - 1);
}

/** @param {State} state @returns {State} */
function reset(state) {
  const starting = { config: state.session.config, keepPoints: true };
  const run = { playing: false, pending: 0, limit: STEP_LIMIT, starting };
  return { ...patch(state, { run }), notice: null };
}

/** Another run takes the place of this one, which is kept under its own entry. @type {Handlers["run/open"]} */
function openRun(state, { saved, entry, text }) {
  const { session, run, edits, answers, probe } = initialState(saved);
  const { speed, unit } = state.run;
  const selection = { ...state.selection, node: null, point: null };
  const opened = { ...state, session, edits, answers, probe, selection, compare: null, home: null };
  opened.view = { ...state.view, lesson: null };
  return { ...opened, run: { ...run, speed, unit, entry }, notice: text ? { kind: "info", text } : null };
}

/** @type {import("./types.js").HandlersOf<"run">} */
const RUN_ACTIONS = {
  "run/started": (state, action) => checkAnew(started(state, action)),
  "run/stepped": (state, action) => {
    const next = stepped(state, action);
    return next.session.snapshot === action.snapshot ? noteSteps(next, action) : next;
  },
  "run/refused": (state, { reason }) =>
    stay({
      ...patch(state, { run: { playing: false, pending: 0, target: null, starting: null, opening: null } }),
      notice: { kind: "error", text: reason },
    }),
  "run/diagnosed": (state, { text }) => ({
    ...patch(state, { run: { diverged: null } }),
    notice: { kind: "nonfinite", text: [text, ...lossOf(state.session.config).limits.slice(0, 1)].join(" ") },
  }),
  "run/open": openRun,
  "run/reopen": (state, { entry }) => patch(state, { run: { opening: entry } }),
  "run/kept": (state, { entry }) => patch(state, { run: { entry } }),
  "run/replayed": replayed,
  "run/unreplayable": unreplayable,
  "run/reset": reset,
  "run/step": step,
  "run/play": play,
  "run/pause": (state) => patch(state, { run: { playing: false, pending: 0 } }),
  "run/back": back,
  "run/goto": (state, { step: wanted }) => goTo({ ...state, notice: null }, wanted),
  "run/speed": (state, { speed }) => patch(state, { run: { speed } }),
  "run/limit": (state, { limit }) => ({ ...patch(state, { run: { limit } }), notice: null }),
};

/** @type {Omit<Handlers, import("./late.js").LateAction>} */
const ACTIONS = {
  ...RUN_ACTIONS,
  ...ENGINE_ACTIONS,
  ...POINT_ACTIONS,
  ...PARAMETER_ACTIONS,
  ...COMPARE_ACTIONS,
  ...CODE_ACTIONS,
  ...OPENING_ACTIONS,
  ...WALK_ACTIONS,
  ...VIEW_ACTIONS,
  "view/linked": (state, { parts }) => linked(state, parts, initialState().view),
  ...LESSON_ACTIONS,

  "config/set": configure,

  "graph/traced": (state, { traced }) => patch(state, { answers: { graph: traced } }),
  "thumbnail/drawn": (state, { thumbnail }) =>
    patch(state, { answers: { thumbnails: { ...state.answers.thumbnails, [thumbnail.node]: thumbnail } } }),
  "surface/drawn": (state, { surface }) => patch(state, { answers: { surface } }),
  "query/answered": (state, { name, answer }) =>
    patch(state, { answers: { queries: { ...state.answers.queries, [name]: answer } } }),
};
