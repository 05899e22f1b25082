import assert from "node:assert/strict";
import { test } from "node:test";
import { exact, format } from "../../web/view/dom.js";
import { pointAt } from "../../web/view/plane/input.js";
import { zeroLevel } from "../../web/view/plane/zero-lines.js";

test("short numbers keep their magnitude and their sign", () => {
  assert.equal(format(0.39021), "0.3902");
  assert.equal(format(-0.02113), "−0.0211");
  assert.equal(format(0), "0.0000");
  assert.equal(format(0.00001234), "1.2e−5");
  assert.equal(format(1234567), "1.2e6");
  assert.equal(format(Number.NaN), "nan");
  assert.equal(format(-Infinity), "−inf");
});

test("all digits of a number are those of Python's repr", () => {
  const reprs = {
    0.1: 0.1,
    "1.0": 1,
    "1e-05": 0.00001,
    "1e+16": 1e16,
    "123456.0": 123456,
    "1.5e-07": 1.5e-7,
  };
  for (const [text, x] of Object.entries(reprs)) assert.equal(exact(x), text);
  assert.equal(exact(-0), "-0.0");
  assert.equal(exact(1e22), "1e+22");
  assert.equal(exact(5e-324), "5e-324");
  assert.equal(exact(-Infinity), "-inf");
});

test("a neuron's zero line is clipped to the plane, and null when it misses it", () => {
  assert.deepEqual(zeroLevel(0, 1, -1), [-2, 1, 2, 1]);
  const diagonal = zeroLevel(1, 1, 0)?.map(Math.abs);
  assert.deepEqual(diagonal, [2, 2, 2, 2]);
  assert.equal(zeroLevel(1, 0, 5), null);
  assert.equal(zeroLevel(0, 0, 1), null);
});

test("the point under a finger is the nearest within reach", () => {
  const point = (/** @type {number} */ id, /** @type {number} */ x) => ({
    id,
    x,
    y: 0,
    label: 0,
    split: /** @type {const} */ ("train"),
  });
  const points = [point(0, 0), point(1, 0.1), point(2, 1)];
  assert.equal(pointAt(points, 208, 200, 400, 22)?.id, 1);
  assert.equal(pointAt(points, 201, 200, 400, 22)?.id, 0);
  assert.equal(pointAt(points, 350, 200, 400, 22), null);
});
