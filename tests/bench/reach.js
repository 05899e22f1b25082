/** The project's aims for speed and size, row by row against the result of one run. */

import { LARGEST_NAME, SLOWDOWN, WALKED } from "./pacing.js";

/**
 * `growth` holds, where it is measured, [size, ms per step] by engine, for points, neurons and layers.
 * @typedef {{median: number, mean: number, rounds: number[]}} Times
 * @typedef {Record<string, Record<string, [number, number][]>>} Growth
 * @typedef {{
 *   date: string, cpu: string, cores: number, load: number, rounds: number,
 *   engines: Record<string, Record<"step" | "surface", Times>>,
 *   page: {
 *     firstPicture?: {kB: number}, boots?: {normal: Times, warm: Times}, edits?: Times,
 *     visits?: {picture: Times, python: Times}, slowed?: Record<string, number>,
 *     pacing?: Record<string, import("./pacing.js").Pacing | undefined>,
 *   },
 *   growth?: Growth, scale?: import("./scale-report.js").Scaled[],
 * }} Result
 * @typedef {{what: string, goal: string, found: string, state: "reached" | "not reached" | "measured" | "not measured"}} Row
 */

/** The rows of the table that are compared, by how their names begin; where a peer runs in two places, Chromium counts. */
const ENGINES = {
  textbook: "textbook, CPython",
  python: "Python, CPython",
  textbookPyodide: "textbook, Pyodide",
  pythonPyodide: "Python, Pyodide",
  native: "C, native",
  wasm: "C, Wasm in Chromium",
  anew: "C, order anew",
  batched: "C batched, Wasm in Chromium",
  module: "JavaScript port of the original module",
  layers: "JavaScript, layer library",
  arrays: "JavaScript, typed arrays",
  wasmNode: "C, Wasm in Node",
  batchedNode: "C batched, Wasm in Node",
  arraysNode: "JavaScript, typed arrays, Node",
};

/** @typedef {keyof typeof ENGINES} Name */

/**
 * At least so many times as fast, or (within) at most so many times as slow; without a number it is no aim, only said.
 * @type {[string, Name, Name, "least" | "within", number?][]}
 */
const RATIOS = [
  ["Python on CPython vs the textbook engine", "python", "textbook", "least", 5],
  ["Python in Pyodide vs the textbook engine in Pyodide", "pythonPyodide", "textbookPyodide", "least", 5],
  ["native C vs the textbook engine", "native", "textbook", "least", 1000],
  ["Wasm C vs native C", "wasm", "native", "within", 1.5],
  ["Wasm C vs JavaScript with typed arrays", "wasm", "arrays", "within", 2],
  ["Wasm C batched vs Wasm C that orders anew each step", "batched", "anew", "least", 8],
  ["Wasm C batched vs JavaScript with typed arrays", "batched", "arrays", "least", 2.5],
  ["the same in Node: Wasm C vs typed arrays", "wasmNode", "arraysNode", "within", 2],
  ["the same in Node: Wasm C batched vs typed arrays", "batchedNode", "arraysNode", "least", 2.5],
  ["Wasm C batched vs a layer library in JavaScript", "batched", "layers", "least"],
  ["Wasm C vs the original module in JavaScript", "wasm", "module", "least"],
  ["Python in Pyodide vs the original module in JavaScript", "pythonPyodide", "module", "least"],
];

const OPENING =
  "the first picture's style and layout is one task, of which the bars alone take 40 ms: the rules and the fonts are read in it; the plane and the table come a frame later, but panels that came later too would move the page by 0.2 to 0.5, where 0.02 is the limit; then each panel that the scripts take over is a task of 50 to 110 ms";

/** What some rows are called. @param {string} screen */
const openingOn = (screen) => `longest task while the page opens on ${screen}, ${SLOWDOWN} times as slow`;
/** @param {string} name */
const framesOf = (name) => `frames while ${name} plays, of the display's rate`;

/** Why an aim can be missed: said where it is. @type {Record<string, string>} */
const WHY = {
  "Python in Pyodide vs the textbook engine in Pyodide":
    "runs of 100 steps take the textbook engine 33 ms a step while its garbage fills the memory, to 1.3 GB, and 42 once Python's collector works, so the ratio swings by a quarter; of a step of ours, making 8,083 nodes takes four tenths, their order a fifth, backward a sixth and freeing them an eighth, and half of all that is the interpreter's own loop",
  "native C vs the textbook engine":
    "the textbook engine takes 22 to 43 ms a step, by how often Python's collector comes in a process, native C 0.047 to 0.050",
  "Wasm C batched vs Wasm C that orders anew each step":
    "what else runs on a machine hits the shorter step harder",
  "Wasm C vs JavaScript with typed arrays":
    "of 100 parts of a step, 38 go into making 8,083 nodes (9 cycles each), 26 into tanh and its derivative, with libm's bits, 24 into backward (6 cycles a node), 5 into exp, log and pow, 6 into the validation loss and the optimiser; the peer has five loops, no node, and Math.tanh; with ReLU, and so without any tanh, it still takes 1.5 times as long as the peer with tanh; see Node's row for an older V8",
  "Wasm C batched vs JavaScript with typed arrays":
    "2.3x to 2.5x in seven runs; a third of the step is tanh with libm's bits, and a quarter the powers, where the peer has Math.tanh and x * x; newer V8s make the peer twice as fast: see Node's row",
  "Wasm C batched, 10x the points, to 100,000":
    "1 to 2 ns of 90 a point above 10,000 are for coordinates that come from memory, in the order in which they lie there, and no longer from the cache: read from one place in the cache, they cost the same per point at 1,250, 12,500 and 125,000 points",
  [openingOn("a phone")]: OPENING,
  [openingOn("a desktop")]: OPENING,
  [framesOf(LARGEST_NAME)]:
    "a step takes 4 ms, and the page about 50 to draw 3,363 parameters' numbers, the plane and the curves",
  [framesOf("C batched")]:
    "a frame is late where another program has its core; Chromium draws without a graphics card here",
};

