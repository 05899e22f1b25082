/** Links hold the whole view: another browser that opens one shows the same picture. */

import assert from "node:assert/strict";
import { linkHash, notice, open, pointsOf, settled, step } from "./actions.js";
import { runBits } from "./bits.js";
import { beginEmpty, expect, test } from "./fixtures.js";
import { drawn, scale, still } from "./graph.js";

/** @typedef {import("@playwright/test").Page} Page */

/** All that a picture is made of. @param {Page} page */
const picture = (page) =>
  page.evaluate(() => {
    const { view, selection, probe, run } = window.micrograd.state;
    const { theme: _, added: __, zoom, lesson, lessons: ___, ...shown } = view;
    const { node, point, label } = selection;
    const { id, stage, said, asked, answer, done, seen, right } = lesson ?? {};
    const sentences = { id, stage, said, asked, answer, done, seen, right };
    // a link has six digits of the zoom: rounded to fewer, what it has rounded up could be rounded down
    const near = zoom && [zoom.k, zoom.x, zoom.y].map((x) => x.toPrecision(6));
    const scene = document.querySelector("#graph .scene");
    const place = (scene?.checkVisibility() && scene.getAttribute("style")) || "";
    const drawn = [...place.matchAll(/[-\d.]+/g)].map(([x]) => Number(x).toFixed(1));
    const more = { unit: run.unit, move: run.walk?.at, limit: run.limit };
    return { shown, near, drawn, sentences, node, point, label, probe, ...more };
  });

/** @param {Page} page */
const told = (page) => page.evaluate(() => window.micrograd.state.notice?.text ?? null);

/**
 * Opens a link in another browser: in a context with a storage of its own, which is empty.
 * @param {import("./fixtures.js").Shared["contexts"]} contexts @param {string} hash @param {Page} page
 */
async function elsewhere(contexts, hash, page) {
  const context = await contexts({ viewport: page.viewportSize() });
  expect(context).not.toBe(page.context());
  const other = await context.newPage();
  await other.addInitScript(beginEmpty);
  await open(other, new URL(hash, page.url()).href);
  await arrived(other);
  return other;
}

/** Waits until the whole view of a link is there. @param {Page} page */
async function arrived(page) {
  await page.waitForFunction(() => window.micrograd.state.run.waiting === null);
  await settled(page);
  await drawn(page);
}

/** Waits until a lesson waits for its learner. @param {Page} page */
async function rested(page) {
  await page.waitForFunction(() => {
    const { lesson } = window.micrograd.state.view;
    return !lesson || (lesson.said !== null && lesson.queue.length === 0);
  });
  await settled(page);
}

/** Actions from the console, each when the page has come to rest. @param {Page} page @param {readonly object[]} actions */
async function act(page, actions) {
  for (const action of actions) {
    await page.evaluate((one) => window.micrograd.dispatch(/** @type {any} */ (one)), action);
    await rested(page);
  }
  await drawn(page);
}

/** A wheel's turn over the graph. @param {Page} page */
async function zoomByHand(page) {
  const { x, y, width, height } = (await page.locator(".graph-stage").boundingBox()) ?? assert.fail();
  await page.mouse.move(Math.round(x + width / 3), Math.round(y + height / 2));
  const zoomOf = () => page.evaluate(() => window.micrograd.state.view.zoom?.k ?? 0);
  const before = await scale(page); // the state learns of it later, at the end of a flight
  await page.mouse.wheel(0, -240);
  await expect.poll(zoomOf).toBeGreaterThan(1.2 * before);
  // a browser may turn the wheel in several moves: the last one has come to rest
  await still(page);
  await expect.poll(async () => (await zoomOf()) / (await scale(page))).toBeCloseTo(1, 3);
}

