// `npm run bench`: times every engine in interleaved rounds, because a machine's speed varies by more than
// half between two runs; then what the page costs. Prints a table, writes dist/bench.json and dist/bench.svg. `-- --rounds 3` is
// faster; `-- --publish` writes docs/performance.md and its chart; `-- --lighthouse` asks Lighthouse instead.
// What can't run (no emcc, no Chromium, no site yet) is reported with the reason, and the rest is measured.

import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chart } from "../tests/bench/chart.js";
import { memoryLines } from "../tests/bench/memory.js";
import { LARGEST, LARGEST_NAME, pacing, pacingLines, SLOWDOWN, WALKED } from "../tests/bench/pacing.js";
import { pairLines, pairTimes } from "../tests/bench/pair.js";
import { publish } from "../tests/bench/publish.js";
import { reach, reachLines } from "../tests/bench/reach.js";
import { scaleLines } from "../tests/bench/scale-report.js";
import { DIST, Failure, isMain, main } from "./tools.js";
import "./vendor-hook.js"; // the page's modules, which the benches import, import what lies in dist/vendor/

/** @typedef {import("../tests/bench/programs.js").Engine} Engine */
/** @typedef {import("../tests/bench/programs.js").What} What */
/** @typedef {{median: number, mean: number, rounds: number[]}} Times */

/** @typedef {import("../tests/bench/rows.js").Row} Row */

const OPTIONS = /** @type {const} */ ({
  rounds: { type: "string", default: "10" },
  publish: { type: "boolean", default: false },
  lighthouse: { type: "boolean", default: false },
});

/** How often Lighthouse looks at each screen. */
const VISITS = 5;

/** The engines whose frame pacing is measured while they play. @type {Record<string, import("../web/protocol/messages.js").EngineName>} */
const PLAYED = { C: "c", "C batched": "batched", Python: "python" };

/** What plain `npm run bench` does. @param {string[]} args */
async function bench(args) {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.lighthouse) return lighthouse();
  const { growthLines, growthOf } = await import("../tests/bench/growth.js"); // after the hook above
  const { rowsOf } = await import("../tests/bench/rows.js");
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Failure(`--rounds must be a whole number, not "${values.rounds}"`);
  const skipped = /** @type {Record<string, string>} */ ({});
  const load = loadavg()[0]; // the machine's load before the benchmark starts
  const browser = await attempt(skipped, "Chromium", async () => (await browserPart()).openBrowser());
  try {
    const open = await openAll(rowsOf(browser), skipped);
    const engines = await race(open, rounds);
    const memory = await memoryOf(open);
    for (const { engine } of open) engine.close();
    const growth = await attempt(skipped, "growth", () => growthOf(Math.min(rounds, 5)));
    const scale = await attempt(skipped, "scale", async () => {
      const { scaleOf } = await import("../tests/bench/scale.js"); // after the hook above
      return scaleOf(Math.min(rounds, 3));
    });
    const page = browser ? await pageCosts(browser, rounds, skipped) : {};
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load, node: process.version };
    const date = new Date().toISOString().slice(0, 10);
    const result = { date, ...machine, rounds, engines, memory, growth, scale, page, skipped };
    const lines = [
      ...table(engines),
      "",
      ...growthLines(growth),
      "",
      ...memoryLines(memory),
      "",
      ...scaleLines(scale),
      ...pageLines(page),
      ...skippedLines(skipped),
      "",
      ...reachLines(reach(result)),
    ];
    console.log(lines.join("\n"));
    await mkdir(DIST, { recursive: true });
    await writeFile(path.join(DIST, "bench.json"), `${JSON.stringify(result, null, 2)}\n`);
    await writeFile(path.join(DIST, "bench.svg"), chart(result));
    if (values.publish) await publish(result);
  } finally {
    await browser?.close();
  }
}

