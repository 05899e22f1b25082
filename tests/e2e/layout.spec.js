/** What fits on the screens of a classroom. */

import { LESSONS } from "../../web/lessons/index.js";
import { button, settled, step } from "./actions.js";
import { cutOff } from "./cut-off.js";
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

const SCREENS = [
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
];

for (const { width, height } of SCREENS) {
  test.describe(`${width}x${height}`, () => {
    test.use({ viewport: { width, height } });

    test("bars of one row each; graph, plane, legend and readout are on the screen", async ({
      screenPage: page,
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

    test("no word on a control is cut off, and no bar has a second row", async ({ screenPage: page }) => {
      await step(page, 20); // the bars say more of a run that has been trained
      const cut = await page.evaluate(cutOff);
      // the speed gives its room to the timeline where there is little, and ends in an ellipsis
      expect(cut.filter((each) => width > 1024 || !each.includes('"Speed"'))).toEqual([]);
    });

    test("at the limit of the run, with two engines to tell of, the bars keep their height and their ends", async ({
      screenPage: page,
    }) => {
      const heights = () =>
        page
          .locator("#topbar, #transport")
          .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
      const before = await heights();
      await page.evaluate(() => window.micrograd.dispatch({ type: "run/speed", speed: Infinity }));
      await button(page, "Play").click();
      await expect(page.getByRole("status", { name: "Notice" })).toHaveText("Limit of 100 steps reached.");
      await settled(page);
      if (width >= 1280) expect(await heights()).toEqual(before);
      for (const part of ["#topbar", "#transport"])
        expect(await page.locator(part).evaluate((bar) => bar.scrollWidth - bar.clientWidth), part).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });

    test("the loss names the moment that the table names, in a header of one row", async ({
      screenPage: page,
    }) => {
      const moment = page.locator("#loss .moment");
      await expect(moment).toHaveText("before step 1");
      await button(page, "Step").click();
      await settled(page);
      await expect(moment).toHaveText("after step 1");
      await expect(page.locator("#params .moment")).toHaveText("after step 1");
      expect((await page.locator("#loss > header").boundingBox())?.height).toBeLessThan(44);
    });

    test("opening Experiments leaves every card in view", async ({ screenPage: page }) => {
      await button(page, "Experiments").click();
      await settled(page);
      await expect
        .poll(() =>
          page.evaluate(() => {
            const stage = /** @type {Element} */ (document.querySelector(".graph-stage"));
            const room = stage.getBoundingClientRect();
            return [...document.querySelectorAll(".stage-pane .card[data-node]")].filter((card) => {
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

test("at 1280x720 the legend names the roles, whole, beside the scale and the buttons of the layers", async ({
  ownPage: page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const role of ["parameter", "input", "constant", "result"]) {
    await expect(page.locator(".graph-legend").getByText(role, { exact: true })).toBeInViewport({ ratio: 1 });
  }
  const [legend, scale, layers] = await page
    .locator(".graph-legend, .graph-legend .scale, .layers")
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().toJSON()));
  expect(scale.right).toBeLessThanOrEqual(legend.right);
  expect(legend.right).toBeLessThanOrEqual(layers.left);
});

test("the scale of the gradients is whole at every width", async ({ ownPage: page }) => {
  for (const width of [390, 768, 1024, 1280, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    const cut = await page.evaluate(() => {
      const [legend, scale] = [".graph-legend", ".graph-legend .scale"].map((each) =>
        /** @type {Element} */ (document.querySelector(each)).getBoundingClientRect(),
      );
      return scale.right - legend.right;
    });
    expect(cut, `${width} pixels`).toBeLessThanOrEqual(0);
  }
});

/** What Chromium saw change its place while a run made twelve steps. @param {Page} page */
const shiftedWhilePlaying = (page) =>
  page.evaluate(async () => {
    // what a resize has moved is drawn, and reported, before the run plays
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
    /** @type {string[]} */
    const seen = [];
    const observer = new PerformanceObserver((list) => {
      for (const { sources } of /** @type {any[]} */ (list.getEntries()))
        for (const { node } of sources)
          seen.push(`${node?.nodeName} ${node?.className} ${node?.textContent?.slice(0, 60)}`);
    });
    observer.observe({ type: "layout-shift" });
    const { dispatch } = window.micrograd;
    const until = Number(window.micrograd.state.session.snapshot?.step) + 12;
    dispatch({ type: "run/speed", speed: 30 });
    dispatch({ type: "run/play" });
    while (Number(window.micrograd.state.session.snapshot?.step) < until)
      await new Promise(requestAnimationFrame);
    dispatch({ type: "run/pause" });
    observer.disconnect();
    return seen;
  });

test("nothing changes its place while the run plays, with or without a selection", async ({
  bothPage: page,
}) => {
  const before = page.viewportSize();
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/limit", limit: 1000 }));
  for (const size of SCREENS) {
    await page.setViewportSize(size);
    for (const name of [null, "h3.w1", "h2"]) {
      await page.evaluate((node) => window.micrograd.dispatch({ type: "node/select", name: node }), name);
      await settled(page);
      await page.waitForFunction((selected) => {
        const lines = [...document.querySelectorAll(".source-line code")]; // they are loaded with the first node
        return lines.length > 0 === Boolean(selected) && lines.every(({ textContent }) => textContent);
      }, name);
      expect(await shiftedWhilePlaying(page), `${size.width}, ${name}`).toEqual([]);
    }
  }
  if (before) await page.setViewportSize(before);
});

test("at 1440x900 every question is in sight at once", async ({ cPage: page }) => {
  const questions = page.getByRole("region", { name: "Questions", exact: true }).locator(".question");
  await expect(questions).toHaveCount(LESSONS.length);
  for (const question of await questions.all()) await expect(question).toBeInViewport({ ratio: 1 });
});
