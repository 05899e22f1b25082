import assert from "node:assert/strict";
import { test } from "node:test";
import { patch } from "../../web/state/patch.js";
import { update } from "../../web/state/state.js";
import { deltaAt, MOST, parseDelta, stopOf } from "../../web/view/inspector/nudge-scale.js";
import { inspected } from "../../web/view/inspector/panel.js";
import { fine, onChange } from "../../web/view/inspector/parts.js";
import { updateWords } from "../../web/view/inspector/update-words.js";
import { sumUp } from "../../web/view/node/point-contributions.js";
import { DESCRIPTION } from "./description.js";
import { makeSnapshot, startedState } from "./fixtures.js";

test("the node that is inspected is the selected one, in the graph that was traced", () => {
  const traced = /** @type {any} */ ({ graph: { name: ["x", "h1", "loss"] } });
  const state = patch(startedState(), { answers: { graph: traced } });
  const selected = (/** @type {string} */ node) => patch(state, { selection: { node } });
  assert.equal(inspected(state), null);
  assert.deepEqual(inspected(selected("h1")), { traced, id: 1, selected: true });
  assert.equal(inspected(selected("h2")), null);
  assert.equal(inspected(patch(selected("h1"), { answers: { graph: null } })), null);
});

test("contributions are added from the last point to the first, and the largest are sorted by size", () => {
  const contributions = Float64Array.of(1, 1e16, -1e16, 0, -3, 3);
  const { total, raise, lower, up, down, largest } = sumUp(contributions, 4);
  assert.equal(total, 0 + 3 + -3 + 0 + -1e16 + 1e16 + 1);
  assert.notEqual(
    total,
    contributions.reduce((sum, contribution) => sum + contribution, 0),
  );
  assert.deepEqual([raise, lower, up, down], [3, 2, 3 + 1e16 + 1, -3 + -1e16]);
  assert.deepEqual(largest, [1, 2, 4, 5]);
  assert.deepEqual(sumUp(Float64Array.of(0.5), 5).largest, [0]);
  assert.equal(sumUp(new Float64Array(0), 5).total, 0);
});

test("the nudge's slider has both signs over four decades, and shows a typed value at the nearest stop", () => {
  for (let stop = -MOST; stop <= MOST; stop++) assert.equal(stopOf(deltaAt(stop)), stop);
  assert.deepEqual([deltaAt(1), deltaAt(-MOST), deltaAt(0)], [0.0001, -1, 0]);
  assert.deepEqual([stopOf(1e-9), stopOf(300), stopOf(-0.011)], [1, MOST, -7]);
});

test("a nudge is a finite number; anything else is refused by its value", () => {
  assert.deepEqual(["0.01", " -1e-3 ", "−2", "+.5", "0"].map(parseDelta), [0.01, -0.001, -2, 0.5, 0]);
  for (const bad of ["", "abc", "1e999", "0x10", "1_0", "nan", "inf", "1,5"]) {
    assert.throws(
      () => parseDelta(bad),
      (error) => error instanceof RangeError && error.message.includes(`'${bad}'`),
    );
  }
});

test("selecting another node clears the nudge", () => {
  const state = update(startedState(), { type: "view/nudge", node: "h1", delta: 0.1 });
  assert.deepEqual(update(state, { type: "node/select", name: "h1" }).view.nudge, { node: "h1", delta: 0.1 });
  assert.equal(update(state, { type: "node/select", name: "h2" }).view.nudge, null);
});

test("the next update shows the optimiser's rule, the settings and the engine's numbers", () => {
  const { config } = startedState().session;
  // the optimiser took over at step 5
  const before = { ...makeSnapshot(1), step: 6 };
  const after = { ...makeSnapshot(2), step: 7, data: Float64Array.of(-0.5, 0) };
  const adamw = updateWords(config, before, after, 0);
  assert.deepEqual(
    adamw.map(({ numbers }) => numbers),
    [
      "0.9·1.2500 + (1 − 0.9)·2.2500 = 2.2500",
      "0.95·1.2500 + (1 − 0.95)·2.2500² = 2.2500",
      "2.2500 / (1 − 0.9^2)",
      "2.2500 / (1 − 0.95^2)",
      "1.2500 − 0.1·(m_hat / (√v_hat + 1e−8) + 0.0001·1.2500) = −0.5000",
    ],
  );
  const sgd = updateWords(
    { ...config, optimizer: "sgd" },
    before,
    { ...after, grad: Float64Array.of(-1, 0) },
    0,
  );
  assert.deepEqual(
    sgd.map(({ rule, numbers }) => [rule, numbers]),
    [
      ["m = momentum·m + grad", "0.9·1.2500 + (−1.0000) = 2.2500"],
      ["data −= lr·(m + weight_decay·data)", "1.2500 − 0.1·(2.2500 + 0.0001·1.2500) = −0.5000"],
    ],
  );
});

test("every optimiser's rule is assignments, the last one that of data, and each of its names has a number", () => {
  const state = { lr: 0.1, momentum: 0.9, weight_decay: 0.5 };
  for (const { name, hyper, moments, rule } of DESCRIPTION.optimizers) {
    const config = { ...startedState().session.config, ...state, optimizer: name };
    const words = updateWords(config, makeSnapshot(1), makeSnapshot(2), 0);
    assert.match(words[words.length - 1].rule, /^data −= lr·/);
    assert.ok(
      words.every(({ numbers }) => !/undefined|[{}]/.test(numbers)),
      name,
    );
    const known = [...hyper, ...Object.keys(moments), "data", "grad", "t"];
    const used = rule.flatMap((line) => [...line.matchAll(/\{(\w+)\}/g)].map(([, symbol]) => symbol));
    assert.deepEqual(
      [...new Set(used)].filter((symbol) => !known.includes(symbol)),
      [],
    );
    assert.deepEqual(
      [...hyper, ...Object.keys(moments)].filter((symbol) => !used.includes(symbol)),
      [],
    );
  }
});

test("small changes keep their digits", () => {
  assert.deepEqual(
    [fine(0), fine(-0.1), fine(0.00012345), fine(-2e-9), fine(Number.NaN)],
    ["0.000000", "−0.100000", "1.234e−4", "−2.000e−9", "nan"],
  );
});

test("an update is skipped while what it reads is unchanged", () => {
  /** @type {unknown[]} */
  const ran = [];
  const update = onChange(
    ({ traced, state }) => [traced, state],
    ({ id }) => ran.push(id),
  );
  const [state, traced] = /** @type {any[]} */ ([{}, {}]);
  update({ state, traced, id: 1 });
  update({ state, traced, id: 2 });
  update({ state: /** @type {any} */ ({}), traced, id: 3 });
  assert.deepEqual(ran, [1, 3]);
});

test("with an L1 penalty the rule goes on to a parameter nearer to 0", () => {
  const config = { ...startedState().session.config, l1: 0.5 };
  const words = updateWords(config, makeSnapshot(1), makeSnapshot(2), 0, 0.25);
  const [moved, shrunk] = words.slice(-2);
  assert.match(moved.rule, /^moved = data − lr·/);
  assert.match(moved.numbers, /− 0\.2500·/);
  assert.equal(shrunk.rule, "data = sign(moved)·max(|moved| − lr·l1, 0)");
  assert.match(shrunk.numbers, /^sign\(moved\)·max\(\|moved\| − 0\.2500·0\.5, 0\) = /);
});
