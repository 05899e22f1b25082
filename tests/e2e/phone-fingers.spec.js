/** Fingers on a phone: whose a finger is, the page's or the graph's, and what a tap means. */

import { button } from "./actions.js";
import { unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { drawn, field, scale, still } from "./graph.js";
import { box, PHONE } from "./phone.js";
import { finger } from "./plane.js";
import { protocolOf } from "./protocol.js";

/** @typedef {import("@playwright/test").Page} Page */

test.use({ ...PHONE, viewport: { width: 390, height: 844 } });
test.skip(...unless("fingers"));

/** Waits until the page has come to rest after a finger has let it go. @param {Page} page */
const atRest = (page) =>
  page.evaluate(async () => {
    for (let same = 0, last = scrollY; same < 10; last = scrollY) {
      await new Promise(requestAnimationFrame);
      same = scrollY === last ? same + 1 : 0;
    }
  });

test("a finger that goes up the graph scrolls the page; one that goes sideways drags the graph", async ({
  screenPage: page,
}) => {
  await drawn(page);
  const style = () => page.locator("#graph .scene").getAttribute("style");
  const stage = await box(page, ".graph-stage");
  const from = { x: stage.x + 40, y: stage.y + 220 };
  const before = await style();
  const touch = await finger(page);
  await touch.down(from);
  await touch.move(from, { x: from.x + 3, y: from.y - 140 });
  await touch.up();
  await page.waitForFunction(() => scrollY > 60);
  expect(await style()).toBe(before);

  await atRest(page);
  await page.evaluate(() => scrollTo(0, 0));
  await button(page, "Zoom in").tap();
  await still(page);
  const zoomed = await style();
  await touch.down(from);
  await touch.move(from, { x: from.x + 140, y: from.y - 20 });
  await touch.up();
  await expect.poll(style).not.toBe(zoomed);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(await page.evaluate(() => window.micrograd.state.selection.node)).toBeNull();
});

test("two fingers zoom the graph, and not the page; alone on the page, one drags it anywhere", async ({
  screenPage: page,
}) => {
  await drawn(page);
  const stage = await box(page, ".graph-stage");
  const at = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
  const before = await scale(page);
  const cdp = await protocolOf(page);
  const send = (/** @type {"touchStart" | "touchMove" | "touchEnd"} */ type, /** @type {number[]} */ ys) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints: ys.map((y, id) => ({ x: at.x, y, id })) });
  await send("touchStart", [at.y - 20]);
  await send("touchStart", [at.y - 20, at.y + 20]);
  for (const apart of [40, 60, 80, 100]) await send("touchMove", [at.y - apart, at.y + apart]);
  await send("touchEnd", []);
  await still(page);
  expect(await scale(page)).toBeGreaterThan(2 * before);
  expect(await page.evaluate(() => [scrollY, window.visualViewport?.scale])).toEqual([0, 1]);

  await button(page, "More of Graph").tap();
  await button(page, "Enlarge Graph").tap();
  await expect(page.locator("#surface")).toBeHidden();
  expect((await box(page, ".graph-stage")).height).toBeGreaterThan(500);
  await button(page, "Zoom in").tap();
  await still(page);
  const style = () => page.locator("#graph .scene").getAttribute("style");
  const zoomed = await style();
  const touch = await finger(page);
  await touch.down({ x: 200, y: 400 });
  await touch.move({ x: 200, y: 400 }, { x: 200, y: 300 });
  await touch.up();
  await expect.poll(style).not.toBe(zoomed);
});

test("a tap within 22 pixels of a node means it, and what it holds can be read below the graph", async ({
  screenPage: page,
}) => {
  for (const down of [-1, 1]) {
    await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: null }));
    await page.evaluate(() => window.micrograd.dispatch({ type: "view/open", groups: null }));
    const loss = page.locator('#graph .card[data-node="loss"]');
    await expect(loss).toBeVisible();
    await page.waitForFunction(() => document.getAnimations().length === 0);
    await still(page);
    const { x, y, width, height } = await loss.evaluate((card) => card.getBoundingClientRect().toJSON());
    await page.touchscreen.tap(x + width / 2, y + height / 2 + down * (height / 2 + 19));
    await expect.poll(() => page.evaluate(() => window.micrograd.state.selection.node)).toBe("loss");
  }
  const peek = page.locator(".peek");
  await expect(peek).toContainText("loss");
  const data = await page.evaluate(() => window.micrograd.state.answers.graph?.graph.data.at(-1) ?? 0);
  await expect(peek).toContainText(data.toFixed(4));
  expect(await peek.evaluate((each) => Number.parseFloat(getComputedStyle(each).fontSize))).toBeGreaterThan(
    12,
  );
  await peek.tap();
  await expect(field(page, "name")).toBeInViewport();
  await expect(page.getByRole("group", { name: "The selected node" })).toBeFocused();
});
