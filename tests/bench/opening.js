/** What opening the page costs a reader: on a second visit without a network, and on a slow processor. */

import { serve } from "../../build/serve.js";
import { Failure } from "../../build/tools.js";
import { keepMemory } from "./boot.js";
import { withProfile } from "./browser.js";
import { drawnAndReady, mainThread, SLOWDOWN } from "./pacing.js";

/** @typedef {import("./browser.js").Browser} Browser */
/** @typedef {import("@playwright/test").Page} Page */
/** The ms from the start of each second visit. @typedef {{picture: number[], python: number[]}} Visits */

const SCREENS = {
  "a phone": { viewport: { width: 412, height: 823 }, isMobile: true, hasTouch: true },
  "a desktop": { viewport: { width: 1350, height: 940 } },
};

/**
 * Second visits after the site was kept for offline use: the server is gone, so all comes from the service worker, and Python starts
 * from its kept memory. @param {number} rounds @returns {Promise<Visits>}
 */
export async function secondVisits(rounds) {
  const server = await serve();
  const { url } = server;
  try {
    return await withProfile(url, async (first) => {
      const context = first.context();
      await firstVisit(first, url);
      await server.close();
      /** @type {Visits} */
      const visits = { picture: [], python: [] };
      for (let round = 0; round < rounds; round++) {
        const { boot, picture, python } = await visit(await context.newPage(), url);
        if (boot !== "warm") throw new Failure(`Python had a ${boot} boot on a second visit`);
        visits.picture.push(picture);
        visits.python.push(python);
      }
      return visits;
    });
  } finally {
    await server.close().catch(() => {}); // it is closed already, if all went well
  }
}

/** Ends when everything is kept: the site, and Python's memory. @param {Page} page @param {string} url */
async function firstVisit(page, url) {
  await page.goto(url);
  await page.waitForFunction(() => localStorage.getItem("micrograd-offline"), null, { timeout: 120_000 });
  await keepMemory(page);
  await page.close();
}

/** @param {Page} page @param {string} url */
async function visit(page, url) {
  await page.addInitScript(() => {
    const look = () => {
      const { answers, engines } = window.micrograd?.state ?? {};
      const times = /** @type {any} */ (window).opening;
      if (answers?.graph && answers.surface) times.picture ??= performance.now();
      if (engines?.status.python.phase === "ready") times.python ??= performance.now();
      times.boot = engines?.status.python.boot;
      if (!times.picture || !times.python) requestAnimationFrame(look);
    };
    Object.assign(window, { opening: {} });
    requestAnimationFrame(look);
  });
  try {
    await page.goto(url);
    await page.waitForFunction(() => {
      const { picture, python } = /** @type {any} */ (window).opening;
      return picture && python;
    });
    return await page.evaluate(() => /** @type {any} */ (window).opening);
  } finally {
    await page.close();
  }
}

/**
 * The longest task of the main thread, in ms of the processor, while the page is opened on a processor that is four times as slow, until
 * everything is drawn and Python is there: the median of a few visits, since one task's time varies by half.
 * @param {Browser} browser @param {number} visits @returns {Promise<Record<string, number>>}
 */
export async function slowedTasks({ browser, url }, visits) {
  /** @type {Record<string, number>} */
  const longest = {};
  for (const [name, screen] of Object.entries(SCREENS)) {
    const found = [];
    for (let i = 0; i < visits; i++) {
      const context = await browser.newContext({ ...screen, serviceWorkers: "block" });
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
      await browser.startTracing(page, {
        categories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"],
      });
      await page.goto(url);
      await page.waitForFunction(drawnAndReady, /** @type {const} */ ("python"), { timeout: 120_000 });
      const trace = JSON.parse((await browser.stopTracing()).toString());
      const tasks = mainThread(trace.traceEvents, url).filter(({ name }) => name === "RunTask");
      found.push(Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000)));
      await context.close();
    }
    longest[name] = found.sort((a, b) => a - b)[found.length >> 1];
  }
  return longest;
}