const STATES = /** @type {const} */ ({
  "a selected node, a field, a nudge and hidden panels": [
    { type: "node/select", name: "h3.w1" },
    { type: "view/field", node: "h5" },
    { type: "view/nudge", node: "h3.w1", delta: 0.25 },
    { type: "view/hide", id: "loss" },
    { type: "view/log-scale", logScale: true },
  ],
  "the middle of a step, op by op": [
    { type: "walk/unit", unit: "op" },
    { type: "walk/goto", at: 200 },
    { type: "node/select", name: "h3" },
  ],
  "a move of an update, zoomed by hand": [
    { type: "walk/unit", unit: "op" },
    { type: "walk/goto", at: 150 },
  ],
  "an opened neuron, zoomed by hand": [{ type: "view/open", groups: ["h5"] }],
  "the middle of a stage of a lesson, zoomed by hand": [
    { type: "lesson/open", id: "why-plus-equals", stage: 1 },
    { type: "lesson/answer", choice: 0 },
    { type: "run/step" },
    { type: "node/select", name: "z2.w3*h3" },
  ],
  "a lesson's task that is done": [
    { type: "lesson/open", id: "blow-up", stage: 1 },
    { type: "lesson/answer", choice: 2 },
    { type: "lesson/show" },
  ],
  "the naive order at another probe": [
    { type: "probe/set", x: 0.5, y: -1, label: 2 },
    { type: "view/experiment", how: "naive" },
  ],
  "a visit of the naive order from another node": [
    { type: "view/experiment", how: "naive", root: "z2", at: 17 },
  ],
  "the experiment with = in place of +=": [{ type: "view/experiment", how: "overwritten" }],
  "the stage": [{ type: "view/stage", on: true }],
  "one large panel and the training loss's gradients": [
    { type: "view/enlarge", id: "params" },
    { type: "view/gradient", gradient: "train" },
  ],
});

for (const [what, actions] of Object.entries(STATES)) {
  test(`a link of ${what} is under 2,000 characters and opens to the same elsewhere`, async ({
    screenPage: page,
    contexts,
  }) => {
    await step(page, 12);
    await act(page, actions);
    if (what.includes("by hand")) await zoomByHand(page);
    const hash = await linkHash(page);
    expect(new URL(hash, page.url()).href.length).toBeLessThan(2000);
    const other = await elsewhere(contexts, hash, page);
    expect(await picture(other)).toEqual(await picture(page));
    expect(await runBits(other)).toEqual(await runBits(page));
    expect(await told(other)).toBe(await told(page));
    await other.close();
  });
}

test("a link to edited points has all of them, and their view", async ({ screenPage: page, contexts }) => {
  await step(page, 3);
  await page.evaluate(() => {
    window.micrograd.dispatch({ type: "points/add", x: 0.5, y: -1, label: 2 });
    window.micrograd.dispatch({ type: "node/select", name: "loss" });
  });
  await settled(page);
  const hash = await linkHash(page);
  const other = await elsewhere(contexts, hash, page);
  expect(await picture(other)).toEqual(await picture(page));
  const [{ data, grad, m, v }, mine] = [await runBits(other), await runBits(page)];
  expect({ data, grad, m, v }).toEqual({ data: mine.data, grad: mine.grad, m: mine.m, v: mine.v });
  expect(await pointsOf(other)).toEqual(await pointsOf(page));
  await other.close();
});

test("after a reload a run of a data set still has a short link", async ({ cPage: page }) => {
  await step(page, 5);
  await page.reload();
  await settled(page);
  await page.waitForFunction(() => window.micrograd.state.run.rebuilding === null);
  expect((await linkHash(page)).length).toBeLessThan(2000);
});

test("a link that is typed by hand opens in a page that is open, and its run is kept only when changed", async ({
  screenPage: page,
}) => {
  await page.evaluate(() => {
    location.hash = "#layers=4&step=6&node=h2&unit=phase";
  });
  await page.waitForFunction(() => window.micrograd.state.session.config.layers[0] === 4);
  await arrived(page);
  expect((await picture(page)).node).toBe("h2");
  expect((await runBits(page)).step).toBe(6);
  const runs = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("micrograd-run-")).length);
  const before = await runs();
  await page.evaluate(() => window.micrograd.dispatch({ type: "walk/unit", unit: "update" }));
  await step(page, 1);
  await expect.poll(runs).toBe(before + 1);
});

for (const [hash, text] of /** @type {const} */ ([
  ["#lr=fast", /The run in this link can't be read: lr must be a finite number >= 0, not 'fast'/],
  ["#step=5&node=h77", /node in this link can't be used: this network has no node h77\. The rest/],
  ["#step=5&unit=op&move=99999", /a step of this network has \d+ moves, not 99999/],
  ["#large=__proto__", /there is no panel __proto__/],
])) {
  test(`the link ${hash} says what is wrong, and the page goes on`, async ({ blankPage: page }) => {
    await open(page, `./${hash}`);
    await page.waitForFunction(() => window.micrograd.state.run.waiting === null);
    await expect(notice(page)).toHaveText(text);
    await step(page, 1);
    await expect(page.locator(".panel-problem")).toHaveCount(0);
  });
}
