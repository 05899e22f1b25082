/**
 * The past of a run: its losses step by step, and snapshots to go back to. A step between two snapshots is
 * recomputed from the nearest earlier one, with the points and settings that were in force then.
 */

import { append } from "./losses.js";

/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Config} Config */

/**
 * A place in the past that can be restored. points and config are those in force when it was left: the next step was
 * computed with them.
 * @typedef {{snapshot: Snapshot, points: Point[], config: Config}} Checkpoint
 */

/**
 * checkpoints are sorted by step; train[s - 1] and val[s - 1] are the losses that step s logged. ghost is what
 * the last branch cut off.
 * @typedef {{
 *   checkpoints: Checkpoint[], train: Float64Array, val: Float64Array,
 *   ghost: {from: number, train: Float64Array, val: Float64Array} | null,
 * }} History
 */

/** More checkpoints than this are thinned to half, the older ones first. */
const MOST_CHECKPOINTS = 2000;

/**
 * The history of a run that has only its start.
 * @param {Checkpoint} checkpoint
 * @returns {History}
 */
export function startHistory(checkpoint) {
  return { checkpoints: [checkpoint], train: new Float64Array(), val: new Float64Array(), ghost: null };
}

/** The last step of the run. @param {History} history */
export function lastStep(history) {
  return history.train.length;
}

/** The first step that can be gone back to: 0, unless the run came from a link or an earlier visit. @param {History} history */
export function firstStep({ checkpoints }) {
  return checkpoints[0].snapshot.step;
}

/**
 * The latest checkpoint at or before a step.
 * @param {History} history
 * @param {number} step
 * @returns {Checkpoint}
 */
export function checkpointBefore({ checkpoints }, step) {
  let low = 0;
  let high = checkpoints.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (checkpoints[middle].snapshot.step <= step) low = middle;
    else high = middle;
  }
  return checkpoints[low];
}

/**
 * Inserts a checkpoint in the order of the steps, and replaces the one of the same step if there is one.
 * @param {History} history
 * @param {Checkpoint} checkpoint
 * @returns {History}
 */
export function remember(history, checkpoint) {
  const { step } = checkpoint.snapshot;
  const before = history.checkpoints.filter((m) => m.snapshot.step < step);
  const after = history.checkpoints.filter((m) => m.snapshot.step > step);
  return { ...history, checkpoints: thin([...before, checkpoint, ...after]) };
}

/**
 * The run goes on from a checkpoint: what came after it is cut off and kept as the ghost.
 * @param {History} history
 * @param {number} step
 * @returns {History}
 */
export function branch(history, step) {
  if (step >= lastStep(history)) return history;
  return {
    checkpoints: history.checkpoints.filter((m) => m.snapshot.step <= step),
    train: history.train.slice(0, step),
    val: history.val.slice(0, step),
    ghost: { from: step, train: history.train.slice(step), val: history.val.slice(step) },
  };
}

/**
 * Appends the losses of new steps and the checkpoint they led to.
 * @param {History} history
 * @param {{train: number[], val: number[]}} losses
 * @param {Checkpoint} checkpoint
 * @returns {History}
 */
export function extend(history, losses, checkpoint) {
  return {
    ...history,
    train: append(history.train, losses.train),
    val: append(history.val, losses.val),
    checkpoints: thin([...history.checkpoints, checkpoint]),
  };
}

/**
 * Forgets every other checkpoint of the older half when there are too many. The first stays, and so does every
 * checkpoint whose points or settings differ from those before it: without it, the steps that follow could not be
 * recomputed.
 * @param {Checkpoint[]} checkpoints
 */
function thin(checkpoints) {
  if (checkpoints.length <= MOST_CHECKPOINTS) return checkpoints;
  return checkpoints.filter((checkpoint, i) => {
    const previous = checkpoints[i - 1];
    const needed = i === 0 || checkpoint.points !== previous.points || checkpoint.config !== previous.config;
    return needed || i % 2 === 0 || i > checkpoints.length / 2;
  });
}
