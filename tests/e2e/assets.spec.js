/**
 * Every file of the site that can be missing, in two of five ways each, or with FAULTS=all in every way: the page works
 * without it, or says so in one sentence.
 */

import { holdPython, settled } from "./actions.js";
import { faultySite, KINDS } from "./faults.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/**
 * What the page does without the file: `start` is that the page itself can't start, `editor` that the editor can't; an engine's name is that this one can't;
 * `works` is that nothing that matters is missing.
 * @type {Record<string, "start" | "works" | "editor" | "c" | "batched" | "python">}
 */
const ASSETS = {
  "main.js": "start",
  "vendor/d3.js": "works",
  "vendor/uplot.js": "works",
  "view/code/panel.js": "editor",
  "vendor/codemirror.js": "editor",
  "start.js": "works",
  "style.css": "works",
  "view/layout/layout.worker.js": "works",
  "micrograd.wasm": "c",
  "worker/c/c.worker.js": "c",
  "micrograd-simd.wasm": "batched",
  "assets.json": "python",
  "worker/python/bridge.py": "python",
  "pyodide.mjs": "python",
  "pyodide.asm.mjs": "python",
  "pyodide.asm.wasm": "python",
  "python_stdlib.zip": "python",
  "pyodide-lock.json": "python",
  "micropip-0.11.1-py3-none-any.whl": "python",
  "micrograd-1.0.0-py3-none-any.whl": "python",
};

/** What no sentence for a reader contains. */
const RAW = /\[object|Traceback|Unexpected|SyntaxError|TypeError|undefined|null|File "|https?:/;

/** What the browser itself writes about a file that does not arrive, and Pyodide about its own. */
const NOISE = [/^console/, /^thrown/, /^asked another origin/, /^answered 404/];

/** Waits, and lets the page's clock run while it does: a stalled file is noticed after a minute of silence. @param {Page} page @param {(page: Page) => Promise<boolean>} come @param {boolean} stalled */
async function until(page, come, stalled) {
  await expect
    .poll(
      async () => {
        if (stalled) await page.clock.runFor(20_000);
        return come(page);
      },
      { intervals: [100, 250, 500] },
    )
    .toBe(true);
}

/** @param {string} engine @returns {(page: Page) => Promise<boolean>} */
const failed = (engine) => (page) =>
  page.evaluate(
    (name) => /** @type {any} */ (window).micrograd?.state.engines.status[name].phase === "failed",
    engine,
  );

/** @param {Page} page */
const reasons = (page) =>
  page.evaluate(() => {
    const { engines, notice } = window.micrograd.state;
    const all = Object.values(engines.status).map(({ reason }) => reason);
    return [...all, notice?.text ?? ""].filter(Boolean);
  });

for (const [i, [file, outcome]] of Object.entries(ASSETS).entries()) {
  const turn = (/** @type {string} */ _, /** @type {number} */ k) => k === i % 5 || k === (i + 2) % 5;
  const kinds = process.env.FAULTS === "all" ? KINDS : KINDS.filter(turn);
  test(`${file}, ${kinds.join(" or ")}: ${
    outcome === "works" ? "the page works without it" : "the page says so in one sentence, and Retry mends it"
  }`, async ({ browser, baseURL, complaints }) => {
    for (const pattern of NOISE) complaints.expect(pattern);
    const site = await faultySite(String(baseURL));
    for (const kind of kinds) {
      const context = await browser.newContext();
      const page = await context.newPage();
      if (outcome !== "python") await page.addInitScript(holdPython); // it takes seconds to load
      if (kind === "stalled") await page.clock.install();
      site.set(file, kind);
      await page.goto(site.url, { waitUntil: "commit" });
      await test.step(kind, () => check(page, outcome, kind, kinds[0], () => site.mend()));
      await context.close();
      site.mend();
    }
    site.close();
  });
}

/** @param {Page} page @param {string} outcome @param {string} kind @param {string} first @param {() => void} mend */
async function check(page, outcome, kind, first, mend) {
  const stalled = kind === "stalled";
  const starting = page.locator("#starting");
  if (outcome === "start") {
    if (!stalled)
      await expect(starting).toContainText(/could not start: (.+ did not load|there is an error in \S+)\. /);
    await expect(starting).toBeVisible();
    expect(await starting.locator("p").textContent()).not.toMatch(RAW);
    mend();
    if (stalled) await page.reload();
    else await starting.getByRole("button", { name: "Reload the page" }).click();
    await settled(page);
    return;
  }
  if (outcome === "editor") await checkEditor(page, kind, mend);
  else if (outcome !== "works") {
    if (outcome === "batched") {
      await page.waitForFunction(() => window.micrograd?.state);
      await page.evaluate(() => window.micrograd.dispatch({ type: "engine/choose", name: "batched" }));
    }
    await until(page, failed(outcome), stalled);
    const told = await reasons(page);
    expect(told.length).toBeGreaterThan(0);
    for (const reason of told) expect(reason).not.toMatch(RAW);
    mend();
    if (kind !== first) return; // a second try needs seconds, and is the same after every failure
    const label = outcome === "c" ? "C" : outcome === "batched" ? "C batched" : "Python";
    const status = page.getByRole("status", { name: `${label} engine`, exact: true });
    await page
      .locator(".engine-state")
      .filter({ has: status })
      .getByRole("button", { name: "Retry" })
      .click();
    await page.waitForFunction(
      (name) => /** @type {any} */ (window.micrograd.state.engines.status)[name].phase === "ready",
      outcome,
    );
    if (outcome !== "python" && !stalled) {
      const python = await page.evaluate(() => window.micrograd.state.engines.status.python.phase);
      expect(python, "a second try waits for no other engine").toBe("loading");
    }
  }
  await page.waitForFunction(() => window.micrograd?.state.session.snapshot);
  const before = await page.evaluate(() => window.micrograd.state.session.snapshot?.step ?? 0);
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/step" }));
  await page.waitForFunction((step) => window.micrograd.state.session.snapshot?.step === step, before + 1);
}

/** @param {Page} page @param {string} kind @param {() => void} mend */
async function checkEditor(page, kind, mend) {
  await page.waitForFunction(() => window.micrograd?.state.session.snapshot);
  const edit = page.getByRole("button", { name: "Edit the Python" });
  await edit.click();
  const told = page.locator(".notice").filter({ hasText: /^The editor did not load: .* reload the page\./ });
  await until(page, () => told.isVisible(), kind === "stalled");
  await expect(edit).toHaveAttribute("aria-pressed", "false");
  mend();
  // the browser keeps a module that it has begun to read, and Firefox one that did not arrive
  const firefox = page.context().browser()?.browserType().name() === "firefox";
  if (firefox || kind === "stalled" || kind === "damaged") await page.reload();
  await edit.click();
  await expect(page.getByRole("textbox", { name: "Source of engine.py" })).toBeVisible();
}
