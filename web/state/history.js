/**
 * The history of a run: the losses of every step, and checkpoints to go back to. A step between two checkpoints is
 * recomputed from the earlier one, with the points and settings in force at the time.
 */

import { append } from "./losses.js";

/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Config} Config */

/**
 * A state that can be restored. points and config are those with which the next step was computed.
 * @typedef {{snapshot: Snapshot, points: Point[], config: Config}} Checkpoint
 */

/**
 * checkpoints are sorted by step; train[s - 1] and val[s - 1] are the losses that step s logged. ghost holds the losses
 * that the last branch cut off.
 * @typedef {{
 *   checkpoints: Checkpoint[], train: Float64Array, val: Float64Array,
 *   ghost: {from: number, train: Float64Array, val: Float64Array} | null,
 * }} History
 */

/** With more checkpoints than this, every other one of the older half is dropped. */
const MOST_CHECKPOINTS = 2000;

/**
 * The history of a run at its start.
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

/** The earliest step that can be restored: 0, unless the run came from a link or an earlier visit. @param {History} history */
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
 * Inserts a checkpoint in step order; it replaces one of the same step.
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
 * Branches the run at a checkpoint: the losses after it are cut off and kept as the ghost.
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
 * Drops every other checkpoint of the older half when there are too many. The first is kept, and so is every checkpoint
 * whose points or settings differ from the one before: the steps that follow it are recomputed from it.
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
