/** What the C engines refuse although an array of doubles or of 32-bit integers would hold something else for it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotOf } from "../../web/protocol/messages.js";
import { argumentsOf } from "../../web/worker/arguments.js";
import { engineOf, missing, stateOf } from "./wasm.js";

const skip = await missing("micrograd.wasm");
const POINT = { id: 1, x: 0.5, y: -0.5, label: 1, split: "train" };

/** @type {[object, string][]} */
const BAD_POINTS = [
  [{ x: Number.NaN }, "a point's x must be finite, not nan"],
  [{ y: -Infinity }, "a point's y must be finite, not -inf"],
  [{ x: null }, "a point's x must be finite, not null"],
  [{ y: "0.5" }, "a point's y must be finite, not 0.5"],
  [{ x: undefined }, "a point's x must be finite, not undefined"],
  [{ label: 3 }, "a label must be from 0 to 2, not 3"],
  [{ label: 2 ** 32 }, "a label must be from 0 to 2, not 4294967296"],
  [{ label: 0.5 }, "a label must be from 0 to 2, not 0.5"],
  [{ label: "1" }, "a label must be from 0 to 2, not 1"],
  [{ label: Number.NaN }, "a label must be from 0 to 2, not NaN"],
  [{ split: "length" }, "a split must be one of train, val, test, not 'length'"],
  [{ split: "__proto__" }, "a split must be one of train, val, test, not '__proto__'"],
];

for (const [change, refusal] of BAD_POINTS) {
  test(`a point with ${Object.keys(change)[0]} ${Object.values(change)[0]} is refused, and the points stay`, {
    skip,
  }, async () => {
    const engine = await engineOf("micrograd.wasm");
    const before = engine.points();
    assert.throws(() => engine.set_points(/** @type {any} */ ([POINT, { ...POINT, ...change }])), {
      message: refusal,
    });
    assert.deepEqual(engine.points(), before);
  });
}

test("a snapshot whose columns differ in length is refused, and the state stays", { skip }, async () => {
  const engine = await engineOf("micrograd.wasm");
  const [before, snapshot] = [stateOf(engine), snapshotOf(engine.query("snapshot", []))];
  for (const [name, lengths] of Object.entries({
    data: "50, 51, 51, 51",
    grad: "51, 50, 51, 51",
    v: "51, 51, 51, 50",
  })) {
    assert.throws(() => engine.restore({ ...snapshot, [name]: new Float64Array(50) }), {
      message: `data, grad, m and v of a snapshot must be of one length, not ${lengths}`,
    });
  }
  assert.deepEqual(stateOf(engine), before);
});

test("an argument that 32 bits don't hold is refused by name", { skip }, async () => {
  const engine = await engineOf("micrograd.wasm");
  for (const label of [2 ** 32, 2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN, Infinity]) {
    assert.throws(() => argumentsOf(engine, "trace", { x: 0, y: 0, label }), {
      message: `label must be a whole number of at most 32 bits, not ${label}`,
    });
  }
  assert.deepEqual(argumentsOf(engine, "trace", { x: 0, y: -0, label: 2 ** 31 - 1 }), [0, -0, 2 ** 31 - 1]);
});
