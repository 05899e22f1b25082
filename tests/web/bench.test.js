/** What `npm run bench` makes of its figures: which aims are reached, the chart, the report. */

import assert from "node:assert/strict";
import test from "node:test";
import { chart } from "../bench/chart.js";
import { figures, report } from "../bench/publish.js";
import { reach } from "../bench/reach.js";

/** @param {number} ms */
const times = (ms) => ({ median: ms, mean: ms, rounds: [ms] });

/** @param {Record<string, number>} steps @returns {import("../bench/reach.js").Result} */
const resultOf = (steps) => ({
  ...{ date: "2026-01-01", cpu: "a <fast> one", cores: 2, load: 0, rounds: 1, page: {} },
  engines: Object.fromEntries(
    Object.entries(steps).map(([name, ms]) => [name, { step: times(ms), surface: times(1) }]),
  ),
});

const RESULT = resultOf({ "textbook, CPython": 60, "Python, CPython": 10, "C, native": 0.1 });

test("an aim is reached, or missed, or its row says what was not measured", () => {
  const rows = reach({ ...RESULT, page: { boots: { normal: times(4), warm: times(3) } } });
  const of = (/** @type {string} */ start) => rows.find(({ what }) => what.startsWith(start));
  assert.deepEqual(of("Python on CPython"), {
    ...{ what: "Python on CPython vs the textbook engine", goal: "at least 5x" },
    ...{ found: "6.00x", state: "reached" },
  });
  assert.equal(of("native C")?.state, "not reached");
  assert.equal(of("Python ready")?.state, "not reached");
  assert.equal(of("Wasm C vs native")?.state, "not measured");
  assert.match(of("Wasm C vs native")?.found ?? "", /"C, Wasm in Chromium"/);
});

test("among the rows of a peer the one in Chromium counts", () => {
  const steps = { "C, Wasm in Chromium": 3, "JavaScript, typed arrays, Node": 1 };
  const rows = reach(resultOf({ ...steps, "JavaScript, typed arrays, Chromium": 2 }));
  assert.equal(rows.find(({ what }) => what.startsWith("Wasm C vs JavaScript"))?.found, "1.50x");
});

test("a ratio without an aim is only said", () => {
  const steps = { "Python, Pyodide": 8, "JavaScript port of the original module, Chromium": 2 };
  const rows = reach(resultOf(steps)).filter(({ goal }) => goal === "no aim");
  const python = rows.find(({ what }) => what.startsWith("Python in Pyodide"));
  assert.deepEqual([python?.found, python?.state], ["0.250x", "measured"]);
  assert.equal(rows.find(({ what }) => what.startsWith("Wasm C batched"))?.state, "not measured");
});

test("ten times the points: the worst of all steps up to 100,000", () => {
  const aim = (/** @type {[number, number][]} */ line) =>
    reach({ ...RESULT, growth: { points: { "C batched": line } } }).find(({ what }) => /10x/.test(what));
  const line = /** @type {[number, number][]} */ ([1000, 10_000, 100_000].map((n) => [n, n / 1000]));
  assert.equal(aim(line)?.state, "reached");
  assert.equal(aim([...line.slice(0, 2), [100_000, 130]])?.found, "13.00x");
  assert.equal(aim(line.slice(0, 2))?.state, "not measured");
});

test("the chart holds every engine and every line of growth, and no stray number", () => {
  const line = /** @type {[number, number][]} */ ([10, 1000].map((n) => [n, n / 100]));
  const growth = { points: { "C, native": line } };
  const svg = chart({ ...RESULT, growth });
  for (const name of Object.keys(RESULT.engines)) assert.ok(svg.includes(`>${name}</text>`), name);
  assert.match(svg, /<title>C, native<\/title>/);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  assert.doesNotMatch(chart(RESULT), /NaN|Infinity|undefined/);
});

test("the report says on what machine it was measured, and whether it was shared", () => {
  assert.match(figures(RESULT), /on a machine with 2 cores \(a <fast> one\)\. Only/);
  assert.match(figures({ ...RESULT, load: 9 }), /shared with other programs \(load 9\)/);
  assert.match(figures(RESULT), /\| Python, CPython \| 10\.0 \| 6\.00 \|/);
  assert.ok(report(RESULT).includes(figures(RESULT)));
});
