/**
 * A reload at any moment comes back to what was on the screen. The moments are random, from one seed that is printed;
 * RELOADS says how many there are.
 */

import { random as seeded } from "../random.js";
import { linkHash, settled } from "./actions.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

const RELOADS = Number(process.env.RELOADS ?? 10);
const SEED = Number(process.env.SEED ?? 20261125);

/** Runs in the page, before its scripts: what the screen shows, as text, now and when the page goes. */
function noteTheEnd() {
  const shown = () => {
    const { session, probe, run } = window.micrograd.state;
    const { config, points, snapshot } = session;
    const bits = (/** @type {string} */ _, /** @type {any} */ value) => {
      if (value instanceof Float64Array) return [...value].map(String);
      if (typeof value === "number") return String(value);
      if (Array.isArray(value) || value === null || typeof value !== "object") return value;
      return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    };
    return JSON.stringify({ config, points, snapshot, probe, limit: run.limit }, bits);
  };
  Object.assign(window, { shown });
  addEventListener("pagehide", () => sessionStorage.setItem("end", shown()));
}

/** @param {Page} page */
const shown = async (page) => JSON.parse(await page.evaluate(() => /** @type {any} */ (window).shown()));

/**
 * What a user may do, as the console says it.
 * @param {() => number} random
 * @param {number} points how many there are
 * @param {number} step
 * @returns {any[]}
 */
function something(random, points, step) {
  const pick = (/** @type {any[]} */ from) => from[Math.floor(random() * from.length)];
  const place = () => 4 * random() - 2;
  const id = Math.floor(random() * points);
  return pick([
    [{ type: "run/step", count: 1 + Math.floor(random() * 30) }],
    [{ type: "run/speed", speed: pick([5, 30]) }, { type: "run/play" }],
    [{ type: "run/pause" }],
    [{ type: "run/goto", step: Math.floor(random() * (step + 1)) }],
    [{ type: "points/add", x: place(), y: place(), label: pick([0, 1, 2]) }],
    [{ type: "points/move", id, x: place(), y: place() }],
    [{ type: "points/remove", id }],
    [{ type: "points/undo" }],
    [{ type: "probe/set", x: place(), y: place(), label: 1 }],
    [{ type: "config/set", changes: { lr: pick([0.01, 0.1]) } }],
    [{ type: "config/set", changes: { optimizer: pick(["adamw", "sgd"]) } }],
    [{ type: "config/set", changes: { layers: pick([[8], [4, 4], []]) } }],
    [{ type: "config/set", changes: { dataset: pick(["yinyang", "spiral", "blobs"]) } }],
    [{ type: "run/reset" }],
    [{ type: "walk/unit", unit: pick(["op", "update"]) }, { type: "run/step" }],
    [{ type: "engine/choose", name: pick(["c", "batched", "python"]) }],
  ]);
}

test(`a reload at any of ${RELOADS} random moments comes back to the same screen and goes on with the same bits (seed ${SEED})`, async ({
  context,
}) => {
  test.setTimeout(60_000 + 20_000 * RELOADS);
  const { next: random } = seeded(SEED);
  const page = await context.newPage();
  await context.addInitScript(noteTheEnd);
  await page.goto("./");
  await settled(page);
  const other = await context.newPage();
  await other.goto("./");
  await settled(other);
  for (let i = 0; i < RELOADS; i++) {
    await test.step(`reload ${i + 1}`, () => reloadOnce(page, other, random));
  }
});

/** @param {Page} page @param {Page} other another tab with a run of its own @param {() => number} random */
async function reloadOnce(page, other, random) {
  const deeds = 1 + Math.floor(random() * 4);
  for (let k = 0; k < deeds; k++) {
    const [points, step] = await page.evaluate(() => {
      const { points: all, snapshot } = window.micrograd.state.session;
      return [all.length, snapshot?.step ?? 0];
    });
    await page.evaluate(
      (actions) => actions.forEach(window.micrograd.dispatch),
      something(random, points, step),
    );
    if (random() < 0.5) await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  if (random() < 0.3) await other.evaluate(() => window.micrograd.dispatch({ type: "run/step", count: 3 }));
  if (random() < 0.3) {
    const hash = await linkHash(page);
    await page.evaluate((link) => history.replaceState(null, "", link), hash); // as Share does without a clipboard
  }
  await page.reload();
  await page.waitForFunction(() => window.micrograd?.state);
  const before = JSON.parse(String(await page.evaluate(() => sessionStorage.getItem("end"))));
  if (before.snapshot) expect(await shown(page)).toEqual(before);
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/pause" }));
  await settled(page);
  // the same state by another way, a link in another tab, leads to the same next step
  await other.evaluate(
    (hash) => {
      history.replaceState(null, "", "#");
      const opened = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
      location.hash = hash;
      return opened.then(() => null); // after the page's own listener
    },
    await linkHash(page),
  );
  await settled(other);
  for (const tab of [page, other]) {
    await tab.evaluate(() => window.micrograd.dispatch({ type: "run/step" }));
    await settled(tab);
  }
  expect((await shown(page)).snapshot).toEqual((await shown(other)).snapshot);
}
