/** The transport, in both engines: what moves a run through its steps. */

import { button, choose, counter, notice, settled, step, stepOf, timeline } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { differ, pixelsOf } from "./plane-look.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {number} least */
const reaches = (page, least) =>
  page.waitForFunction((n) => Number(window.micrograd.state.session.snapshot?.step) >= n, least);

for (const engine of /** @type {const} */ (["Python", "C"])) {
  test.describe(`in ${engine}`, () => {
    test.beforeEach(async ({ bothPage: page }) => {
      await choose(page, engine);
      await settled(page);
    });

    test("Step makes one step, and the losses shown are the engine's own", async ({ bothPage: page }) => {
      await button(page, "Step").click();
      await expect(counter(page)).toHaveText("step 1 / 100");
      await settled(page);
      const loss = await page.evaluate(() => window.micrograd.state.session.snapshot?.loss);
      expect(loss?.train).toBeCloseTo(1.0122152826497561, 9);
      expect(loss?.val).toBeCloseTo(1.053898, 6);
      for (const [name, value] of /** @type {const} */ ([
        ["Train loss", loss?.train],
        ["Val loss", loss?.val],
      ])) {
        await expect(page.getByLabel(name, { exact: true })).toHaveText(Number(value).toFixed(4));
        await expect(page.getByLabel(name, { exact: true })).toHaveAttribute(
          "title",
          new RegExp(`^${value}, before`),
        );
      }
    });

    test("Play runs until Pause, and pausing stays where it is", async ({ bothPage: page }) => {
      await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "30 steps a second" });
      await button(page, "Play").click();
      await reaches(page, 4);
      await button(page, "Pause").click();
      await expect(button(page, "Play")).toBeVisible();
      // 20 frames are more than ten steps at this speed
      const frames = () =>
        page.evaluate(async () => {
          for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
        });
      await frames(); // the step that the engine was making may still arrive
      const at = await stepOf(page);
      expect(at).toBeLessThan(100);
      await frames();
      expect(await stepOf(page)).toBe(at);
    });

    test("Reset brings the initial parameters back, and the same run again", async ({ bothPage: page }) => {
      const numbers = () =>
        page.evaluate(() => {
          const {
            session: { snapshot },
            run: { history },
          } = window.micrograd.state;
          return { data: [...(snapshot?.data ?? [])], losses: history?.train };
        });
      const start = await numbers();
      await step(page, 5);
      const first = await numbers();
      await button(page, "Reset").click();
      await expect(counter(page)).toHaveText("step 0 / 100");
      await settled(page);
      expect(await numbers()).toEqual(start);
      await expect(page.getByLabel("Train loss", { exact: true })).toHaveText("–");
      await step(page, 5);
      expect(await numbers()).toEqual(first);
    });

    test("Back goes one step back, down to the start and no further", async ({ bothPage: page }) => {
      await step(page, 2);
      await button(page, "Back").click();
      await expect(counter(page)).toHaveText("step 1 / 100");
      await button(page, "Back").click();
      await expect(counter(page)).toHaveText("step 0 / 100");
      await expect(button(page, "Back")).toBeDisabled();
    });

    test("the timeline goes to any step of the run, and keeps what comes after it", async ({
      bothPage: page,
    }) => {
      await step(page, 8);
      await timeline(page).fill("3");
      await expect(counter(page)).toHaveText("step 3 / 100");
      await settled(page);
      const { train, losses } = await page.evaluate(() => {
        const {
          session: { snapshot },
          run: { history },
        } = window.micrograd.state;
        return { train: snapshot?.loss.train, losses: history?.train ?? [] };
      });
      expect(losses).toHaveLength(8);
      expect(train).toBe(losses[2]);
      await timeline(page).fill("8");
      await expect(counter(page)).toHaveText("step 8 / 100");
    });

    test("training stops at its limit and says so; Go on extends it", async ({ bothPage: page }) => {
      await step(page, 95);
      await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "max speed" });
      await button(page, "Play").click();
      await expect(notice(page)).toHaveText("Limit of 100 steps reached.");
      await expect(counter(page)).toHaveText("step 100 / 100");
      await expect(button(page, "Play")).toBeVisible();
      expect(await stepOf(page)).toBe(100);
      await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "10 steps a second" });
      await button(page, "Go on").click();
      await reaches(page, 101);
      await button(page, "Pause").click();
      await expect(counter(page)).toHaveText(/^step \d+ \/ 200$/);
      await expect(notice(page)).toBeHidden();
    });
  });
}

test("speed: at one step a second a second passes between two steps", async ({ cPage: page }) => {
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "1 step a second" });
  const between = page.evaluate(async () => {
    const reached = async (/** @type {number} */ step) => {
      while (Number(window.micrograd.state.session.snapshot?.step) < step)
        await new Promise(requestAnimationFrame);
      return performance.now();
    };
    return -(await reached(1)) + (await reached(2));
  });
  await button(page, "Play").click();
  expect(await between).toBeGreaterThan(800);
  expect(await between).toBeLessThan(4000);
});

/** Plays max speed, with the limit far away. @param {Page} page */
async function playOn(page) {
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/limit", limit: 1_000_000 }));
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "max speed" });
  await button(page, "Play").click();
  await reaches(page, (await stepOf(page)) + 100);
}

test("paused, every row of the table and the whole curve show where the run is", async ({ cPage: page }) => {
  await playOn(page);
  await button(page, "Pause").click();
  await settled(page);
  const data = await page.evaluate(() => [...(window.micrograd.state.session.snapshot?.data ?? [])]);
  const shown = () =>
    page
      .locator('#params [data-field="data"]')
      .evaluateAll((cells) => cells.map((cell) => Number(/** @type {HTMLElement} */ (cell).title)));
  await expect.poll(shown).toEqual(data); // the frame after the pause brings the rows out of sight up to date
  const curve = () => pixelsOf(page, "#loss canvas");
  const paused = await curve();
  for (let i = 0; i < 2; i++) await button(page, "Log scale").click(); // another plot each time
  await expect.poll(async () => differ(await curve(), paused)).toBe(false); // a plot is drawn in the next frame
});

test("while a run plays, the rows scrolled into view keep up with it", async ({ cPage: page }) => {
  await page.getByRole("group", { name: "Table of parameters" }).evaluate((table) => {
    table.scrollTop = table.scrollHeight;
  });
  await playOn(page);
  await page.waitForFunction(() => {
    const last = [...document.querySelectorAll('#params [data-field="data"]')].at(-1);
    const {
      session: { snapshot },
      run: { playing },
    } = window.micrograd.state;
    return playing && Number(/** @type {HTMLElement} */ (last).title) === snapshot?.data.at(-1);
  });
});

test("at the limit the counter, the losses and the notice stand side by side", async ({ cPage: page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "max speed" });
  await button(page, "Play").click();
  await expect(notice(page)).toBeVisible();
  const overflows = await page.evaluate(() =>
    [...document.querySelectorAll("#transport > *, .notice")]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(({ className }) => className),
  );
  expect(overflows).toEqual([]);
});
