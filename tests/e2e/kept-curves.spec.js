/** Kept loss curves: both are seen while another run goes on, with the numbers of every curve, until they are removed. */

import { button, configure, settled, step } from "./actions.js";
import { violations } from "./axe.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

const keep = (/** @type {Page} */ page) => button(page, "Keep this curve");
const rows = (/** @type {Page} */ page) =>
  page.getByRole("list", { name: "Kept curves" }).getByRole("listitem");
const now = (/** @type {Page} */ page) => page.getByRole("group", { name: "Loss under the pointer, or now" });

/** A run of 20 steps that is kept, then another one. @param {Page} page @param {number} lr of the other */
async function keepOne(page, lr) {
  await step(page, 20);
  await keep(page).click();
  await expect(rows(page)).toHaveCount(1);
  await button(page, "Reset").click();
  await settled(page);
  await configure(page, { lr });
}

/** Moves the pointer to the step in the chart. @param {Page} page @param {number} wanted of 100 on the axis */
async function pointAt(page, wanted) {
  const box = await page.locator("#loss .chart:not([hidden]) .u-over").boundingBox();
  if (!box) throw new Error("no chart");
  await page.mouse.move(box.x + (box.width * wanted) / 100, box.y + box.height / 2, { steps: 2 });
  await page.waitForFunction((at) => window.micrograd.state.selection.chart.step === at, wanted);
}

/** How many pixels of the chart have nearly the colour of the style sheet. @param {Page} page @param {string} name */
const painted = (page, name) =>
  page.evaluate((variable) => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector("#loss .chart canvas"));
    const colour = getComputedStyle(canvas).getPropertyValue(variable).trim();
    const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
    const copy = Object.assign(document.createElement("canvas"), {
      width: canvas.width,
      height: canvas.height,
    });
    const context = copy.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const near = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 40;
      if (near && data[i + 3] > 80) count++;
    }
    return count;
  }, name);

test("a kept curve stays below the next run, with the numbers of both at the step under the pointer", async ({
  cPage: page,
}) => {
  await expect(keep(page)).toBeDisabled();
  await step(page, 20);
  const first = await page.evaluate(() => {
    const { train, val } = /** @type {any} */ (window.micrograd.state.run.history);
    return { train: [...train], val: [...val] };
  });
  await keep(page).click();
  await button(page, "Reset").click();
  await settled(page);
  await configure(page, { lr: 0.02 });
  await step(page, 30);
  await expect(rows(page)).toContainText(["lr 0.1"]);
  await expect.poll(() => painted(page, "--kept-1")).toBeGreaterThan(100);
  await pointAt(page, 12);
  const second = await page.evaluate(() => {
    const { train, val } = /** @type {any} */ (window.micrograd.state.run.history);
    return [train[11], val[11]];
  });
  const shown = (/** @type {import("@playwright/test").Locator} */ place) =>
    place
      .locator(".num[title]")
      .evaluateAll((all) => all.map((each) => Number(/** @type {HTMLElement} */ (each).title)));
  await expect.poll(() => shown(rows(page))).toEqual([first.train[11], first.val[11]]);
  await expect.poll(() => shown(now(page))).toEqual(second);
  await expect(now(page)).toContainText("step 12");
  await pointAt(page, 25); // the kept run had ended
  await expect(rows(page).locator(".num")).toHaveText(["–", "–"]);
  await page.mouse.move(0, 0);
  await expect.poll(() => shown(rows(page))).toEqual([first.train[19], first.val[19]]);
});

test("up to five are kept, each can be removed, and all at once; the focus stays near", async ({
  cPage: page,
}) => {
  await step(page, 3);
  for (let i = 0; i < 5; i++) await keep(page).click();
  await expect(rows(page)).toHaveCount(5);
  await expect(keep(page)).toBeDisabled();
  await expect(keep(page)).toHaveAttribute("title", /remove one first/);
  await button(page, "Remove same settings (3)").focus();
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(4);
  await expect(button(page, "Remove same settings (3)")).toBeFocused(); // the next one moved up
  await expect(keep(page)).toBeEnabled();
  await button(page, "Remove all").click();
  await expect(page.getByRole("list", { name: "Kept curves" })).toBeHidden();
  await expect(keep(page)).toBeFocused();
});

test("what is kept comes back on the next visit, and the curve under the pointer in the legend stands out", async ({
  ownPage: page,
}) => {
  await keepOne(page, 0.5);
  await page.reload();
  await settled(page);
  await expect(rows(page)).toContainText(["lr 0.1"]);
  await expect.poll(() => painted(page, "--kept-1")).toBeGreaterThan(50);
  const faint = await painted(page, "--kept-1");
  await rows(page).hover();
  await expect.poll(() => painted(page, "--kept-1")).toBeGreaterThan(1.5 * faint);
});

test("on a phone the kept curves stand below each other, with targets for a finger, and axe finds nothing", async ({
  ownPage: page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await button(page, "More of the run").click();
  await keepOne(page, 0.5);
  await step(page, 5);
  await rows(page).scrollIntoViewIfNeeded();
  const { width } = (await page.locator("#loss .chart").boundingBox()) ?? { width: 0 };
  expect(width).toBeGreaterThan(300);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await violations(page, "#loss")).toEqual([]);
});
