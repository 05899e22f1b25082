// csrc/ -> dist/micrograd.wasm: the same C for the browser. One file, no generated glue: Emscripten's JavaScript is
// another with every version, and the worker needs only the exports that wasm.c marks EMSCRIPTEN_KEEPALIVE.

import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { cFiles, EXACT, versionOf, WARNINGS } from "./native.js";
import { once } from "./stamp.js";
import { DIST, Failure, isMain, main, ROOT, replaceFile, run, which } from "./tools.js";

const STACK_BYTES = 1 << 20; // newer Emscriptens give 64 kB, older ones 5 MB; depth never depends on the data here

const FLAGS = [
  ...EXACT,
  "-O2", // measured: -O3 and -flto are no faster and bigger by 1 and 10 kB; -Os is 25 % smaller at most and 40 % slower
  ...WARNINGS.filter((flag) => flag !== "-Wmissing-prototypes"), // the exports of wasm.c are called from JavaScript only
  "--no-entry", // a library: there is no main
  "-sSTANDALONE_WASM",
  "-sALLOW_MEMORY_GROWTH", // no limit on points or neurons but memory
  "-sMALLOC=emmalloc", // 6 kB smaller than the default; the engine allocates rarely, into an arena
];

/** All that web/engine/c.worker.js supplies: the news that memory grew, and what ending with a message asks for. */
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

export async function buildWasm() {
  const emcc = await findEmcc();
  if (!emcc) throw new Failure("no emcc found; install Emscripten or name its compiler in EMCC");
  const sources = await cFiles("main.c");
  const wasm = path.join(DIST, "micrograd.wasm");
  const version = await versionOf(emcc);
  const flags = [...FLAGS, stackFlag(version)];
  await once(
    "micrograd.wasm",
    { inputs: ["csrc"], key: [version, ...flags, ...IMPORTS], outputs: [wasm] },
    async () => {
      await mkdir(DIST, { recursive: true });
      await replaceFile(wasm, async (out) => {
        await run(emcc, [...flags, ...sources, "-o", out]);
        await checkImports(out);
      });
    },
  );
  return path.relative(ROOT, wasm);
}

if (isMain(import.meta.url)) await main(buildWasm);
