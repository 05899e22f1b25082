/**
 * The fixtures of every end-to-end test: pages that are watched. Whatever its title says, a test fails when its
 * page writes an error or a warning to the console, throws, asks another origin for anything, or is answered by
 * 4xx or 5xx. A test that provokes one of those says which by `complaints.expect`.
 */

import { test as base, expect } from "@playwright/test";
import { freshRun, open, openBoth } from "./actions.js";
import { openClients } from "./clients.js";

export { expect };

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").BrowserContext} BrowserContext */

/**
 * What the pages of a context complained about, and which of that was meant to happen.
 * @typedef {{all: string[], expect(pattern: RegExp): void, unexpected(): string[]}} Complaints
 */

/**
 * Watches the pages of a context, and their workers, from now on.
 * @param {BrowserContext} context
 * @param {string} baseURL
 * @returns {Complaints}
 */
function watch(context, baseURL) {
  const { origin } = new URL(baseURL);
  /** @type {string[]} */
  const all = [];
  /** @type {RegExp[]} */
  const expected = [];
  context.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) {
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
  return {
    all,
    expect: (pattern) => expected.push(pattern),
    unexpected: () => all.filter((text) => !expected.some((pattern) => pattern.test(text))),
  };
}

/** @param {Complaints} complaints */
function assertQuiet(complaints) {
  const unexpected = complaints.unexpected();
  if (unexpected.length > 0) throw new Error(`the page complained:\n${unexpected.join("\n")}`);
}

/**
 * A watched page of its own that lives as long as the Playwright worker.
 * @param {(page: Page) => Promise<void>} prepare
 */
function perWorker(prepare) {
  /** @param {any} given @param {any} use @param {any} workerInfo */
  const fixture = async ({ browser }, use, { project }) => {
    const { baseURL, viewport } = project.use;
    const context = await browser.newContext({ baseURL, viewport });
    const complaints = watch(context, baseURL);
    const page = await context.newPage();
    await prepare(page);
    await use({ page, complaints });
    await context.close();
  };
  return [fixture, { scope: "worker" }];
}

/**
 * `cPage` is a page on which C runs and Python stays on its way. `page` is one where nothing has been opened.
 * `bothPage` has both engines ready; the tests of one Playwright worker share it, since Pyodide takes seconds to
 * boot, and each gets it with a new run of the defaults in C. `engines` is a document of the site without the page:
 * its console has the site's own clients of both engines, to ask them what no control asks.
 * @typedef {{complaints: Complaints, cPage: Page, bothPage: Page, engines: Page}} Mine
 * @typedef {{shared: Watched, clients: Watched}} Shared
 * @typedef {{page: Page, complaints: Complaints}} Watched
 * @typedef {import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions} Args
 * @typedef {import("@playwright/test").PlaywrightWorkerArgs & import("@playwright/test").PlaywrightWorkerOptions} WorkerArgs
 */

/** @type {any} */
const fixtures = {
  complaints: [
    /** @param {any} given @param {any} use */
    async ({ context, baseURL }, use) => {
      const complaints = watch(context, baseURL);
      await use(complaints);
      assertQuiet(complaints);
    },
    { auto: true },
  ],

  /** @param {any} given @param {any} use */
  cPage: async ({ page }, use) => {
    await open(page);
    await use(page);
  },

  /** @param {any} given @param {any} use */
  bothPage: async ({ shared }, use) => {
    await freshRun(shared.page);
    await use(shared.page);
    assertQuiet(shared.complaints);
  },

  /** @param {any} given @param {any} use */
  engines: async ({ clients }, use) => {
    await use(clients.page);
    assertQuiet(clients.complaints);
  },

  shared: perWorker(openBoth),
  clients: perWorker(openClients),
};

export const test = /** @type {import("@playwright/test").TestType<Args & Mine, WorkerArgs & Shared>} */ (
  /** @type {unknown} */ (base.extend(fixtures))
);
