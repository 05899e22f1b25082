/**
 * Both engines without the page around them: the site's own workers behind its own clients, in an empty document
 * beside it. What no control of the page asks for can be asked here, in the same words.
 */

import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { openEmpty } from "./memory.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/protocol/messages.js").Config} Config */
/** @typedef {import("../../web/protocol/messages.js").EngineName} EngineName */

/** The defaults of SPEC.md, on fewer points: a step in Python takes a third of the time. @type {Config} */
export const SMALL = { ...DEFAULT_CONFIG, n: 30 };

/** @param {Page} page */
export async function openClients(page) {
  await openEmpty(page);
  await page.evaluate(async () => {
    const load = (/** @type {string} */ name) => import(new URL(name, location.href).href);
    const [{ EngineClient }, { ENGINES }] = await Promise.all(
      ["source/web/engine/client.js", "protocol/engines.js"].map(load),
    );
    const started = (/** @type {EngineName} */ name) =>
      new Promise((resolve, reject) => {
        const onFailed = (/** @type {string} */ reason) => reject(new Error(`${name}: ${reason}`));
        const listener = { onProgress() {}, onReady: () => resolve(client), onFailed };
        const client = new EngineClient(ENGINES[name].makeWorker, listener);
        client.start();
      });
    const names = /** @type {EngineName[]} */ (Object.keys(ENGINES)).filter((name) => !ENGINES[name].own);
    const clients = await Promise.all(names.map(started));
    window.engines = /** @type {any} */ (Object.fromEntries(names.map((name, i) => [name, clients[i]])));
  });
}

/**
 * A whole run in one engine: every loss, and the training state after the last step.
 * @param {Page} page
 * @param {EngineName} name
 * @param {Config} config
 * @param {number} steps fewer are made when a loss stops being finite, as on the page
 * @param {import("../../web/protocol/messages.js").Point[] | null} [points] instead of the data set's
 */
export function run(page, name, config, steps, points = null) {
  return page.evaluate(
    async ([engine, settings, count, own]) => {
      const client = window.engines[engine];
      let { snapshot } = await client.request("reset", { config: settings });
      if (own) await client.request("set_points", { points: own });
      /** @type {number[]} */
      const train = [];
      /** @type {number[]} */
      const val = [];
      while (train.length < count && train.every(Number.isFinite)) {
        const reply = await client.request("step", { count: count - train.length, budget: 1000 });
        train.push(...reply.train);
        val.push(...reply.val);
        snapshot = reply.snapshot;
      }
      const { step, data, grad, m, v } = snapshot;
      return { step: [step], train, val, data: [...data], grad: [...grad], m: [...m], v: [...v] };
    },
    /** @type {const} */ ([name, config, steps, points]),
  );
}

/**
 * What the engine says of one point and of the plane, where its run stands.
 * @param {Page} page
 * @param {EngineName} name
 * @param {{x: number, y: number, label: number}} place
 */
export function queries(page, name, { x, y, label }) {
  return page.evaluate(
    async ([engine, place]) => {
      const client = window.engines[engine];
      const graph = await client.request("trace", place);
      const { probabilities } = await client.request("surface", { columns: 40, rows: 30, extent: 2 });
      const predicted = await client.request("predict", { x: place.x, y: place.y });
      const { op, name: names, role, prev } = graph;
      return {
        words: { op, names, role, prev },
        columns: {
          k: [...graph.k],
          data: [...graph.data],
          grad: [...graph.grad],
          local: [...graph.local],
          surface: [...(probabilities ?? [])],
          predicted: predicted.probabilities,
        },
      };
    },
    /** @type {const} */ ([name, { x, y, label }]),
  );
}
