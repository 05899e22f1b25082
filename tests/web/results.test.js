import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accuracyWords,
  confusionText,
  matrixOf,
  parseConfusion,
  pointsOfCell,
} from "../../web/state/results.js";
import { startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").Point} Point */

/** @type {Point[]} */
const points = [0, 0, 1, 2, 2].map((label, id) => ({
  ...{ id, x: id / 10, y: 0, label },
  split: id === 4 ? "val" : "train",
}));
const predicted = Float64Array.of(0, 2, 1, 0, 2);

test("a confusion matrix counts the points of one split, by class and by predicted class", () => {
  const train = matrixOf({ points, predicted }, "train");
  assert.deepEqual(train, {
    counts: [
      [1, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ],
    ...{ right: 2, count: 4 },
  });
  assert.equal(matrixOf({ points, predicted }, "val").right, 1);
  assert.equal(matrixOf({ points, predicted }, "test").count, 0);
});

test("an accuracy is 100 % only if all points are right, and no number where there are none", () => {
  assert.equal(accuracyWords({ right: 2, count: 4 }), "50 %");
  assert.equal(accuracyWords({ right: 999, count: 1000 }), "99 %");
  assert.equal(accuracyWords({ right: 80, count: 80 }), "100 %");
  assert.equal(accuracyWords({ right: 0, count: 0 }), "–");
});

test("a cell's points are those of its split, class and predicted class", () => {
  const state = startedState();
  const { snapshot } = state.session;
  const predictions = {
    args: {},
    of: { points, snapshot },
    reply: { predicted, ms: 0 },
    error: "",
    ms: 0,
    at: 0,
  };
  const answers = { ...state.answers, queries: { predictions } };
  /** @param {import("../../web/state/results.js").Confusion | null} confusion */
  const cell = (confusion) =>
    pointsOfCell({ ...state, answers, view: { ...state.view, confusion } }).map(({ id }) => id);
  assert.deepEqual(cell({ split: "train", cell: { label: 0, predicted: 2 } }), [1]);
  assert.deepEqual(cell({ split: "val", cell: { label: 2, predicted: 2 } }), [4]);
  assert.deepEqual(cell({ split: "train", cell: null }), []);
  assert.deepEqual(cell(null), []);
});

test("a link's text of the matrix is read as it was written, and anything else refused", () => {
  for (const text of ["train", "val.1.3", "test.3.2"])
    assert.equal(confusionText(parseConfusion(text)), text);
  for (const text of ["", "all", "train.", "train.0.1", "train.4.1", "train.1", "train.1.2.3", "constructor"])
    assert.throws(() => parseConfusion(text), /it must be train or val or test/, text);
});
