import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { sameStructure } from "../../web/protocol/messages.js";
import { makeVerbs } from "../../web/worker/serve.js";

/** An engine that counts, and whose loss is not finite from step `bad` on. @param {number} [bad] */
function countingEngine(bad = Number.POSITIVE_INFINITY) {
  let steps = 0;
  /** @type {string[]} */
  const calls = [];
  return {
    calls,
    settings: {},
    reset(/** @type {object} */ settings) {
      this.settings = settings;
      calls.push("reset");
      return [];
    },
    set_points: () => void calls.push("set_points"),
    set_hyper: () => void calls.push("set_hyper"),
    set_variant: (/** @type {boolean} */ zero_grad) => void calls.push(`zero_grad ${zero_grad}`),
    restore: () => void calls.push("restore"),
    step: () => (++steps >= bad ? [Number.NaN, 0] : [1 / steps, 2 / steps]),
    query: (/** @type {string} */ verb, /** @type {number[]} */ args) => {
      if (verb === "snapshot") return { step: steps };
      if (verb === "trace") return traceOf(args[0]);
      if (verb === "surface") return { probabilities: new Float64Array(3) };
      return { asked: [verb, ...args] };
    },
    packages: () => [],
  };
}

/** A graph of three nodes at x. @param {number} x */
const traceOf = (x) => ({
  name: ["x", "h1", "loss"],
  data: Float64Array.of(1, x, x),
  grad: Float64Array.of(x > 5 ? Number.NaN : 0, 0, 1),
});

/** @param {any} engine @returns {any} */
const verbsOf = (engine) => makeVerbs(engine);

test("a step request takes the requested number of steps, and returns the state before the last", () => {
  const reply = verbsOf(countingEngine()).step({ count: 3, budget: 1e9 });
  assert.deepEqual(reply.train, [1, 1 / 2, 1 / 3]);
  assert.equal(reply.before.step, 2);
  assert.equal(reply.snapshot.step, 3);
});

test("a budget of 0 still takes one step", () => {
  const reply = verbsOf(countingEngine()).step({ count: 100, budget: 0 });
  assert.equal(reply.train.length, 1);
  assert.equal(reply.before, null, "the page has the state before it");
});

test("a budget is kept with a clock coarser than many steps, and the clock is read rarely", (t) => {
  let steps = 0;
  const engine = { ...countingEngine(), step: () => [1, ++steps], query: () => ({ step: steps }) };
  // a step takes 16 us, the clock ticks every millisecond
  const clock = t.mock.method(performance, "now", () => Math.floor(steps * 0.016));
  const { train, before } = verbsOf(engine).step({ count: 1e9, budget: 6 });
  const ms = train.length * 0.016;
  assert.ok(4 < ms && ms < 8, `${ms} ms`);
  const asked = clock.mock.callCount();
  assert.ok(asked < 20, `${asked} times for ${train.length} steps`);
  assert.equal(before.step, train.length - 1);
});

test("queries sent with a step are answered for the state after it; a refused query does not undo the step", () => {
  const queries = [
    { verb: "trace", args: { x: 7, y: 0, label: 0 } },
    { verb: "fly", args: {} },
    { verb: "picture", args: { columns: 1, rows: 1, extent: 2 } },
  ];
  const { snapshot, answers } = verbsOf(countingEngine()).step({ count: 3, budget: 1e9, queries });
  assert.equal(snapshot.step, 3);
  assert.equal(answers[0].reply.data[1], 7);
  assert.match(answers[1].error, /there is no verb "fly"/);
  assert.equal(answers[2].reply.probabilities.length, 3);
});

test("stepping stops after the first non-finite loss", () => {
  const reply = verbsOf(countingEngine(4)).step({ count: 100, budget: 1e9 });
  assert.equal(reply.train.length, 4);
  assert.equal(reply.snapshot.step, 4);
});

test("restoring opens a new session only for another structure", () => {
  const engine = countingEngine();
  const verbs = verbsOf(engine);
  verbs.reset({ config: DEFAULT_CONFIG });
  verbs.restore({ config: { ...DEFAULT_CONFIG, lr: 1 }, points: [], snapshot: {} });
  assert.deepEqual(engine.calls, [
    ...["reset", "zero_grad true"],
    ...["set_hyper", "zero_grad true", "set_points", "restore"],
  ]);
  verbs.restore({ config: { ...DEFAULT_CONFIG, layers: [8, 8] }, points: [], snapshot: {} });
  assert.deepEqual(engine.calls.slice(6), ["reset", "zero_grad true", "set_points", "restore"]);
});

