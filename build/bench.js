// `npm run bench`: every engine under one stopwatch, in interleaved rounds, because a machine's speed swings by more than
// half between two runs; then what the page costs. Prints a table and writes dist/bench.json. `-- --rounds 3` is quicker.
// What can't run (no emcc, no Chromium, no site yet) is named with the reason, and the rest is measured.

import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { DIST, Failure, isMain, main } from "./tools.js";

/** @typedef {import("../tests/bench/programs.js").Engine} Engine */
/** @typedef {import("../tests/bench/programs.js").What} What */
/** @typedef {{median: number, mean: number, rounds: number[]}} Times */

/**
 * How many steps and surfaces make a round: about half a second each, as many as a short training run where that fits.
 * The name comes first in the table; `open` throws where the engine can't run.
 * @typedef {{name: string, step: number, surface: number, open(): Promise<Engine>}} Row
 */

/** What the project has promised itself (issue 2, "Speed and size"; issue 3, "Reach"). */
const GOALS = { python: 4, nativeC: 1000, wasmOfNative: 2, firstPictureKB: 300, quickOfNormal: 0.5 };

/** What plain `npm run bench` does. @param {string[]} args */
async function bench(args) {
  const { values } = parseArgs({ args, options: { rounds: { type: "string", default: "10" } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Failure(`--rounds must be a whole number, not "${values.rounds}"`);
  const skipped = /** @type {Record<string, string>} */ ({});
  const browser = await attempt(skipped, "Chromium", async () => (await browserPart()).openBrowser());
  try {
    const engines = await openAll(await rowsOf(browser), skipped);
    const times = await race(engines, rounds);
    const page = browser ? await pageCosts(browser, rounds, skipped) : {};
    const result = { cpu: cpus()[0]?.model, node: process.version, rounds, engines: times, page, skipped };
    const lines = [
      ...table(times),
      "",
      ...pageLines(page),
      ...skippedLines(skipped),
      "",
      ...goals(times, page),
    ];
    console.log(lines.join("\n"));
    await mkdir(DIST, { recursive: true });
    await writeFile(path.join(DIST, "bench.json"), `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await browser?.close();
  }
}

const browserPart = () => import("../tests/bench/browser.js"); // needs node_modules, which may be missing

/** The result, or undefined and the reason in `skipped`. @template T @param {Record<string, string>} skipped
 * @param {string} name @param {() => Promise<T>} make */
async function attempt(skipped, name, make) {
  try {
    return await make();
  } catch (error) {
    skipped[name] = String(error instanceof Error ? error.message : error).split("\n")[0];
    return undefined;
  }
}

/** @param {import("../tests/bench/browser.js").Browser | undefined} browser @returns {Promise<Row[]>} */
async function rowsOf(browser) {
  const { textbook, python, nativeC, wasmInNode } = await import("../tests/bench/programs.js");
  /** @param {"python" | "c"} name @returns {() => Promise<Engine>} */
  const worker = (name) => async () => {
    if (!browser) throw new Failure("it needs Chromium and the site");
    return (await browserPart()).inWorker(browser, name);
  };
  return [
    { name: "textbook, CPython", step: 5, surface: 1, open: textbook },
    { name: "Python, CPython", step: 20, surface: 10, open: python },
    { name: "Python, Pyodide", step: 10, surface: 4, open: worker("python") },
    { name: "C, native", step: 2000, surface: 400, open: nativeC },
    { name: "C, Wasm in Chromium", step: 2000, surface: 400, open: worker("c") },
    { name: "C, Wasm in Node", step: 2000, surface: 400, open: wasmInNode },
  ];
}

/** Opens every engine that can run, and lets each warm up. @param {Row[]} rows @param {Record<string, string>} skipped */
async function openAll(rows, skipped) {
  const open = [];
  for (const row of rows) {
    const engine = await attempt(skipped, row.name, row.open);
    if (engine) open.push({ row, engine });
  }
  for (const { row, engine } of open) {
    for (let i = 0; i < 3; i++) await engine.time("step", row.step); // V8 compiles anew what has run often
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
  for (const { engine } of open) engine.close();
  for (const row of Object.values(times)) for (const of of Object.values(row)) summarise(of);
  return times;
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
  return {
    firstPicture,
    longestTaskInC: await attempt(skipped, "longest task, C", () => part.longestTask(browser, "c", 5)),
    longestTaskInPython: await attempt(skipped, "longest task, Python", () =>
      part.longestTask(browser, "python", 5),
    ),
    boots: await attempt(skipped, "Python's boots", async () => {
      const { bootTimes } = await import("../tests/bench/boot.js");
      const { normal, quick } = await bootTimes(browser, rounds);
      const times = { normal: { ...noTimes(), rounds: normal }, quick: { ...noTimes(), rounds: quick } };
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
  const cell = (/** @type {Times} */ { median, mean }, /** @type {Times} */ yardstick) =>
    `${digits(median).padStart(9)} ${`(${digits(mean)})`.padStart(10)} ${`${digits(yardstick.median / median)}x`.padStart(7)}`;
  return [
    "80 points, 51 parameters; medians of interleaved rounds, means in brackets, how many times the first row",
    "",
    `${"".padEnd(20)} ${"ms per training step".padStart(28)}    ${"ms per 50x50 surface".padStart(28)}`,
    ...Object.entries(times).map(
      ([name, { step, surface }]) =>
        `${name.padEnd(20)} ${cell(step, first.step)}    ${cell(surface, first.surface)}`,
    ),
  ];
}

/** Three significant digits, or all in front of the point. @param {number} x */
const digits = (x) => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));

/** @param {Page} page */
function pageLines({ firstPicture, longestTaskInC, longestTaskInPython, boots }) {
  const lines = [];
  if (firstPicture) {
    const { kB, ms } = firstPicture;
    lines.push(`first picture: ${kB.toFixed(0)} kB transferred, ${(ms / 1000).toFixed(1)} s over 10 Mbit/s`);
  }
  for (const [name, task] of Object.entries({ C: longestTaskInC, Python: longestTaskInPython })) {
    if (task)
      lines.push(
        `longest task of the page while ${name} plays: ${task.ms.toFixed(0)} ms (${task.cpuMs.toFixed(0)} of them at work; ${task.steps} steps)`,
      );
  }
  if (boots) {
    const [normal, quick] = [boots.normal, boots.quick].map(({ median }) => (median / 1000).toFixed(2));
    lines.push(
      `Python ready after ${normal} s by the normal boot, ${quick} s by the quick one (second visit)`,
    );
  }
  return lines;
}

/** @param {Record<string, string>} skipped */
const skippedLines = (skipped) =>
  Object.entries(skipped).map(([name, why]) => `not measured: ${name} (${why})`);

/** @param {Record<string, Record<What, Times>>} times @param {Page} page */
function goals(times, { firstPicture, boots }) {
  const ms = (/** @type {string} */ name) => times[name]?.step.median ?? Number.NaN;
  const yardstick = ms("textbook, CPython");
  const [native, wasm] = [ms("C, native"), ms("C, Wasm in Chromium")];
  const [times4, times1000] = [yardstick / ms("Python, CPython"), yardstick / native];
  /** @type {[number, boolean, string][]} */
  const all = [
    [times4, times4 >= GOALS.python, `Python at least ${GOALS.python}x the yardstick: ${digits(times4)}x`],
    [
      times1000,
      times1000 >= GOALS.nativeC,
      `native C at least ${GOALS.nativeC}x the yardstick: ${digits(times1000)}x`,
    ],
    [
      wasm,
      wasm / native <= GOALS.wasmOfNative,
      `Wasm C within ${GOALS.wasmOfNative}x of native: ${digits(wasm / native)}x`,
    ],
  ];
  if (firstPicture) {
    const { kB } = firstPicture;
    all.push([
      kB,
      kB <= GOALS.firstPictureKB,
      `first picture within ${GOALS.firstPictureKB} kB: ${kB.toFixed(0)} kB`,
    ]);
  }
  if (boots) {
    const part = boots.quick.median / boots.normal.median;
    all.push([
      part,
      part < GOALS.quickOfNormal,
      `quick boot under ${GOALS.quickOfNormal} of the normal one: ${digits(part)}`,
    ]);
  }
  return all
    .filter(([x]) => !Number.isNaN(x))
    .map(([, reached, text]) => `${reached ? "reached" : "MISSED "}  ${text}`);
}

if (isMain(import.meta.url)) await main(() => bench(process.argv.slice(2)));
