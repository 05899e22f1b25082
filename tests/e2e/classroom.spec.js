/** The classroom: the stage, panels that are hidden or large, settings in sight, and hints until they have been used. */

import { button, counter, open, settled, step, stepOf, write } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { clickAt, emptyPlace } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The panels that can be seen. @param {Page} page */
const panels = (page) =>
  page
    .locator("main > .panel")
    .evaluateAll((all) => all.filter((each) => each.checkVisibility()).map(({ id }) => id));

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
]) {
  test.describe(`${width}x${height}`, () => {
    test.use({ viewport: { width, height } });

    test("the stage fills the screen with graph, plane and transport, in letters of 18 pixels or more", async ({
      screenPage: page,
    }) => {
      await step(page, 3);
      await page.keyboard.press("g");
      await expect.poll(() => panels(page)).toEqual(["graph", "surface"]);
      await expect(page.locator("#topbar")).toBeHidden();
      await settled(page);
      const room = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        const [graph, plane] = ["#graph .graph-stage", "#surface .marks"].map((part) =>
          /** @type {Element} */ (document.querySelector(part)).getBoundingClientRect(),
        );
        return { scrollWidth, scrollHeight, graph: graph.width * graph.height, plane: plane.width };
      });
      expect([room.scrollWidth, room.scrollHeight]).toEqual([width, height]);
      expect(room.graph).toBeGreaterThan((width * height) / 4);
      expect(room.plane).toBeGreaterThan(height * 0.4);
      const small = await page.evaluate(() => {
        /** @type {string[]} */
        const found = [];
        for (const element of document.querySelectorAll("#transport *, main .panel *")) {
          const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
          if (
            !own ||
            !element.checkVisibility() ||
            element.closest("svg, .sr-only, option, datalist, optgroup")
          )
            continue;
          let size = Number.parseFloat(getComputedStyle(element).fontSize);
          for (let e = /** @type {Element | null} */ (element); e; e = e.parentElement) {
            size *= Number(getComputedStyle(e).zoom) || 1;
          }
          if (size < 18) found.push(`${element.textContent}: ${size}`);
        }
        return found;
      });
      expect(small).toEqual([]);
      const inGraph = await page.locator(".stage-pane text").evaluateAll((all) =>
        all.flatMap((text) => {
          const { a = 0 } = /** @type {SVGTextElement} */ (text).getScreenCTM() ?? {};
          return text.checkVisibility() ? a * Number.parseFloat(getComputedStyle(text).fontSize) : [];
        }),
      );
      expect(Math.min(...inGraph)).toBeGreaterThanOrEqual(18);
    });
  });
}

test("on the stage a clicker steps and goes back; G and Escape leave", async ({ cPage: page }) => {
  await page.keyboard.press("PageDown");
  expect(await stepOf(page)).toBe(0);
  await button(page, "Stage").click();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await expect(counter(page)).toHaveText("step 2 / 100");
  await settled(page);
  await page.keyboard.press("PageUp");
  await expect(counter(page)).toHaveText("step 1 / 100");
  await page.keyboard.press("Escape");
  await expect(page.locator("#topbar")).toBeVisible();
  await page.keyboard.press("g");
  await expect(page.locator("#topbar")).toBeHidden();
  await button(page, "Leave the stage").click();
  await expect(page.locator("#topbar")).toBeVisible();
  expect((await panels(page)).length).toBe(5);
});

test("every panel can be hidden, and brought back; its room goes to its neighbours; a reload keeps that", async ({
  cPage: page,
}) => {
  const wide = async () => (await page.locator("#params").boundingBox())?.width ?? 0;
  const before = await wide();
  await button(page, "Hide Loss").click();
  await expect(page.locator("#loss")).toBeHidden();
  await expect(button(page, "Show Loss")).toBeFocused();
  await button(page, "Hide Data").click();
  await expect.poll(wide).toBeGreaterThan(before + 300);
  await page.reload();
  await settled(page);
  expect(await panels(page)).toEqual(["graph", "inspector", "params"]);
  for (const name of ["Graph", "Inspector"]) await button(page, `Hide ${name}`).click();
  await expect(button(page, "Hide Parameters")).toBeHidden(); // a page without panels would be of no use
  for (const name of ["Graph", "Inspector", "Data", "Loss"]) {
    await button(page, `Show ${name}`).click();
  }
  await expect.poll(() => panels(page)).toHaveLength(5);
  await expect(page.locator("#loss button:focus")).toHaveCount(1);
  await expect(page.getByRole("navigation", { name: "Hidden panels" })).toBeHidden();
  await expect(page.locator("#loss canvas")).toBeVisible();
});

