/**
 * The past of a run that came from a link or an earlier visit, which hold only its last state. While the page is idle the run
 * is replayed from step 0 with the same points and settings. If that leads to the same bits, it is the run's past: Back
 * and the loss curve work as if it had been made here. If not, points or settings were changed on the way.
 */

import { append } from "./losses.js";
import { patch } from "./patch.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Handlers} Handlers */
/** @typedef {import("./history.js").Checkpoint} Checkpoint */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */

/** A replay of more steps would keep a slow engine busy for minutes. */
const MOST_STEPS = 2000;

/** NaN equals NaN here, and -0 is not 0. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const equal = (a, b) => a.length === b.length && Array.from(a).every((x, i) => Object.is(x, b[i]));

/** @param {Snapshot} a @param {Snapshot} b */
const sameBits = (a, b) =>
  /** @type {const} */ (["data", "grad", "m", "v"]).every((name) => equal(a[name], b[name])) &&
  Object.is(a.loss.train, b.loss.train) &&
  Object.is(a.loss.val, b.loss.val);

/**
 * The rebuilding of a run's past: `goal` is the state that it must lead to, `made` the checkpoints so far.
 * @typedef {{goal: Checkpoint, made: Checkpoint[], train: Float64Array, val: Float64Array}} Rebuilding
 */

/**
 * What to rebuild of a run that was just loaded; null if there is nothing before its state, or too much.
 * @param {Checkpoint} goal
 * @returns {Rebuilding | null}
 */
export function startRebuilding(goal) {
  const { step } = goal.snapshot;
  if (step === 0 || step > MOST_STEPS) return null;
  return { goal, made: [], train: new Float64Array(), val: new Float64Array() };
}

/** What is still to be replayed: null when idle time is not for that. @param {State} state */
export function replayWanted({ run: { rebuilding, playing, starting, walk }, compare }) {
  if (!rebuilding || playing || starting || walk || compare) return null;
  const { goal, made } = rebuilding;
  const from = made.at(-1)?.snapshot ?? null;
  const { points, config } = goal;
  return { points, config, snapshot: from, count: goal.snapshot.step - (from?.step ?? 0) };
}

/** @type {Handlers["run/replayed"]} */
export function replayed(state, { of, first, train, val, snapshot }) {
  const { rebuilding, history } = state.run;
  if (!rebuilding || rebuilding.goal !== of || !history) return state;
  const { points, config } = of;
  const came = (first ? [first, snapshot] : [snapshot]).map((each) => ({ snapshot: each, points, config }));
  const next = {
    ...rebuilding,
    made: [...rebuilding.made, ...came],
    train: append(rebuilding.train, train),
    val: append(rebuilding.val, val),
  };
  const finite = train.every(Number.isFinite);
  if (finite && snapshot.step < of.snapshot.step) return patch(state, { run: { rebuilding: next } });
  if (!finite || !sameBits(snapshot, of.snapshot)) return withoutPast(state, of);
  const older = next.made.filter((made) => made.snapshot.step < history.checkpoints[0].snapshot.step);
  return patch(state, {
    run: {
      rebuilding: null,
      history: {
        ...history,
        checkpoints: [...older, ...history.checkpoints],
        train: overwritten(history.train, next.train),
        val: overwritten(history.val, next.val),
      },
    },
  });
}

/** @param {Float64Array} losses @param {Float64Array} first */
function overwritten(losses, first) {
  const all = losses.slice();
  all.set(first.subarray(0, all.length));
  return all;
}

/** An engine refuses to replay it: without a train point, for instance. @type {Handlers["run/unreplayable"]} */
export const unreplayable = (state, { of }) =>
  state.run.rebuilding?.goal === of ? withoutPast(state, of) : state;

/** The run keeps what it has, and says what it lacks. @param {State} state @param {Checkpoint} goal @returns {State} */
function withoutPast(state, { snapshot }) {
  const next = patch(state, { run: { rebuilding: null } });
  const text = `Steps before ${snapshot.step} can't be shown again: points, settings or parameters were changed on the way, and only the result was kept.`;
  const lacksLosses = Number.isNaN(state.run.history?.train[0]); // a reload has kept them, and needs no words
  return state.notice || !lacksLosses ? next : { ...next, notice: { kind: "info", text } };
}
