/** Nothing is drawn in the graph that can't be read: at any size of the screen, at any zoom, at every move of a walk. */

import { atOnce, button, configure, paint, settled } from "./actions.js";
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
    const svg = /** @type {Element} */ (document.querySelector(".stage-pane"));
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
      screenPage: page,
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

/**
 * Walks through all moves of a step, and returns what is out of view or too small to be read: a move's result, an operand, or
 * its edge. Every move is judged by the places and sizes that the picture's elements have, and each `every`th as it is laid out on
 * the screen as well, which takes several times as long.
 * @param {number} every
 */
async function unreadable(every) {
  const { micrograd } = window;
  const frame = () => new Promise((resolve) => window.requestAnimationFrame(resolve));
  const stage = /** @type {Element} */ (document.querySelector(".graph-stage"));
  const { left, top, width, height } = stage.getBoundingClientRect();
  const { graph } = /** @type {NonNullable<typeof micrograd.state.answers.graph>} */ (
    micrograd.state.answers.graph
  );
  const ids = new Map(graph.name.map((name, i) => [name, i]));
  const numbersOf = (/** @type {Element | null} */ element, /** @type {string} */ attribute) =>
    (element?.getAttribute(attribute) ?? "").match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
  /** @type {Map<string, number>} */
  const sizes = new Map();
  /** The font size of a kind of box, which is the same for all of its kind. @param {Element} text @param {string} kind */
  const fontSize = (text, kind) => {
    if (!sizes.has(kind)) sizes.set(kind, Number.parseFloat(getComputedStyle(text).fontSize));
    return sizes.get(kind) ?? 0;
  };

  /** By the attributes: whether a box is within the view, with its data large enough. @param {Element | null} box @param {number[]} scene x, y and scale */
  function isDrawn(box, [x, y, k]) {
    const text = box?.querySelector("text.data");
    if (!box || !text?.textContent) return false;
    const [cx, cy] = numbersOf(box, "transform");
    const body = box.querySelector(".body");
    const [w, h] = ["width", "height"].map((name) => Number(body?.getAttribute(name)));
    const [a, b] = [k * (cx - w / 2) + x, k * (cy - h / 2) + y];
    const within = a >= -1 && b >= -1 && a + k * w <= width + 1 && b + k * h <= height + 1;
    return within && k * fontSize(text, String(box.getAttribute("class")?.split(" ")[0])) >= 9.99;
  }

  /** A shape on the screen, without the line around it, which Firefox counts in. @param {SVGGraphicsElement} shape */
  function withoutLine(shape) {
    const { x, y, width: w, height: h } = shape.getBBox();
    const { a = 0, e = 0, f = 0 } = shape.getScreenCTM() ?? {};
    return new DOMRect(e + a * x, f + a * y, a * w, a * h);
  }

  /** By the layout of the browser: the same. @param {Element | null} box */
  function isShown(box) {
    const text = /** @type {SVGTextElement | null | undefined} */ (box?.querySelector("text.data"));
    if (!box || !text?.textContent) return false;
    const at = withoutLine(/** @type {SVGGraphicsElement} */ (box));
    const within = at.left >= left - 1 && at.right <= left + width + 1;
    const inside = within && at.top >= top - 1 && at.bottom <= top + height + 1 && at.width > 0;
    const scale = text.getScreenCTM()?.a ?? 0;
    return inside && scale * Number.parseFloat(getComputedStyle(text).fontSize) >= 9.99;
  }

  /** @type {string[]} */
  const wrong = [];
  let judged = 0;
  for (let at = 1; ; at++) {
    micrograd.dispatch({ type: "walk/goto", at });
    for (let i = 0; i < 2; i++) await frame();
    if (micrograd.state.run.walk?.at !== at) break; // the update is made by the engine
    const name = document.querySelector("#graph .current[data-node]")?.getAttribute("data-node");
    if (!name) continue; // a move of all nodes
    judged += 1;
    const scene = numbersOf(document.querySelector("#graph .scene"), "style");
    const laidOut = at % every === 0;
    for (const n of [name, ...graph.prev[ids.get(name) ?? 0].map((i) => graph.name[i])]) {
      const box = document.querySelector(`#graph [data-node="${CSS.escape(n)}"]`);
      const pin = document.querySelector(`#graph .away[data-pin="${CSS.escape(n)}"]`);
      const good = isDrawn(box, scene) || isDrawn(pin, [0, 0, 1]);
      if (!good || (laidOut && !isShown(box) && !isShown(pin))) wrong.push(`${n} at move ${at}`);
    }
    const edge = laidOut ? document.querySelector("#graph .scene path.current") : null;
    if (edge && edge.getBoundingClientRect().right < left) wrong.push(`the edge at move ${at}`);
  }
  return { wrong, judged };
}

for (const { layers, every, least } of [
  { layers: [8], every: 1, least: 300 },
  { layers: [16, 16, 16], every: 40, least: 2000 },
]) {
  test(`hidden layers of ${layers}: at every move of a walk its operands, edge and result are in view and can be read`, async ({
    cPage: page,
  }) => {
    test.setTimeout(400_000); // 4,200 moves
    await paint(page, "#graph");
    await configure(page, { layers });
    await page.evaluate(() => window.micrograd.dispatch({ type: "walk/unit", unit: "op" }));
    await settled(page);
    await page.waitForFunction(() => document.querySelector("#graph .scene.full"));
    await expect(button(page, "Step")).toBeEnabled();
    const { wrong, judged } = await atOnce(page, () => page.evaluate(unreadable, every));
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(least);
  });
}
