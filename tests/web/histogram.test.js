/** Histograms: every number is in the one bin that its edges name, and 0 is an edge. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { histogram, layersOf } from "../../web/state/histogram.js";
import { random as randomOf } from "../random.js";

test("bins have round edges, one of them 0, and hold what lies between them", () => {
  const bins = histogram([-0.1, 0.1, 0.2, 1.3]);
  assert.deepEqual(bins[0], { from: -0.1, to: 0, members: [0] });
  assert.deepEqual(bins.at(-1), { from: 1.2, to: 1.3, members: [3] });
  assert.equal(bins.length, 14);
  assert.deepEqual(bins[3], { from: 0.2, to: 0.3, members: [2] }); // 0.2 / 0.1 and 0.3 - 0.1 are rounded
  assert.ok(bins.some(({ from }) => Object.is(from, 0)));
});

test("every finite number is in exactly one bin, between its edges, whatever the numbers are", () => {
  const { next: random } = randomOf(7);
  for (let round = 0; round < 300; round++) {
    const scale = 10 ** (random() * 12 - 6);
    const numbers = Float64Array.from(
      { length: 1 + Math.floor(random() * 60) },
      () => (random() - 0.4) * scale,
    );
    const bins = histogram(numbers);
    assert.ok(bins.length <= 40, `${bins.length} bins`);
    const members = bins.flatMap((bin) => bin.members);
    assert.deepEqual(
      members.sort((a, b) => a - b),
      [...numbers.keys()],
    );
    for (const [i, { from, to, members: inside }] of bins.entries()) {
      if (i > 0) assert.equal(from, bins[i - 1].to);
      for (const place of inside)
        assert.ok(
          from <= numbers[place] && (numbers[place] < to || i === bins.length - 1),
          `${numbers[place]} is not from ${from} to ${to}`,
        );
    }
  }
});

test("equal numbers, a single one, none, and some that are not finite", () => {
  for (const numbers of [[0], [0, 0, 0], [2.5], [-3, -3]]) {
    const bins = histogram(numbers).filter(({ members }) => members.length > 0);
    assert.equal(bins.length, 1, String(numbers));
    assert.ok(bins[0].from <= numbers[0] && numbers[0] <= bins[0].to, String(numbers));
  }
  assert.deepEqual(histogram([]), []);
  assert.deepEqual(histogram([Number.NaN, Infinity]), []);
  assert.deepEqual(
    histogram([Number.NaN, 1, 2]).flatMap(({ members }) => members),
    [1, 2],
  );
});

test("the layers share out all parameters in the order of a snapshot", () => {
  const layers = layersOf({ ...DEFAULT_CONFIG, layers: [6, 5] });
  assert.deepEqual(
    layers.map(({ title, from, names }) => [title, from, names.length]),
    [
      ["hidden 1: h1.1 to h1.6", 0, 18],
      ["hidden 2: h2.1 to h2.5", 18, 35],
      ["output: z1 to z3", 53, 18],
    ],
  );
  assert.deepEqual(
    layersOf({ ...DEFAULT_CONFIG, layers: [] }).map(({ title, names }) => [title, names[0]]),
    [["output: z1 to z3", "z1.w1"]],
  );
});
