/**
 * What the page's engines are compared with: the same .wasm files under Node's V8, C that finds its topological order again in
 * every step, and the peers in JavaScript.
 */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { openWasm } from "../../build/c/open-wasm.js";
import { buildWasm } from "../../build/c/wasm.js";
import { DIST, exists, Failure, ROOT } from "../../build/tools.js";
import { megabytes } from "./memory.js";
import { PEERS, peerOf, pointsOf, sourceOf } from "./peers.js";

/** @typedef {import("./programs.js").Engine} Engine */
/** @typedef {import("./peers.js").Kind} Kind */

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

/** A peer under Node's V8, which is older than Chromium's. @param {Kind} kind @returns {Promise<Engine>} */
export async function peerRow(kind) {
  const engine = await wasmEngine("micrograd.wasm", () => {});
  return {
    async time(what, count) {
      engine.withSettings(engine.c.open_session, {});
      const peer = peerOf(engine, kind, [8]);
      const { train, val } = pointsOf(engine);
      const start = performance.now();
      for (let i = 0; i < count; i++) what === "step" ? peer.step(train, val) : peer.surface(50, 50, 2);
      return (performance.now() - start) / count;
    },
    close() {},
  };
}

/**
 * Something timed in Chromium, in a worker as the page's own engines are, with the site's modules: C that orders anew, or a peer.
 * @param {import("./browser.js").Browser} browser @param {"anew" | Kind} kind @returns {Promise<Engine>}
 */
export async function beside(browser, kind) {
  const { emptyWorker } = await import("./browser.js"); // needs node_modules, which the rows in Node do not
  const { page, worker } = await emptyWorker(browser);
  const peer = kind === "anew" ? null : { name: PEERS[kind].Peer.name, source: await sourceOf(kind) };
  const anew =
    kind === "anew" ? (await readFile(path.join(ROOT, await buildWasm("anew")))).toString("base64") : "";
  await worker.evaluate(
    async ([its, calls, site, wasm]) => {
      const load = (/** @type {string} */ file) => import(new URL(file, site).href);
      const { CEngine: Engine, instantiate: start } = await load("source/web/worker/c/c-engine.js");
      const module = URL.createObjectURL(new Blob([its?.source ?? ""], { type: "text/javascript" }));
      const { [its?.name ?? ""]: Peer } = await import(module);
      const exports = await start(
        its ? new URL("micrograd.wasm", site) : new URL(`data:application/wasm;base64,${wasm}`),
      );
      const engine = new Engine(its ? exports : { ...exports, step: exports.step_anew });
      const fresh = () => {
        engine.withSettings(engine.c.open_session, {});
        if (!its) return () => engine.step();
        const of = (/** @type {string} */ split) =>
          engine
            .points()
            .filter((/** @type {any} */ p) => p.split === split)
            .map((/** @type {any} */ p) => ({ x: Float64Array.of(p.x, p.y), label: p.label }));
        const start = engine.query("snapshot", []).data;
        const [mlp, train, val] = [new Peer(start, [2, 8, 3]), of("train"), of("val")];
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
    /** @type {const} */ ([peer, STEPS_A_CALL, browser.url, anew]),
  );
  return {
    // @ts-expect-error made above
    time: (what, count) => worker.evaluate(([verb, times]) => self.time(verb, times), [what, count]),
    close: () => page.close(),
  };
}
