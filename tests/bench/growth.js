/** How the cost of a step grows with points, neurons and layers; all engines in one process. */

import { snapshotOf } from "../../web/protocol/messages.js";
import { wasmEngine } from "./comparison.js";
import { peerOf, pointsOf } from "./peers.js";

/** @typedef {import("../../web/worker/c/c-engine.js").CEngine} CEngine */
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

const STEPS = 20; // the first ones of a run, at every size: what a step costs changes a little as the network learns
const MS = 40; // a round of one size takes at least so long
const MOST_NODES = 5e6; // a training graph of the scalar engine; more would be gigabytes

/** A run that can begin anew. @typedef {{begin(): void, step(): void}} Run */

/** ms of the processor's time: other programs don't count. @param {Run} run */
function perStep({ begin, step }) {
  let [steps, spent] = [0, 0];
  for (const end = performance.now() + MS; performance.now() < end || steps === 0; steps += STEPS) {
    begin();
    const start = process.cpuUsage();
    for (let i = 0; i < STEPS; i++) step();
    const { user, system } = process.cpuUsage(start);
    spent += (user + system) / 1000;
  }
  return spent / steps;
}

/** @param {CEngine} engine @param {Size} size @returns {Run} */
function runOf(engine, { n, layers }) {
  engine.withSettings(engine.c.open_session, { n, layers });
  const start = snapshotOf(engine.query("snapshot", []));
  engine.step(); // a structure is found, or compiled, once
  return { begin: () => engine.restore(start), step: () => engine.step() };
}

/** Two operations a parameter and point, roughly. @param {Size} size */
function nodes({ n, layers }) {
  const sizes = [2, ...layers, 3];
  return n * sizes.reduce((sum, nout, i) => sum + (i > 0 ? 2 * nout * (sizes[i - 1] + 1) : 0), 20);
}

/** @returns {Promise<Record<string, (size: Size) => Run | undefined>>} */
async function runs() {
  const scalar = await wasmEngine("micrograd.wasm", () => {});
  const batched = await wasmEngine("micrograd-simd.wasm", (c) => c.set_batched(1));
  const reader = await wasmEngine("micrograd.wasm", () => {});
  return {
    "C, Wasm in Node": (size) => (nodes(size) > MOST_NODES ? undefined : runOf(scalar, size)),
    "C batched, Wasm in Node": (size) => runOf(batched, size),
    "JavaScript, typed arrays, Node": (size) => {
      reader.withSettings(reader.c.open_session, size);
      const { train, val } = pointsOf(reader);
      let mlp = peerOf(reader, "typed", size.layers);
      return {
        begin() {
          mlp = peerOf(reader, "typed", size.layers);
        },
        step: () => mlp.step(train, val),
      };
    },
  };
}

/** All sizes and engines in every round: they are compared with each other. @param {number} rounds @returns {Promise<import("./reach.js").Growth>} */
export async function growthOf(rounds) {
  const engines = await runs();
  /** @type {import("./reach.js").Growth} */
  const growth = {};
  for (const [what, sizes] of Object.entries(SIZES)) {
    const found = Object.keys(engines).map((name) => ({
      name,
      at: sizes.map(([size]) => ({ size, all: /** @type {number[]} */ ([]) })),
    }));
    for (let round = 0; round <= rounds; round++) {
      for (const [i, [, size]] of sizes.entries()) {
        for (const { name, at } of found) {
          const run = engines[name](size);
          if (run && round > 0) at[i].all.push(perStep(run));
          else if (run) perStep(run); // the first one warms up
        }
      }
    }
    growth[what] = Object.fromEntries(found.map(({ name, at }) => [name, at.flatMap(medianOf)]));
  }
  return growth;
}

/** @param {{size: number, all: number[]}} times @returns {[number, number][]} */
const medianOf = ({ size, all }) =>
  all.length > 0 ? [[size, all.sort((a, b) => a - b)[all.length >> 1]]] : [];

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
