/**
 * What a browser may lack or refuse, and what may happen to a worker, each in every way: the page works, or says in one
 * sentence what happened and goes on; the run has the same bits.
 */

import { button, choose, holdPython, notice, settled, step, workerOf } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";

/** How a power is missing, as a script that runs before the page's. */
const WAYS = {
  /** @param {string} name of a property of window */
  absent: (name) => `Object.defineProperty(window, "${name}", { value: undefined, configurable: true });`,
  /** @param {string} name */
  throws: (name) =>
    `Object.defineProperty(window, "${name}", { get() { throw new DOMException("denied", "SecurityError"); } });`,
};

/** @param {string} name of a property of navigator @param {string} value */
const ofNavigator = (name, value) =>
  `Object.defineProperty(Navigator.prototype, "${name}", { get: () => ${value}, configurable: true });`;

const refusing = `new Proxy({}, { get() { throw new DOMException("denied", "SecurityError"); } })`;

const FULL = `Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };`;

/** @type {Record<string, string>} */
const POWERS = {
  "localStorage that is absent": WAYS.absent("localStorage"),
  "localStorage that may not be named": WAYS.throws("localStorage"),
  "sessionStorage that is absent": WAYS.absent("sessionStorage"),
  "sessionStorage that may not be named": WAYS.throws("sessionStorage"),
  "storage that is full": FULL,
  "no storage at all": WAYS.throws("localStorage") + WAYS.throws("sessionStorage") + WAYS.throws("caches"),
  "Cache Storage that is absent": WAYS.absent("caches"),
  "Cache Storage that may not be named": WAYS.throws("caches"),
  "locks that are absent": ofNavigator("locks", "undefined"),
  "locks that refuse": ofNavigator("locks", refusing),
  "a clipboard that is absent": ofNavigator("clipboard", "undefined"),
  "a clipboard that refuses": ofNavigator(
    "clipboard",
    "({ writeText: () => Promise.reject(new Error('denied')) })",
  ),
  "no media queries": WAYS.absent("matchMedia"),
  "no idle callbacks": WAYS.absent("requestIdleCallback"),
  'the language "C"': ofNavigator("language", '"C"'),
  'the language "en_US.UTF-8"': ofNavigator("language", '"en_US.UTF-8"'),
};

for (const [what, script] of Object.entries(POWERS)) {
  test(`a browser with ${what} shows the page, trains and shares`, async ({ blankPage: page }) => {
    await page.addInitScript(script);
    await page.addInitScript(holdPython);
    await page.goto("./");
    await settled(page);
    await expect(page.locator("#starting, .panel-problem")).toHaveCount(0);
    await expect(page.locator("#loss canvas")).toBeVisible();
    await step(page, 2);
    expect((await runBits(page)).step).toBe(2);
    await expect(notice(page)).toBeHidden();
    await button(page, "Share").click();
    await expect(notice(page)).toHaveText(/link to this run/);
    await page.reload();
    await settled(page);
  });
}

test("a browser with no media queries opens a lesson, and what it points at glows", async ({
  blankPage: page,
}) => {
  await page.addInitScript(WAYS.absent("matchMedia"));
  await page.addInitScript(holdPython);
  await page.goto("./#lesson=which-points.0");
  await expect(page.locator(".lesson .said")).toContainText("a mean over all train points");
  await expect(page.locator(".glow")).toHaveCount(1);
  await expect(page.locator(".panel-problem")).toHaveCount(0);
});

/** What happens to a worker when it is asked for a step, as a script that runs in it. @param {string} end */
const atStep = (end) => `
  const handle = self.onmessage;
  self.onmessage = (event) => {
    if (event.data.verb !== "step") return handle(event);
    ${end}
  };`;

const ENDS = {
  "whose worker throws": atStep(`setTimeout(() => { throw new Error("an end for a test"); });`),
  "whose interpreter dies": atStep(`
    const die = () => { throw new RangeError("Maximum call stack size exceeded"); };
    Float64Array.from = Float64Array.prototype.slice = die;
    return handle(event);`),
  "that falls silent": atStep("for (;;);"),
};

const ENGINES = /** @type {const} */ ({
  c: { label: "C", file: "c.worker.js" },
  batched: { label: "C batched", file: "batched.worker.js" },
  python: { label: "Python", file: "python.worker.js" },
});

for (const [name, { label, file }] of Object.entries(ENGINES)) {
  for (const [what, script] of Object.entries(ENDS)) {
    test(`an engine (${label}) ${what} is replaced, and the run goes on with the same bits`, async ({
      page,
      complaints,
    }) => {
      complaints.expect(/an end for a test|Maximum call stack/);
      if (name !== "python") await page.addInitScript(holdPython);
      if (what === "that falls silent") await page.clock.install();
      await page.goto("./");
      await settled(page);
      await step(page, 9);
      const alone = await runBits(page);
      await button(page, "Reset").click();
      await settled(page);
      await choose(page, /** @type {any} */ (label));
      await page.waitForFunction(
        (engine) => /** @type {any} */ (window.micrograd.state.engines.status)[engine].phase === "ready",
        name,
      );
      await step(page, 4);
      const worker = workerOf(page, file);
      const replaced = page.waitForEvent("worker");
      await worker.evaluate(script);
      await page.evaluate(() => window.micrograd.dispatch({ type: "run/step", count: 5 }));
      if (what === "that falls silent") await page.clock.runFor(30_000);
      await replaced;
      await page.waitForFunction(() => window.micrograd.state.session.snapshot?.step === 9);
      await settled(page);
      expect(await runBits(page)).toEqual(alone);
      await expect(notice(page)).toHaveText(
        new RegExp(`^${label} stopped: it(s worker)? .*\\. It restarts, and nothing is lost\\.$`),
      );
      expect(await page.evaluate(() => window.micrograd.state.engines.active)).toBe(name);
    });
  }
}
