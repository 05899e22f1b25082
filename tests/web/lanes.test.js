import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { DIST } from "../../build/tools.js";
import { missing } from "./wasm.js";

const FILE = "test/lanes.wasm";
const skip = await missing(FILE);

/** How many numbers each; LANES_COUNT=10000000 takes about 6 seconds. */
const COUNT = Number(process.env.LANES_COUNT ?? 1_000_000);
const SEED = 42;

const FUNCTIONS = ["tanh", "exp", "log", "x**2", "x**-1", "x**-2", "x**0.5", "1 - x**2"];

for (const [what, name] of FUNCTIONS.entries()) {
  test(`${name} in SIMD has the bits of the C library (${COUNT} numbers, seed ${SEED})`, {
    skip,
  }, async () => {
    const module = await WebAssembly.compile(await readFile(path.join(DIST, FILE)));
    /** @type {Record<string, Record<string, () => void>>} */
    const imports = {};
    for (const { module: from, name: import_ } of WebAssembly.Module.imports(module)) {
      imports[from] = { ...imports[from], [import_]() {} };
    }
    const { exports } = await WebAssembly.instantiate(module, imports);
    const differ = /** @type {(what: number, seed: number, count: number) => number} */ (exports.differ);
    assert.equal(differ(what, SEED, COUNT), 0);
  });
}
