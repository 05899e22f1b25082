/**
 * The walk through a step, move by move or phase by phase: where it is, and how it goes on. From the move `mean` on the
 * run itself stands behind the step, since the update needs it; the walk then keeps the graph from before.
 */

import { firstStep, lastStep } from "./history.js";
import { goTo, stopAtLimit } from "./run.js";
import { courseOf } from "./walk-moves.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */
/** @typedef {import("./state.js").TracedGraph} TracedGraph */
/** What Step, Back and Play go by. */
export const UNITS = /** @type {const} */ (["update", "phase", "op"]);
/** @typedef {(typeof UNITS)[number]} Unit */

/**
 * `at` moves of the step are made. `kept` is the graph from before the update and `after` the state behind it, once the
 * walk has come so far. `goal` is where it is on its way to: the step it starts from, and the moves.
 * @typedef {{
 *   at: number, kept: TracedGraph | null, after: import("../protocol/messages.js").Snapshot | null,
 *   goal: {step: number, at: number} | null,
 * }} Walk
 */

/** @type {Walk} */
const START = { at: 0, kept: null, after: null, goal: null };

/** How often a walk at full speed moves, a second: once per frame. */
const FASTEST = 60;

/** The graph that the page shows: while a step is walked through, the one it is about. @param {State} state */
export const shownGraph = ({ walk, graph }) => walk?.kept ?? graph;

/** The moves of the step that is walked through, null while there is no graph. @param {State} state */
export function walkedCourse(state) {
  const traced = shownGraph(state);
  return traced && courseOf(traced);
}

/** The step that is walked through starts from this one. @param {State} state */
const baseStep = ({ walk, snapshot }) => (snapshot?.step ?? 0) - (walk?.kept ? 1 : 0);

/** The graph of the probe, if it is that of the present state. @param {State} state */
const present = ({ graph, snapshot, probe }) =>
  graph && graph.snapshot === snapshot && graph.probe === probe ? graph : null;

/**
 * The walk on its way to a place of a step.
 * @param {State} state
 * @param {number} step
 * @param {number} at
 * @returns {State}
 */
function walkTo(state, step, at) {
  if (!state.walk) return state;
  return settleWalk({ ...state, walk: { ...state.walk, goal: { step, at } } });
}

/**
 * One unit on, or back. Behind the last move is the start of the next step; the place before it is the end of the one
 * before.
 * @param {State} state
 * @param {1 | -1} direction
 * @returns {State}
 */
export function advance(state, direction) {
  const course = walkedCourse(state);
  if (!state.walk || !course) return state;
  const [step, { at }] = [baseStep(state), state.walk];
  const last = course.moves.length;
  const stops = state.unit === "phase" ? [0, ...Object.values(course.ends)] : null;
  if (direction > 0) {
    const next = stops ? Math.min(...stops.filter((stop) => stop > at)) : at + 1;
    return next >= last ? walkTo(state, step + 1, 0) : walkTo(state, step, next);
  }
  if (at > 0) return walkTo(state, step, stops ? Math.max(...stops.filter((stop) => stop < at)) : at - 1);
  if (!state.history || step === firstStep(state.history)) return state;
  const before = stops ? Math.max(...stops.filter((stop) => stop < last)) : last - 1;
  return walkTo(state, step - 1, before);
}

/**
 * Brings a walk to where it wants to be, as far as that needs no engine; called after every action. A run that has gone
 * elsewhere takes the walk along, to the same place of another step or to its start.
 * @param {State} state
 * @returns {State}
 */
export function settleWalk(state) {
  const { walk, snapshot } = state;
  if (!walk || !snapshot) return state;
  if (state.starting || state.diverged !== null) return walk === START ? state : { ...state, walk: START };
  if (walk.goal) return pursue(state, walk, walk.goal);
  if (walk.kept) {
    const left = snapshot !== walk.after || state.probe !== walk.kept.probe;
    return left ? { ...state, walk: START } : state;
  }
  const most = (walkedCourse(state)?.mean ?? Infinity) - 1;
  return walk.at > most ? { ...state, walk: { ...START, at: most } } : state;
}

/** The step that was to be made was refused: the walk stays where it is. @param {State} state @returns {State} */
export function stay(state) {
  const { walk } = state;
  if (!walk?.goal) return state;
  const kept = walk.after ? walk.kept : null;
  return { ...state, walk: { ...walk, kept, goal: null } };
}

/**
 * @param {State} state
 * @param {Walk} walk
 * @param {{step: number, at: number}} goal
 * @returns {State}
 */
function pursue(state, walk, goal) {
  const { snapshot, target, pending } = state;
  const course = walkedCourse(state);
  if (!snapshot || !course || target !== null || pending > 0) return state;
  const { at } = goal;
  if (at < course.mean) {
    // the way to the start of the next step leads through the update of this one
    if (snapshot.step !== goal.step) return toStep(state, goal.step);
    return { ...state, walk: { ...START, at } };
  }
  if (walk.kept && walk.kept.snapshot.step === goal.step) {
    if (snapshot.step !== goal.step + 1) return toStep(state, goal.step + 1);
    return { ...state, walk: { ...walk, at, after: snapshot, goal: null } };
  }
  if (snapshot.step !== goal.step) return toStep({ ...state, walk: { ...START, goal } }, goal.step);
  const graph = present(state);
  if (!graph) return state; // it is on its way
  return toStep({ ...state, walk: { ...walk, kept: graph, after: null } }, goal.step + 1);
}

/**
 * The run at a step: one that has been made is gone back to, the next one is made.
 * @param {State} state
 * @param {number} step
 * @returns {State}
 */
function toStep(state, step) {
  if (!state.history || step > lastStep(state.history)) return { ...state, pending: 1 };
  const { playing } = state;
  return settleWalk({ ...goTo(state, step), playing });
}

/** Whether what comes next needs a step that is beyond the limit. @param {State} state */
function limited(state) {
  const { walk, snapshot, limit, unit } = state;
  const course = walkedCourse(state);
  if (!walk || !course || walk.kept || !snapshot || snapshot.step < limit) return false;
  return unit === "phase" ? walk.at >= course.ends.forward : walk.at + 1 >= course.mean;
}

/** How long a playing walk waits until its next move, in ms; null when it does not move by itself. @param {State} state @param {{now: number, stepAt: number}} clock */
export function untilNextMove({ walk, playing, speed }, { now, stepAt }) {
  if (!walk || walk.goal || !playing) return null;
  return Math.max(0, stepAt + 1000 / Math.min(speed, FASTEST) - now);
}

/** @type {Record<string, (state: State, action: Action) => State>} */
export const WALK_ACTIONS = {
  "walk/unit": (state, { unit }) => ({
    ...state,
    unit,
    playing: false,
    naive: null,
    walk: unit === "update" ? null : (state.walk ?? START),
  }),
  "walk/goto": (state, { at }) => walkTo({ ...state, playing: false }, baseStep(state), at),
  "walk/end": (state) => walkTo({ ...state, playing: false }, baseStep(state) + 1, 0),
  "walk/tick": (state) => (limited(state) ? stopAtLimit(state) : advance(state, 1)),
};
