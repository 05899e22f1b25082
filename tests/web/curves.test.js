/** Kept curves: which losses are kept, what they are called, where they are drawn, and that they outlast the visit. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { entries } from "../../web/protocol/browser.js";
import { decodeKept, encodeKept, namesOf, placeAt, stepOf, withKept } from "../../web/state/curves.js";
import { KEPT, keepCurves } from "../../web/state/keep-curves.js";
import { MOST_KEPT, MOST_LOSSES } from "../../web/state/kept.js";
import { patch } from "../../web/state/patch.js";
import { update } from "../../web/state/state.js";
import { Store } from "../../web/state/store.js";
import { jump, play, startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */

const keep = (/** @type {State} */ state) => update(state, { type: "view/keep" });
/** A new run with other settings, after `steps` steps. @param {State} state @param {Partial<State["session"]["config"]>} changes @param {number} steps */
function again(state, changes, steps) {
  const config = { ...state.session.config, ...changes };
  const fresh = startedState();
  return play(patch({ ...fresh, view: state.view }, { session: { config } }), steps);
}

test("the losses of all steps are kept as they are, and stay when the run goes on, is reset or changed", () => {
  const state = keep(play(startedState(), 4));
  const [curve] = state.view.kept;
  assert.deepEqual([...curve.train], [1, 1 / 2, 1 / 3, 1 / 4]);
  assert.deepEqual([...curve.val], [2, 1, 2 / 3, 1 / 2]);
  const later = update(play(state, 3), { type: "run/reset" });
  assert.equal(later.view.kept[0], curve);
  assert.equal(again(state, { lr: 0.3 }, 2).view.kept[0], curve);
});

test("a run without a step has no curve to keep, and only so many are kept", () => {
  assert.deepEqual(keep(startedState()).view.kept, []);
  let state = play(startedState(), 2);
  for (let i = 0; i < MOST_KEPT + 3; i++) state = keep(state);
  assert.equal(state.view.kept.length, MOST_KEPT);
  const [first, second] = state.view.kept;
  const without = update(state, { type: "view/forget", index: 0 });
  assert.deepEqual([without.view.kept.length, without.view.kept[0]], [MOST_KEPT - 1, second]);
  assert.notEqual(first, second);
  assert.deepEqual(update(state, { type: "view/forget", index: null }).view.kept, []);
});

test("of a long run evenly chosen steps are kept, the last one among them", () => {
  const state = jump(startedState(), 1);
  const long = jump(startedState(), 3 * MOST_LOSSES + 1);
  assert.equal(keep(state).view.kept[0].every, 1);
  const [curve] = keep(long).view.kept;
  assert.equal(curve.every, 4);
  assert.ok(curve.train.length <= MOST_LOSSES);
  for (const [i, loss] of curve.train.entries()) assert.equal(loss, 1 / stepOf(curve, i));
  assert.equal(stepOf(curve, curve.train.length - 1), 3 * MOST_LOSSES + 1);
  // at a step that is not kept, the one before it
  assert.equal(stepOf(curve, placeAt(curve, 5000)), 4997);
  assert.equal(placeAt(curve, 3 * MOST_LOSSES + 2), -1);
  assert.equal(placeAt(curve, 0), -1);
});

test("a name says what is not the same in all kept runs and in the present one", () => {
  const first = keep(play(startedState(), 3));
  const names = (/** @type {State} */ state) => namesOf(state.view.kept, state.session.config);
  assert.deepEqual(names(first), ["same settings"]);
  const second = again(first, { lr: 0.05 }, 3);
  assert.deepEqual(names(second), ["lr 0.1"]);
  const third = again(keep(second), { layers: [16, 16], seed: "7" }, 3);
  assert.deepEqual(
    names(keep(third)),
    ["42 · 8 · lr 0.1", "42 · 8 · lr 0.05", "7 · 16,16 · lr 0.05"].map((x) => `seed ${x}`),
  );
  const fourth = again(keep(play(startedState(), 2)), { layers: [], optimizer: "sgd" }, 3);
  assert.deepEqual(names(keep(fourth)), ["8 · AdamW", "no hidden layer · SGD with momentum"]);
  assert.deepEqual(names(keep(first)), ["same settings", "same settings (2)"]);
});

test("a name says so where a setting was changed on the way, where points were moved, and whose code it was", () => {
  const begun = play(startedState(), 2);
  const changed = update(begun, { type: "config/set", changes: { lr: 0.05 } });
  assert.deepEqual(namesOf(keep(play(changed, 2)).view.kept, begun.session.config), ["lr 0.1→0.05"]);
  const [{ id }] = begun.session.points;
  const moved = update(begun, { type: "points/move", id, x: 0.5, y: 0.5 });
  assert.deepEqual(namesOf(keep(play(moved, 1)).view.kept, begun.session.config), ["points edited"]);
  const own = patch(begun, { run: { maker: "mixed" } });
  assert.deepEqual(namesOf(keep(own).view.kept, begun.session.config), ["your code"]);
});

test("the chart has a row for each step of any curve, and null where a curve has no number", () => {
  const state = keep(play(startedState(), 3));
  const [curve] = state.view.kept;
  const own = [
    [1, 2],
    [0.5, null],
  ];
  assert.deepEqual(withKept(own, [curve], false), [
    [1, 2, 3],
    [2, 1, 2 / 3],
    [1, 1 / 2, 1 / 3],
    [0.5, null, null],
  ]);
  const odd = { ...curve, train: Float64Array.of(0, -1, Number.NaN) };
  assert.deepEqual(withKept(own, [odd], true)[2], [null, null, null]);
  assert.deepEqual(withKept(own, [odd], false)[2], [0, -1, null]);
});

test("what is kept comes back with every bit on the next visit, until it is removed", () => {
  const storage = entries(() => null);
  const store = new Store(undefined, () => {});
  keepCurves(store, storage);
  store.dispatch({ type: "engine/ready", name: "c" });
  const { kept } = keep(play(startedState(), 5)).view;
  store.dispatch({ type: "view/kept", kept });
  const next = new Store(undefined, () => {});
  keepCurves(next, storage);
  assert.deepEqual(next.state.view.kept, kept);
  next.dispatch({ type: "view/forget", index: null });
  assert.equal(storage.get(KEPT), null);
});

test("of a damaged entry only what is whole comes back", () => {
  const { kept } = keep(keep(play(startedState(), 3))).view;
  assert.deepEqual(decodeKept(encodeKept(kept)), kept);
  const saved = JSON.parse(encodeKept(kept));
  const damage = (/** @type {object} */ part) =>
    decodeKept(JSON.stringify([{ ...saved[0], ...part }, saved[1]]));
  for (const part of [
    { train: "??" },
    { train: "" },
    { val: saved[0].val.slice(0, 4) },
    { last: 0 },
    { every: 7 },
    { last: "3" },
    { config: null },
    { began: { ...saved[0].began, lr: "fast" } },
  ])
    assert.deepEqual(damage(part), [kept[1]], JSON.stringify(part));
  for (const text of ["", "{}", "[1,null]", "nonsense"]) assert.deepEqual(decodeKept(text), []);
});
