/** Brush and Select on the plane, by mouse, finger and keyboard; each gesture is one Undo. */

import { button, pointsOf, settled, step } from "./actions.js";
import { unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { clickAt, drag, emptyPlace, finger, pixel, plane } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/protocol/messages.js").Point} Point */

/** @param {Page} page @param {"Point" | "Brush" | "Select"} name */
async function choose(page, name) {
  const tools = page.getByRole("button", { name: "Data tools" });
  if ((await tools.getAttribute("aria-expanded")) === "false") await tools.click();
  await page.getByRole("radiogroup", { name: "Tool" }).getByRole("radio", { name }).check();
}

/** @param {Page} page @param {string} name */
const layer = (page, name) => page.getByRole("application", { name });
/** @param {Page} page */
const brush = (page) => layer(page, "The brush on the plane");
/** @param {Page} page */
const selecting = (page) => layer(page, "Select points on the plane");
/** @param {Page} page */
const groupOf = (page) => page.evaluate(() => window.micrograd.state.selection.group);
/** @param {Page} page */
const undos = (page) => page.evaluate(() => window.micrograd.state.edits.undo.length);

/** The upper left quarter of the plane, and what lies in it, away from its border. */
const CORNERS = /** @type {const} */ ([
  { x: -1.95, y: 1.95 },
  { x: -0.02, y: 0.02 },
]);
/** @param {Point[]} points */
const inCorner = (points) => points.filter(({ x, y }) => x < -0.02 && y > 0.02 && x > -1.95 && y < 1.95);

test("the brush adds points of the current class along its way, and one Undo takes them back", async ({
  cPage: page,
}) => {
  const before = await pointsOf(page);
  await choose(page, "Brush");
  await expect(brush(page)).toBeVisible();
  await page.getByRole("radio", { name: "Class 3" }).check();
  await drag(page, { x: -1.9, y: -1.9 }, { x: 1.9, y: -1.9 });
  const added = (await pointsOf(page)).slice(before.length);
  const box = await plane(page).boundingBox();
  const spacing = (14 / Number(box?.width)) * 4;
  expect(added.length).toBe(1 + Math.floor(3.8 / spacing));
  for (const [i, point] of added.entries()) {
    expect(point).toMatchObject({ label: 2, split: "train" });
    expect(point.y).toBeCloseTo(-1.9, 1);
    if (i > 0) expect(point.x - added[i - 1].x).toBeCloseTo(spacing, 2);
  }
  expect(await undos(page)).toBe(1);
  // beyond the edge there is nothing to paint on
  await drag(page, { x: 1.5, y: -1.7 }, { x: 1.5, y: -2.7 });
  expect(await undos(page)).toBe(2);
  const more = (await pointsOf(page)).slice(before.length + added.length);
  expect(more.length).toBe(1 + Math.floor(0.3 / spacing));
  await page.keyboard.press("z");
  await page.keyboard.press("z");
  expect(await pointsOf(page)).toEqual(before);
  await settled(page);
  await step(page, 2);
});

test("a rectangle selects points, which are moved, relabelled and deleted together, one Undo each", async ({
  cPage: page,
}) => {
  const before = await pointsOf(page);
  const inside = inCorner(before);
  const ids = inside.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(5);
  await choose(page, "Select");
  await drag(page, ...CORNERS);
  expect(await groupOf(page)).toEqual(ids);
  await expect(page.getByRole("status", { name: "Selected points" })).toHaveText(
    `${ids.length} points selected`,
  );

  // by one of them, and no farther than the edge lets the whole group go
  await drag(page, inside[0], { x: inside[0].x + 0.5, y: inside[0].y - 0.5 });
  const moved = (await pointsOf(page)).filter(({ id }) => ids.includes(id));
  for (const [i, point] of moved.entries()) {
    expect(point.x - inside[i].x).toBeCloseTo(0.5, 1);
    expect(point.y - inside[i].y).toBeCloseTo(-0.5, 1);
    expect(point.x - moved[0].x).toBeCloseTo(inside[i].x - inside[0].x, 9); // it keeps its shape
  }
  expect(await undos(page)).toBe(1);
  await page.keyboard.press("2");
  expect(
    new Set((await pointsOf(page)).filter(({ id }) => ids.includes(id)).map(({ label }) => label)),
  ).toEqual(new Set([1]));
  await page.keyboard.press("Delete");
  expect(await pointsOf(page)).toEqual(before.filter(({ id }) => !ids.includes(id)));
  expect(await undos(page)).toBe(3);
  for (let i = 0; i < 3; i++) await button(page, "Undo").click();
  expect(await pointsOf(page)).toEqual(before);
});

test("Shift adds to what is selected, the lasso takes what it goes around, a click beside lets go", async ({
  cPage: page,
}) => {
  const before = await pointsOf(page);
  await choose(page, "Select");
  await drag(page, ...CORNERS);
  const first = await groupOf(page);
  await page.keyboard.down("Shift");
  await drag(page, { x: 0.02, y: -0.02 }, { x: 1.95, y: -1.95 });
  await page.keyboard.up("Shift");
  const both = await groupOf(page);
  expect(both.length).toBeGreaterThan(first.length);
  expect(both.slice(0, first.length)).toEqual(first);
  await clickAt(page, emptyPlace(before, 0.15));
  expect(await groupOf(page)).toEqual([]);

  await button(page, "Lasso").click();
  // a triangle: the half of the corner that is left of its diagonal
  const way = [CORNERS[0], { x: -0.02, y: 1.95 }, { x: -1.95, y: 0.02 }];
  const pixels = await Promise.all(way.map((place) => pixel(page, place)));
  await page.mouse.move(pixels[0].x, pixels[0].y);
  await page.mouse.down();
  for (const { x, y } of pixels.slice(1)) await page.mouse.move(x, y, { steps: 8 });
  await page.mouse.up();
  const line = (/** @type {Point} */ { x, y }) => (x + 1.95) / 1.93 + (1.95 - y) / 1.93;
  const sure = inCorner(before).filter((point) => Math.abs(line(point) - 1) > 0.03);
  const taken = await groupOf(page);
  expect(sure.filter((point) => line(point) < 1).every(({ id }) => taken.includes(id))).toBe(true);
  expect(sure.filter((point) => line(point) > 1).some(({ id }) => taken.includes(id))).toBe(false);
  expect(taken.length).toBeGreaterThan(2);
});

test("by keyboard: a rectangle, arrows, a class, Delete, Escape step by step", async ({ cPage: page }) => {
  const before = await pointsOf(page);
  const tools = page.getByRole("button", { name: "Data tools" });
  await tools.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: "Point", exact: true })).toBeChecked();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Select", exact: true })).toBeChecked();
  await selecting(page).focus();
  // from the middle to the upper right
  await page.keyboard.press("Enter");
  for (let i = 0; i < 40; i++) await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 40; i++) await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  const ids = await groupOf(page);
  expect(ids).toEqual(before.filter(({ x, y }) => x > 0 && y > 0).map(({ id }) => id));
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+ArrowDown");
  const after = await pointsOf(page);
  for (const id of ids) {
    const [old, now] = [before, after].map(
      (points) => /** @type {Point} */ (points.find((p) => p.id === id)),
    );
    expect(now.x).toBeCloseTo(old.x - 0.05, 9);
    expect(now.y).toBeCloseTo(old.y - 0.01, 9);
  }
  expect(await undos(page)).toBe(2);
  await page.keyboard.press("a");
  expect(await groupOf(page)).toHaveLength(before.length);
  await page.keyboard.press("Escape");
  expect(await groupOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(selecting(page)).toBeHidden();
  await expect(plane(page)).toBeFocused();
  await expect(tools).toHaveAttribute("aria-expanded", "false");
});

