// A .wasm of the build as an engine in Node, by the page's own class and without a worker. It imports the page's modules, so whoever
// loads it has loaded vendor-hook.js.

import { readFile } from "node:fs/promises";
import { CEngine, instantiate } from "../../web/worker/c/c-engine.js";

/** By a data: URL, because Node's fetch reads no file: URLs. @param {string} file */
export async function openWasm(file) {
  const base64 = (await readFile(file)).toString("base64");
  return new CEngine(await instantiate(new URL(`data:application/wasm;base64,${base64}`)));
}
