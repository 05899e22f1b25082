/**
 * What the page's engines are compared with: the same .wasm files under Node's V8, C that finds its topological order again in
 * every step, and a network written by hand in JavaScript's typed arrays.
 */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { openWasm } from "../../build/c/open-wasm.js";
import { buildWasm } from "../../build/c/wasm.js";
import { DIST, exists, Failure, ROOT } from "../../build/tools.js";
import { megabytes } from "./memory.js";
import { TypedArrayMlp } from "./typed-arrays.js";

/** @typedef {import("./programs.js").Engine} Engine */
/** @typedef {import("../../web/worker/c/c-engine.js").CEngine} CEngine */
/** @typedef {import("../../web/protocol/messages.js").Point} Point */

const PEER = path.join(ROOT, "tests", "bench", "typed-arrays.js");
const STEPS_A_CALL = 10; // V8 switches to a function's optimised code when it is called, hardly ever in the middle of a call

/** A .wasm of dist/ under Node's V8. @param {string} file @param {(c: Record<string, any>) => void} prepare */
export async function wasmEngine(file, prepare) {
  const from = path.join(DIST, file);
  if (!(await exists(from))) throw new Failure(`dist/${file} is missing: run  npm run build`);
  const engine = await openWasm(from);
  prepare(engine.c);
  return engine;
}

/** @param {string} file @param {(c: Record<string, any>) => void} prepare @returns {Promise<Engine>} */
export async function wasmRow(file, prepare) {
  const engine = await wasmEngine(file, prepare);
  return {
    async time(what, count) {
      engine.withSettings(engine.c.open_session, {});
      const start = performance.now();
      for (let i = 0; i < count; i++) what === "step" ? engine.step() : engine.query("surface", [50, 50, 2]);
      return (performance.now() - start) / count;
    },
    memory: async () => ({ MB: megabytes(engine.c.memory.buffer.byteLength), of: "wasm" }),
    close() {},
  };
}

/** The session's train and val points as the peer takes them. @param {CEngine} engine */
export function pointsOf(engine) {
  /** @param {string} split */
  const of = (split) =>
    engine
      .points()
      .filter((p) => p.split === split)
      .map(({ x, y, label }) => ({ x: Float64Array.of(x, y), label }));
  return { train: of("train"), val: of("val") };
}

/** The engine's fresh session in typed arrays. @param {CEngine} engine @param {number[]} layers */
export const peerOf = (engine, layers) =>
  new TypedArrayMlp(engine.query("snapshot", []).data, [2, ...layers, 3]);

/** The peer under Node's V8, which is older than Chromium's. @returns {Promise<Engine>} */
export async function typedRow() {
  const engine = await wasmEngine("micrograd.wasm", () => {});
  return {
    async time(what, count) {
      engine.withSettings(engine.c.open_session, {});
      const mlp = peerOf(engine, [8]);
      const { train, val } = pointsOf(engine);
      const start = performance.now();
      for (let i = 0; i < count; i++) what === "step" ? mlp.step(train, val) : mlp.surface(50, 50, 2);
      return (performance.now() - start) / count;
    },
    close() {},
  };
}

/**
 * Something timed in Chromium, in a worker as the page's own engines are, with the site's modules; `typed` is the peer.
 * @param {import("./browser.js").Browser} browser @param {"anew" | "typed"} kind @returns {Promise<Engine>}
 */
export async function beside(browser, kind) {
  const { emptyWorker } = await import("./browser.js"); // needs node_modules, which the rows in Node do not
  const { page, worker } = await emptyWorker(browser);
  const peer = await readFile(PEER, "utf8");
  const anew =
    kind === "anew" ? (await readFile(path.join(ROOT, await buildWasm("anew")))).toString("base64") : "";
  await worker.evaluate(
    async ([source, which, calls, site, wasm]) => {
      const load = (/** @type {string} */ file) => import(new URL(file, site).href);
      const { CEngine: Engine, instantiate: start } = await load("source/web/worker/c/c-engine.js");
      const { TypedArrayMlp: Peer } = await import(
        URL.createObjectURL(new Blob([source], { type: "text/javascript" }))
      );
      const exports = await start(
        which === "anew" ? new URL(`data:application/wasm;base64,${wasm}`) : new URL("micrograd.wasm", site),
      );
      const engine = new Engine(which === "anew" ? { ...exports, step: exports.step_anew } : exports);
      const fresh = () => {
        engine.withSettings(engine.c.open_session, {});
        if (which === "anew") return () => engine.step();
        const of = (/** @type {string} */ split) =>
          engine
            .points()
            .filter((/** @type {any} */ p) => p.split === split)
            .map((/** @type {any} */ p) => ({ x: Float64Array.of(p.x, p.y), label: p.label }));
        const [mlp, train, val] = [
          new Peer(engine.query("snapshot", []).data, [2, 8, 3]),
          of("train"),
          of("val"),
        ];
        return Object.assign(() => mlp.step(train, val), { mlp });
      };
      const some = (/** @type {() => void} */ step, /** @type {number} */ count) => {
        for (let i = 0; i < count; i++) step();
      };
      Object.assign(self, {
        time(/** @type {string} */ what, /** @type {number} */ count) {
          const step = /** @type {(() => void) & {mlp?: any}} */ (fresh());
          const draw = () => (step.mlp ? step.mlp.surface(50, 50, 2) : engine.query("surface", [50, 50, 2]));
          const begin = performance.now();
          for (let i = 0; i < count; i += calls)
            some(what === "step" ? step : draw, Math.min(calls, count - i));
          return (performance.now() - begin) / count;
        },
      });
    },
    /** @type {const} */ ([peer, kind, STEPS_A_CALL, browser.url, anew]),
  );
  return {
    // @ts-expect-error made above
    time: (what, count) => worker.evaluate(([verb, times]) => self.time(verb, times), [what, count]),
    close: () => page.close(),
  };
}
