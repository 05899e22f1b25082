/** A phone: 390 pixels, fingers. */

import { button, counter, pointsOf, settled } from "./actions.js";
import { unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { emptyPlace, finger, lonelyPoint, pixel, plane } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
test.skip(...unless("fingers"));

/** @param {Page} page @param {{x: number, y: number}} place */
async function tapAt(page, place) {
  const { x, y } = await pixel(page, place);
  await page.touchscreen.tap(x, y);
}

test("a tap on empty space adds a point, a tap on a point selects and probes it", async ({
  screenPage: page,
}) => {
  const before = await pointsOf(page);
  await tapAt(page, emptyPlace(before));
  await expect.poll(() => pointsOf(page)).toHaveLength(101);
  const point = lonelyPoint(before.slice(3));
  await tapAt(page, point);
  await page.waitForFunction((id) => window.micrograd.state.answers.graph?.probe.id === id, point.id);
  expect(await page.evaluate(() => window.micrograd.state.selection.point)).toBe(point.id);
  expect(await pointsOf(page)).toHaveLength(101);
});

test("a finger on a point drags it, and the page stays where it is", async ({ screenPage: page }) => {
  const before = await pointsOf(page);
  const point = lonelyPoint(before);
  const place = emptyPlace(before);
  const [from, to] = [await pixel(page, point), await pixel(page, place)];
  const scrolled = () => page.evaluate(() => [scrollX, scrollY]);
  const at = await scrolled();
  const touch = await finger(page);
  await touch.down(from);
  await touch.move(from, to);
  await touch.up();
  const moved = (await pointsOf(page)).find(({ id }) => id === point.id);
  expect(moved?.x).toBeCloseTo(place.x, 1);
  expect(moved?.y).toBeCloseTo(place.y, 1);
  expect(await pointsOf(page)).toHaveLength(100);
  expect(await scrolled()).toEqual(at);
  await button(page, "Undo").click();
  expect(await pointsOf(page)).toEqual(before);
});

test("a long press removes a point; one that moves does not", async ({ ownPage: page }) => {
  const before = await pointsOf(page);
  const point = lonelyPoint(before);
  const at = await pixel(page, point);
  const touch = await finger(page);
  await touch.down(at);
  await page.waitForFunction(
    (id) => window.micrograd.state.session.points.every((p) => p.id !== id),
    point.id,
  );
  await touch.up();
  // lifting the finger adds nothing in the place of what it removed
  expect(await pointsOf(page)).toEqual(before.filter(({ id }) => id !== point.id));
  await button(page, "Undo").click();

  await page.clock.install();
  await touch.down(await pixel(page, point));
  await touch.move(at, { x: at.x + 30, y: at.y });
  await page.clock.fastForward(2000);
  await touch.up();
  expect((await pointsOf(page)).map(({ id }) => id)).toContain(point.id);
});

test("a finger beside the points scrolls the page and adds nothing", async ({ screenPage: page }) => {
  const before = await pointsOf(page);
  await page.evaluate(() => scrollTo(0, 0));
  const from = await pixel(page, emptyPlace(before));
  const start = await page.evaluate(() => scrollY);
  const touch = await finger(page);
  await touch.down(from);
  await touch.move(from, { x: from.x, y: from.y - 150 });
  await touch.up();
  await page.waitForFunction((y) => scrollY > y + 20, start);
  expect(await pointsOf(page)).toEqual(before);
});

test("everything is there in one column, without scrolling sideways, the transport always in sight", async ({
  screenPage: page,
}) => {
  const overflow = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  expect(await overflow()).toBe(0);
  for (const name of [
    "Computational graph",
    "Inspector",
    "Data and decision boundary",
    "Loss",
    "Parameters and optimiser",
  ]) {
    const panel = page.getByRole("region", { name, exact: true });
    await panel.scrollIntoViewIfNeeded();
    const box = await panel.boundingBox();
    expect(box?.x, name).toBeGreaterThanOrEqual(0);
    expect(Number(box?.x) + Number(box?.width), name).toBeLessThanOrEqual(390);
    await expect(button(page, "Step")).toBeInViewport();
    await expect(button(page, "Play")).toBeInViewport();
  }
  const box = await plane(page).boundingBox();
  expect(box?.width).toBeGreaterThan(300);
  await button(page, "Step").tap();
  await expect(counter(page)).toHaveText("step 1 / 100");
  await settled(page);
  await button(page, "Menu").tap();
  await button(page, "More settings").tap();
  const settings = page.getByRole("dialog", { name: "Settings" });
  await expect(settings).toBeInViewport();
  expect(await overflow()).toBe(0);
  await settings.getByRole("button", { name: "Done" }).tap();
  await button(page, "Help").tap();
  await expect(page.getByRole("dialog", { name: "Help" })).toBeVisible();
  expect(await overflow()).toBe(0);
});

test("what fingers press is large enough: 24 pixels or more each way", async ({ screenPage: page }) => {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, select, input[type=range], label:has(input[type=radio])")]
      .filter((control) => control.checkVisibility() && !control.closest(".params"))
      .map((control) => ({
        name: control.textContent || control.ariaLabel,
        box: control.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`),
  );
  expect(small).toEqual([]);
});
