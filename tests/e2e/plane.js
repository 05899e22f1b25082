/** Hands on the plane: where a place of [-2, 2]^2 is on the screen, and what mouse and finger do there. */

import { protocolOf } from "./protocol.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/protocol/messages.js").Point} Point */
/** @typedef {{x: number, y: number}} Place */

/** @param {Page} page */
export const plane = (page) => page.getByRole("application", { name: /^The plane/ });

/** Pixels of the viewport. @param {Page} page @param {Place} place @returns {Promise<Place>} */
export async function pixel(page, { x, y }) {
  await plane(page).scrollIntoViewIfNeeded();
  const box = await plane(page).boundingBox();
  if (!box) throw new Error("the plane can't be seen");
  return { x: box.x + ((x + 2) / 4) * box.width, y: box.y + ((2 - y) / 4) * box.height };
}

/**
 * A place with no point within a finger's reach.
 * @param {Point[]} points
 * @param {number} [away] how far every point is, at least
 */
export function emptyPlace(points, away = 0.35) {
  for (let x = -1.6; x <= 1.6; x += 0.08) {
    for (let y = 1.6; y >= -1.6; y -= 0.08) {
      if (points.every((p) => Math.hypot(p.x - x, p.y - y) > away)) return { x, y };
    }
  }
  throw new Error("the plane is full");
}

/** A point that no other lies upon, so that its pixel means this one. @param {Point[]} points @param {string} [split] */
export function lonelyPoint(points, split = "train") {
  const lonely = points.find(
    (p) =>
      p.split === split &&
      Math.max(Math.abs(p.x), Math.abs(p.y)) < 1.7 &&
      points.every((q) => q === p || Math.hypot(p.x - q.x, p.y - q.y) > 0.1),
  );
  if (!lonely) throw new Error("no point is alone");
  return lonely;
}

/** @param {Page} page @param {Place} place @param {Parameters<Page["mouse"]["click"]>[2]} [options] */
export async function clickAt(page, place, options) {
  const { x, y } = await pixel(page, place);
  await page.mouse.click(x, y, options);
}

/**
 * Drags by mouse; `midway` is called while the button is still down.
 * @param {Page} page
 * @param {Place} from
 * @param {Place} to
 * @param {() => Promise<void>} [midway]
 */
export async function drag(page, from, to, midway) {
  const [a, b] = [await pixel(page, from), await pixel(page, to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 5 });
  await midway?.();
  await page.mouse.move(b.x, b.y, { steps: 5 });
  await page.mouse.up();
}

/**
 * A finger, through the browser's own input: what it touches gets touch and pointer events, or scrolls.
 * @param {Page} page
 */
export async function finger(page) {
  const cdp = await protocolOf(page);
  const send = (
    /** @type {"touchStart" | "touchMove" | "touchEnd"} */ type,
    /** @type {Place[]} */ touchPoints,
  ) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints });
  return {
    down: (/** @type {Place} */ at) => send("touchStart", [at]),
    up: () => send("touchEnd", []),
    /** @param {Place} from @param {Place} to in pixels */
    async move(from, to) {
      for (let i = 1; i <= 8; i++) {
        const part = i / 8;
        await send("touchMove", [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }]);
      }
    },
  };
}
