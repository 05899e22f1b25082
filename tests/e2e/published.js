/**
 * A site that is published as on GitHub Pages, on which another version can take the place of the first, with a service worker that
 * is allowed. `page` and its context see this site alone; it can go away, and cut one file short.
 */

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, get } from "node:http";
import path from "node:path";
import { serve } from "../../build/serve.js";
import { buildOffline } from "../../build/site/offline.js";
import { DIST, SITE } from "../../build/tools.js";
import { settled } from "./actions.js";
import { expect, test as watched } from "./fixtures.js";

export { expect };

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{file: string, bytes: number}} Asked */
/** @typedef {Awaited<ReturnType<typeof publish>>} Published */

/** What a hotel's or a train's network sends in place of any file. */
const PORTAL = "<!doctype html><title>Log in</title><p>Log in to use this network.</p>";

const PREFIX = "/micrograd/";
export const NEXT_TITLE = "micrograd, the next version";
/** What the next version's engine.py has in its first line. */
export const NEXT_LINE = "# the next version";

/** A folder with the next version: another page, and another file that the page loads late. */
async function nextVersion() {
  const folder = await mkdtemp(path.join(DIST, ".next-"));
  await cp(SITE, folder, { recursive: true });
  const change = async (/** @type {string} */ file, /** @type {(text: string) => string} */ how) => {
    const full = path.join(folder, file);
    await writeFile(full, how(await readFile(full, "utf8")));
  };
  await change("index.html", (text) =>
    text.replace(/ data-build="[^"]*"/, "").replace(/<title>.*<\/title>/, `<title>${NEXT_TITLE}</title>`),
  );
  await change("source/micrograd/engine.py", (text) => `${NEXT_LINE}\n${text}`);
  await buildOffline(folder);
  return folder;
}

/** Serves the built site on a port of its own. */
export async function publish() {
  const maxAge = 600; // as GitHub Pages: for ten minutes the browser's own cache has the version before
  let real = await serve({ prefix: PREFIX, maxAge });
  /** @type {string[]} */
  const folders = [];
  /** @type {Asked[]} */
  let asked = [];
  let isDown = false;
  let isPortal = false;
  let isStored = true;
  /** @type {{file: string, fault: "cut" | "missing"} | null} */
  let faulty = null;
  const server = createServer((request, response) => {
    if (isDown) return request.socket.destroy();
    if (isPortal) return response.writeHead(200, { "content-type": "text/html" }).end(PORTAL);
    const url = request.url ?? "/";
    const file = url.slice(PREFIX.length).split("?")[0];
    const fault = faulty?.file === file ? faulty.fault : null;
    if (fault === "missing") return response.writeHead(404).end("not found");
    const headers = { ...request.headers, host: new URL(real.url).host };
    const relayed = get(new URL(url, real.url), { headers }, (answer) => {
      const store = isStored ? {} : { "cache-control": "no-store" };
      response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...store });
      let bytes = 0;
      answer.on("data", (chunk) => {
        bytes += chunk.length;
        response.write(fault ? chunk.subarray(0, chunk.length >> 1) : chunk);
        if (fault) setImmediate(() => response.destroy());
      });
      answer.on("end", () => {
        asked.push({ file, bytes });
        if (!fault) response.end();
      });
    });
    relayed.on("error", () => response.destroy()); // the site has gone meanwhile
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}${PREFIX}`,
    /** What has been asked for since the last call. */
    takeAsked() {
      const taken = asked;
      asked = [];
      return taken;
    },
    /** Publishes the next version in place of the first. */
    async publishNext() {
      const dir = await nextVersion();
      folders.push(dir);
      const before = real;
      real = await serve({ dir, prefix: PREFIX, maxAge });
      await before.close();
    },
    /** @param {boolean} down whether nobody answers */
    setDown(down) {
      isDown = down;
      server.closeAllConnections();
    },
    /** The browser's own cache keeps nothing from now on. */
    forbidStoring() {
      isStored = false;
    },
    /** @param {boolean} portal whether a network's log-in page answers everything */
    setPortal(portal) {
      isPortal = portal;
    },
    /** @param {string | null} file one that does not arrive from now on; null when all do @param {"cut" | "missing"} [fault] */
    setFaulty(file, fault = "cut") {
      faulty = file === null ? null : { file, fault };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await real.close();
      for (const folder of folders) await rm(folder, { recursive: true });
    },
  };
}

/** Runs in the page, before its scripts: Python fails at once, so that C alone runs, and the page comes to rest in a second. */
function failPython() {
  const failed = { reason: "it is not needed in this test", details: "" };
  window.Worker = new Proxy(window.Worker, {
    construct(target, [url, options]) {
      if (!String(url).includes("/python.worker.js")) return new target(url, options);
      const worker = { onmessage: (/** @type {any} */ _event) => {}, postMessage() {}, terminate() {} };
      setTimeout(() => worker.onmessage?.({ data: { failed } }));
      return worker;
    },
  });
}

/** Opens the site with C alone. @param {Page} page @param {string} [hash] */
export async function openC(page, hash = "") {
  await page.addInitScript(failPython);
  await page.goto(`./${hash}`);
  await settled(page);
}

/** Waits until the site is kept, and answers this page. @param {Page} page */
export async function untilKept(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

/** Waits until another version has been brought and waits. @param {Page} page */
export const untilWaiting = (page) =>
  page.waitForFunction(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));

/** Asks the browser whether there is another version, and resolves to how that ended. @param {Page} page @returns {Promise<string>} */
export const lookForUpdate = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    const { installing } = registration;
    if (!installing) return registration.waiting ? "installed" : "none";
    return new Promise((resolve) => {
      installing.addEventListener("statechange", () => resolve(installing.state));
    });
  });

/** The names of the caches that hold versions of the site. @param {Page} page */
export const versions = (page) =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("site ")));

/** @type {any} */
const fixtures = {
  serviceWorkers: "allow",

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it needs from here
  published: async (/** @type {any} */ {}, /** @type {any} */ use) => {
    const site = await publish();
    await use(site);
    await site.close();
  },

  baseURL: async (/** @type {any} */ { published }, /** @type {any} */ use) => use(published.url),

  context: async (/** @type {any} */ { context, published, complaints }, /** @type {any} */ use) => {
    complaints.expect(new RegExp(`asked another origin: ${published.url}`)); // it is this test's own
    await use(context);
  },
};

export const test =
  /** @type {import("@playwright/test").TestType<import("./fixtures.js").Args & import("./fixtures.js").Mine & {published: Published}, import("./fixtures.js").WorkerArgs>} */ (
    /** @type {unknown} */ (watched.extend(fixtures))
  );
