// csrc/ -> dist/micrograd.wasm and dist/micrograd-simd.wasm: the same C for the browser, the second with the batched engine.
// No generated glue: Emscripten's JavaScript is another with every version, and the worker needs only the exports that
// wasm/exports.c marks EMSCRIPTEN_KEEPALIVE.

import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { cFiles, EXACT, versionOf, WARNINGS } from "./native.js";
import { once } from "./stamp.js";
import { DIST, Failure, isMain, main, ROOT, replaceFile, run, which } from "./tools.js";

const STACK_BYTES = 1 << 20; // newer Emscriptens give 64 kB, older ones 5 MB; depth never depends on the data here

const FLAGS = [
  ...EXACT,
  "-O2", // measured: -O3 and -flto are no faster and bigger by 1 and 10 kB; -Os is 25 % smaller at most and 40 % slower
  ...WARNINGS.filter((flag) => flag !== "-Wmissing-prototypes"), // the exports are called from JavaScript only
  "--no-entry", // a library: there is no main
  "-sSTANDALONE_WASM",
  "-sALLOW_MEMORY_GROWTH", // no limit on points or neurons but memory
  "-sMALLOC=emmalloc", // 6 kB smaller than the default; the engine allocates rarely, into an arena
];

/** The files of the batched engine; the first picture waits for the .wasm without them. */
const BATCHED = /\/batch\/|\/lanes\w*\.c$/;

/** A deliberate difference, for tests of lockstep, never in the site: one tanh in 32,768 is one unit too large. */
const ROUNDING = ["-include", "tests/c/rounding.h"];

/** What is built: the file under dist/, its own flags and files, whether a C file of the engine belongs to it. */
const TARGETS = /** @type {const} */ ({
  wasm: {
    file: "micrograd.wasm",
    flags: ["-DMICROGRAD_SCALAR"],
    has: (/** @type {string} */ file) => !BATCHED.test(file),
  },
  simd: { file: "micrograd-simd.wasm", flags: ["-msimd128"], has: () => true },
  rounding: {
    file: "test/micrograd-rounding.wasm",
    flags: ["-DMICROGRAD_SCALAR", ...ROUNDING],
    has: (/** @type {string} */ file) => !BATCHED.test(file),
  },
  simdRounding: {
    file: "test/micrograd-simd-rounding.wasm",
    flags: ["-msimd128", ...ROUNDING, "-Wl,--wrap=lanes_tanh", "tests/c/rounding.c"],
    has: () => true,
  },
  // the topological order found again in every step, for the benchmarks
  anew: {
    file: "test/micrograd-anew.wasm",
    flags: ["-DMICROGRAD_SCALAR", "tests/bench/anew.c"],
    has: (/** @type {string} */ file) => !BATCHED.test(file) && !file.endsWith("/exports.c"),
  },
  // the functions of lanes beside the C library's, for tests/web/lanes.test.js
  lanes: {
    file: "test/lanes.wasm",
    flags: ["-msimd128", "tests/c/lanes.c"],
    has: (/** @type {string} */ file) => /\/(lanes\w*|rng)\.c$/.test(file),
  },
});

/** All that web/worker/c/c-engine.js supplies: the news that memory grew, and what ending with a message asks for. */
const IMPORTS = [
  "env.emscripten_notify_memory_growth",
  ...["fd_close", "fd_seek", "fd_write", "proc_exit"].map((name) => `wasi_snapshot_preview1.${name}`),
];

/** The Emscripten compiler: $EMCC, else emcc. */
export async function findEmcc() {
  const file = await which(process.env.EMCC || "emcc");
  if (!file && process.env.EMCC)
    throw new Failure(`EMCC is "${process.env.EMCC}", which is not a program on the PATH`);
  return file;
}

/** The name of the stack's setting changed with 3.1.25. @param {string} version */
function stackFlag(version) {
  const [, major, minor, patch] = (/(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  if (major === undefined) throw new Failure(`emcc does not tell its version: "${version}"`);
  const old = major < 3 || (major === 3 && (minor < 1 || (minor === 1 && patch < 25)));
  return `-s${old ? "TOTAL_STACK" : "STACK_SIZE"}=${STACK_BYTES}`;
}

/** @param {string} file */
async function checkImports(file) {
  const module = await WebAssembly.compile(await readFile(file));
  const extra = WebAssembly.Module.imports(module)
    .map((i) => `${i.module}.${i.name}`)
    .filter((name) => !IMPORTS.includes(name));
  if (extra.length > 0) {
    throw new Failure(
      `the .wasm imports ${extra.join(", ")}, which its worker does not supply: only main.c may use files and the clock`,
    );
  }
}

/** One of TARGETS, to its path under the project. @param {keyof typeof TARGETS} [target] */
export async function buildWasm(target = "wasm") {
  const { file, flags: own, has } = TARGETS[target];
  const emcc = await findEmcc();
  if (!emcc) throw new Failure("no emcc found; install Emscripten or name its compiler in EMCC");
  const sources = (await cFiles("main.c")).filter(has);
  const wasm = path.join(DIST, file);
  const version = await versionOf(emcc);
  const flags = [...FLAGS, stackFlag(version), ...own];
  await once(
    path.basename(file),
    {
      inputs: ["csrc", "tests/c", "tests/bench/anew.c"],
      key: [version, ...flags, ...IMPORTS],
      outputs: [wasm],
    },
    async () => {
      await mkdir(path.dirname(wasm), { recursive: true });
      await replaceFile(wasm, async (out) => {
        await run(emcc, [...flags, ...sources, "-o", out]);
        await checkImports(out);
      });
    },
  );
  return path.relative(ROOT, wasm);
}

export const buildAllWasm = () =>
  Promise.all(Object.keys(TARGETS).map((target) => buildWasm(/** @type {keyof typeof TARGETS} */ (target))));

if (isMain(import.meta.url)) await main(buildAllWasm);
