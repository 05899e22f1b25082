// dist/vendor/generated/description.js: what the engines are made of (operations, data sets, losses, optimisers, settings),
// as the built .wasm tells it. The page imports it, so nothing of the page is imported here.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildWasm } from "../c/wasm.js";
import { once } from "../stamp.js";
import { DIST, isMain, main, ROOT, replaceFile } from "../tools.js";

const OUT = path.join(DIST, "vendor", "generated", "description.js");

/** Writes the module; returns its path under the project. */
export async function buildDescription() {
  const wasm = await buildWasm();
  await once("description.js", { inputs: [wasm], outputs: [OUT] }, async () => {
    const description = JSON.parse(await describe(path.join(ROOT, wasm)));
    await mkdir(path.dirname(OUT), { recursive: true });
    const text = `export const DESCRIPTION = ${JSON.stringify(description, null, 2)};\n`;
    await replaceFile(OUT, (to) => writeFile(to, text));
  });
  return path.relative(ROOT, OUT);
}

/** The text of csrc/describe.c. @param {string} wasm */
async function describe(wasm) {
  const module = await WebAssembly.compile(await readFile(wasm));
  /** @type {Record<string, Record<string, () => number>>} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: () => 0 };
  }
  const c = /** @type {Record<string, any>} */ ((await WebAssembly.instantiate(module, imports)).exports);
  c._initialize?.();
  const address = c.description();
  const bytes = new Uint8Array(c.memory.buffer, address);
  return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
}

if (isMain(import.meta.url)) await main(buildDescription);
