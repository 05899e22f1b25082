/** Nothing is drawn in the graph that can't be read: at any size of the screen, at any zoom, at every move of a walk. */

import { button, configure, settled } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { allOperations, drawn, still } from "./graph.js";

/** @typedef {import("@playwright/test").Page} Page */

/**
 * What is in view: the height of the smallest text, how many cards and boxes there are, and those of them without a name
 * or a number. A text's height is its font size on the screen.
 * @param {Page} page
 */
const seen = (page) =>
  page.evaluate(() => {
    const stage = /** @type {Element} */ (document.querySelector(".graph-stage")).getBoundingClientRect();
    const inView = (/** @type {Element} */ element) => {
      const { left, right, top, bottom, width } = element.getBoundingClientRect();
      return (
        width > 0 && right > stage.left && left < stage.right && bottom > stage.top && top < stage.bottom
      );
    };
    const size = (/** @type {SVGTextElement} */ text) => {
      const { a = 0 } = text.getScreenCTM() ?? {};
      return a * Number.parseFloat(getComputedStyle(text).fontSize);
    };
    const svg = /** @type {Element} */ (document.querySelector(".stage-svg"));
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent && inView(text));
    const boxes = [...svg.querySelectorAll(".node")].filter(inView);
    return {
      smallest: Math.min(...texts.map(size)),
      boxes: boxes.length,
      mute: boxes
        .filter((box) => !box.querySelector(".name")?.textContent || !box.querySelector(".data")?.textContent)
        .map((box) => box.getAttribute("aria-label")),
      empty: [...svg.querySelectorAll(".silhouette, .mini")].filter(inView).length,
    };
  });

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
  [1920, 1080],
  [390, 844],
]) {
  test.describe(`${width}x${height}`, () => {
    test.use({ viewport: { width, height } });

    test("fitted and at every zoom, each text is at least 10 pixels high, each box has a name and a number", async ({
      ownPage: page,
    }) => {
      await page.locator("#graph").scrollIntoViewIfNeeded();
      for (const open of [drawn, allOperations]) {
        await open(page);
        for (const name of [
          "Fit",
          "Zoom in",
          "Zoom in",
          "Zoom in",
          "Zoom in",
          "Zoom out",
          "Zoom out",
          "Zoom out",
        ]) {
          await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
          await still(page);
          const { smallest, boxes, mute, empty } = await seen(page);
          expect(smallest).toBeGreaterThanOrEqual(9.99);
          if (name === "Fit") expect(boxes).toBeGreaterThan(8);
          expect(mute).toEqual([]);
          expect(empty).toBe(0);
        }
      }
    });
  });
}

test("at first sight one hidden neuron is open, with the numbers of its nodes, and all is in view", async ({
  cPage: page,
}) => {
  await drawn(page);
  expect(await page.locator('#graph [data-node^="h1."]').count()).toBe(7);
  await expect(page.locator("#graph .op")).toHaveCount(5);
  expect((await seen(page)).boxes).toBe(2 + 8 + 8 - 1 + 3 + 1);
});

for (const { layers, every } of [
  { layers: [8], every: 1 },
  { layers: [16, 16, 16], every: 13 },
]) {
  test(`hidden layers of ${layers}: at ${every === 1 ? "every" : `each ${every}th`} move of a walk its operands, edge and result are in view and can be read`, async ({
    cPage: page,
  }) => {
    await page.emulateMedia({ reducedMotion: "reduce" }); // the view goes there at once
    await configure(page, { layers });
    await page.evaluate(() => window.micrograd.dispatch({ type: "walk/unit", unit: "op" }));
    await settled(page);
    await page.waitForFunction(() => document.querySelector("#graph .scene.full"));
    await expect(button(page, "Step")).toBeEnabled();
    const wrong = await page.evaluate(async (step) => {
      const frame = () => new Promise(requestAnimationFrame);
      const stage = /** @type {Element} */ (document.querySelector(".graph-stage")).getBoundingClientRect();
      const inside = (/** @type {Element | null} */ element) => {
        if (!element) return false;
        const { left, right, top, bottom, width } = element.getBoundingClientRect();
        const within =
          left >= stage.left - 1 &&
          right <= stage.right + 1 &&
          top >= stage.top - 1 &&
          bottom <= stage.bottom + 1;
        return within && width > 0;
      };
      const text = (/** @type {Element | null} */ box) => {
        const data = /** @type {SVGTextElement | null} */ (box?.querySelector("text.data"));
        return data ? (data.getScreenCTM()?.a ?? 0) * Number.parseFloat(getComputedStyle(data).fontSize) : 0;
      };
      const { graph } = /** @type {any} */ (window.micrograd.state.answers.graph);
      const ids = /** @type {Map<string, number>} */ (
        new Map(graph.name.map((/** @type {string} */ n, /** @type {number} */ i) => [n, i]))
      );
      /** @type {string[]} */
      const wrong = [];
      for (let at = 1; ; at += step) {
        window.micrograd.dispatch({ type: "walk/goto", at });
        for (let i = 0; i < 2; i++) await frame();
        const { walk } = window.micrograd.state.run;
        const current = document.querySelector("#graph .current[data-node]");
        if (walk?.at !== at) break; // the update is made by the engine, and the last moves are of parameters alone
        const name = current?.getAttribute("data-node");
        if (!name) continue; // a move of all nodes
        const shown = [
          name,
          ...graph.prev[ids.get(name) ?? 0].map((/** @type {number} */ i) => graph.name[i]),
        ].map((n) => {
          const box = document.querySelector(`#graph [data-node="${CSS.escape(n)}"]`);
          const pin = document.querySelector(`#graph .away[data-pin="${CSS.escape(n)}"]`);
          return [n, (inside(box) && text(box) >= 9.99) || (inside(pin) && text(pin) >= 9.99)];
        });
        for (const [n, good] of shown) if (!good) wrong.push(`${n} at move ${at}`);
        const edge = document.querySelector("#graph .scene path.current");
        if (edge && edge.getBoundingClientRect().right < stage.left) wrong.push(`the edge at move ${at}`);
      }
      return wrong;
    }, every);
    expect(wrong).toEqual([]);
  });
}
