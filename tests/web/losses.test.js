import assert from "node:assert/strict";
import { test } from "node:test";
import { append } from "../../web/state/losses.js";

test("appending adds losses at the end and leaves the old array unchanged", () => {
  const two = append(new Float64Array(), [1, 2]);
  const three = append(two, [3]);
  assert.deepEqual([...two], [1, 2]);
  assert.deepEqual([...three], [1, 2, 3]);
});

test("two runs that branch from the same history do not see each other's losses", () => {
  const past = append(new Float64Array(), [1, 2]);
  const one = append(past, [3, 4]);
  const other = append(past, [5]);
  const cut = append(one.slice(0, 3), [6]);
  assert.deepEqual([...one], [1, 2, 3, 4]);
  assert.deepEqual([...other], [1, 2, 5]);
  assert.deepEqual([...cut], [1, 2, 3, 6]);
});

test("appending to a subarray does not overwrite what follows it", () => {
  const all = append(new Float64Array(), [1, 2, 3]);
  assert.deepEqual([...append(all.subarray(1), [4])], [2, 3, 4]);
  assert.deepEqual([...append(all.subarray(0, 2), [5])], [1, 2, 5]);
  assert.deepEqual([...all], [1, 2, 3]);
});

test("a run of 10,000 replies copies its losses a dozen times, not 10,000", () => {
  const buffers = new Set();
  /** @type {Float64Array} */
  let losses = new Float64Array();
  for (let i = 0; i < 10_000; i++) {
    losses = append(losses, [i, i + 0.5]);
    buffers.add(losses.buffer);
  }
  assert.equal(losses[19_999], 9999.5);
  assert.ok(buffers.size < 12, `${buffers.size} buffers`);
});
