/** Engines with at most 16 MB of memory: a call that needs more is refused, and the run goes on as if it had not been. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOf, missing, stateOf } from "./wasm.js";

/** @typedef {import("../../web/protocol/messages.js").Point} Point */
/** @typedef {Awaited<ReturnType<typeof engineOf>>} Engine */

const REFUSAL =
  /^out of memory: another [1-9]\d* MB are needed, and \d+ MB are left; the run is as it was before$/;

/** @type {(n: number) => Point[]} */
const points = (n) =>
  Array.from({ length: n }, (_, id) => ({
    id,
    x: Math.sin(id),
    y: Math.cos(id),
    label: id % 3,
    split: "train",
  }));

/** What needs too much. @type {Record<string, (engine: Engine) => void>} */
const TOO_MUCH = {
  "a session of 1,000,000 points": (engine) => engine.reset({ ...CONFIG, n: 1_000_000 }),
  "a session whose parameters don't fit": (engine) => engine.reset({ ...CONFIG, layers: [1024, 1024] }),
  "300,000 points": (engine) => engine.set_points(points(300_000)),
  "a picture of 4096 x 4096": (engine) => engine.query("surface", [4096, 4096, 2]),
  "a field of 4096 x 4096": (engine) => engine.query("field", [0, 0, 4096, 4096, 2]),
};
/** Only the scalar engine keeps a node per point and operation. @type {typeof TOO_MUCH} */
const TOO_MUCH_FOR_NODES = {
  "a session whose steps don't fit": (engine) => engine.reset({ ...CONFIG, n: 5000 }),
  "points whose steps don't fit": (engine) => engine.set_points(points(5000)),
};

const { DEFAULT_CONFIG: CONFIG } = await import("../../web/protocol/config.js");

for (const [file, batched] of /** @type {const} */ ([
  ["micrograd-small.wasm", false],
  ["micrograd-simd-small.wasm", true],
])) {
  const skip = await missing(`test/${file}`);
  const cases = Object.entries(batched ? TOO_MUCH : { ...TOO_MUCH, ...TOO_MUCH_FOR_NODES });
  for (const [what, ask] of cases) {
    test(`${what} are refused in ${file}, and the run goes on with the same bits`, { skip }, async () => {
      const engine = await engineOf(`test/${file}`, {}, batched);
      const undisturbed = await engineOf(`test/${file}`, {}, batched);
      for (let i = 0; i < 3; i++) {
        assert.throws(() => ask(engine), { message: REFUSAL });
        assert.deepEqual(engine.points(), undisturbed.points());
        assert.deepEqual(stateOf(engine), stateOf(undisturbed));
        assert.deepEqual(engine.step(), undisturbed.step());
        assert.deepEqual(engine.query("trace", [1, 1, 1]), undisturbed.query("trace", [1, 1, 1]));
        assert.deepEqual(engine.query("gradient", []), undisturbed.query("gradient", []));
      }
    });
  }

  test(`a thousand refusals leak neither memory nor stack in ${file}`, { skip }, async () => {
    const engine = await engineOf(`test/${file}`, {}, batched);
    const stack = engine.c.__stack_pointer.value;
    for (let i = 0; i < 1000; i++)
      assert.throws(() => engine.query("surface", [4096, 4096, 2]), { message: REFUSAL });
    assert.equal(engine.c.__stack_pointer.value, stack);
    engine.reset({ ...CONFIG, n: 200 });
    engine.step();
    engine.query("surface", [300, 300, 2]);
  });
}
