/** How the cost of a step grows with points, neurons and layers; all engines in one process, in interleaved rounds. */

import { peerOf, pointsOf, wasmEngine } from "./ladder.js";

/** @typedef {import("../../web/engine/c-engine.js").CEngine} CEngine */
/** @typedef {{n: number, layers: number[]}} Size */

/** @type {Record<string, [number, Size][]>} what grows: [size, settings] */
const SIZES = {
  points: [10, 100, 1000, 10_000, 100_000].map((train) => [
    train,
    { n: Math.ceil(train * 1.25), layers: [8] },
  ]),
  neurons: [4, 8, 16, 32, 64, 128, 256].map((size) => [size, { n: 100, layers: [size] }]),
  layers: [1, 2, 3, 4].map((count) => [count, { n: 100, layers: Array(count).fill(8) }]),
};

const MS = 40; // a round of one size takes at least so long, and at least one step
const MOST_NODES = 5e6; // a training graph of the scalar engine; more would be gigabytes

/** What a round does: a fresh run, and ms per step of it. @typedef {(size: Size) => number | undefined} Timed */

/** Of the processor's time, not the clock's: sizes are compared that ran minutes apart. @param {() => void} step */
function perStep(step) {
  step();
  let steps = 0;
  const start = process.cpuUsage();
  const end = performance.now() + MS;
  for (; performance.now() < end || steps === 0; steps++) step();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / steps;
}

/** @param {CEngine} engine @param {Size} size */
const open = (engine, { n, layers }) => engine.withSettings(engine.c.open_session, { n, layers });

/** Two operations a parameter and point, roughly. @param {Size} size */
function nodes({ n, layers }) {
  const sizes = [2, ...layers, 3];
  return n * sizes.reduce((sum, nout, i) => sum + (i > 0 ? 2 * nout * (sizes[i - 1] + 1) : 0), 20);
}

/** @returns {Promise<Record<string, Timed>>} */
async function timed() {
  const scalar = await wasmEngine("micrograd.wasm", () => {});
  const batched = await wasmEngine("micrograd-simd.wasm", (c) => c.set_batched(1));
  const reader = await wasmEngine("micrograd.wasm", () => {});
  return {
    "C, Wasm in Node": (size) => {
      if (nodes(size) > MOST_NODES) return undefined;
      open(scalar, size);
      return perStep(() => scalar.step());
    },
    "C batched, Wasm in Node": (size) => {
      open(batched, size);
      return perStep(() => batched.step());
    },
    "JavaScript, typed arrays, Node": (size) => {
      open(reader, size);
      const { train, val } = pointsOf(reader);
      const mlp = peerOf(reader, size.layers);
      return perStep(() => mlp.step(train, val));
    },
  };
}

/** @param {number} rounds @returns {Promise<import("./reach.js").Growth>} */
export async function growthOf(rounds) {
  const engines = await timed();
  /** @type {import("./reach.js").Growth} */
  const growth = {};
  for (const [what, sizes] of Object.entries(SIZES)) {
    growth[what] = Object.fromEntries(Object.keys(engines).map((name) => [name, []]));
    for (const [at, size] of sizes) {
      /** @type {Record<string, number[]>} */
      const found = {};
      for (let round = 0; round <= rounds; round++) {
        for (const [name, time] of Object.entries(engines)) {
          const ms = time(size);
          if (ms !== undefined && round > 0) found[name] = [...(found[name] ?? []), ms]; // the first one warms up
        }
      }
      for (const [name, all] of Object.entries(found)) {
        growth[what][name].push([at, all.sort((a, b) => a - b)[all.length >> 1]]);
      }
    }
  }
  return growth;
}

/** @param {import("./reach.js").Growth | undefined} growth */
export function growthLines(growth) {
  return Object.entries(growth ?? {}).flatMap(([what, lines]) => [
    `ms of the processor per step by ${what}`,
    ...Object.entries(lines).map(
      ([name, at]) =>
        `  ${name.padEnd(32)} ${at.map(([size, ms]) => `${size}: ${ms.toPrecision(3)}`).join("   ")}`,
    ),
  ]);
}
