/** The engines in the page's own workers in a real Chromium, and what the page itself costs. */

import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { ownChromium, systemChromium } from "../../build/browsers/chromium.js";
import { serve } from "../../build/serve.js";
import { exists, Failure, SITE } from "../../build/tools.js";
import { megabytes, watchingWorker } from "./memory.js";

/** @typedef {import("./programs.js").Engine} Engine */
/** @typedef {import("../../web/protocol/messages.js").EngineName} EngineName */
/** @typedef {import("@playwright/test").Page} Page */

const BYTES_PER_MS = 1250; // 10 Mbit/s: a slow line, so that what comes after the first picture does not mix with it
const DEFAULTS = {
  ...{ seed: "42", dataset: "yinyang", n: 100, layers: [8], nonlin: "tanh", optimizer: "adamw" },
  ...{ lr: 0.1, momentum: 0.9, weight_decay: 0.0001, loss: "nll" },
};

const WORKERS = {
  python: "worker/python/python.worker.js",
  c: "worker/c/c.worker.js",
  batched: "worker/c/batched.worker.js",
};

/** The Chromium that there is, and how it starts here. */
export async function launchOptions() {
  const executablePath = (await systemChromium()) ?? (await ownChromium());
  if (!executablePath) throw new Failure("no Chromium found: run  npm test  once");
  const root = process.getuid?.() === 0;
  const args = ["--disable-gpu", ...(root ? ["--no-sandbox"] : [])]; // as root, Chromium refuses its sandbox
  return { executablePath, args };
}

/**
 * What f makes of a page at a file of the site, in a browser with a profile on disk: it keeps what it caches, as on a second visit.
 * @template T @param {string} url of the site @param {(page: Page) => Promise<T>} f
 */
export async function withProfile(url, f) {
  const profile = await mkdtemp(path.join(tmpdir(), "micrograd-bench-"));
  const context = await chromium.launchPersistentContext(profile, await launchOptions());
  try {
    const page = await context.newPage();
    await page.goto(new URL("assets.json", url).href);
    return await f(page);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** A Chromium and the built site on a local server. */
export async function openBrowser() {
  if (!(await exists(`${SITE}/index.html`))) throw new Failure("dist/site/ is missing: run  npm run build");
  const browser = await chromium.launch(await launchOptions());
  const server = await serve();
  return {
    browser,
    url: server.url,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openBrowser>>} Browser */

/**
 * One engine's worker, started by the page's own modules but without the page, which would ask for work of its own.
 * @param {Browser} browser @param {keyof typeof WORKERS} name @returns {Promise<Engine>}
 */
export async function inWorker({ browser, url }, name) {
  const page = await browser.newPage();
  await page.goto(new URL("assets.json", url).href);
  const script = watchingWorker(new URL(WORKERS[name], url).href);
  await page.evaluate(async (source) => {
    const load = (/** @type {string} */ file) => import(new URL(file, location.href).href);
    const { EngineClient } = await load("source/web/engine/client.js");
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    await new Promise((resolve, reject) => {
      const listener = { onProgress() {}, onReady: () => resolve(null), onFailed: reject };
      const client = new EngineClient(() => new Worker(address, { type: "module" }), listener);
      Object.assign(window, { client });
      client.start();
    });
  }, script);
  return {
    time: (what, count) =>
      page.evaluate(
        async ([verb, times, config]) => {
          // @ts-expect-error made above
          const { client } = window;
          await client.request("reset", { config });
          if (verb === "step") return (await client.request("step", { count: times, budget: Infinity })).ms;
          let ms = 0;
          for (let i = 0; i < times; i++) {
            ms += (await client.request("surface", { columns: 50, rows: 50, extent: 2 })).ms / times;
          }
          return ms;
        },
        /** @type {const} */ ([what, count, DEFAULTS]),
      ),
    memory: async () => {
      const bytes = await page.workers()[0].evaluate(() => {
        // @ts-expect-error made by watchingWorker
        return [...self.memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
      });
      return { MB: megabytes(bytes), of: "wasm" };
    },
    close: () => page.close(),
  };
}

/** An empty module worker, where every engine of the page runs, in a page of its own. @param {Browser} browser */
export async function emptyWorker({ browser, url }) {
  const page = await browser.newPage();
  await page.goto(new URL("assets.json", url).href);
  const [worker] = await Promise.all([
    page.waitForEvent("worker"),
    page.evaluate(() => {
      const empty = URL.createObjectURL(new Blob([""], { type: "text/javascript" }));
      Object.assign(window, { worker: new Worker(empty, { type: "module" }) });
    }),
  ]);
  return { page, worker };
}

/**
 * The bytes on the wire, headers too, and the ms from the first request, until data, boundary and graph are drawn, over a
 * line of 10 Mbit/s. Counted in between, so that nothing can be forgotten.
 * @param {Browser} browser
 */
export async function firstPicture({ browser, url }) {
  const line = await slowLine(Number(new URL(url).port));
  const page = await browser.newPage();
  try {
    const drawn = new Promise((resolve) => page.exposeFunction("drawn", resolve));
    await page.addInitScript(reportWhenDrawn);
    const start = performance.now();
    await page.goto(Object.assign(new URL(url), { port: line.port }).href);
    const late = new Promise((_, reject) =>
      setTimeout(reject, 30_000, new Failure("the page has not drawn within half a minute")).unref(),
    );
    await Promise.race([drawn, late]);
    return { kB: line.bytes() / 1000, ms: performance.now() - start };
  } finally {
    await page.close();
    line.close();
  }
}

/** Runs in the page: calls drawn() in the frame after the first in which all three pictures are there. */
function reportWhenDrawn() {
  const look = () => {
    const { answers, session } = window.micrograd?.state ?? {};
    const shown = document.querySelector("#graph svg text") && document.querySelector("#surface canvas");
    if (answers?.graph && answers.surface && session?.snapshot && shown) {
      requestAnimationFrame(() => setTimeout(/** @type {any} */ (window).drawn));
    } else requestAnimationFrame(look);
  };
  look();
}

/** A port that hands everything on to another, counting and pacing what comes back. @param {number} port */
async function slowLine(port) {
  let bytes = 0;
  let free = 0; // when the line has sent what it was given
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  const line = createServer((client) => {
    const server = connect(port, "127.0.0.1");
    client.pipe(server);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => {}); // a browser drops connections when it likes
      socket.on("close", () => [client, server].map((s) => s.destroy()));
    }
    server.on("data", (chunk) => {
      server.pause();
      const now = performance.now();
      free = Math.max(free, now) + chunk.length / BYTES_PER_MS;
      setTimeout(() => {
        bytes += chunk.length;
        client.write(chunk);
        server.resume();
      }, free - now);
    });
  });
  await new Promise((resolve) => line.listen(0, "127.0.0.1", () => resolve(null)));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    line.close();
  };
  const address = /** @type {import("node:net").AddressInfo} */ (line.address());
  return { port: String(address.port), bytes: () => bytes, close };
}