/** `npm run bench -- --lighthouse`: that alone, or why it can't be measured. */
async function lighthouse() {
  const skipped = /** @type {Record<string, string>} */ ({});
  const { lighthouseTable } = await import("../tests/bench/lighthouse.js"); // needs node_modules, as browserPart
  const lines = await attempt(skipped, "Lighthouse", () => lighthouseTable(VISITS));
  console.log((lines ?? skippedLines(skipped)).join("\n"));
}

const browserPart = () => import("../tests/bench/browser.js"); // needs node_modules, which may be missing

/** The result of `make`; if it fails, undefined, with the reason in `skipped`. @template T @param {Record<string, string>} skipped
 * @param {string} name @param {() => Promise<T>} make */
async function attempt(skipped, name, make) {
  try {
    return await make();
  } catch (error) {
    skipped[name] = String(error instanceof Error ? error.message : error).split("\n")[0];
    return undefined;
  }
}

/** Opens every engine that can run, and warms it up. @param {Row[]} rows @param {Record<string, string>} skipped */
async function openAll(rows, skipped) {
  const open = [];
  for (const row of rows) {
    const engine = await attempt(skipped, row.name, row.open);
    if (engine) open.push({ row, engine });
  }
  for (const { row, engine } of open) {
    for (let i = 0; i < 3; i++) await engine.time("step", row.step); // V8 optimises functions that run often
    await engine.time("surface", row.surface);
  }
  return open;
}