/** The frames that were drawn of those that the display offered; negative, since compare wants the smaller. @param {import("./pacing.js").Pacing | undefined} pace */
const rateOf = (pace) => pace && -pace.fps / pace.displayFps;

/** @param {Result} result @returns {Row[]} */
export function reach(result) {
  const { firstPicture, boots, edits, pacing, visits, slowed } = result.page;
  const smooth = pacing?.["C batched"];
  const worst = tenfold(result.growth?.points);
  return [
    ...RATIOS.map((row) => ratio(result, ...row)),
    compare("Wasm C batched, 10x the points, to 100,000", "at most 10x the time", worst, 10, hundredths),
    compare(
      "Python ready, second visit, of the normal boot",
      "under 0.5",
      boots && boots.warm.median / boots.normal.median,
      0.5,
      (x) => x.toFixed(2),
    ),
    compare(
      "second visit, offline: Python ready",
      "at most 1.5 s",
      visits?.python.median,
      1500,
      (ms) => `${(ms / 1000).toFixed(2)} s`,
    ),
    ...Object.entries(slowed ?? {}).map(([screen, longest]) =>
      compare(openingOn(screen), "at most 50 ms", longest, 50, (ms) => `${ms.toFixed(0)} ms at work`),
    ),
    compare(
      "an edit of the Python runs, second visit",
      "at most 1.5 s",
      edits?.median,
      1500,
      (ms) => `${(ms / 1000).toFixed(2)} s`,
    ),
    compare("first picture", "within 250 kB", firstPicture?.kB, 250, (x) => `${x.toFixed(0)} kB`),
    compare(
      "longest task while C batched plays",
      "at most 50 ms",
      smooth?.ms,
      50,
      (x) => `${x.toFixed(0)} ms (${smooth?.cpuMs.toFixed(0)} at work)`,
    ),
    ...Object.keys(WALKED).map((name) =>
      compare(
        `longest task, ${name}`,
        "at most 50 ms",
        pacing?.[name]?.ms,
        50,
        (x) => `${x.toFixed(0)} ms (${pacing?.[name]?.cpuMs.toFixed(0)} at work)`,
      ),
    ),
    ...["C batched", LARGEST_NAME].map((name) =>
      compare(framesOf(name), "at least 0.95", rateOf(pacing?.[name]), -0.95, (x) => (-x).toFixed(2)),
    ),
  ];
}

/** @param {Result} result @param {string} what @param {Name} one @param {Name} other @param {"least" | "within"} kind @param {number} [goal] @returns {Row} */
function ratio({ engines }, what, one, other, kind, goal) {
  const find = (/** @type {Name} */ name) => {
    const rows = Object.keys(engines).filter((row) => row.startsWith(ENGINES[name]));
    return engines[rows.find((row) => row.includes("Chromium")) ?? rows[0]]?.step.median;
  };
  const [mine, its] = [find(one), find(other)];
  const text = goal === undefined ? "no aim" : kind === "least" ? `at least ${goal}x` : `within ${goal}x`;
  const missing = [one, other].filter((name) => find(name) === undefined).map((name) => ENGINES[name]);
  if (missing.length > 0)
    return { what, goal: text, found: `no row "${missing.join('", "')}"`, state: "not measured" };
  const found = kind === "least" ? its / mine : mine / its;
  if (goal === undefined) return { what, goal: text, found: times(found), state: "measured" };
  const reached = kind === "least" ? found >= goal : found <= goal;
  return { what, goal: text, found: times(found), state: reached ? "reached" : "not reached" };
}

/** @param {string} what @param {string} goal @param {number | undefined} found @param {number} most @param {(x: number) => string} show @returns {Row} */
function compare(what, goal, found, most, show) {
  if (found === undefined) return { what, goal, found: "–", state: "not measured" };
  return { what, goal, found: show(found), state: found <= most ? "reached" : "not reached" };
}

/** The most that ten times the points took, of all neighbours up to 100,000. @param {Growth[string] | undefined} points */
function tenfold(points) {
  const name = Object.keys(points ?? {}).find((row) => row.startsWith("C batched"));
  const sizes = name ? (points?.[name] ?? []) : [];
  const last = sizes[sizes.length - 1]?.[0] ?? 0;
  if (last < 100_000) return undefined;
  const factors = sizes.flatMap(([n, ms]) => {
    const [, ten] = sizes.find(([m]) => m === 10 * n) ?? [];
    return ten === undefined ? [] : [ten / ms];
  });
  return factors.length > 0 ? Math.max(...factors) : undefined;
}

/** @param {number} x */
const times = (x) => `${x >= 100 ? x.toFixed(0) : x.toPrecision(3)}x`;

/** Where a hundredth decides. @param {number} x */
const hundredths = (x) => `${x.toFixed(2)}x`;

/** The reasons of the aims that were missed. @param {Row[]} rows */
export const missed = (rows) =>
  rows.flatMap(({ what, state }) => (state === "not reached" && WHY[what] ? [`${what}: ${WHY[what]}.`] : []));

/** @param {Row[]} rows */
export function reachLines(rows) {
  const lines = rows.map(
    ({ what, goal, found, state }) => `${state.padEnd(12)}  ${what.padEnd(52)} ${goal.padEnd(21)} ${found}`,
  );
  return [...lines, ...missed(rows)];
}
