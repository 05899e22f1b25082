/** The page in WebKit: every panel, hands on the plane and the inspector, links, a reload. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { cutOff } from "../e2e/cut-off.js";
import { emptyPlace, lonelyPoint } from "../e2e/plane.js";
import { openBrowser, skip } from "./browser.js";
import * as hands from "./hands.js";

const { bitsOf, coloursOf, dispatch, pixel, pointsOf, settled, step } = hands;
const ENTER = "\uE007";

/** @type {import("./browser.js").Browser} */
let browser;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  await hands.open(browser);
});
afterEach(async () => {
  if (browser) assert.deepEqual(await browser.complaints(), []);
});
after(() => browser?.end());

test("an error of the page and one that nobody catches reach the tests", { skip }, async () => {
  await browser.evaluate(() => {
    console.error("written to the console");
    setTimeout(() => {
      throw new Error("thrown later");
    });
    Promise.reject(new Error("a promise refused"));
    return new Promise((resolve) => setTimeout(resolve, 50));
  });
  const heard = (await browser.complaints()).join("\n");
  for (const each of [/written to the console/, /thrown later/, /a promise refused/])
    assert.match(heard, each);
});

test("every panel is there and has drawn", { skip }, async () => {
  await step(browser, 20);
  const panels = await browser.evaluate(() =>
    Object.fromEntries(
      ["graph", "inspector", "surface", "loss", "params", "transport"].map((id) => {
        const box = document.getElementById(id)?.getBoundingClientRect();
        return [id, Boolean(box && box.width > 100 && box.height > 30)];
      }),
    ),
  );
  assert.deepEqual([...new Set(Object.values(panels))], [true], JSON.stringify(panels));
  const texts = await browser.evaluate(() => ({
    loss: document.querySelector('#graph [data-node="loss"]')?.textContent ?? "",
    boxes: document.querySelectorAll("#graph [data-node]").length,
    rows: document.querySelectorAll("#params tbody tr").length,
    first: document.querySelector("#params tbody")?.textContent ?? "",
  }));
  assert.match(texts.loss, /loss.*\d\.\d{4}/);
  assert.equal(texts.boxes, 14);
  assert.ok(texts.rows >= 10, `${texts.rows} rows`);
  assert.match(texts.first, /h1\.w1.*\d\.\d{4}/);
  assert.ok((await coloursOf(browser, "#surface canvas.field")) > 100);
  assert.ok((await coloursOf(browser, "#loss canvas")) > 3);
});

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
]) {
  test(`at ${width}x${height} no word on a control is cut off, and no bar has a second row`, {
    skip,
  }, async () => {
    await browser.resize(width, height);
    await browser.until("the page has that width", (wanted) => innerWidth === wanted, width);
    await settled(browser);
    assert.deepEqual(await browser.evaluate(cutOff), []);
  });
}

test("the page has a language that numbers can be written in, whatever the machine says", {
  skip,
}, async () => {
  assert.equal(await browser.evaluate(() => Intl.getCanonicalLocales(navigator.language).length), 1);
});

test("a press on empty space adds a point, and a drag moves one", { skip }, async () => {
  await hands.freshRun(browser);
  const first = await pointsOf(browser);
  await browser.press(await pixel(browser, emptyPlace(first)));
  await browser.until(
    "a point is added",
    (n) => window.micrograd.state.session.points.length === n + 1,
    first.length,
  );

  const now = await pointsOf(browser);
  const [point, to] = [lonelyPoint(now), emptyPlace(now)];
  await browser.drag(await pixel(browser, point), await pixel(browser, to));
  await browser.until(
    "the point is moved",
    ({ id, x, y }) => {
      const moved = window.micrograd.state.session.points.find((each) => each.id === id);
      return moved && Math.hypot(moved.x - x, moved.y - y) < 0.05;
    },
    { ...to, id: point.id },
  );
  assert.equal((await pointsOf(browser)).length, first.length + 1);
  await settled(browser);
});

test("a click on a node opens the inspector, and so does Enter", { skip }, async () => {
  const shows = (/** @type {string} */ name) =>
    browser.until(
      `the inspector shows ${name}`,
      (wanted) => document.querySelector('#inspector [data-field="name"]')?.textContent === wanted,
      name,
    );
  const { x, y } = await browser.evaluate(() => {
    const box = document.querySelector('#graph [data-node="h3"]')?.getBoundingClientRect();
    return { x: (box?.x ?? 0) + (box?.width ?? 0) / 3, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  });
  await browser.press({ x, y });
  await shows("h3");
  await browser.until("h5 takes the focus", () => {
    const h5 = /** @type {HTMLElement | null} */ (document.querySelector('#graph [data-node="h5"]'));
    h5?.focus(); // absent while the graph is being drawn anew
    return h5 !== null && document.activeElement === h5;
  });
  await browser.type(ENTER);
  await shows("h5");
  await dispatch(browser, { type: "node/select", name: null });
});

test("the first lesson opens from the list", { skip }, async () => {
  await hands.button(browser, "Questions");
  await browser.until("the list can be seen", () =>
    [...document.querySelectorAll(".questions button")].some(
      (each) => each.textContent?.trim() === "Why a topological order?" && each.checkVisibility(),
    ),
  );
  await hands.button(browser, "Why a topological order?");
  await browser.until("the lesson speaks", () => {
    const { lesson } = window.micrograd.state.view;
    return lesson?.id === "why-topological-order" && document.querySelector(".lesson .said")?.textContent;
  });
  await dispatch(browser, { type: "lesson/close" });
  await settled(browser);
});

test("a link opens to its state, and a reload keeps the run", { skip }, async () => {
  await hands.freshRun(browser, "7");
  await dispatch(browser, { type: "points/add", x: 0.3, y: -1.2, label: 2 });
  await settled(browser);
  await step(browser, 7);
  await dispatch(browser, { type: "node/select", name: "h3.w1" });
  const bits = await bitsOf(browser);
  const link = await browser.evaluate(async () => {
    const { shareLink } = await import(new URL("state/link/share.js", location.href).href);
    return new URL(shareLink(window.micrograd.state, location)).hash;
  });
  await hands.freshRun(browser, "3");
  assert.notDeepEqual(await bitsOf(browser), bits);
  await hands.open(browser, link);
  await browser.until("the link's step", () => window.micrograd.state.session.snapshot?.step === 7);
  assert.deepEqual(await bitsOf(browser), bits);
  assert.equal(await browser.evaluate(() => window.micrograd.state.selection.node), "h3.w1");

  await step(browser, 5);
  const further = await bitsOf(browser);
  await browser.reload();
  await settled(browser);
  assert.equal(further.step, 12);
  assert.deepEqual(await bitsOf(browser), further);
});