test("every panel can fill the page, and goes back by its button or Escape", async ({ cPage: page }) => {
  for (const [id, name] of /** @type {const} */ ([
    ["graph", "Graph"],
    ["surface", "Data"],
    ["loss", "Loss"],
  ])) {
    await button(page, `Enlarge ${name}`).click();
    await expect.poll(() => panels(page)).toEqual([id]);
    const box = await page.locator(`#${id}`).boundingBox();
    expect(box?.width).toBeGreaterThan(1400);
    expect(box?.height).toBeGreaterThan(700);
    await button(page, `Back to all panels from ${name}`).click();
    await expect.poll(() => panels(page)).toHaveLength(5);
  }
  await button(page, "Enlarge Data").click();
  await expect
    .poll(async () => (await page.locator("#surface .marks").boundingBox())?.width ?? 0)
    .toBeGreaterThan(560);
  await page.keyboard.press("Escape");
  await expect.poll(() => panels(page)).toHaveLength(5);
});

test("data set, layers, nonlinearity and learning rate are changed without a dialog, and refused beside the field", async ({
  cPage: page,
}) => {
  const quick = page.getByRole("group", { name: "Main settings" });
  await quick.getByLabel("Data set", { exact: true }).selectOption({ index: 1 });
  await settled(page);
  await write(quick.getByLabel("Hidden layers", { exact: true }), "4,3");
  await quick.getByLabel("Hidden layers", { exact: true }).press("Enter");
  await settled(page);
  await quick.getByLabel("Nonlinearity", { exact: true }).selectOption("relu");
  await settled(page);
  await write(quick.getByLabel("Learning rate", { exact: true }), "0.02");
  await quick.getByLabel("Learning rate", { exact: true }).press("Enter");
  const config = await page.evaluate(() => window.micrograd.state.session.config);
  expect(config).toMatchObject({ layers: [4, 3], nonlin: "relu", lr: 0.02 });
  const lr = quick.getByLabel("Learning rate", { exact: true });
  await write(lr, "fast");
  await lr.press("Tab");
  await expect(lr).toHaveAccessibleDescription(/lr must be a finite number >= 0, not 'fast'/);
  await expect(quick.getByRole("alert").filter({ hasText: "fast" })).toBeInViewport();
  expect(await page.evaluate(() => window.micrograd.state.session.config.lr)).toBe(0.02);
  await button(page, "More settings").click();
  await expect(
    page.getByRole("dialog", { name: "Settings" }).getByLabel("Seed", { exact: true }),
  ).toBeVisible();
});

test("the plane says that a click adds a point, where the hand is, until one was added", async ({
  cPage: page,
}) => {
  const hint = page.locator(".plane-hint");
  await expect(hint).toBeHidden();
  const points = await page.evaluate(() => window.micrograd.state.session.points);
  const place = emptyPlace(points);
  await page.locator("#surface .marks").hover();
  await page.evaluate((at) => window.micrograd.dispatch(/** @type {any} */ (at)), { type: "notice/dismiss" });
  await clickAt(page, place, { button: "middle" });
  await expect(hint).toHaveText("Click to add a point");
  await clickAt(page, place);
  await expect(hint).toBeHidden();
  await page.mouse.move(5, 5);
  await page.reload();
  await settled(page);
  await page.locator("#surface .marks").hover();
  await page.waitForFunction(() => window.micrograd.state.place !== null);
  await expect(hint).toBeHidden();
});

test("an address that embeds shows its panels and the transport, and a link to the whole page", async ({
  page,
}) => {
  await open(page, "./?embed=surface,loss#step=9&node=h3");
  expect(await panels(page)).toEqual(["surface", "loss"]);
  await expect(page.locator("#topbar")).toBeHidden();
  await expect(counter(page)).toHaveText("step 9 / 100");
  const link = page.getByRole("link", { name: "Open the full page" });
  await link.focus();
  const href = await link.getAttribute("href");
  expect(href).toContain("step=9");
  expect(href).toContain("node=h3");
  expect(href).not.toContain("embed");
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});