/** @param {{row: Row, engine: Engine}[]} open @param {number} rounds */
async function race(open, rounds) {
  /** @type {Record<string, Record<What, Times>>} */
  const times = {};
  for (const { row } of open) times[row.name] = { step: noTimes(), surface: noTimes() };
  for (let round = 0; round < rounds; round++) {
    for (const { row, engine } of open) {
      for (const what of /** @type {What[]} */ (["step", "surface"])) {
        times[row.name][what].rounds.push(await engine.time(what, row[what]));
      }
    }
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round + 1} of ${rounds}`);
  }
  if (process.stderr.isTTY) process.stderr.write("\n");
  for (const row of Object.values(times)) for (const of of Object.values(row)) summarise(of);
  return times;
}

/** The memory that each engine holds, where it is known. @param {{row: Row, engine: Engine}[]} open */
async function memoryOf(open) {
  /** @type {Record<string, import("../tests/bench/memory.js").Memory | undefined>} */
  const memory = {};
  for (const { row, engine } of open) memory[row.name] = await engine.memory?.();
  return memory;
}

/** @returns {Times} */
const noTimes = () => ({ median: Number.NaN, mean: Number.NaN, rounds: [] });

/** @param {Times} times */
function summarise(times) {
  const sorted = [...times.rounds].sort((a, b) => a - b);
  times.median = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  times.mean = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length;
}

/** @param {import("../tests/bench/browser.js").Browser} browser @param {number} rounds @param {Record<string, string>} skipped */
async function pageCosts(browser, rounds, skipped) {
  const part = await browserPart();
  const firstPicture = await attempt(skipped, "the page", () => part.firstPicture(browser));
  if (!firstPicture) return {};
  /** @type {Record<string, import("../tests/bench/pacing.js").Pacing | undefined>} */
  const paces = {};
  for (const [name, engine] of Object.entries(PLAYED))
    paces[name] = await attempt(skipped, `${name} playing`, () => pacing(browser, engine, 5));
  paces[LARGEST_NAME] = await attempt(skipped, "the largest network playing", () =>
    pacing(browser, "batched", 5, LARGEST),
  );
  for (const [name, layers] of Object.entries(WALKED))
    paces[name] = await attempt(skipped, `${name} playing`, () =>
      pacing(browser, "c", 5, { unit: "op", layers }),
    );
  return {
    firstPicture,
    pacing: paces,
    pair: await attempt(skipped, "the loss over two weights", () => pairTimes(browser)),
    edits: await attempt(skipped, "edits of the Python", async () => {
      const { editTimes } = await import("../tests/bench/edit.js");
      const times = { ...noTimes(), rounds: await editTimes(browser, rounds) };
      summarise(times);
      return times;
    }),
    visits: await attempt(skipped, "second visits", async () => {
      const { secondVisits } = await import("../tests/bench/opening.js");
      const { picture, python } = await secondVisits(rounds);
      const times = { picture: { ...noTimes(), rounds: picture }, python: { ...noTimes(), rounds: python } };
      for (const each of Object.values(times)) summarise(each);
      return times;
    }),
    slowed: await attempt(skipped, "opening the page on a slow processor", async () => {
      const { slowedTasks } = await import("../tests/bench/opening.js");
      return slowedTasks(browser, rounds);
    }),
    boots: await attempt(skipped, "Python's boots", async () => {
      const { bootTimes } = await import("../tests/bench/boot.js");
      const { normal, warm } = await bootTimes(browser, rounds);
      const times = { normal: { ...noTimes(), rounds: normal }, warm: { ...noTimes(), rounds: warm } };
      for (const boot of Object.values(times)) summarise(boot);
      return times;
    }),
  };
}

/** @typedef {Partial<Awaited<ReturnType<typeof pageCosts>>>} Page */

// --- what is printed ---

/** @param {Record<string, Record<What, Times>>} times */
function table(times) {
  const first = Object.values(times)[0];
  const wide = Math.max(...Object.keys(times).map((name) => name.length));
  const cell = (/** @type {Times} */ { median, mean }, /** @type {Times} */ yardstick) =>
    `${digits(median).padStart(9)} ${`(${digits(mean)})`.padStart(10)} ${`${digits(yardstick.median / median)}x`.padStart(7)}`;
  return [
    "80 points, 51 parameters; medians of interleaved rounds, means in brackets, how many times the first row",
    "",
    `${"".padEnd(wide)} ${"ms per training step".padStart(28)}    ${"ms per 50x50 surface".padStart(28)}`,
    ...Object.entries(times).map(
      ([name, { step, surface }]) =>
        `${name.padEnd(wide)} ${cell(step, first.step)}    ${cell(surface, first.surface)}`,
    ),
  ];
}

/** Three significant digits, or all digits before the decimal point. @param {number} x */
const digits = (x) => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));

/** @param {Page} page */
function pageLines({ firstPicture, pacing, pair, boots, edits, visits, slowed }) {
  const lines = [];
  if (firstPicture) {
    const { kB, ms } = firstPicture;
    lines.push(`first picture: ${kB.toFixed(0)} kB transferred, ${(ms / 1000).toFixed(1)} s over 10 Mbit/s`);
  }
  if (pacing) lines.push(...pacingLines(pacing));
  lines.push(...pairLines(pair));
  if (visits) {
    const [picture, python] = [visits.picture, visits.python].map(({ median }) => (median / 1000).toFixed(2));
    lines.push(`second visit, offline: first picture after ${picture} s, Python after ${python} s`);
  }
  for (const [screen, ms] of Object.entries(slowed ?? {})) {
    lines.push(
      `opening the page on ${screen}, ${SLOWDOWN} times as slow: longest task ${ms.toFixed(0)} ms at work`,
    );
  }
  if (edits)
    lines.push(
      `an edit of the Python runs ${(edits.median / 1000).toFixed(2)} s after the pause (second visit)`,
    );
  if (boots) {
    const [normal, warm] = [boots.normal, boots.warm].map(({ median }) => (median / 1000).toFixed(2));
    lines.push(
      `Python ready after ${normal} s by the normal boot, ${warm} s by the warm start (second visit)`,
    );
  }
  return lines;
}

/** @param {Record<string, string>} skipped */
const skippedLines = (skipped) =>
  Object.entries(skipped).map(([name, why]) => `not measured: ${name} (${why})`);

if (isMain(import.meta.url)) await main(() => bench(process.argv.slice(2)));
