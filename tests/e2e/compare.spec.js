/** Side by side: lockstep, race, and the way back to one engine. */

import { button, choose, notice, open, settled, step, stepOf } from "./actions.js";
import { runBits } from "./bits.js";
import { need } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { frame } from "./plane-look.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const openSide = (page) =>
  page.getByRole("radiogroup", { name: "Engine" }).getByRole("radio", { name: "Side by side" }).check();

/** @param {Page} page */
const verdict = (page) => page.getByRole("status", { name: "Comparison" });

test("in lockstep Python and C are equal to the last bit, and make the run that each makes alone", async ({
  bothPage: page,
}) => {
  await step(page, 30);
  const alone = await runBits(page);
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/reset" }));
  await page.waitForFunction(() => window.micrograd.state.session.snapshot?.step === 0);
  await openSide(page);
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/step", count: 30 }));
  await expect(verdict(page)).toHaveText("Equal to the last bit for 30 steps.");
  for (const engine of ["Python", "C"]) {
    const log = page.getByRole("log", { name: `Log of ${engine}` });
    await expect(log).toContainText("step 30/100, train loss ");
    await expect(page.getByLabel(`${engine} speed`)).toContainText("30 steps");
  }
  expect(await page.getByRole("log", { name: "Log of Python" }).textContent()).toBe(
    await page.getByRole("log", { name: "Log of C" }).textContent(),
  );
  await choose(page, "C");
  await settled(page);
  expect(await runBits(page)).toEqual(alone);
});

for (const pair of ["Python and C batched", "C and C batched"]) {
  test(`in lockstep ${pair} are equal to the last bit`, async ({ bothPage: page }) => {
    await openSide(page);
    await page.getByRole("combobox", { name: "Engines side by side" }).selectOption({ label: pair });
    await page.waitForFunction(() => window.micrograd.state.engines.status.batched.phase === "ready");
    await page.evaluate(() => window.micrograd.dispatch({ type: "run/step", count: 60 }));
    await expect(verdict(page)).toHaveText("Equal to the last bit for 60 steps.");
  });
}

test("in a race both run at max speed for the same time, and the page's own run stays where it was", async ({
  bothPage: page,
}) => {
  await step(page, 10);
  await openSide(page);
  await button(page, "Race for 5 seconds").click();
  await expect(verdict(page)).toHaveText("Both engines run at max speed, from the same state.");
  await expect(verdict(page)).toHaveText(/^In 5 seconds Python made [\d,]+ steps and C [\d,]+\.$/);
  const made = await page.evaluate(() =>
    Object.values(window.micrograd.state.compare?.lanes ?? {}).map(({ steps }) => steps),
  );
  expect(made[0]).toBeGreaterThan(0);
  expect(made[1]).toBeGreaterThan(made[0]);
  expect(await stepOf(page)).toBe(10);
  await button(page, "Back to lockstep").click();
  await button(page, "Step").click();
  await expect(verdict(page)).toHaveText("Equal to the last bit for 1 step.");
});

/** How many pixels of a chart have a colour. @param {Page} page @param {string} chart */
const painted = (page, chart) =>
  page.evaluate((selector) => {
    const canvas = /** @type {HTMLCanvasElement | null} */ (document.querySelector(`${selector} canvas`));
    if (!canvas || canvas.width === 0 || !canvas.checkVisibility()) return 0;
    const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(
      0,
      0,
      canvas.width,
      canvas.height,
    );
    return data.filter((x, i) => i % 4 === 3 && x > 0).length;
  }, chart);

test("after a comparison the loss chart is drawn again, also when theme and size have changed meanwhile", async ({
  bothPage: page,
}) => {
  await step(page, 10);
  expect(await painted(page, "#loss")).toBeGreaterThan(1000);
  await openSide(page);
  await expect(page.locator("#loss")).toBeHidden();
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.setViewportSize({ width: 1300, height: 800 });
  await choose(page, "C");
  await expect.poll(() => painted(page, "#loss")).toBeGreaterThan(1000);
  await page.setViewportSize({ width: 1440, height: 900 });
  for (let i = 0; i < 2; i++) await page.getByRole("button", { name: /^Theme/ }).click();
});

test("side by side, the curves stay when the theme or the window's size changes", async ({
  bothPage: page,
}) => {
  await openSide(page);
  for (let i = 0; i < 3; i++) await button(page, "Step").click();
  await expect(verdict(page)).toHaveText("Equal to the last bit for 3 steps.");
  const chart = '.lane[data-engine="c"] .chart';
  await expect.poll(() => painted(page, chart)).toBeGreaterThan(500);
  const old = await page.locator(`${chart} canvas`).elementHandle();
  await page.getByRole("button", { name: /^Theme/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect.poll(() => old?.evaluate((canvas) => canvas.isConnected)).toBe(false);
  await frame(page);
  expect(await painted(page, chart)).toBeGreaterThan(500);
  await page.setViewportSize({ width: 1300, height: 800 });
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(1300);
  await frame(page);
  expect(await painted(page, chart)).toBeGreaterThan(500);
  await page.setViewportSize({ width: 1440, height: 900 });
  for (let i = 0; i < 2; i++) await page.getByRole("button", { name: /^Theme/ }).click();
});

test("if the code of the comparison does not arrive, a notice says so, and the next try shows it", async ({
  page,
  complaints,
}) => {
  need(page, "a second try at a module");
  complaints.expect(/compare\.js|net::ERR_FAILED/);
  await page.route("**/view/run/compare.js", (route) => route.abort());
  await open(page);
  await openSide(page);
  await expect(notice(page)).toContainText("Side by side did not load: check the connection");
  await choose(page, "C");
  await page.unroute("**/view/run/compare.js");
  await openSide(page);
  await expect(verdict(page)).toContainText("Waiting for Python");
});
