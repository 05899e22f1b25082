import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { patch } from "../../web/state/patch.js";
import { decodeDoubles, decodeRun, encodeDoubles, encodeRun } from "../../web/state/save.js";
import { random as seeded } from "../random.js";
import { makeSnapshot, play, startedState } from "./fixtures.js";

/** A run of the default network, so that its 51 parameters pass. */
function realRun() {
  const state = play(startedState(), 2);
  const column = () => Float64Array.from({ length: 51 }, (_, i) => i / 7);
  const columns = { data: column(), grad: column(), m: column(), v: column() };
  return patch(state, { session: { snapshot: { ...makeSnapshot(2), ...columns } } });
}

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

test("invalid data is refused with the reason", () => {
  /** @param {(run: any) => void} spoil @param {RegExp} reason */
  const refused = (spoil, reason) => {
    const run = JSON.parse(encodeRun(realRun()));
    spoil(run);
    assert.throws(() => decodeRun(JSON.stringify(run)), reason);
  };
  refused((run) => (run.config.layers = [99]), /layers must be .* not '99'/);
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

test("names that every object has are no values of a run", () => {
  const refused = (/** @type {(run: any) => void} */ spoil, /** @type {RegExp} */ reason) => {
    const run = JSON.parse(encodeRun(realRun()));
    spoil(run);
    assert.throws(() => decodeRun(JSON.stringify(run)), reason);
  };
  for (const key of ["length", "__proto__", "constructor", "toString"]) {
    refused((run) => (run.points[0][2] = key), new RegExp(`there is no split ${key}`));
    for (const name of ["dataset", "nonlin", "optimizer", "loss"]) {
      refused((run) => (run.config[name] = key), new RegExp(`${name} must be one of .* not '${key}'`));
    }
  }
  refused((run) => (run.config.loss = ""), /loss must be one of .* not ''/);
});

test("a run may hold no more points and steps than the page allows", () => {
  const run = JSON.parse(encodeRun(realRun()));
  const points = Array.from({ length: 2001 }, (_, id) => [id, 0, 0]);
  const many = { ...run, points, places: encodeDoubles(points.flatMap(() => [0, 0])) };
  assert.throws(() => decodeRun(JSON.stringify(many)), /it has 2001 points; at most 2000 are possible/);
  assert.throws(
    () => decodeRun(JSON.stringify({ ...run, step: 1e7 + 1 })),
    /10000001 is not a number of steps/,
  );
});

test("a hundred thousand spoilt runs are read, or refused in a sentence (seed 20261125)", () => {
  const { next: random, of: pick } = seeded(20261125);
  const VALUES = [
    null,
    undefined,
    true,
    "",
    "length",
    "__proto__",
    "NaN",
    "0x10",
    -1,
    0.5,
    1e99,
    -0,
    2 ** 53,
    [],
    {},
    [[]],
    { length: 3 },
    "AAAA",
    "AAAAAAAA8D8=",
    "=",
    "é",
    [null],
    [1, 2],
    "none",
    "1,2",
  ];
  const text = encodeRun(realRun(), { past: true });
  for (let i = 0; i < 100_000; i++) {
    const run = JSON.parse(text);
    let place = run;
    let key = pick(Object.keys(run));
    while (place[key] && typeof place[key] === "object" && random() < 0.8) {
      place = place[key];
      key = pick([...Object.keys(place), "0"]);
    }
    place[key] = pick(VALUES);
    const spoilt = JSON.stringify(run);
    try {
      const back = decodeRun(spoilt);
      const state = patch(startedState(), { session: back.session, run: back.run });
      const again = decodeRun(encodeRun({ ...state, probe: back.probe ?? null }, { past: true }));
      assert.deepEqual(again.session, back.session, spoilt);
    } catch (error) {
      assert.ok(error instanceof RangeError || error instanceof TypeError, `${error} of ${spoilt}`);
      assert.doesNotMatch(String(error), /\[object/, spoilt);
    }
  }
});
