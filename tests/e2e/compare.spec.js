/** Side by side: lockstep, race, and the way back to one engine. */

import { button, choose, settled, step, stepOf } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const openSide = (page) =>
  page.getByRole("radiogroup", { name: "Engine" }).getByRole("radio", { name: "Side by side" }).check();

/** @param {Page} page */
const verdict = (page) => page.getByRole("status", { name: "Comparison" });

test("in lockstep Python and C are equal to the last bit, and the run is the one that either makes alone", async ({
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

test("a race lets both run free for the same time, and leaves the run where it was", async ({
  bothPage: page,
}) => {
  await step(page, 10);
  await openSide(page);
  await button(page, "Race for 5 seconds").click();
  await expect(verdict(page)).toHaveText("Both engines run at max speed, from the same state.");
  await expect(verdict(page)).toHaveText(/^In 5 seconds Python made [\d,]+ steps and C [\d,]+, [\d.]+ times/);
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
