/**
 * The past of a run: its losses step by step, and snapshots to go back to. A step between two snapshots is
 * recomputed from the nearest earlier one, with the points and settings that were in force then.
 */

import { append } from "./losses.js";

/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Config} Config */

/**
 * A moment of the run. points and config are those with which it was last seen: the next step was computed
 * with them.
 * @typedef {{snapshot: Snapshot, points: Point[], config: Config}} Moment
 */

/**
 * moments are sorted by step; train[s - 1] and val[s - 1] are the losses that step s logged. ghost is what was
 * cut off at the last branch.
 * @typedef {{
 *   moments: Moment[], train: Float64Array, val: Float64Array,
 *   ghost: {from: number, train: Float64Array, val: Float64Array} | null,
 * }} History
 */

/** More moments than this are thinned to half, the older ones first. */
const MOST_MOMENTS = 2000;

/**
 * The history of a run that has only its start.
 * @param {Moment} moment
 * @returns {History}
 */
export function startHistory(moment) {
  return { moments: [moment], train: new Float64Array(), val: new Float64Array(), ghost: null };
}

/** The last step of the run. @param {History} history */
export function lastStep(history) {
  return history.train.length;
}

/** The first step that can be gone back to: 0, unless the run came from a link or an earlier visit. @param {History} history */
export function firstStep({ moments }) {
  return moments[0].snapshot.step;
}

/**
 * The latest moment at or before a step.
 * @param {History} history
 * @param {number} step
 * @returns {Moment}
 */
export function momentBefore({ moments }, step) {
  let low = 0;
  let high = moments.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (moments[middle].snapshot.step <= step) low = middle;
    else high = middle;
  }
  return moments[low];
}

/**
 * Adds a moment in its place, instead of the one of the same step if there is one.
 * @param {History} history
 * @param {Moment} moment
 * @returns {History}
 */
export function remember(history, moment) {
  const { step } = moment.snapshot;
  const before = history.moments.filter((m) => m.snapshot.step < step);
  const after = history.moments.filter((m) => m.snapshot.step > step);
  return { ...history, moments: thin([...before, moment, ...after]) };
}

/**
 * The run goes on from a moment: what came after it is cut off and kept as the ghost.
 * @param {History} history
 * @param {number} step
 * @returns {History}
 */
export function branch(history, step) {
  if (step >= lastStep(history)) return history;
  return {
    moments: history.moments.filter((m) => m.snapshot.step <= step),
    train: history.train.slice(0, step),
    val: history.val.slice(0, step),
    ghost: { from: step, train: history.train.slice(step), val: history.val.slice(step) },
  };
}

/**
 * Appends the losses of new steps and the moment they led to.
 * @param {History} history
 * @param {{train: number[], val: number[]}} losses
 * @param {Moment} moment
 * @returns {History}
 */
export function extend(history, losses, moment) {
  return {
    ...history,
    train: append(history.train, losses.train),
    val: append(history.val, losses.val),
    moments: thin([...history.moments, moment]),
  };
}

/**
 * Forgets every other moment of the older half when there are too many. The first stays, and so does every
 * moment whose points or settings differ from those before it: without it, the steps that follow could not be
 * recomputed.
 * @param {Moment[]} moments
 */
function thin(moments) {
  if (moments.length <= MOST_MOMENTS) return moments;
  return moments.filter((moment, i) => {
    const previous = moments[i - 1];
    const needed = i === 0 || moment.points !== previous.points || moment.config !== previous.config;
    return needed || i % 2 === 0 || i > moments.length / 2;
  });
}