test("by keyboard the brush is put down, drawn along and lifted, in one edit", async ({ cPage: page }) => {
  const before = await pointsOf(page);
  await choose(page, "Brush");
  await brush(page).focus();
  await page.keyboard.press("ArrowUp");
  expect(await pointsOf(page)).toEqual(before);
  await page.keyboard.press("2");
  await page.keyboard.press("Enter");
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  const added = (await pointsOf(page)).slice(before.length);
  expect(added.map(({ x, y, label }) => [Number(x.toFixed(2)), Number(y.toFixed(2)), label])).toEqual([
    [0, 0.05, 1],
    [0.05, 0.05, 1],
    [0.1, 0.05, 1],
    [0.15, 0.05, 1],
  ]);
  expect(await undos(page)).toBe(1);
});

test("the tools open in the header and move nothing, and Point is as without them", async ({
  cPage: page,
}) => {
  const place = await plane(page).boundingBox();
  await page.getByRole("button", { name: "Data tools" }).click();
  await expect(page.getByRole("radiogroup", { name: "Tool" })).toBeVisible();
  for (const tool of /** @type {const} */ (["Select", "Brush", "Point"])) {
    await choose(page, tool);
    expect(await plane(page).boundingBox()).toEqual(place);
  }
  const before = await pointsOf(page);
  await clickAt(page, emptyPlace(before));
  expect(await pointsOf(page)).toHaveLength(before.length + 1);
  await choose(page, "Select");
  await button(page, "Stage").click();
  await expect(selecting(page)).toBeHidden();
  await page.keyboard.press("Escape");
  await choose(page, "Point");
  await button(page, "Your data as CSV").click();
  await expect(page.getByRole("dialog", { name: "Your data" })).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  test.skip(...unless("fingers"));

  test("a finger brushes and drags a group, and the page stays where it is", async ({ screenPage: page }) => {
    const before = await pointsOf(page);
    await choose(page, "Brush");
    const [from, to] = [await pixel(page, { x: -1.8, y: -1.8 }), await pixel(page, { x: 1.8, y: -1.8 })];
    const at = await page.evaluate(() => scrollY);
    const touch = await finger(page);
    await touch.down(from);
    await touch.move(from, to);
    await touch.up();
    const added = (await pointsOf(page)).slice(before.length);
    expect(added.length).toBeGreaterThan(15);

    await choose(page, "Select");
    const corners = [await pixel(page, { x: -1.99, y: -1.45 }), await pixel(page, { x: 1.99, y: -1.95 })];
    await touch.down(corners[0]);
    await touch.move(corners[0], corners[1]);
    await touch.up();
    const ids = await groupOf(page);
    expect(ids).toEqual(expect.arrayContaining(added.map(({ id }) => id)));
    const hold = await pixel(page, added[5]);
    await touch.down(hold);
    await touch.move(hold, { x: hold.x, y: hold.y - 60 });
    await touch.up();
    const moved = (await pointsOf(page)).filter(({ id }) => ids.includes(id));
    expect(moved.every(({ y }) => y > -1.6)).toBe(true);
    expect(await page.evaluate(() => scrollY)).toBe(at);
    expect(await undos(page)).toBe(2);
  });
});