test("steps without zero_grad are part of a config, for a new session, a restored one and a changed one", () => {
  const engine = countingEngine();
  const verbs = verbsOf(engine);
  const without = { ...DEFAULT_CONFIG, zero_grad: false };
  verbs.reset({ config: without });
  verbs.restore({ config: without, points: [], snapshot: {} });
  verbs.set_hyper({ config: DEFAULT_CONFIG });
  verbs.set_hyper({ config: without });
  assert.deepEqual(
    engine.calls.filter((call) => call.startsWith("zero_grad")),
    ["zero_grad false", "zero_grad false", "zero_grad true", "zero_grad false"],
  );
  assert.ok(!("zero_grad" in engine.settings), "the engines know no such setting");
});

test("a diagnosis finds the first non-finite node of forward, and the first non-finite gradient of backward", () => {
  const point = (/** @type {number} */ x) => ({ x, y: 0, label: 0, split: "train" });
  const { diagnose } = verbsOf(countingEngine());
  assert.deepEqual(diagnose({ points: [point(1), point(2)] }), { node: -1 });
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

test("queries inside a step take a node by id or by name", () => {
  const verbs = verbsOf(countingEngine());
  const place = { x: 0.5, y: -1, label: 2 };
  /** How the engine was asked. @param {{asked: unknown[], ms: number}} reply */
  const asked = ({ asked: call, ms }) => {
    assert.ok(ms >= 0);
    return call;
  };
  assert.deepEqual(asked(verbs.gradient({})), ["gradient"]);
  assert.deepEqual(asked(verbs.contributions({ parameter: 50 })), ["contributions", 50]);
  assert.deepEqual(asked(verbs.naive(place)), ["naive", 0.5, -1, 2, -1]);
  assert.deepEqual(asked(verbs.naive({ ...place, root: "h1" })), ["naive", 0.5, -1, 2, 1]);
  assert.deepEqual(asked(verbs.nudge({ ...place, node: "loss", delta: -0.25 })), [
    "nudge",
    0.5,
    -1,
    2,
    2,
    -0.25,
  ]);
  const grid = { columns: 4, rows: 3, extent: 2 };
  assert.deepEqual(asked(verbs.field({ node: "h1", label: 1, ...grid })), ["field", 1, 1, 4, 3, 2]);
  assert.deepEqual(asked(verbs.field({ node: 2, label: 1, ...grid })), ["field", 2, 1, 4, 3, 2]);
});

test("a name that no node has, or a fraction where a number counts something, is refused", () => {
  const verbs = verbsOf(countingEngine());
  const grid = { columns: 4, rows: 3, extent: 2 };
  assert.throws(() => verbs.field({ node: "h9", label: 1, ...grid }), {
    message: 'there is no node "h9" in the graph of label 1',
  });
  assert.throws(() => verbs.field({ node: 1, label: 1, ...grid, rows: 2.5 }), {
    message: "rows must be a whole number of at most 32 bits, not 2.5",
  });
  assert.throws(() => verbs.nudge({ x: 0, y: 0, label: 0, node: 1.5, delta: 1 }), /node must be a whole/);
  assert.throws(
    () => verbs.contributions({ parameter: Number.NaN }),
    /parameter must be a whole number of at most 32 bits, not NaN/,
  );
});

test("predictions after several steps end with the budget, at least one step further, and say where", (t) => {
  const engine = countingEngine();
  const verbs = verbsOf(engine);
  let now = 0;
  t.mock.method(performance, "now", () => now++);
  const ask = (/** @type {number} */ budget) =>
    verbs.predictions_at({
      config: DEFAULT_CONFIG,
      points: [],
      budget,
      starts: [
        { snapshot: { step: 3 }, count: 4 },
        { snapshot: { step: 9 }, count: 1 },
      ],
    });
  const whole = ask(1e9);
  assert.equal(whole.predicted.length, 5);
  assert.equal(whole.reached, null, "the last start was whole");
  const { predicted, reached } = ask(0);
  assert.equal(predicted.length, 2);
  assert.equal(reached?.step, 4);
});
