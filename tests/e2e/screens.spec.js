/** Screens from a phone's to the widest, and readers who enlarge: everything is reached, nothing lies idle, nothing is cut off. */

import { button, counter, open, settled } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { drawn } from "./graph.js";
import { launchWith } from "./lacking.js";

/** @typedef {import("@playwright/test").Page} Page */

const PANELS = ["graph", "inspector", "surface", "loss", "params"];

/** The part of an element's area, or of its width or height, that others take. @param {Page} page @param {string} whole @param {string[]} parts */
const taken = (page, whole, parts) =>
  page.evaluate(
    ([selector, ...others]) => {
      const box = (/** @type {string} */ each) =>
        /** @type {Element} */ (document.querySelector(each)).getBoundingClientRect();
      const { width, height } = box(selector);
      const boxes = others.map(box);
      const area = boxes.reduce((sum, each) => sum + each.width * each.height, 0);
      return {
        area: area / (width * height),
        width: Math.max(...boxes.map((each) => each.width)) / width,
        height: Math.max(...boxes.map((each) => each.height)) / height,
      };
    },
    [whole, ...parts],
  );

for (const [width, height] of [
  [2560, 1440],
  [3440, 1440],
]) {
  test.describe(`${width}x${height}`, () => {
    test.use({ viewport: { width, height } });

    test("the panels fill the screen, and plane, inspector and graph their panels", async ({
      screenPage: page,
    }) => {
      await drawn(page);
      const panels = await taken(
        page,
        "main",
        PANELS.map((id) => `#${id}`),
      );
      expect(panels.area).toBeGreaterThan(0.95);
      const main = await page.locator("main").boundingBox();
      expect((main?.y ?? 0) + (main?.height ?? 0)).toBeCloseTo(height, 0);
      const plane = await taken(page, "#surface", [".stage"]);
      expect(plane.width).toBeGreaterThan(0.8);
      expect(plane.height).toBeGreaterThan(0.8);
      expect((await page.locator(".stage").boundingBox())?.width).toBeGreaterThan(500);
      expect((await page.locator("#inspector").boundingBox())?.width).toBeGreaterThan(470);
      const graph = await taken(page, ".graph-stage", [".stage-pane > .scene"]);
      expect(graph.width).toBeGreaterThan(0.95);
      expect(graph.height).toBeGreaterThan(0.7);
    });
  });
}

test("on a screen of 2560 pixels more neurons are open at first sight, none at the cost of the size of the others", async ({
  ownPage: page,
}) => {
  const openGroups = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("#graph [data-fold]")].map((sign) => sign.getAttribute("data-fold")),
    );
  await drawn(page);
  await expect.poll(openGroups).toEqual(["h1"]);
  await page.setViewportSize({ width: 2560, height: 1440 });
  await expect.poll(openGroups).toEqual(["h1", "h2", "h3", "loss"]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(openGroups).toEqual(["h1"]);
});

/** Controls that can't be scrolled to, or lie under something when they have been. @param {Page} page */
const outOfReach = (page) =>
  page.evaluate(() => {
    const controls = document.querySelectorAll(":is(header, section) :is(button, select, input, summary)");
    return [...controls]
      .filter((control) => {
        if (!control.checkVisibility({ visibilityProperty: true }) || control.matches(":disabled"))
          return false;
        const target = control.closest("label") ?? control;
        target.scrollIntoView({ block: "nearest", inline: "nearest" });
        const { left, right, top, bottom, width } = target.getBoundingClientRect();
        if (width < 2) return false; // for screen readers
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return !hit || !(target.contains(hit) || hit.contains(target));
      })
      .map((control) => `${control.closest("[id]")?.id} ${control.ariaLabel || control.textContent}`);
  });

