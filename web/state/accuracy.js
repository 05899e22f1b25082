/**
 * The accuracy after each step. Where the history holds a step's parameters the engine predicts with them; at rest it makes the steps
 * between two such steps once more. While a run plays, and in a long run, those between have none.
 */

import { ENGINES } from "../protocol/engines.js";
import { remember } from "./history.js";
import { patch } from "./patch.js";
import { matrixOf, SPLITS } from "./results.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./history.js").Checkpoint} Checkpoint */

/**
 * In percent, null for a split without points, or where the engine could not predict.
 * @typedef {Record<Point["split"], number | null>} Shares
 * Those after a checkpoint's step and the next few, with the points and settings of the checkpoint.
 * @typedef {Pick<Checkpoint, "points" | "config"> & {after: Shares[]}} Known
 * What is known of each checkpoint; when that was last asked for, and how long it took.
 * @typedef {{known: Map<Snapshot, Known>, at: number, ms: number}} Accuracy
 * What was asked: checkpoints with the same points and settings, and after how many steps from each.
 * @typedef {{of: Checkpoint, count: number}[]} Wanted
 */

/** In a run of more steps, none is made once more. */
export const MOST_FILLED = 2000;

/** What holds of a checkpoint. @param {State} state @param {Checkpoint} checkpoint @returns {Shares[]} */
function knownOf({ answers }, { snapshot, points, config }) {
  const found = answers.accuracy?.known.get(snapshot);
  return found?.points === points && found.config === config ? found.after : [];
}

/** After how many steps from the i-th checkpoint the accuracy is wanted, its own among them. @param {State} state @param {number} i */
function countAt({ run: { history, playing }, engines }, i) {
  if (!history || playing || history.train.length > MOST_FILLED || ENGINES[engines.active].own) return 1;
  const { checkpoints, train } = history;
  const end = checkpoints[i + 1]?.snapshot.step ?? train.length + 1;
  return Math.max(1, end - checkpoints[i].snapshot.step);
}

/**
 * What to ask next, from the latest checkpoint on.
 * @param {State} state
 * @param {number} most of how many checkpoints at once
 * @returns {Wanted}
 */
export function accuracyWanted(state, most) {
  const { view, run, compare } = state;
  if (view.chart !== "accuracy" || compare || !run.history) return [];
  const { checkpoints } = run.history;
  /** @type {Wanted} */
  const wanted = [];
  for (let i = checkpoints.length - 1; i >= 0 && wanted.length < most; i--) {
    const of = checkpoints[i];
    const count = countAt(state, i);
    if (knownOf(state, of).length >= count) continue;
    const [first] = wanted;
    if (!first || (first.of.points === of.points && first.of.config === of.config))
      wanted.push({ of, count });
  }
  return wanted;
}

/** @param {Point[]} points @param {ArrayLike<number> | null} predicted @returns {Shares} */
function sharesOf(points, predicted) {
  const shares = SPLITS.map((split) => {
    const { right, count } = predicted ? matrixOf({ points, predicted }, split) : { right: 0, count: 0 };
    return [split, count > 0 ? (100 * right) / count : null];
  });
  return Object.fromEntries(shares);
}

/** @type {Pick<import("./types.js").Handlers, "accuracy/known">} */
export const ACCURACY_ACTIONS = {
  "accuracy/known": (state, { wanted, predicted, reached, at, ms }) => {
    const { history } = state.run;
    if (!history) return state;
    const here = new Set(history.checkpoints.map(({ snapshot }) => snapshot));
    const known = new Map([...(state.answers.accuracy?.known ?? [])].filter(([each]) => here.has(each)));
    let from = 0;
    let last = null;
    for (const { of, count } of wanted) {
      const { snapshot, points, config } = of;
      const columns = predicted ? predicted.slice(from, from + count) : Array(count).fill(null);
      from += count;
      if (!here.has(snapshot) || columns.length === 0) continue;
      const after = columns.map((each) => sharesOf(points, each));
      if (after.length >= knownOf(state, of).length) known.set(snapshot, { points, config, after });
      last = { of, whole: columns.length === count };
    }
    const next = patch(state, { answers: { accuracy: { known, at, ms } } });
    // the way on begins where this one ended
    if (!last || last.whole || !reached) return next;
    const { points, config } = last.of;
    return patch(next, { run: { history: remember(history, { snapshot: reached, points, config }) } });
  },
};

/**
 * The curves: a step after which the accuracy is known in every row, and a row without numbers between two that are not
 * neighbours, where the line has a gap. `missing` counts the steps so far whose accuracy is not known.
 * @param {State} state
 * @returns {{steps: number[], train: (number | null)[], val: (number | null)[], missing: number}}
 */
export function accuracyCurve(state) {
  const { history } = state.run;
  const { checkpoints = [] } = history ?? {};
  const rows = /** @type {[number, number | null, number | null][]} */ ([]);
  let [count, last] = [0, -1];
  for (const [i, checkpoint] of checkpoints.entries()) {
    const end = checkpoints[i + 1]?.snapshot.step ?? Infinity;
    for (const [k, { train, val }] of knownOf(state, checkpoint).entries()) {
      const step = checkpoint.snapshot.step + k;
      if (step >= end) break;
      if (last >= 0 && step > last + 1) rows.push([last + 1, null, null]);
      rows.push([step, train, val]);
      last = step;
      count++;
    }
  }
  const all = history ? history.train.length + 1 : 0;
  const [steps, train, val] = [0, 1, 2].map((i) => rows.map((row) => row[i]));
  return { steps: /** @type {number[]} */ (steps), train, val, missing: Math.max(0, all - count) };
}
