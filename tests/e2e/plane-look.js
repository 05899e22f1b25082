/** What the plane shows: its controls and words, and the colours that are painted. */

import { pointsOf } from "./actions.js";
import { expect } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./plane.js").Place} Place */

/** @param {Page} page */
export const choice = (page) => page.getByRole("combobox", { name: "Field" });
/** @param {Page} page */
export const scale = (page) => page.locator("#surface .field-scale");
/** @param {Page} page */
export const detail = (page) => page.locator("#surface .detail");
/** @param {Page} page */
export const heard = (page) => page.getByRole("status", { name: "Field" });
/** @param {Page} page @param {string} name */
export const row = (page, name) => page.locator(`[data-parameter="${name}"]`);

/** Waits until what the state says is painted. @param {Page} page */
export const frame = (page) =>
  page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));

/** The node's data over the plane as the engine gave it, once it is as fine as it gets. @param {Page} page @param {string} name */
export async function fieldOf(page, name) {
  await page.waitForFunction((wanted) => {
    const {
      answers,
      session: { snapshot },
    } = window.micrograd.state;
    const { args, of, reply } = answers.queries.field ?? {};
    return (
      args?.node === wanted &&
      args.columns >= 100 &&
      args.columns !== 110 &&
      reply &&
      of?.snapshot === snapshot
    );
  }, name);
  await expect(scale(page)).toHaveAttribute(
    "aria-label",
    new RegExp(`^Scale of ${name.replace("*", "\\*")}\\b`),
  );
  return page.evaluate(() => {
    const { args, reply } = /** @type {any} */ (window.micrograd.state.answers.queries.field);
    return { columns: args.columns, data: [.../** @type {Float64Array} */ (reply.field)] };
  });
}

/**
 * The channels of a canvas, 0 to 255: red, green, blue and alpha of one pixel after the other.
 * @param {Page} page
 * @param {string} selector
 */
export async function pixelsOf(page, selector) {
  const text = await page.locator(selector).evaluate((/** @type {any} */ canvas) => {
    // a copy: the page's own canvas is not made for being read
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
      copy.getContext("2d", { willReadFrequently: true })
    );
    context.drawImage(canvas, 0, 0);
    // as one text: Playwright would bring 400,000 numbers one by one
    return context.getImageData(0, 0, canvas.width, canvas.height).data.join();
  });
  return text.split(",").map(Number);
}

/**
 * The picture's colours at places of the plane, the points being on another canvas.
 * @param {Page} page @param {Place[]} places @param {"field" | "marks"} [layer]
 */
export async function coloursAt(page, places, layer = "field") {
  const pixels = await pixelsOf(page, `#surface canvas.${layer}`);
  const size = Math.sqrt(pixels.length / 4); // the plane is a square
  return places.map(({ x, y }) => {
    const [column, line] = [(x + 2) / 4, (2 - y) / 4].map((share) => Math.floor(share * size));
    const at = 4 * (line * size + column);
    return pixels.slice(at, at + 4);
  });
}

/**
 * Whether two pictures differ to the eye: Chromium, asked twice to scale an image, now and then rounds a channel the other way.
 * @param {number[]} some @param {number[]} others from {@link pixelsOf}
 */
export const differ = (some, others) =>
  some.length !== others.length || some.some((x, i) => Math.abs(x - others[i]) > 2);

/** A colour of the theme. @param {Page} page @param {string} name */
export async function themeColour(page, name) {
  const hex = await page.evaluate(
    (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable),
    name,
  );
  return [1, 3, 5].map((i) => Number.parseInt(hex.trim().slice(i, i + 2), 16));
}

/**
 * A place on a neuron's line, far from every other line and every point.
 * @param {Page} page @param {string} wanted
 */
export async function placeOnLine(page, wanted) {
  const points = await pointsOf(page);
  const data = await page.evaluate(() => [
    .../** @type {any} */ (window.micrograd.state.session.snapshot).data,
  ]);
  const lines = Array.from({ length: 8 }, (_, j) => data.slice(3 * j, 3 * j + 3));
  const [w1, w2, b] = lines[Number(wanted.slice(1)) - 1];
  const size = Math.hypot(w1, w2);
  for (let t = -2; t < 2; t += 0.01) {
    const place = { x: (-b * w1) / size ** 2 - (t * w2) / size, y: (-b * w2) / size ** 2 + (t * w1) / size };
    const inside = Math.max(Math.abs(place.x), Math.abs(place.y)) < 1.8;
    const alone = lines.every(
      ([u1, u2, c], j) =>
        wanted === `h${j + 1}` || Math.abs(u1 * place.x + u2 * place.y + c) / Math.hypot(u1, u2) > 0.12,
    );
    if (inside && alone && points.every((p) => Math.hypot(p.x - place.x, p.y - place.y) > 0.25)) return place;
  }
  throw new Error(`no place on the line of ${wanted} is alone`);
}
