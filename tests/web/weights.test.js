/** The lines of weights: few change with every frame, many twice a second while a run plays. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { WeightLines } from "../../web/view/graph/weights.js";

/** A path that counts what is done to it. */
function makePath() {
  const path = { width: "", name: "", changes: 0 };
  const style = {
    setProperty(/** @type {string} */ _, /** @type {string} */ width) {
      Object.assign(path, { width, changes: path.changes + 1 });
    },
  };
  const setAttribute = (/** @type {string} */ _, /** @type {string} */ name) => Object.assign(path, { name });
  return /** @type {any} */ (Object.assign(path, { style, setAttribute }));
}

/** @param {number} count */
function linesOf(count) {
  const lines = new WeightLines();
  const paths = Array.from({ length: count }, makePath);
  for (const [i, path] of paths.entries()) lines.add(path, i);
  return {
    lines,
    paths,
    show: (/** @type {number} */ x, /** @type {boolean} */ atOnce, /** @type {number} */ now) =>
      lines.show(Array(count).fill(x), atOnce, now),
  };
}

test("a line's thickness grows with the weight up to 3, and its class says the sign", () => {
  const lines = new WeightLines();
  const [positive, negative, thick, plain] = Array.from({ length: 4 }, makePath);
  for (const [i, path] of [positive, negative, thick].entries()) lines.add(path, i);
  lines.add(plain, -1);
  lines.show([1, -2, 50], true);
  assert.deepEqual(
    [positive, negative, thick, plain].map(({ width }) => width),
    ["1.7", "2.9", "4.1", "1.1"],
  );
  assert.deepEqual(
    [positive, negative, plain].map(({ name }) => name),
    ["weight positive", "weight negative", "weight plain"],
  );
});

test("a line that looks as before is not touched", () => {
  const { paths, show } = linesOf(1);
  show(1, true, 0);
  show(1.001, true, 1);
  assert.equal(paths[0].changes, 1);
});

test("500 lines change with every frame", () => {
  const { lines, paths, show } = linesOf(500);
  assert.equal(lines.many, false);
  for (const [frame, x] of [1, 2, 1].entries()) show(x, false, 16 * frame);
  assert.equal(paths[499].changes, 3);
});

test("more change twice a second while a run plays, and at once when it pauses", () => {
  const { lines, paths, show } = linesOf(501);
  assert.equal(lines.many, true);
  show(1, false, 0);
  show(2, false, 499);
  assert.equal(paths[500].width, "1.7");
  show(2, false, 500);
  assert.equal(paths[500].width, "2.9");
  show(3, true, 501);
  assert.equal(paths[500].width, "4.1");
});
