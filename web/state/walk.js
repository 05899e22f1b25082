/**
 * The walk through a step, move by move or phase by phase. From the move `mean` on, the session is at the next step,
 * because the update is taken from it; the walk then keeps the graph from before the update.
 */

import { firstStep, lastStep } from "./history.js";
import { goTo, stopAtLimit } from "./run.js";
import { scheduleOf } from "./schedule.js";
import { patch } from "./types.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").TracedGraph} TracedGraph */
/** The units of Step, Back and Play. */
export const UNITS = /** @type {const} */ (["update", "phase", "op"]);
/** @typedef {(typeof UNITS)[number]} Unit */

/**
 * `at` moves of the step have been made. `kept` is the graph from before the update and `after` the training state after
 * it, once the walk has come that far. `goal` is where the walk is heading: the step it starts from, and the moves made.
 * @typedef {{
 *   at: number, kept: TracedGraph | null, after: import("./types.js").Snapshot | null,
 *   goal: {step: number, at: number} | null,
 * }} Walk
 */

/** @type {Walk} */
const START = { at: 0, kept: null, after: null, goal: null };

/** The graph that the page shows: during a walk, that of the walk's step. @param {State} state */
export const shownGraph = ({ run, answers }) => run.walk?.kept ?? answers.graph;

/** The schedule of the walk's step, or null while there is no graph. @param {State} state */
export function walkSchedule(state) {
  const traced = shownGraph(state);
  return traced && scheduleOf(traced);
}

/** The step that the walk starts from. @param {State} state */
const baseStep = ({ session, run }) => (session.snapshot?.step ?? 0) - (run.walk?.kept ? 1 : 0);

/** The probe's graph, if it belongs to the current state. @param {State} state */
function presentGraph({ answers: { graph }, session, probe }) {
  return graph && graph.snapshot === session.snapshot && graph.probe === probe ? graph : null;
}

/** @param {State} state @param {Partial<Walk>} changes */
const setWalk = (state, changes) => patch(state, { run: { walk: { ...START, ...changes } } });

/**
 * The walk with a new goal.
 * @param {State} state
 * @param {number} step
 * @param {number} at
 * @returns {State}
 */
function walkTo(state, step, at) {
  const { walk } = state.run;
  return walk ? settleWalk(setWalk(state, { ...walk, goal: { step, at } })) : state;
}

/**
 * One unit forward or back. After the last move comes the start of the next step, before the first the end of the
 * previous one.
 * @param {State} state
 * @param {1 | -1} direction
 * @returns {State}
 */
export function advance(state, direction) {
  const schedule = walkSchedule(state);
  const { walk, unit, history } = state.run;
  if (!walk || !schedule) return state;
  const [step, { at }] = [baseStep(state), walk];
  const last = schedule.moves.length;
  const stops = unit === "phase" ? [0, ...Object.values(schedule.ends)] : null;
  if (direction > 0) {
    const next = stops ? Math.min(...stops.filter((stop) => stop > at)) : at + 1;
    return next >= last ? walkTo(state, step + 1, 0) : walkTo(state, step, next);
  }
  if (at > 0) return walkTo(state, step, stops ? Math.max(...stops.filter((stop) => stop < at)) : at - 1);
  if (!history || step === firstStep(history)) return state;
  const before = stops ? Math.max(...stops.filter((stop) => stop < last)) : last - 1;
  return walkTo(state, step - 1, before);
}

/**
 * Moves a walk towards its goal as far as possible without an engine; called after every action. When the run goes to
 * another step, the walk follows: to the same move of that step, or to its start.
 * @param {State} state
 * @returns {State}
 */
export function settleWalk(state) {
  const { walk, starting, diverged } = state.run;
  const { snapshot } = state.session;
  if (!walk || !snapshot) return state;
  if (starting || diverged !== null) return walk === START ? state : patch(state, { run: { walk: START } });
  if (walk.goal) return pursue(state, walk, walk.goal);
  if (walk.kept) {
    const left = snapshot !== walk.after || state.probe !== walk.kept.probe;
    return left ? setWalk(state, {}) : state;
  }
  const most = (walkSchedule(state)?.mean ?? Infinity) - 1;
  return walk.at > most ? setWalk(state, { at: most }) : state;
}

/** After a refused step: the walk stays where it is. @param {State} state @returns {State} */
export function stay(state) {
  const { walk } = state.run;
  if (!walk?.goal) return state;
  return setWalk(state, { ...walk, kept: walk.after ? walk.kept : null, goal: null });
}

/**
 * @param {State} state
 * @param {Walk} walk
 * @param {{step: number, at: number}} goal
 * @returns {State}
 */
function pursue(state, walk, goal) {
  const { target, pending } = state.run;
  const { snapshot } = state.session;
  const schedule = walkSchedule(state);
  if (!snapshot || !schedule || target !== null || pending > 0) return state;
  const { at } = goal;
  if (at < schedule.mean) {
    // the start of the next step is reached through the update of this one
    return snapshot.step === goal.step ? setWalk(state, { at }) : toStep(state, goal.step);
  }
  if (walk.kept && walk.kept.snapshot.step === goal.step) {
    if (snapshot.step !== goal.step + 1) return toStep(state, goal.step + 1);
    return setWalk(state, { ...walk, at, after: snapshot, goal: null });
  }
  if (snapshot.step !== goal.step) return toStep(setWalk(state, { goal }), goal.step);
  const graph = presentGraph(state);
  if (!graph) return state; // the graph has been requested
  return toStep(setWalk(state, { ...walk, kept: graph, after: null }), goal.step + 1);
}

/**
 * Takes the run to a step: back to one that has been made, or on to the next.
 * @param {State} state
 * @param {number} step
 * @returns {State}
 */
function toStep(state, step) {
  const { history, playing } = state.run;
  if (!history || step > lastStep(history)) return patch(state, { run: { pending: 1 } });
  return settleWalk(patch(goTo(state, step), { run: { playing } }));
}

/** Whether the next move needs a step beyond the limit. @param {State} state */
function limited(state) {
  const { walk, limit, unit } = state.run;
  const { snapshot } = state.session;
  const schedule = walkSchedule(state);
  if (!walk || !schedule || walk.kept || !snapshot || snapshot.step < limit) return false;
  const next = unit === "phase" ? Object.values(schedule.ends).find((end) => end > walk.at) : walk.at + 1;
  return next === undefined || next >= schedule.mean;
}

/** @type {import("./types.js").HandlersOf<"walk">} */
export const WALK_ACTIONS = {
  "walk/unit": (state, { unit }) =>
    patch(state, {
      run: { unit, playing: false, walk: unit === "update" ? null : (state.run.walk ?? START) },
      view: { naive: null },
    }),
  "walk/goto": (state, { at }) => walkTo(patch(state, { run: { playing: false } }), baseStep(state), at),
  "walk/end": (state) => walkTo(patch(state, { run: { playing: false } }), baseStep(state) + 1, 0),
  "walk/tick": (state) => (limited(state) ? stopAtLimit(state) : advance(state, 1)),
};
