/** Lessons on a phone: what they point at is seen above the card, which is a sheet at the bottom. And on a laptop, the table. */

import { LESSONS, loadStages } from "../../web/lessons/index.js";
import { button } from "./actions.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Opens a lesson by the console. @param {Page} page @param {string} id @param {number} [stage] */
const openLesson = (page, id, stage = 0) =>
  page.evaluate((lesson) => window.micrograd.dispatch({ type: "lesson/open", ...lesson }), { id, stage });

/** Waits until a stage has said what it has to say. @param {Page} page @param {number} stage */
const said = (page, stage) =>
  page.waitForFunction((n) => {
    const lesson = window.micrograd.state.view.lesson;
    return lesson?.stage === n && lesson.said !== null;
  }, stage);

/** Waits until it is done. @param {Page} page */
const done = (page) => page.waitForFunction(() => window.micrograd.state.view.lesson?.done);

/** Whether what glows is hit above the sheet, or in the transport below it. @param {Page} page */
const glowIsFree = (page) =>
  page.evaluate(() => {
    const glow = document.querySelector(".glow");
    if (!glow) return "nothing glows";
    const { left, right, top, bottom } = glow.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!hit || !glow.contains(hit)) return `${glow.className} is covered by ${hit?.className}`;
    const sheet = document.querySelector(".lesson")?.getBoundingClientRect().top ?? 0;
    return (top + bottom) / 2 < sheet || glow.closest("#transport") ? "free" : "below the sheet's edge";
  });

/** The sheet's part of the screen's height. @param {Page} page */
const sheetPart = (page) =>
  page.evaluate(() => (document.querySelector(".lesson")?.clientHeight ?? 0) / innerHeight);

test.describe("390x844", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  for (const { id, question } of LESSONS.filter((lesson) => lesson.id !== "same-in-c")) {
    test(`"${question}": what glows is in the free part of the screen, and the result is in the sheet`, async ({
      screenPage: page,
    }) => {
      await openLesson(page, id);
      for (const [i, stage] of (await loadStages(id)).entries()) {
        await said(page, i);
        if (stage.ask) await page.locator(".lesson .choice").first().click();
        if (stage.do) await expect.poll(() => glowIsFree(page), { message: `stage ${i}` }).toBe("free");
        expect(await sheetPart(page)).toBeLessThan(0.46);
        if (stage.do) await button(page, "Show me").click();
        await done(page);
        await expect(page.locator(".lesson .seen")).toBeInViewport({ ratio: 0.6 });
        expect(await sheetPart(page)).toBeLessThan(0.46);
        await page.evaluate(() => window.micrograd.dispatch({ type: "lesson/next" }));
      }
    });
  }

  test("the table of zero_grad is in sight when the lesson speaks of it", async ({ screenPage: page }) => {
    await openLesson(page, "why-zero-grad", 2);
    await said(page, 2);
    await page.locator(".lesson .choice").first().click();
    await button(page, "Show me").click();
    await done(page);
    const row = page.locator('[data-parameter="h3.w1"] .wrong');
    const covered = () =>
      row.evaluate((cell) => {
        const { left, right, top, bottom } = cell.getBoundingClientRect();
        return document.elementFromPoint((left + right) / 2, (top + bottom) / 2) !== cell;
      });
    await expect.poll(covered).toBe(false);
  });

  test("the drawing and its sentence fit into the sheet", async ({ screenPage: page }) => {
    await openLesson(page, "what-adam-does");
    await said(page, 0);
    await button(page, "Show me").click();
    await done(page);
    await expect(page.locator(".drawing svg")).toBeVisible(); // its code is loaded late, and the sheet grows with it
    const [body, told, picture] = await page
      .locator(".lesson-body, .lesson .seen, .drawing svg")
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().toJSON()));
    expect(told.y).toBeGreaterThanOrEqual(body.y - 1);
    expect(picture.y + picture.height).toBeLessThanOrEqual(body.y + body.height + 1);
  });

  test("what the learner has scrolled away stays away", async ({ screenPage: page }) => {
    await openLesson(page, "saturation", 4);
    await said(page, 4);
    await expect.poll(() => glowIsFree(page)).toBe("free");
    await page.mouse.move(195, 300);
    const top = async () => {
      await page.mouse.wheel(0, -3000); // Chromium keeps the place in view when something above it grows
      return page.evaluate(() => scrollY);
    };
    await expect.poll(top).toBe(0);
    await page.evaluate(() => window.micrograd.dispatch({ type: "view/log-scale", logScale: true }));
    await page.waitForFunction(() => document.querySelector("#loss [aria-pressed=true]"));
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });
});

for (const [width, height] of [
  [1280, 720],
  [1440, 900],
]) {
  test.describe(`${width}x${height}`, () => {
    test.use({ viewport: { width, height } });

    test("beside a lesson the table of parameters has all its columns", async ({ screenPage: page }) => {
      await openLesson(page, "why-zero-grad");
      await said(page, 0);
      const [panel, last] = await Promise.all(
        ["#params .scroller", "#params thead th:last-child"].map((part) => page.locator(part).boundingBox()),
      );
      expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual((panel?.x ?? 0) + (panel?.width ?? 0));
      expect(await page.locator("#params tbody tr").nth(2).isVisible()).toBe(true);
      expect(await page.locator("#loss .chart").evaluate((chart) => chart.clientHeight)).toBeGreaterThan(80);
    });
  });
}

test("at 1280x720 the result of a prediction is in sight, though the inspector takes room from the card", async ({
  ownPage: page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openLesson(page, "saturation");
  await said(page, 0);
  await page.locator(".lesson .choice").first().click();
  await button(page, "Show me").click();
  await done(page);
  await expect(page.locator("#inspector [data-field=name]")).toHaveText(/^h\d$/);
  await expect(page.locator(".lesson .guessed")).toBeInViewport({ ratio: 0.9 });
});

test("by keyboard a lesson goes from its question to its result; a second Enter, or click, skips nothing", async ({
  cPage: page,
}) => {
  const lesson = () => page.evaluate(() => window.micrograd.state.view.lesson?.stage);
  const text = page.locator(".lesson .said");
  await page.keyboard.press("q");
  await expect(page.getByRole("button", { name: "What am I looking at?" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(text).toBeFocused();
  await button(page, "Show me").press("Enter");
  await expect(button(page, "Next")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(text).toBeFocused();
  await page.keyboard.press("Enter");
  await said(page, 1);
  await button(page, "Show me").click();
  await button(page, "Next").dblclick();
  await said(page, 2);
  expect(await lesson()).toBe(2);
  expect(await page.evaluate(() => window.micrograd.state.view.nudge)).toBeNull();
});
