/** How long an edit of the Python takes to be running, on a visit that has Python's memory from an earlier one. */

import { keepMemory } from "./boot.js";
import { withProfile } from "./browser.js";

/** So long nothing happens between two edits, in ms: who reads what came of one takes longer. */
const BETWEEN = 4000;

/**
 * The ms from the moment when the page takes the code, after the pause in typing, until a worker with that code answers. The
 * first edit is not counted: what an editor loads once is loaded then.
 * @param {{url: string}} site @param {number} rounds
 */
export const editTimes = ({ url }, rounds) =>
  withProfile(url, async (page) => {
    await keepMemory(page);
    await page.goto(url);
    await page.waitForFunction(() => window.micrograd?.state.engines.status.python.phase === "ready");
    await page.evaluate(() => window.micrograd.dispatch({ type: "code/open" }));
    await page.waitForFunction(() => window.micrograd.state.code.files !== null);
    const times = [];
    for (let round = 0; round <= rounds; round++) {
      await page.waitForTimeout(BETWEEN);
      times.push(await page.evaluate(runEdit, round));
    }
    return times.slice(1);
  });

/** Runs in the page: a comment more, at the end of engine.py. @param {number} round */
async function runEdit(round) {
  const { dispatch, state } = window.micrograd;
  const text = `${state.code.files?.["engine.py"]}\n# edit ${round}\n`;
  dispatch({ type: "code/edit", file: "engine.py", text });
  const start = performance.now();
  dispatch({ type: "code/run" });
  while (window.micrograd.state.engines.status.yours.phase === "loading") {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { phase, reason } = window.micrograd.state.engines.status.yours;
  if (phase !== "ready") throw new Error(reason);
  return performance.now() - start;
}
