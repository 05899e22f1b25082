/** Runs to be saved as files, a folder for them, and Python to read them. */

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { inVenv, ROOT } from "../../build/tools.js";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { patch } from "../../web/state/patch.js";
import { makeSnapshot, play, startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */

export const run = promisify(execFile);
/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "micrograd-files-"));
});
after(() => rm(folder, { recursive: true }));

/** Puts a text into a file of the folder. @param {string} name @param {string | Uint8Array} content */
export async function put(name, content) {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

/** @param {string[]} args */
export const python = async (...args) => (await run(inVenv("python"), args, { cwd: ROOT })).stdout;

/** Two steps of a network whose parameters are these. @param {ArrayLike<number>} data @param {Partial<State["session"]["config"]>} [changes] */
export function runOf(data, changes = {}) {
  const state = play(startedState(), 2);
  const column = () => Float64Array.from(data, (_, i) => [1 / 7, -0, 5e-324, 1e22, 123456789.125][i % 5] * i);
  const columns = { data: Float64Array.from(data), grad: column(), m: column(), v: column() };
  const config = { ...DEFAULT_CONFIG, ...changes };
  return patch(state, { session: { config, snapshot: { ...makeSnapshot(2), ...columns } } });
}

/** So many parameters. @param {number} count */
export const parameters = (count) => Array.from({ length: count }, (_, i) => Math.sin(3 * i + 1) * 1.5);

export const RUNS = [
  runOf(parameters(51)),
  runOf(parameters(9), { layers: [], seed: "18446744073709551615", lr: 1e-5, zero_grad: false }),
  runOf(parameters(2 * 6 + 6 + 6 * 5 + 5 + 3 * 5 + 3), { layers: [6, 5], nonlin: "relu", optimizer: "sgd" }),
];
// a run that has blown up is saved too
const [{ session: first }] = RUNS;
const blownUp = {
  ...makeSnapshot(2),
  ...first.snapshot,
  m: new Float64Array(51).fill(Number.NaN),
  v: new Float64Array(51).fill(-Infinity),
};
RUNS.push(patch(RUNS[0], { session: { snapshot: blownUp } }));
