// csrc/ -> dist/micrograd.wasm and dist/micrograd-simd.wasm: the same C for the browser, the second with the batched engine.
// No generated glue code: Emscripten's JavaScript changes with every version, and the worker needs only the exports that
// wasm/exports.c marks EMSCRIPTEN_KEEPALIVE.

import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { once } from "../stamp.js";
import { DIST, Failure, isMain, main, ROOT, replaceFile, run, which } from "../tools.js";
import { EXACT, versionOf, WARNINGS } from "./native.js";
import { inParallel, inputsOf, objects } from "./objects.js";

const STACK_BYTES = 1 << 20; // newer Emscriptens give 64 kB, older ones 5 MB; depth never depends on the data here

const COMPILE = [
  ...EXACT,
  "-mmutable-globals", // for the export of the stack pointer; the default of newer Emscriptens
  "-O2", // measured: -O3 and -flto are no faster and bigger by 1 and 10 kB; -Os is 25 % smaller at most and 40 % slower
  ...WARNINGS.filter((flag) => flag !== "-Wmissing-prototypes"), // the exports are called from JavaScript only
];

const LINK = [
  "--no-entry", // a library: there is no main
  "-sSTANDALONE_WASM",
  "-sALLOW_MEMORY_GROWTH", // no limit on points or neurons but memory
  "-Wl,--export=__stack_pointer", // c-engine.js puts it back after a call that an exception has ended
  "-sMALLOC=emmalloc", // 6 kB smaller than the default; the engine allocates rarely, into an arena
];

/** The files of the batched engine; the first view needs the .wasm without them. */
const BATCHED = /\/batch\/|\/lanes\w*\.c$/;

/** The command line and its files. */
const NATIVE_ONLY = /\/(main|files|experiment|\w*json\w*|read_experiment)\.c$/;

/** The two sets of object files that the .wasm files are linked from. */
const KINDS = {
  scalar: {
    flags: [...COMPILE, "-DMICROGRAD_SCALAR"],
    has: (/** @type {string} */ file) => !NATIVE_ONLY.test(file) && !BATCHED.test(file),
  },
  simd: {
    flags: [...COMPILE, "-msimd128"],
    has: (/** @type {string} */ file) => !NATIVE_ONLY.test(file),
  },
};

/** A deliberate difference, for tests of lockstep, never in the site: one tanh in 32,768 is too large by one unit in the last place. */
const ROUNDING = {
  replaced: /\/engine\.o$/,
  sources: ["csrc/engine.c"],
  flags: ["-include", "tests/c/rounding.h"],
};

const MB = 1 << 20;
const SMALL = { flags: [`-sINITIAL_MEMORY=${4 * MB}`, `-sMAXIMUM_MEMORY=${16 * MB}`] };

/**
 * What is built: the file under dist/, the set it is linked from, sources of its own beside that set with their flags, and the
 * objects it has no use for.
 * @type {Record<string, {file: string, kind: keyof typeof KINDS, sources?: string[], flags?: string[], replaced?: RegExp}>}
 */
const TARGETS = {
  wasm: { file: "micrograd.wasm", kind: "scalar" },
  simd: { file: "micrograd-simd.wasm", kind: "simd" },
  rounding: { file: "test/micrograd-rounding.wasm", kind: "scalar", ...ROUNDING },
  simdRounding: {
    file: "test/micrograd-simd-rounding.wasm",
    kind: "simd",
    replaced: ROUNDING.replaced,
    sources: [...ROUNDING.sources, "tests/c/rounding.c"],
    flags: [...ROUNDING.flags, "-Wl,--wrap=lanes_tanh"],
  },
  // with little memory, for tests of running out of it
  small: { file: "test/micrograd-small.wasm", kind: "scalar", ...SMALL },
  simdSmall: { file: "test/micrograd-simd-small.wasm", kind: "simd", ...SMALL },
  // the topological order found again in every step, for the benchmark
  anew: {
    file: "test/micrograd-anew.wasm",
    kind: "scalar",
    replaced: /\/exports\.o$/,
    sources: ["tests/bench/anew.c"],
  },
  // the functions of lanes beside the C library's, for tests/web/lanes.test.js
  lanes: {
    file: "test/lanes.wasm",
    kind: "simd",
    replaced: /\/exports\.o$/, // the rest is left out by the linker, as nothing calls it
    sources: ["tests/c/lanes.c"],
  },
};

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

/** One of TARGETS, to its path under the project. @param {string} [target] */
export async function buildWasm(target = "wasm") {
  const { file, kind, sources = [], flags = [], replaced } = TARGETS[target];
  const compiler = await findEmcc();
  if (!compiler) throw new Failure("no emcc found; install Emscripten or name its compiler in EMCC");
  const wasm = path.join(DIST, file);
  const version = await versionOf(compiler);
  const made = await objects({ ...KINDS[kind], name: `wasm-${kind}`, compiler, version });
  const files = made.filter((object) => !replaced?.test(object));
  const args = [...KINDS[kind].flags, ...LINK, stackFlag(version), ...flags, ...sources];
  const goal = { inputs: inputsOf(files, sources), key: [version, ...args, ...IMPORTS], outputs: [wasm] };
  await once(path.basename(file), goal, async () => {
    await mkdir(path.dirname(wasm), { recursive: true });
    await replaceFile(wasm, async (out) => {
      await run(compiler, [...args, ...files, "-o", out]);
      await checkImports(out);
    });
  });
  return path.relative(ROOT, wasm);
}

/** All that the page and the tests need; the benchmark builds its own. */
export const buildAllWasm = () =>
  inParallel(
    Object.keys(TARGETS).filter((target) => target !== "anew"),
    buildWasm,
  );

if (isMain(import.meta.url)) await main(buildAllWasm);
