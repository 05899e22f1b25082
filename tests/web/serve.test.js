import assert from "node:assert/strict";
import { test } from "node:test";
import { sameStructure } from "../../web/engine/protocol.js";
import { makeVerbs } from "../../web/engine/serve.js";
import { DEFAULT_CONFIG } from "../../web/state.js";

/** An engine that counts, and whose loss is not finite from step `bad` on. @param {number} [bad] */
function countingEngine(bad = Number.POSITIVE_INFINITY) {
  let steps = 0;
  /** @type {string[]} */
  const calls = [];
  return {
    calls,
    reset() {
      calls.push("reset");
      return { points: [] };
    },
    set_points: () => void calls.push("set_points"),
    set_hyper: () => void calls.push("set_hyper"),
    restore: () => void calls.push("restore"),
    step: () => (++steps >= bad ? [Number.NaN, 0] : [1 / steps, 2 / steps]),
    snapshot: () => ({ step: steps }),
    trace: (/** @type {number} */ x) => ({
      data: Float64Array.of(1, x, x),
      grad: Float64Array.of(x > 5 ? Number.NaN : 0, 0, 1),
    }),
    surface: () => new Float64Array(3),
    predict: () => [1, 0, 0],
    packages: () => [],
  };
}

/** @param {any} engine @returns {any} */
const verbsOf = (engine) => makeVerbs(engine);

test("a step request takes as many steps as it says, and gives the state before the last", () => {
  const reply = verbsOf(countingEngine()).step({ count: 3, budget: 1e9 });
  assert.deepEqual(reply.train, [1, 1 / 2, 1 / 3]);
  assert.equal(reply.before.step, 2);
  assert.equal(reply.snapshot.step, 3);
});

test("a budget of nothing is still one step, and then the last", () => {
  assert.equal(verbsOf(countingEngine()).step({ count: 1, budget: 0 }).train.length, 1);
  assert.equal(verbsOf(countingEngine()).step({ count: 100, budget: 0 }).train.length, 2);
});

test("steps end behind the first loss that is not finite", () => {
  const reply = verbsOf(countingEngine(4)).step({ count: 100, budget: 1e9 });
  assert.equal(reply.train.length, 4);
  assert.equal(reply.snapshot.step, 4);
});

test("restoring opens another session only for another structure", () => {
  const engine = countingEngine();
  const verbs = verbsOf(engine);
  verbs.reset({ config: DEFAULT_CONFIG });
  verbs.restore({ config: { ...DEFAULT_CONFIG, lr: 1 }, points: [], snapshot: {} });
  assert.deepEqual(engine.calls, ["reset", "set_hyper", "set_points", "restore"]);
  verbs.restore({ config: { ...DEFAULT_CONFIG, layers: [8, 8] }, points: [], snapshot: {} });
  assert.deepEqual(engine.calls.slice(4), ["reset", "set_points", "restore"]);
});

test("a diagnosis finds the first node forwards, and the first gradient on the way back", () => {
  const point = (/** @type {number} */ x) => ({ x, y: 0, label: 0, split: "train" });
  const { diagnose } = verbsOf(countingEngine());
  assert.equal(diagnose({ points: [point(1), point(2)] }), null);
  const forwards = diagnose({ points: [point(1), point(Number.POSITIVE_INFINITY)] });
  assert.deepEqual([forwards.node, forwards.part], [1, "data"]);
  const backwards = diagnose({ points: [point(1), point(6)] });
  assert.deepEqual([backwards.node, backwards.part], [0, "grad"]);
});

test("data and initial parameters depend on seed, data set, n, layers and nonlin alone", () => {
  assert.ok(sameStructure(DEFAULT_CONFIG, { ...DEFAULT_CONFIG, lr: 9, loss: "logsumexp", optimizer: "sgd" }));
  assert.ok(!sameStructure(DEFAULT_CONFIG, { ...DEFAULT_CONFIG, layers: [8, 8] }));
  assert.ok(!sameStructure(DEFAULT_CONFIG, { ...DEFAULT_CONFIG, seed: "43" }));
});
