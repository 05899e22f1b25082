/** What the tests in WebKitGTK do and ask, as tests/e2e/actions.js has it for Playwright. */

import { isSettled } from "../e2e/actions.js";

/** @typedef {import("./browser.js").Browser} Browser */

/** @param {Browser} browser */
export const settled = (browser) => browser.until("the page comes to rest", isSettled);

/** @param {Browser} browser @param {string} [hash] */
export async function open(browser, hash = "") {
  await browser.open(hash);
  await settled(browser);
}

/** @param {Browser} browser @param {...object} actions */
export async function dispatch(browser, ...actions) {
  await browser.evaluate((all) => {
    for (const action of all) window.micrograd.dispatch(/** @type {any} */ (action));
  }, actions);
}

/** @param {Browser} browser @param {string} name */
export const button = (browser, name) => browser.click(`//button[normalize-space()="${name}"]`);

/** Chooses the engine by its switch. @param {Browser} browser @param {string} label @param {string} name */
export async function choose(browser, label, name) {
  await browser.until(
    `${label} has arrived`,
    (engine) => window.micrograd.state.engines.status[/** @type {"c"} */ (engine)].phase !== "loading",
    name,
  );
  await browser.click(
    `//*[@role="radiogroup" and @aria-label="Engine"]//label[normalize-space()="${label}"]`,
  );
  await browser.until(
    `${label} is chosen`,
    (engine) => window.micrograd.state.engines.active === engine,
    name,
  );
  await settled(browser);
}

/** The engines, by what their switch calls them. */
export const ENGINES = /** @type {const} */ ([
  ["C", "c"],
  ["C batched", "batched"],
  ["Python", "python"],
]);

/** @param {Browser} browser @param {number} count */
export async function step(browser, count) {
  await dispatch(browser, { type: "run/step", count });
  await settled(browser);
}

/** A new run, whatever happened before. @param {Browser} browser @param {string} [seed] */
export async function freshRun(browser, seed = "42") {
  // the same seed would be no change, and keep points that were edited
  for (const each of [seed === "1" ? "2" : "1", seed]) {
    await dispatch(browser, { type: "config/set", changes: { seed: each } });
    await browser.until(
      `a run of seed ${each}`,
      (wanted) => window.micrograd.state.session.config.seed === wanted,
      each,
    );
    await settled(browser);
  }
}

/** @param {Browser} browser */
export const pointsOf = (browser) => browser.evaluate(() => window.micrograd.state.session.points);

/** The training state in bits, of which JSON loses none. @param {Browser} browser */
export const bitsOf = (browser) =>
  browser.evaluate(() => {
    const { snapshot } = window.micrograd.state.session;
    if (!snapshot) throw new Error("there is no run");
    const bits = (/** @type {Float64Array} */ column) =>
      Array.from(new BigUint64Array(Float64Array.from(column).buffer), (word) => word.toString(16));
    const { step: at, data, grad, m, v } = snapshot;
    return { step: at, data: bits(data), grad: bits(grad), m: bits(m), v: bits(v) };
  });

/** Where a place of the plane is. @param {Browser} browser @param {{x: number, y: number}} place */
export const pixel = (browser, place) =>
  browser.evaluate(({ x, y }) => {
    const plane = document.querySelector('#surface [role="application"]');
    if (!plane) throw new Error("there is no plane");
    plane.scrollIntoView({ block: "nearest" });
    const box = plane.getBoundingClientRect();
    return { x: box.x + ((x + 2) / 4) * box.width, y: box.y + ((2 - y) / 4) * box.height };
  }, place);

/** How many colours a canvas has: a blank one has one. @param {Browser} browser @param {string} css */
export const coloursOf = (browser, css) =>
  browser.evaluate((where) => {
    const canvas = /** @type {HTMLCanvasElement | null} */ (document.querySelector(where));
    const context = canvas?.getContext("2d");
    if (!canvas || !context) throw new Error(`no canvas ${where}`);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }, css);
