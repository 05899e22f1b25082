/** How long one picture of the loss over two weights takes an engine, against a frame of the display, and how often it comes while C plays. */

import { Failure } from "../../build/tools.js";

/** @typedef {import("./browser.js").Browser} Browser */
/** `ms` is one picture's time in the engine; the others are what the page shows a second at max speed. @typedef {{ms: number, pictures: number, fps: number}} PairTimes */

const SECONDS = 4;

/** @param {Browser} browser @returns {Promise<PairTimes>} */
export async function pairTimes({ browser, url }) {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.waitForFunction(() => window.micrograd?.state.answers.surface?.snapshot);
    await page.evaluate(() => {
      const { dispatch } = window.micrograd;
      dispatch({ type: "engine/choose", name: "c" });
      dispatch({ type: "run/limit", limit: 1_000_000 });
      dispatch({ type: "run/speed", speed: Infinity });
      dispatch({ type: "view/pair", first: "h3.w1", second: "h3.w2" });
    });
    await page.waitForFunction(() => window.micrograd.state.answers.pair?.shown);
    await page.evaluate(() => window.micrograd.dispatch({ type: "run/play" }));
    const found = await page.evaluate(seenFor, SECONDS * 1000);
    if (found.ms.length < 10) throw new Failure(`only ${found.ms.length} pictures came in ${SECONDS} s`);
    const ms = found.ms.sort((a, b) => a - b)[found.ms.length >> 1];
    return { ms, pictures: found.ms.length / SECONDS, fps: found.frames / SECONDS };
  } finally {
    await page.close();
  }
}

/** Runs in the page: the time of each picture that a frame shows, and the number of frames. @param {number} duration in ms */
async function seenFor(duration) {
  const ms = /** @type {number[]} */ ([]);
  const start = performance.now();
  let [frames, last] = [0, /** @type {unknown} */ (null)];
  while (performance.now() - start < duration) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    frames++;
    const { pair } = window.micrograd.state.answers;
    if (!pair?.shown || pair.shown === last) continue;
    last = pair.shown;
    ms.push(pair.ms);
  }
  return { ms, frames };
}

/** @param {PairTimes | undefined} found */
export const pairLines = (found) =>
  found
    ? [
        `the loss over two weights, 24x16 places: ${found.ms.toFixed(1)} ms in C (a frame of the display: 16.7 ms); ` +
          `while C plays at max speed, ${found.pictures.toFixed(0)} of them and ${found.fps.toFixed(0)} frames a second`,
      ]
    : [];