/** How far the page can be scrolled sideways. @param {Page} page */
const sideways = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** @type {[string, number, number, number][]} */
const ZOOMED = [
  ["200 % of 1280x720", 640, 360, 2],
  ["400 % of 1280x1024", 320, 256, 4],
];
for (const [name, width, height, deviceScaleFactor] of ZOOMED) {
  test.describe(name, () => {
    test.use({ viewport: { width, height }, deviceScaleFactor });

    test("every control is reached, unfolded too, and nothing scrolls sideways", async ({
      screenPage: page,
    }) => {
      expect(await sideways(page)).toBe(0);
      expect(await outOfReach(page)).toEqual([]);
      for (const opener of await page.locator(".unfold:visible").all()) await opener.click();
      expect(await sideways(page)).toBe(0);
      expect(await outOfReach(page)).toEqual([]);
      await page.evaluate(() => scrollTo(0, 0));
      await button(page, "Step").click();
      await expect(counter(page)).toHaveText("step 1 / 100");
      await settled(page);
      await button(page, "More settings").click();
      const settings = page.getByRole("dialog", { name: "Settings" });
      await settings.getByRole("button", { name: "Done" }).click();
      await expect(settings).toBeHidden();
      await page.evaluate(() =>
        window.micrograd.dispatch({ type: "lesson/open", id: "what-am-i-looking-at" }),
      );
      await page.getByRole("region", { name: "Lesson", exact: true }).getByText("Show me").click();
      await page.waitForFunction(() => window.micrograd.state.view.lesson?.done);
      expect(await sideways(page)).toBe(0);
    });
  });
}

/** Texts of controls, headings and readouts that are cut off, or lie on each other within a bar or header. @param {Page} page */
const cutOff = (page) =>
  page.evaluate(() => {
    const shown = (/** @type {Element} */ each) =>
      each.checkVisibility() && each.getBoundingClientRect().width > 2;
    const texts = [
      ...document.querySelectorAll("button, .segmented label, h1, h2, .counter, .question"),
    ].filter(shown);
    const cut = texts
      .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
      .filter((each) => getComputedStyle(each).textOverflow !== "ellipsis" && !each.matches("h1, .sr-only"))
      .map((each) => `cut: ${each.closest("[id]")?.id} ${each.textContent}`);
    const over = [...document.querySelectorAll(".bar, .panel > header")].filter(shown).flatMap((bar) => {
      const parts = [...bar.querySelectorAll("button, label, select, h2, output")].filter(shown);
      const boxes = parts.map((each) => each.getBoundingClientRect());
      return parts.flatMap((each, i) =>
        parts.slice(i + 1).flatMap((other, j) => {
          const [a, b] = [boxes[i], boxes[i + 1 + j]];
          const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          const apart = w < 2 || h < 2 || each.contains(other);
          return apart
            ? []
            : `over: ${bar.id || bar.parentElement?.id} ${each.textContent} | ${other.textContent}`;
        }),
      );
    });
    return [...cut, ...over];
  });

test("with letters of 24 pixels in the browser's settings nothing is cut off, and the graph's grow too", async ({
  playwright,
  browserName,
  launchOptions,
  channel,
  headless,
  baseURL,
}) => {
  test.skip(browserName === "webkit", "WebKit takes no such setting");
  const browser = await launchWith(
    playwright[browserName],
    { ...launchOptions, channel, headless },
    {
      chromium: ["--blink-settings=defaultFontSize=24"],
      firefox: { "font.size.variable.x-western": 24 },
    },
  );
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 1280, height: 720 },
    { width: 390, height: 844 },
  ]) {
    const page = await browser.newPage({ baseURL, viewport, reducedMotion: "reduce" });
    await open(page);
    await drawn(page);
    const size = (/** @type {string} */ each) =>
      page
        .locator(each)
        .first()
        .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(await size("body")).toBe(21);
    expect(await size(".question")).toBeCloseTo(19.5, 3);
    const letters = await page.evaluate(() => {
      const scene = document.querySelector("#graph .scene")?.getAttribute("style") ?? "";
      return 12 * Number(/scale\(([\d.e-]+)\)/.exec(scene)?.[1]);
    });
    expect(letters).toBeGreaterThan(14.9);
    expect(await sideways(page), `${viewport.width}`).toBe(0);
    expect(await cutOff(page), `${viewport.width}`).toEqual([]);
    await page.close();
  }
  await browser.close();
});
