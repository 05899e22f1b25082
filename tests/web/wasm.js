/** The built .wasm files for tests: the page's own engine class, without a worker. */

import path from "node:path";
import { openWasm } from "../../build/c/open-wasm.js";
import { DIST, exists } from "../../build/tools.js";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";

/** @typedef {import("../../web/protocol/messages.js").Config} Config */
/** @typedef {import("../../web/worker/c/c-engine.js").CEngine} CEngine */

/** Why tests of a .wasm are skipped, false where they aren't. @param {string} file */
export async function missing(file) {
  return (await exists(path.join(DIST, file))) ? false : `dist/${file} is not built: there is no emcc`;
}

/** @param {string} file @param {Partial<Config>} [settings] @param {boolean} [batched] */
export async function engineOf(file, settings = {}, batched = false) {
  const engine = await openWasm(path.join(DIST, file));
  engine.reset({ ...DEFAULT_CONFIG, ...settings });
  if (Boolean(engine.c.set_batched(Number(batched))) !== batched) throw new Error("it does not run batched");
  return engine;
}

/** The bits of a snapshot, all NaNs one value, so that deepEqual compares them. @param {CEngine} engine */
export function stateOf(engine) {
  const { step, train, val, data, grad, m, v } = engine.query("snapshot", []);
  const all = Float64Array.of(step, train, val, ...data, ...grad, ...m, ...v);
  return new BigUint64Array(all.map((x) => (Number.isNaN(x) ? Number.NaN : x)).buffer);
}
