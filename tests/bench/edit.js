/** How long an edit of the Python takes to be running, on a visit that has Python's memory from an earlier one. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { Failure } from "../../build/tools.js";
import { makeMemory } from "./boot.js";
import { launchOptions } from "./browser.js";

/** @typedef {import("@playwright/test").Page} Page */

/** So long nothing happens between two edits, in ms: who reads what came of one takes longer. */
const BETWEEN = 4000;

/**
 * The ms from the moment when the page takes the code, after the pause in typing, until a worker with that code answers. The
 * first edit is not counted: what an editor loads once is loaded then.
 * @param {{url: string}} site @param {number} rounds
 */
export async function editTimes({ url }, rounds) {
  const profile = await mkdtemp(path.join(tmpdir(), "micrograd-edit-"));
  const context = await chromium.launchPersistentContext(profile, await launchOptions());
  try {
    const page = await context.newPage();
    await page.goto(new URL("assets.json", url).href);
    const outcome = await page.evaluate(makeMemory);
    if (outcome !== "kept") throw new Failure(`no memory to start from: ${outcome}`);
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
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

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
