/**
 * The fixtures of the end-to-end tests: pages that are watched. Every test also fails when its page writes an error or a
 * warning to the console, throws, requests anything from another origin, or gets a 4xx or 5xx. A test that provokes
 * one of these says so by `complaints.expect`.
 */

import { test as base, expect } from "@playwright/test";
import { freshRun, open, openBoth } from "./actions.js";
import { openClients } from "./clients.js";

export { expect };

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").BrowserContext} BrowserContext */

/**
 * What the pages of a Playwright worker have complained about, test by test.
 * @param {string} baseURL
 */
function makeComplaints(baseURL) {
  const { origin } = new URL(baseURL);
  /** @type {string[]} */
  let all = [];
  /** @type {RegExp[]} */
  let expected = [];
  return {
    /** Listens to the pages of a context and to their workers. @param {BrowserContext} context */
    watch(context) {
      context.on("console", (message) => {
        const blocked = message.text() === "Service Worker registration blocked by Playwright";
        if (["error", "warning", "assert"].includes(message.type()) && !blocked) {
          all.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on("weberror", (thrown) => all.push(`thrown: ${thrown.error().stack ?? thrown.error()}`));
      context.on("request", (request) => {
        const url = new URL(request.url());
        const ours = url.origin === origin || url.protocol === "data:" || url.protocol === "blob:";
        if (!ours) all.push(`asked another origin: ${request.url()}`);
      });
      context.on("response", (response) => {
        if (response.status() >= 400) all.push(`answered ${response.status()}: ${response.url()}`);
      });
    },
    /** Allows complaints that the test provokes. @param {RegExp} pattern */
    expect(pattern) {
      expected.push(pattern);
    },
    /** Fails on every other complaint, and begins anew. */
    check() {
      const unexpected = all.filter((text) => !expected.some((pattern) => pattern.test(text)));
      [all, expected] = [[], []];
      if (unexpected.length > 0) throw new Error(`the page complained:\n${unexpected.join("\n")}`);
    },
  };
}

/** @typedef {ReturnType<typeof makeComplaints>} Complaints */

/**
 * Something in a context of its own that the tests of one Playwright worker share. It asks for reduced motion, so that nothing
 * waits for flights and fades; the pages of `page` and `ownPage` move.
 * @param {(context: BrowserContext) => Promise<unknown>} make
 */
const perWorker = (make) => [
  /** @param {any} given @param {any} use @param {any} workerInfo */
  async ({ browser, watcher }, use, { project }) => {
    const { baseURL, viewport } = project.use;
    const context = await browser.newContext({
      baseURL,
      viewport,
      reducedMotion: "reduce",
      serviceWorkers: "block",
    });
    watcher.watch(context);
    await use(await make(context));
    await context.close();
  },
  { scope: "worker" },
];

/** A page that the tests of one Playwright worker share. @param {(page: Page) => Promise<void>} prepare */
export const pagePerWorker = (prepare) =>
  perWorker(async (context) => {
    const page = await context.newPage();
    await prepare(page);
    return page;
  });

/** Runs in the page, before its scripts: a new page begins without what others stored; a reload keeps what it stored itself. */
export function beginEmpty() {
  if (location.protocol !== "http:" || sessionStorage.getItem("begun")) return;
  localStorage.clear();
  sessionStorage.setItem("begun", "yes");
}

/** What of a test's options makes another screen. @typedef {import("@playwright/test").BrowserContextOptions} Screen */

/** Contexts that the tests of one Playwright worker share: one for each screen. */
const contexts = [
  /** @param {any} given @param {any} use @param {any} workerInfo */
  async ({ browser, watcher }, use, { project }) => {
    /** @type {Map<string, BrowserContext>} */
    const made = new Map();
    await use(async (/** @type {Screen} */ screen) => {
      const key = JSON.stringify(screen);
      const there = made.get(key);
      if (there) return there;
      /** @type {BrowserContext} */
      const context = await browser.newContext({
        baseURL: project.use.baseURL,
        serviceWorkers: "block",
        ...screen,
      });
      watcher.watch(context);
      made.set(key, context);
      return context;
    });
    for (const context of made.values()) await context.close();
  },
  { scope: "worker" },
];

/** Lends a new page of a shared context, whose storage is empty. @param {BrowserContext} context @param {any} use @param {(page: Page) => Promise<void>} [prepare] */
async function lend(context, use, prepare) {
  const page = await context.newPage();
  await page.addInitScript(beginEmpty);
  await prepare?.(page);
  await use(page);
  await page.close();
}

/**
 * `page` has a context of its own, and nothing has been opened in it.
 * `cPage` shows the page with C ready and Python still loading. It is new and the storage is empty, but its context, and so the
 * browser's cache, is shared by the tests of a Playwright worker, which halves the time to open it.
 * `blankPage` is such a page before anything has been opened in it: for a script that runs first, or a link.
 * `screenPage` shows the same as `cPage` on the screen that the test uses, where the page moves. Its context is shared too.
 * `ownPage` shows the same as `cPage` in a context of its own: for a permission, a clock, two pages.
 * `bothPage` has both engines ready. It is shared, since Pyodide takes seconds to boot; each test gets it with a new run of the
 * defaults in C.
 * `engines` is an empty document of the site whose console has the page's own clients of all engines. It is shared too.
 * @typedef {{complaints: Complaints, cPage: Page, blankPage: Page, screenPage: Page, ownPage: Page, bothPage: Page, engines: Page}} Mine
 * @typedef {{watcher: Complaints, cached: BrowserContext, contexts: (screen: Screen) => Promise<BrowserContext>, shared: Page, clients: Page}} Shared
 * @typedef {import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions} Args
 * @typedef {import("@playwright/test").PlaywrightWorkerArgs & import("@playwright/test").PlaywrightWorkerOptions} WorkerArgs
 */

/** @type {any} */
const fixtures = {
  watcher: [
    /** @param {any} given @param {any} use @param {any} workerInfo */
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it needs from here
    async ({}, use, { project }) => use(makeComplaints(project.use.baseURL)),
    { scope: "worker" },
  ],

  complaints: [
    /** @param {any} given @param {any} use */
    async ({ watcher }, use) => {
      await use(watcher);
      watcher.check();
    },
    { auto: true },
  ],

  /** @param {any} given @param {any} use */
  context: async ({ context, complaints }, use) => {
    complaints.watch(context);
    await use(context);
  },

  /** @param {any} given @param {any} use */
  cPage: async ({ cached }, use) => lend(cached, use, open),

  /** @param {any} given @param {any} use */
  blankPage: async ({ cached }, use) => lend(cached, use),

  /** @param {any} given @param {any} use */
  screenPage: async (
    { contexts, viewport, colorScheme, hasTouch, isMobile, deviceScaleFactor, userAgent },
    use,
  ) => {
    const screen = { viewport, colorScheme, hasTouch, isMobile, deviceScaleFactor, userAgent };
    await lend(await contexts(screen), use, open);
  },

  /** @param {any} given @param {any} use */
  ownPage: async ({ page }, use) => {
    await open(page);
    await use(page);
  },

  /** @param {any} given @param {any} use */
  bothPage: async ({ shared }, use) => {
    await freshRun(shared);
    await use(shared);
  },

  /** @param {any} given @param {any} use */
  engines: async ({ clients }, use) => use(clients),

  contexts,
  cached: perWorker(async (context) => context),
  shared: pagePerWorker(openBoth),
  clients: pagePerWorker(openClients),
};

export const test = /** @type {import("@playwright/test").TestType<Args & Mine, WorkerArgs & Shared>} */ (
  /** @type {unknown} */ (base.extend(fixtures))
);
