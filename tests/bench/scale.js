/**
 * Up to a million points: both command lines as whole processes, and the exported PyTorch file training on the same points.
 * The time of a step is the difference of two runs of different length, so that starting and making the points don't count.
 */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DIST, Failure, inVenv, run } from "../../build/tools.js";
import { networkOf } from "../../web/state/files/network.js";
import { torchScript } from "../../web/state/files/scripts.js";
import { wasmEngine } from "./comparison.js";
import { megabytes } from "./memory.js";
import { BATCHED, MOST_IN_PYTHON, TORCH } from "./scale-report.js";
import { torchPython } from "./torch.js";

/** @typedef {import("./scale-report.js").Cost} Cost */
/** @typedef {import("./scale-report.js").Size} Size */
/** @typedef {import("./scale-report.js").Scaled} Scaled */

/** @type {Size[]} */
const SIZES = [
  ...[1000, 10_000, 100_000, 1_000_000].map((n) => ({ n, layers: [8] })),
  { n: 2000, layers: [32, 32, 32, 32] },
];

const PROGRAMS = {
  "C, command line": { command: [path.join(DIST, "micrograd")], work: 2e6, most: Infinity },
  "Python, command line": { command: [inVenv("python"), "-m", "micrograd"], work: 3e4, most: MOST_IN_PYTHON },
};

/** Runs a command and prints its seconds and its peak memory: only a parent process is told that of a child that has ended. */
const WATCH = `
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(seconds, peak / (1e6 if sys.platform == "darwin" else 1e3))
`;

/** Operations of a point, roughly. @param {Size} size */
const workOf = ({ layers }) =>
  [2, ...layers, 3].reduce((sum, nout, i, sizes) => sum + (i > 0 ? nout * (sizes[i - 1] + 1) : 0), 0) / 51;

/** @param {string[]} command @returns {Promise<{seconds: number, MB: number}>} */
async function watched(command) {
  const [seconds, MB] = await numbersOf(inVenv("python"), ["-c", WATCH, ...command]);
  return { seconds, MB };
}

/** The numbers in the last line that a program prints. @param {string} command @param {string[]} args */
async function numbersOf(command, args) {
  const { output } = await run(command, args, { capture: true });
  return (output.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
}

/** @param {{command: string[], work: number}} program @param {Size} size @returns {Promise<Cost>} */
async function costOf({ command, work }, size) {
  const more = Math.max(3, Math.ceil(work / (size.n * workOf(size))));
  const settings = ["--n", String(size.n), "--layers", size.layers.join(","), "--steps"];
  /** @type {{seconds: number, MB: number}[][]} */
  const [short, long] = [[], []];
  for (let i = 0; i < 2; i++) {
    short.push(await watched([...command, ...settings, "1"]));
    long.push(await watched([...command, ...settings, String(1 + more)]));
  }
  // the shorter of two: what the system adds, such as finding gigabytes of memory, varies by seconds
  const [one, several] = [short, long].map((runs) => Math.min(...runs.map(({ seconds }) => seconds)));
  return { ms: ((several - one) / more) * 1000, MB: long[0].MB };
}

/** The engine that the page computes large networks with. @param {Size} size @returns {Promise<Cost>} */
async function batched(size) {
  const engine = await wasmEngine("micrograd-simd.wasm", (c) => c.set_batched(1));
  engine.withSettings(engine.c.open_session, { ...size });
  engine.step(); // compiles the network
  const steps = Math.max(3, Math.ceil(3e6 / (size.n * workOf(size))));
  const start = performance.now();
  for (let i = 0; i < steps; i++) engine.step();
  return { ms: (performance.now() - start) / steps, MB: megabytes(engine.c.memory.buffer.byteLength) };
}

/**
 * Saves an experiment after one step, exports it for PyTorch, and lets PyTorch go on with the same points; its first loss must
 * be the one that C goes on with.
 * @param {string} python @param {Size} size @param {string} folder @returns {Promise<Cost>}
 */
async function inTorch(python, size, folder) {
  const [saved, model] = [path.join(folder, "experiment.json"), path.join(folder, "model.py")];
  const c = PROGRAMS["C, command line"].command[0];
  const sizes = ["--n", String(size.n), "--layers", size.layers.join(",")];
  await run(c, [...sizes, "--steps", "1", "--save", saved], { capture: true });
  const { config, snapshot } = JSON.parse(await readFile(saved, "utf8"));
  await writeFile(model, torchScript(networkOf(/** @type {any} */ ({ session: { config, snapshot } }))));
  const steps = Math.max(3, Math.ceil(3e6 / (size.n * workOf(size))));
  const args = ["tests/bench/torch_scale.py", model, saved, String(steps)];
  const [ms, MB, loss] = await numbersOf(python, args);
  const goesOn = await run(c, ["--experiment", saved, "--steps", "1"], { capture: true });
  const own = Number(/train loss (\d\S+)/.exec(goesOn.output)?.[1]);
  if (!(Math.abs(loss - own) < 1e-9))
    throw new Failure(`PyTorch goes on with a loss of ${loss}, C with ${own}`);
  return { ms, MB };
}

/** All programs at every size, interleaved. @param {number} rounds @returns {Promise<Scaled[]>} */
export async function scaleOf(rounds) {
  const python = await torchPython();
  const folder = await mkdtemp(path.join(tmpdir(), "micrograd-scale-"));
  /** @type {Scaled[]} */
  const found = [];
  try {
    for (const size of SIZES) {
      /** @type {Record<string, Cost[]>} */
      const all = {};
      const keep = (/** @type {string} */ name, /** @type {Cost} */ cost) => {
        all[name] = [...(all[name] ?? []), cost];
      };
      for (let round = 0; round < (size.n >= 100_000 ? 1 : rounds); round++) {
        for (const [name, program] of Object.entries(PROGRAMS)) {
          if (size.n * workOf(size) <= program.most) keep(name, await costOf(program, size));
        }
        keep(BATCHED, await batched(size));
        if (python) keep(TORCH, await inTorch(python, size, folder));
      }
      const names = [...Object.keys(PROGRAMS), BATCHED, TORCH];
      found.push({ ...size, costs: Object.fromEntries(names.map((name) => [name, medianOf(all[name])])) });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return found;
}

/** @param {Cost[] | undefined} all @returns {Cost | null} */
function medianOf(all) {
  if (!all) return null;
  const middle = (/** @type {"ms" | "MB"} */ part) =>
    all.map((cost) => cost[part]).sort((a, b) => a - b)[all.length >> 1];
  return { ms: middle("ms"), MB: middle("MB") };
}
