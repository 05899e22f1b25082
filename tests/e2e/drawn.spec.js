/** What index.html shows before any script of ours has run: the page's own picture of the defaults, which the page takes over. */

import { open, settled, step } from "./actions.js";
import { need } from "./drivers.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

const SCREENS = {
  "a desktop": { viewport: { width: 1440, height: 900 } },
  "a projector": { viewport: { width: 1280, height: 720 } },
  "a phone": { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

/** The page as it is until its modules arrive, which they never do. @param {Page} page */
async function openBefore(page) {
  await page.route("**/main.js", () => {});
  await page.goto("./", { waitUntil: "commit" });
  await expect(page.locator("#params tr[data-parameter]")).toHaveCount(51);
  await expect(page.locator(".scenes > svg").filter({ visible: true })).toHaveCount(1); // with the style sheet
}

/** Every box of the graph that can be seen: its texts, and where its middle is in the pane. @param {Page} page */
const boxes = (page) =>
  page.evaluate(() => {
    const pane = /** @type {Element} */ (document.querySelector(".graph-stage")).getBoundingClientRect();
    const seen = [...document.querySelectorAll(".graph-stage .node")].filter((node) =>
      node.checkVisibility(),
    );
    return seen.map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      const texts = [...node.querySelectorAll("text")].map(({ textContent }) => textContent);
      return { texts, x: x + width / 2 - pane.x, y: y + height / 2 - pane.y };
    });
  });

/** An element without the bar that a phone has over it. @param {Page} page @param {import("@playwright/test").Locator} element */
async function pictureOf(page, element) {
  const bar = page.locator("#transport");
  await bar.evaluate(({ style }) => style.setProperty("visibility", "hidden"));
  const picture = await element.screenshot();
  await bar.evaluate(({ style }) => style.removeProperty("visibility"));
  return picture;
}

/** All that can be read in the bars and panels but the graph's drawing, by the id of each. @param {Page} page */
const words = (page) =>
  page.evaluate(() => {
    const parts = [...document.querySelectorAll("#topbar, #transport, main > section:not([hidden])")];
    const texts = parts.map((part) => [
      part.id,
      /** @type {HTMLElement} */ (part).innerText.replaceAll(/\s+/g, " "),
    ]);
    return Object.fromEntries(texts);
  });

for (const [screen, options] of Object.entries(SCREENS)) {
  test.describe(`on ${screen}`, () => {
    test.use(options);

    test("the first picture is, word for word and box for box, what the page then draws", async ({
      page,
    }) => {
      await openBefore(page);
      const [before, text] = [await boxes(page), await words(page)];
      expect(before.length).toBeGreaterThanOrEqual(14); // two inputs, eight neurons, three outputs and the loss
      await page.unroute("**/main.js");
      await open(page);
      await expect(page.locator(".scenes")).toHaveCount(0); // it stays until the page's own scene is complete
      const after = await boxes(page);
      expect(before.map(({ texts }) => texts)).toEqual(after.map(({ texts }) => texts));
      for (const [i, { x, y }] of before.entries()) {
        expect(Math.abs(x - after[i].x), `${after[i].texts[0]} moves to the side`).toBeLessThan(2);
        expect(Math.abs(y - after[i].y), `${after[i].texts[0]} moves up or down`).toBeLessThan(2);
      }
      expect(text).toEqual(await words(page));
    });

    test("the plane looks as the page then paints it", async ({ page }) => {
      need(page, "pictures of the page");
      const plane = page.locator("#surface .stage");
      await openBefore(page);
      const before = await pictureOf(page, plane);
      await page.unroute("**/main.js");
      await open(page);
      await expect(page.locator("#surface canvas.field")).toBeVisible();
      const after = await pictureOf(page, plane);
      const apart = await page.evaluate(difference, [before.toString("base64"), after.toString("base64")]);
      expect(apart.sizes[0]).toEqual(apart.sizes[1]);
      expect(apart.mean).toBeLessThan(4);
    });

    test("nothing moves while the page takes over", async ({ page }) => {
      await page.addInitScript(() => {
        let shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shift += Reflect.get(entry, "value");
        }).observe({ type: "layout-shift", buffered: true });
        Object.defineProperty(window, "shift", { get: () => shift });
      });
      await open(page);
      await expect(page.locator(".scenes")).toHaveCount(0); // the last that is taken away
      await step(page, 1);
      expect(await page.evaluate(() => Reflect.get(window, "shift"))).toBeLessThan(0.02);
    });
  });
}

/**
 * Runs in the page: how far two PNGs are apart, on average over their channels, of 255.
 * @param {string[]} pictures in base64
 */
async function difference(pictures) {
  const all = await Promise.all(
    pictures.map(async (picture) => {
      const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
      context?.drawImage(image, 0, 0);
      return /** @type {ImageData} */ (context?.getImageData(0, 0, image.width, image.height));
    }),
  );
  const [a, b] = all.map(({ data }) => data);
  const mean = a.reduce((sum, x, i) => sum + Math.abs(x - b[i]), 0) / a.length;
  return { mean, sizes: all.map(({ width, height }) => [width, height]) };
}

test("the graph is in the document before any script has run", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  need(page, "a page without scripts");
  await page.goto("./");
  await expect(page.locator(".scenes .node", { hasText: "loss" }).filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Play" })).toBeAttached();
  await context.close();
});

test("who has a run of their own does not see the numbers of the defaults first", async ({ page }) => {
  await open(page);
  await step(page, 3);
  await page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
  await expect.poll(() => page.evaluate(() => localStorage.length)).toBeGreaterThan(0);
  await page.route("**/main.js", () => {});
  await page.goto("./", { waitUntil: "commit" }); // a reload waits for more in Firefox
  await expect(page.locator("#params tr[data-parameter]")).toHaveCount(51);
  for (const part of [".scenes", "#surface .stage", "#params tbody", ".counter"]) {
    await expect(page.locator(part).first()).toBeHidden();
  }
  await expect(page.getByRole("heading", { name: "micrograd" })).toBeVisible();
  await page.unroute("**/main.js");
  await page.reload();
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.session.snapshot?.step)).toBe(3);
});
