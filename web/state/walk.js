/**
 * The walk through a step, move by move or phase by phase. Until its last move the session stays in the state before the
 * update, which every panel shows; the state after it comes from the engine's preview of the step. Only going on to the next
 * step makes the step.
 */

import { advanceReplay, elsewhere, goToVisit, replays } from "./experiment.js";
import { firstStep, lastStep } from "./history.js";
import { patch } from "./patch.js";
import { answerOf } from "./queries.js";
import { goTo, stopAtLimit } from "./run.js";
import { scheduleOf } from "./schedule.js";

/** @typedef {import("./types.js").State} State */
/** The units of Step, Back and Play. */
export const UNITS = /** @type {const} */ (["update", "phase", "op"]);
/** @typedef {(typeof UNITS)[number]} Unit */

/**
 * `at` moves of the step have been made. `goal` is where the walk is heading: the step it starts from, and the moves made.
 * @typedef {{at: number, goal: {step: number, at: number} | null}} Walk
 */

/** @type {Walk} */
const START = { at: 0, goal: null };

/** The schedule of the walk's step, or null while there is no graph. @param {State} state */
export function walkSchedule({ answers: { graph } }) {
  return graph && scheduleOf(graph);
}

/** The state after the walk's update; null until the engine has answered, or if it refuses the step. @param {State} state */
export const afterUpdate = (state) => answerOf(state, "preview", { exact: true })?.reply?.after ?? null;

/** The step that the walk starts from. @param {State} state */
const baseStep = ({ session }) => session.snapshot?.step ?? 0;

/** The probe's graph, if it belongs to the current state. @param {State} state */
export function presentGraph({ answers: { graph }, session, probe }) {
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
 * previous one. While the naive order is replayed it is one of its visits.
 * @param {State} state
 * @param {1 | -1} direction
 * @returns {State}
 */
export function advance(state, direction) {
  if (replays(state)) return advanceReplay(state, direction);
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
 * another step, the walk follows, to the same move of that step.
 * @param {State} state
 * @returns {State}
 */
export function settleWalk(state) {
  const { walk, starting, diverged } = state.run;
  const { snapshot } = state.session;
  if (!walk || !snapshot) return state;
  if (starting || diverged !== null) return walk === START ? state : patch(state, { run: { walk: START } });
  if (walk.goal) return pursue(state, walk.goal);
  // another network, or another loss, has other moves
  const most = (walkSchedule(state)?.moves.length ?? Infinity) - 1;
  return walk.at > most ? setWalk(state, { at: most }) : state;
}

/** After a refused step: the walk stays where it is. @param {State} state @returns {State} */
export function stay(state) {
  const { walk } = state.run;
  if (!walk?.goal) return state;
  return setWalk(state, { ...walk, goal: null });
}

/**
 * @param {State} state
 * @param {{step: number, at: number}} goal
 * @returns {State}
 */
function pursue(state, { step, at }) {
  const { target, pending } = state.run;
  const { snapshot } = state.session;
  if (!snapshot || target !== null || pending > 0) return state;
  return snapshot.step === step ? setWalk(state, { at }) : toStep(state, step);
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
  if (!walk || !schedule || !snapshot || snapshot.step < limit) return false;
  const next = unit === "phase" ? Object.values(schedule.ends).find((end) => end > walk.at) : walk.at + 1;
  return next === undefined || next >= schedule.moves.length;
}

/** @type {import("./types.js").HandlersOf<"walk">} */
export const WALK_ACTIONS = {
  "walk/unit": (state, { unit }) => {
    const walk = unit === "update" ? null : (state.run.walk ?? START);
    return elsewhere(
      state,
      patch(state, { run: { unit, playing: false, walk }, view: { experiment: null } }),
    );
  },
  "walk/goto": (state, { at }) => {
    const paused = patch(state, { run: { playing: false } });
    return replays(state) ? goToVisit(paused, at) : walkTo(paused, baseStep(state), at);
  },
  "walk/end": (state) => walkTo(patch(state, { run: { playing: false } }), baseStep(state) + 1, 0),
  "walk/tick": (state) => (limited(state) ? stopAtLimit(state) : advance(state, 1)),
};
