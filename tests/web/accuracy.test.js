/** The accuracy after each step, from a real engine: what it is, what is asked, and where there is none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { accuracyRequest, addResults } from "../../web/engine/results-requests.js";
import { accuracyCurve, accuracyWanted, MOST_FILLED } from "../../web/state/accuracy.js";
import { patch } from "../../web/state/patch.js";
import { matrixOf, predictionsOf } from "../../web/state/results.js";
import { update } from "../../web/state/state.js";
import { jump, play, startedState } from "./fixtures.js";
import { openPage, skip } from "./walk-page.js";

addResults();

/** The accuracies of the present step, as the confusion matrix counts them. @param {import("../../web/state/types.js").State} state */
function counted(state) {
  const found = predictionsOf(state);
  assert.ok(found);
  return ["train", "val"].map((split) => {
    const { right, count } = matrixOf(found, /** @type {"train"} */ (split));
    return (100 * right) / count;
  });
}

test("after every step it is what the confusion matrix counts there, though only some steps were held", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("walk/unit", { unit: "update" });
  page.act("run/step", { count: 40 });
  assert.ok((page.state.run.history?.checkpoints.length ?? 99) < 10, "the steps were made at once");
  const data = page.state.session.snapshot?.data;
  page.act("view/chart", { chart: "accuracy" });
  const { steps, train, val, missing } = accuracyCurve(page.state);
  assert.equal(missing, 0);
  assert.deepEqual(steps, [...Array(41).keys()]);
  assert.deepEqual(page.state.session.snapshot?.data, data, "the run is where it was");
  for (const step of [0, 1, 7, 23, 39, 40]) {
    page.act("run/goto", { step });
    assert.deepEqual([train[step], val[step]], counted(page.state), `step ${step}`);
  }
  assert.ok(new Set(train).size > 3, "the network learns");
});

test("each step has the accuracy of the points that it had: a moved point changes those from there on", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("walk/unit", { unit: "update" });
  page.act("view/chart", { chart: "accuracy" });
  for (let i = 0; i < 6; i++) page.act("run/step");
  const before = accuracyCurve(page.state);
  const { points } = page.state.session;
  page.act("run/goto", { step: 4 });
  for (const { id, split, label } of points)
    if (split === "train") page.act("points/relabel", { id, label: (label + 1) % 3 });
  const after = accuracyCurve(page.state);
  assert.deepEqual(after.steps, [0, 1, 2, 3, 4]);
  assert.deepEqual(after.train.slice(0, 4), before.train.slice(0, 4));
  assert.notEqual(after.train[4], before.train[4]);
  assert.deepEqual([after.train[4], after.val[4]], counted(page.state));
});

test("while a run plays, only the steps that are held are asked for, and never more than an eighth of the time", () => {
  const played = play(startedState(), 5);
  const state = patch(jump(played, 30), {
    view: { chart: "accuracy" },
    run: { playing: true },
  });
  const wanted = accuracyWanted(state, 100);
  assert.deepEqual(new Set(wanted.map(({ count }) => count)), new Set([1]));
  assert.deepEqual(
    wanted.map(({ of }) => of.snapshot.step),
    [35, 34, 5, 4, 3, 2, 1, 0],
  );
  const busy = patch(state, { answers: { accuracy: { known: new Map(), at: 1000, ms: 10 } } });
  assert.equal(accuracyRequest(busy, 1079), null);
  assert.ok(accuracyRequest(busy, 1080));
  assert.deepEqual(accuracyWanted(patch(state, { view: { chart: "loss" } }), 100), []);
});

test("in a long run the steps between those that are held stay a gap, and are counted", () => {
  const long = jump(startedState(), MOST_FILLED + 50);
  const state = patch(long, { view: { chart: "accuracy" } });
  const wanted = accuracyWanted(state, 100);
  assert.ok(wanted.every(({ count }) => count === 1));
  const predicted = wanted.map(() => Float64Array.of(0, 1, 0));
  const known = update(state, { type: "accuracy/known", wanted, predicted, reached: null, at: 0, ms: 1 });
  const { steps, train, val, missing } = accuracyCurve(known);
  assert.deepEqual(steps, [0, 1, MOST_FILLED + 49, MOST_FILLED + 50]);
  assert.deepEqual(train, [100, null, 100, 100]);
  assert.deepEqual(val, [0, null, 0, 0]);
  assert.equal(missing, MOST_FILLED + 51 - 3);
});

test("a slow engine stops in between, and goes on from where it was", () => {
  const state = patch(jump(startedState(), 12), { view: { chart: "accuracy" } });
  const first = accuracyWanted(state, 1);
  assert.equal(first[0].of.snapshot.step, 12);
  const all = accuracyWanted(state, 3);
  assert.deepEqual(
    all.map(({ of, count }) => [of.snapshot.step, count]),
    [
      [12, 1],
      [11, 1],
      [0, 11],
    ],
  );
  const right = Float64Array.of(0, 1, 2);
  const reached = /** @type {any} */ ({ ...all[2].of.snapshot, step: 3 });
  const predicted = Array(6).fill(right); // of step 12, of 11, and of 0 to 3
  const next = update(state, { type: "accuracy/known", wanted: all, predicted, reached, at: 0, ms: 30 });
  assert.deepEqual(accuracyCurve(next).steps, [0, 1, 2, 3, 11, 12]); // the row of step 3 is the gap
  assert.deepEqual(
    accuracyWanted(next, 9).map(({ of, count }) => [of.snapshot.step, count]),
    [[3, 8]],
  );
});

test("an engine that can't predict is not asked again", () => {
  const state = patch(play(startedState(), 2), { view: { chart: "accuracy" } });
  const wanted = accuracyWanted(state, 9);
  const next = update(state, {
    type: "accuracy/known",
    wanted,
    predicted: null,
    reached: null,
    at: 0,
    ms: 0,
  });
  assert.deepEqual(accuracyWanted(next, 9), []);
  assert.deepEqual(accuracyCurve(next).train, [null, null, null]);
});
