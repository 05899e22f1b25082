/** How good the network is: how many points it gives their own class, and which classes it takes for which. */

import { CLASSES } from "../protocol/names.js";
import { quoted } from "../protocol/problem.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Point} Point */
/** @typedef {Point["split"]} Split */

/**
 * What the confusion matrix shows: whose points, and the cell that is chosen, as the label of its points and the class that
 * they are given.
 * @typedef {{split: Split, cell: {label: number, predicted: number} | null}} Confusion
 */

export const SPLITS = /** @type {Split[]} */ (["train", "val", "test"]);

/** @param {unknown} x @returns {x is {label: number, predicted: number}} */
export function isCell(x) {
  const { label, predicted } = /** @type {any} */ (x ?? {});
  return [label, predicted].every((c) => Number.isInteger(c) && 0 <= c && c < CLASSES);
}

/** @param {Confusion} confusion "train", or "train.3.1" where points of class 3 are predicted as class 1 */
export const confusionText = ({ split, cell }) =>
  cell ? `${split}.${cell.label + 1}.${cell.predicted + 1}` : split;

/** @param {string} text @returns {Confusion} */
export function parseConfusion(text) {
  const [, name, label, predicted] = /^(\w+)(?:\.([1-3])\.([1-3]))?$/.exec(text) ?? [];
  const split = SPLITS.find((each) => each === name);
  if (!split)
    throw new RangeError(
      `it must be ${SPLITS.join(" or ")}, with classes as in train.3.1, not ${quoted(text)}`,
    );
  return { split, cell: label ? { label: Number(label) - 1, predicted: Number(predicted) - 1 } : null };
}

/**
 * The points beside the classes that they are given. While a run plays they may be those of an earlier step.
 * @param {State} state
 * @returns {{points: Point[], predicted: Float64Array, step: number} | null}
 */
export function predictionsOf({ answers }) {
  const answer = answers.queries.predictions;
  const { points, snapshot } = answer?.of ?? {};
  if (!answer?.reply || !points || !snapshot) return null;
  const { predicted } = answer.reply;
  return predicted.length === points.length ? { points, predicted, step: snapshot.step } : null;
}

/**
 * The confusion matrix of a split: `counts[label][predicted]` points of a class are given a class. Those on the diagonal are right.
 *
 *     matrixOf(found, "train").counts   // [[27, 0, 0], [0, 27, 0], [1, 0, 25]]: one point of class 3 is predicted as class 1
 *     matrixOf(found, "train").right    // 79 of 80, so the accuracy is 98.75 %
 *
 * @param {{points: Point[], predicted: ArrayLike<number>}} found
 * @param {Split} split
 */
export function matrixOf({ points, predicted }, split) {
  const counts = Array.from({ length: CLASSES }, () => Array(CLASSES).fill(0));
  let [right, count] = [0, 0];
  for (const [i, point] of points.entries()) {
    if (point.split !== split) continue;
    counts[point.label][predicted[i]]++;
    if (point.label === predicted[i]) right++;
    count++;
  }
  return { counts, right, count };
}

/** The share of right predictions in percent, rounded down, so that only all of them are 100; null where there are no points. @param {{right: number, count: number}} matrix */
export const accuracyOf = ({ right, count }) => (count ? Math.floor((100 * right) / count) : null);

/** The same for people: "98 %". @param {{right: number, count: number}} matrix */
export function accuracyWords(matrix) {
  const percent = accuracyOf(matrix);
  return percent === null ? "–" : `${percent} %`;
}

/** The points of the chosen cell, none where no cell is chosen. @param {State} state @returns {Point[]} */
export function pointsOfCell(state) {
  const { split, cell } = state.view.confusion ?? {};
  const found = cell ? predictionsOf(state) : null;
  if (!found || !cell) return [];
  const { points, predicted } = found;
  return points.filter(
    (p, i) => p.split === split && p.label === cell.label && predicted[i] === cell.predicted,
  );
}
