import assert from "node:assert/strict";
import { test } from "node:test";
import { RULES } from "../../web/protocol/config.js";
import { snapshotOf } from "../../web/protocol/messages.js";
import { engineOf, missing, stateOf } from "./wasm.js";

/** @typedef {import("../../web/protocol/messages.js").Config} Config */

const skip = (await missing("micrograd-simd.wasm")) || (await missing("micrograd.wasm"));

/** Both engines with the same settings. @param {Partial<Config>} [settings] */
const both = async (settings) => ({
  scalar: await engineOf("micrograd.wasm", settings),
  batched: await engineOf("micrograd-simd.wasm", settings, true),
});

/** @param {Awaited<ReturnType<typeof both>>} engines @param {number} steps */
function race({ scalar, batched }, steps) {
  for (let i = 1; i <= steps; i++) {
    assert.deepEqual(batched.step(), scalar.step(), `losses of step ${i}`);
    if (i % 50 === 0 || i === steps) assert.deepEqual(stateOf(batched), stateOf(scalar), `state after ${i}`);
  }
}

test("a thousand steps of the defaults have the same bits in SIMD", { skip }, async () => {
  race(await both(), 1000);
});

/** xorshift32: the same sessions in every run. @param {number} seed */
function random(seed) {
  let s = seed;
  const next = () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return (s >>> 0) / 2 ** 32;
  };
  return {
    next,
    /** @template T @param {T[]} list */
    of: (list) => list[Math.floor(next() * list.length)],
  };
}

/** deepEqual compares typed arrays by their bytes, plain ones with Object.is: all NaNs equal, 0 not -0.
 * @param {import("../../web/protocol/verbs.js").Graph} graph */
const plain = (graph) => ({ ...graph, data: [...graph.data], grad: [...graph.grad] });

const SEED = 20261122;

test(`40 random sessions have the same bits in SIMD for up to 1,000 steps (seed ${SEED})`, {
  skip,
}, async () => {
  const { next, of } = random(SEED);
  const choicesOf = (/** @type {keyof typeof RULES} */ name) => Object.keys(RULES[name].choices ?? {});
  for (let i = 0; i < 40; i++) {
    const settings = {
      seed: String(1 + Math.floor(next() * 1e9)),
      dataset: of(choicesOf("dataset")),
      n: 2 + Math.floor(next() * 120),
      layers: Array.from({ length: Math.floor(next() * 4) }, () => 1 + Math.floor(next() * 12)),
      nonlin: of(["tanh", "relu"]), // that have a kernel
      optimizer: of(choicesOf("optimizer")),
      loss: of(choicesOf("loss")),
      lr: of([0.001, 0.1, 0.5, 10, 1e300]),
    };
    const engines = await both(settings);
    if (next() < 0.5) {
      const points = Array.from({ length: 1 + Math.floor(next() * 40) }, (_, id) => ({
        ...{ id, x: 8 * next() - 4, y: 8 * next() - 4 },
        ...{ label: of([0, 1, 2]), split: of(/** @type {const} */ (["train", "train", "val", "test"])) },
      }));
      points[0].split = "train";
      engines.scalar.set_points(points);
      engines.batched.set_points(points);
    }
    race(engines, settings.layers.length < 2 ? 1000 : 200);
    const at = /** @type {const} */ ([4 * next() - 2, -0.0, of([0, 1, 2])]);
    const [batched, scalar] = [engines.batched, engines.scalar].map((engine) =>
      plain(engine.query("trace", [...at])),
    );
    assert.deepEqual(batched, scalar, JSON.stringify(settings));
  }
});

test("the picture has the same bits in SIMD, at any size", { skip }, async () => {
  const { scalar, batched } = await both();
  race({ scalar, batched }, 60);
  for (const [columns, rows] of [
    [1, 1],
    [255, 3],
    [97, 101],
  ]) {
    assert.deepEqual(
      batched.query("surface", [columns, rows, 2]),
      scalar.query("surface", [columns, rows, 2]),
    );
  }
  assert.deepEqual(batched.query("predict", [0.5, -0]), scalar.query("predict", [0.5, -0]));
});

test("one tanh that rounds differently is found at the step and the node where it happens", {
  skip: skip || (await missing("test/micrograd-rounding.wasm")),
}, async () => {
  for (const [file, batched] of /** @type {const} */ ([
    ["test/micrograd-rounding.wasm", false],
    ["test/micrograd-simd-rounding.wasm", true],
  ])) {
    const right = await engineOf("micrograd.wasm");
    const wrong = await engineOf(file, {}, batched);
    let step = 0;
    let before = snapshotOf(right.query("snapshot", []));
    const differ = () =>
      !right.query("snapshot", []).grad.every((g, i) => Object.is(g, wrong.query("snapshot", []).grad[i]));
    while (!differ() && step < 200) {
      before = snapshotOf(right.query("snapshot", []));
      right.step();
      wrong.step();
      step++;
    }
    assert.ok(step > 10 && step < 200, `it happens at step ${step}`);
    for (const engine of [right, wrong]) engine.restore(before);
    const found = right
      .points()
      .filter(({ split }) => split === "train")
      .map(({ x, y, label }) => {
        const [a, b] = [right.query("trace", [x, y, label]), wrong.query("trace", [x, y, label])];
        return { at: a.data.findIndex((d, i) => !Object.is(d, b.data[i])), graph: a, x, y };
      })
      .filter(({ at }) => at >= 0);
    assert.equal(found.length, 1);
    const [{ at, graph, x, y }] = found;
    assert.equal(graph.op[at], "tanh");
    console.log(`${file}: step ${step}, node ${graph.name[at]} of the point (${x}, ${y})`);
  }
});
