/** What fits on the screens of a classroom. */

import { button, settled } from "./actions.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Whether an element is entirely on the screen, without scrolling. @param {Page} page @param {string} selector */
const onScreen = (page, selector) =>
  page.locator(selector).evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const seen = [
      [left + 3, top + 3],
      [right - 3, bottom - 3],
    ].every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
    return seen && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });

for (const [width, height] of [
  [1280, 720],
  [1024, 768],
  [1440, 900],
]) {
  test.describe(`${width}x${height}`, () => {
    test.use({ viewport: { width, height } });

    test("bars of one row each; graph, plane, legend and readout are on the screen", async ({
      ownPage: page,
    }) => {
      for (const bar of ["#topbar", "#transport"]) {
        const box = await page.locator(bar).boundingBox();
        expect(box?.height).toBeLessThan(60);
      }
      for (const part of [".graph-stage", "#surface .marks", "#surface .kinds", "#surface .detail"]) {
        expect(await onScreen(page, part), part).toBe(true);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });

    test("opening Experiments leaves every card in view", async ({ ownPage: page }) => {
      await button(page, "Experiments").click();
      await settled(page);
      await expect
        .poll(() =>
          page.evaluate(() => {
            const stage = /** @type {Element} */ (document.querySelector(".graph-stage"));
            const room = stage.getBoundingClientRect();
            return [...document.querySelectorAll(".stage-svg .card[data-node]")].filter((card) => {
              const { left, right, top, bottom } = card.getBoundingClientRect();
              return left < room.left || right > room.right || top < room.top || bottom > room.bottom;
            }).length;
          }),
        )
        .toBe(0);
      const height = await page.locator(".graph-stage").evaluate((stage) => stage.clientHeight);
      expect(height).toBeGreaterThan(150);
    });
  });
}
