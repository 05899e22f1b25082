/** After one visit the page needs no network in WebKit either. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, skip } from "./browser.js";
import { bitsOf, choose, ENGINES, freshRun, open, settled, step } from "./hands.js";

/** @type {import("./browser.js").Browser} */
let browser;
before(async () => {
  // the browser's own cache asks the site each time, so that only the service worker can answer without it
  if (!skip) browser = await openBrowser({ maxAge: 0 });
});
after(() => browser?.end());

test("a reload without the site brings the page, its run and its engines", { skip }, async () => {
  await open(browser);
  await step(browser, 4);
  const kept = await bitsOf(browser);
  await browser.until("the site is kept", async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === "activated";
  });
  await browser.reload(); // the service worker has the page from its next visit on
  await settled(browser);
  assert.deepEqual(await browser.complaints(), []);

  await browser.stopSite();
  await browser.reload();
  await settled(browser);
  assert.equal(await browser.evaluate(() => navigator.serviceWorker.controller?.state), "activated");
  assert.deepEqual(await bitsOf(browser), kept);
  await browser.until("Python has arrived", () => {
    const { phase } = window.micrograd.state.engines.status.python;
    return phase === "ready";
  });
  await step(browser, 3);
  assert.equal((await bitsOf(browser)).step, 7);

  const all = [];
  for (const [label, name] of ENGINES) {
    await freshRun(browser);
    await choose(browser, label, name);
    await step(browser, 3);
    all.push(await bitsOf(browser));
  }
  assert.deepEqual(all, [all[0], all[0], all[0]]);

  await open(browser, "#lesson=which-points.0");
  await browser.until("the lesson speaks", () =>
    document.querySelector(".lesson .said")?.textContent?.includes("a mean over all train points"),
  );
  assert.deepEqual(await browser.complaints(), []);
});
