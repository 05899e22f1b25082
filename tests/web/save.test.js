import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import {
  decodeDoubles,
  decodeRun,
  encodeDoubles,
  encodeRun,
  loadSaved,
  saveRun,
  shareLink,
} from "../../web/state/save.js";
import { patch } from "../../web/state/types.js";
import { makeSnapshot, play, startedState } from "./fixtures.js";

/** A run of the default network, so that its 51 parameters pass. */
function realRun() {
  const state = play(startedState(), 2);
  const column = () => Float64Array.from({ length: 51 }, (_, i) => i / 7);
  const columns = { data: column(), grad: column(), m: column(), v: column() };
  return patch(state, { session: { snapshot: { ...makeSnapshot(2), ...columns } } });
}

/** @param {Record<string, string>} items */
const storageOf = (items) =>
  /** @type {any} */ ({ getItem: (/** @type {string} */ key) => items[key] ?? null });
/** @param {string} hash */
const locationOf = (hash) => /** @type {any} */ ({ href: `http://localhost/micrograd/${hash}`, hash });

test("doubles keep every bit, including values that JSON can't represent", () => {
  const numbers = [0, -0, 1 / 3, Number.NaN, Infinity, -Infinity, 5e-324];
  assert.ok([...decodeDoubles(encodeDoubles(numbers))].every((x, i) => Object.is(x, numbers[i])));
});

test("a hundred thousand losses are the base64 of their bytes, and come back", () => {
  const losses = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i));
  const text = encodeDoubles(losses);
  assert.equal(text, Buffer.from(losses.buffer).toString("base64"));
  assert.deepEqual(decodeDoubles(text), losses);
});

test("a run whose history is too long for the storage is saved without it", () => {
  const played = realRun();
  const history = /** @type {any} */ ({
    ...played.run.history,
    train: new Float64Array(1e5),
    val: new Float64Array(1e5),
  });
  const snapshot = /** @type {any} */ ({ ...played.session.snapshot, step: 1e5 });
  const state = patch(played, { session: { snapshot }, run: { history } });
  /** @type {Record<string, string>} */
  const items = {};
  const setItem = (/** @type {string} */ key, /** @type {string} */ text) => {
    if (text.length > 1e5) throw new DOMException("full", "QuotaExceededError");
    items[key] = text;
  };
  saveRun(state, { setItem });
  const { saved, notice } = loadSaved(storageOf(items), locationOf(""));
  assert.equal(notice, null);
  assert.deepEqual(saved?.session?.snapshot, state.session.snapshot);
  assert.equal(saved?.run?.history?.train.length, 1e5);
});

test("a saved run comes back with its settings, points, state and losses", () => {
  const state = realRun();
  const back = decodeRun(encodeRun(state, { past: true }));
  assert.deepEqual(back.session.config, state.session.config);
  assert.deepEqual(back.session.points, state.session.points);
  assert.deepEqual(back.session.snapshot, state.session.snapshot);
  assert.deepEqual(back.run.history?.train, Float64Array.of(1, 1 / 2));
  assert.equal(back.edits.nextId, DEFAULT_CONFIG.n);
});

test("a run keeps its optimiser's own t; one saved without it has counted every step", () => {
  const state = realRun();
  const snapshot = { .../** @type {any} */ (state.session.snapshot), step: 9, t: 2 };
  const text = encodeRun(patch(state, { session: { snapshot } }));
  assert.equal(decodeRun(text).session.snapshot?.t, 2);
  const old = JSON.parse(text);
  delete old.optimizer;
  delete old.t;
  const { snapshot: loaded } = decodeRun(JSON.stringify(old)).session;
  assert.deepEqual([loaded?.step, loaded?.t, loaded?.optimizer], [9, 9, "adamw"]);
  assert.deepEqual(loaded?.m, snapshot.m);
});

test("a saved optimiser that the settings have replaced leaves empty moments and t = 0", () => {
  const run = { ...JSON.parse(encodeRun(realRun())), optimizer: "sgd" };
  const { snapshot } = decodeRun(JSON.stringify(run)).session;
  assert.deepEqual([snapshot?.step, snapshot?.t, snapshot?.optimizer], [2, 0, "adamw"]);
  assert.ok(snapshot?.m.every((m) => m === 0));
});

test("a link contains the run, and takes precedence over the last visit's", () => {
  const state = realRun();
  const link = shareLink(state, locationOf(""));
  const { saved, notice } = loadSaved(storageOf({ micrograd: "{}" }), locationOf(new URL(link).hash));
  assert.equal(notice, null);
  assert.deepEqual(saved.session?.snapshot, state.session.snapshot);
});

test("the chosen field is restored", () => {
  const view = (/** @type {string} */ text) =>
    loadSaved(storageOf({ "micrograd-view": text }), locationOf("")).saved.view?.field;
  assert.equal(view('{"field": "h3"}'), "h3");
  assert.equal(view('{"field": 3}'), null);
  assert.equal(view("{}"), null);
});

test("invalid data is refused with the reason, and the page starts fresh", () => {
  /** @param {(run: any) => void} spoil @param {RegExp} reason */
  const refused = (spoil, reason) => {
    const run = JSON.parse(encodeRun(realRun()));
    spoil(run);
    const { saved, notice } = loadSaved(storageOf({ micrograd: JSON.stringify(run) }), locationOf(""));
    assert.equal(saved.session?.snapshot, undefined);
    assert.match(notice?.text ?? "", reason);
  };
  refused((run) => (run.config.layers = [99]), /last visit can't be read: layers must be .* not '99'/);
  refused((run) => (run.config.lr = -1), /lr must be a finite number >= 0, not '-1'/);
  refused((run) => (run.points[0][1] = 7), /there is no label 7/);
  refused(
    (run) => (run.places = encodeDoubles([9, 9, 0, 0, 0, 0])),
    /a point lies outside the plane, at \(9, 9\)/,
  );
  refused((run) => (run.state[0] = encodeDoubles([1])), /it has 1 parameters, but its network has 51/);
  refused((run) => (run.step = -3), /-3 is not a number of steps/);
  refused((run) => (run.t = 3), /its optimiser has made 3 of 2 steps/);
  refused((run) => (run.t = 0.5), /0.5 is not a number of steps/);
  for (const name of ["rmsprop", "toString", 7]) {
    refused((run) => (run.optimizer = name), new RegExp(`optimizer must be one of .*, not '${name}'`));
  }
});

test("a browser without storage starts fresh without a notice", () => {
  const storage = /** @type {any} */ ({
    getItem() {
      throw new Error("denied");
    },
  });
  assert.deepEqual(loadSaved(storage, locationOf("")), { saved: {}, notice: null });
});
