/** How long Python takes to be ready: by a normal boot, and by a warm start from the memory of an earlier visit. */

import { Failure } from "../../build/tools.js";
import { withProfile } from "./browser.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {"normal" | "warm"} Boot */

/**
 * The ms of every boot, from the start of the worker until it is ready, in interleaved rounds. The browser has all
 * files in its cache, as on a second visit; the first boot of each kind is not counted.
 * @param {{url: string}} site @param {number} rounds
 */
export const bootTimes = ({ url }, rounds) =>
  withProfile(url, async (page) => {
    await bootOnce(page, "normal");
    await keepMemory(page);
    await bootOnce(page, "warm");
    /** @type {Record<Boot, number[]>} */
    const times = { normal: [], warm: [] };
    for (let round = 0; round < rounds; round++) {
      for (const boot of /** @type {Boot[]} */ (["normal", "warm"])) {
        times[boot].push(await bootOnce(page, boot));
      }
    }
    return times;
  });

/** Keeps Python's memory for the next start. @param {Page} page */
export async function keepMemory(page) {
  const outcome = await page.evaluate(makeMemory);
  if (outcome !== "kept") throw new Failure(`no memory to start from: ${outcome}`);
}

/** Runs in the page: what the page itself starts once it is idle. @returns {Promise<string>} */
function makeMemory() {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("worker/python/snapshot.worker.js", location.href), { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data.outcome);
    };
    worker.onerror = (event) => resolve(event.message);
  });
}

/** Boots Python once; for a normal boot the memory is hidden meanwhile. @param {Page} page @param {Boot} wanted */
async function bootOnce(page, wanted) {
  const { boot, ms } = await page.evaluate(async (kind) => {
    const hidden = [];
    for (const name of kind === "normal" ? await caches.keys() : []) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        hidden.push({ cache, request, response: await cache.match(request) });
        await cache.delete(request);
      }
    }
    const worker = new Worker(new URL("worker/python/python.worker.js", location.href), { type: "module" });
    const start = performance.now();
    const booted = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve(data.boot);
        if (data.failed) reject(new Error(data.failed));
      };
    });
    const taken = performance.now() - start;
    worker.terminate();
    for (const { cache, request, response } of hidden) if (response) await cache.put(request, response);
    return { boot: booted, ms: taken };
  }, wanted);
  if (boot !== wanted) throw new Failure(`Python had a ${boot} boot where a ${wanted} one was wanted`);
  return ms;
}
