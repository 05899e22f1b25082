/** After one visit the site needs no network: the service worker keeps all of it, and brings each file once. */

import { button, choose, freshRun, linkHash, notice, openBoth, step, stepOf } from "./actions.js";
import { runBits } from "./bits.js";
import { checked, courseOf } from "./course.js";
import { verdict } from "./editor.js";
import { select } from "./inspector.js";
import { expect, openC, test, untilKept, versions } from "./published.js";

/** @typedef {import("@playwright/test").Page} Page */

test("a first visit brings each file once, and says once that the page is ready to work offline", async ({
  page,
  published,
}) => {
  await openBoth(page);
  await untilKept(page);
  await expect(notice(page)).toHaveText("This page is ready to work offline.");
  const files = published
    .takeAsked()
    .flatMap(({ file, bytes }) => (bytes > 0 && file !== "sw.js" ? file : []));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file, i) => files.indexOf(file) !== i)).toEqual([]);

  await openBoth(page);
  expect(published.takeAsked().filter(({ file }) => file !== "sw.js")).toEqual([]);
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe("activated");
  await expect(notice(page)).toBeHidden();
});

test("offline the page has its three engines, lessons, links, exercises, and the source of both", async ({
  page,
  published,
}) => {
  test.setTimeout(240_000);
  await openC(page);
  await untilKept(page);
  await step(page, 4);
  const hash = await linkHash(page);
  published.setDown(true);

  const offline = await page.context().newPage();
  await openBoth(offline);
  await freshRun(offline);
  await step(offline, 3);
  const inC = await runBits(offline);
  for (const engine of /** @type {const} */ (["C batched", "Python"])) {
    await freshRun(offline);
    await choose(offline, engine);
    await step(offline, 3);
    expect(await runBits(offline), engine).toEqual(inC);
  }

  await select(offline, "h3");
  const made = offline.locator('#inspector [data-unfolds="made"]');
  await made.locator("summary").click();
  for (const language of ["python", "c"]) {
    await expect(made.locator(`figure[data-language="${language}"] mark`).first()).toBeVisible();
    const link = made.locator(`figure[data-language="${language}"]`).getByRole("link").first();
    const [source] = await Promise.all([offline.waitForEvent("popup"), link.click()]);
    await expect(source.locator("body")).toContainText("tanh");
    await source.close();
  }

  await button(offline, "Edit the Python").click();
  await expect(offline.getByRole("textbox", { name: "Source of engine.py" })).toBeVisible();
  await button(offline, "Run").click();
  await expect(verdict(offline)).toHaveText(/^Equal to C to the last bit for \d+ steps\.$/);
  await button(offline, "Edit the Python").click();

  await offline.evaluate(() => window.micrograd.dispatch({ type: "course/open" }));
  await checked(offline);
  expect(await courseOf(offline)).toHaveLength(10);

  await offline.goto(`./${hash}`); // within the page
  await expect.poll(() => stepOf(offline)).toBe(4);
  await offline.goto("about:blank");
  await offline.goto(`./${hash}`);
  await expect.poll(() => stepOf(offline)).toBe(4);
  await offline.goto("about:blank");
  await offline.goto("./#lesson=which-points.0");
  await expect(offline.locator(".lesson .said")).toContainText("a mean over all train points");
});

for (const [what, script] of Object.entries({
  "has no service workers": `Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined });`,
  "does not let them be named": `Object.defineProperty(Navigator.prototype, "serviceWorker", { get() { throw new DOMException("denied", "SecurityError"); } });`,
  "refuses this one":
    'if (window.ServiceWorkerContainer) ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("denied", "SecurityError"));',
})) {
  test(`a browser that ${what} shows the page from the network, and says nothing`, async ({ page }) => {
    await page.addInitScript(script);
    const arrived = page.waitForResponse(/engine\/offline|offline.*\.js/);
    await openC(page);
    await arrived;
    await step(page, 2);
    expect(await stepOf(page)).toBe(2);
    await expect(notice(page)).toBeHidden();
    expect(await versions(page)).toEqual([]);
  });
}

test("a page inside another keeps nothing", async ({ page }) => {
  await openC(page, "?embed=graph");
  await page.waitForFunction(() => window.micrograd.state.engines.status.python.phase === "failed");
  await step(page, 1);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
