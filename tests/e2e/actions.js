/** What the tests do and ask: as a person would where there is a control, through `window.micrograd` for numbers. */

import { expect } from "@playwright/test";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { need } from "./drivers.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/protocol/messages.js").EngineName} EngineName */
/** @typedef {import("../../web/protocol/messages.js").Config} Config */

/** The files that only Python needs. */
export const PYODIDE = "**/pyodide/**";

/**
 * Opens the page with Python still loading, so that C alone runs however long the test takes.
 * @param {Page} page
 * @param {string} [path]
 */
export async function open(page, path = "./") {
  await page.addInitScript(holdPython);
  await page.goto(path);
  await settled(page);
}

/** Runs in the page, before its scripts: Python's worker is one that never answers. A route would switch the cache off. */
export function holdPython() {
  window.Worker = new Proxy(window.Worker, {
    construct(target, [url, options]) {
      if (!String(url).endsWith("/python.worker.js")) return new target(url, options);
      return Object.assign(new EventTarget(), { postMessage() {}, terminate() {} });
    },
  });
}

/** Opens the page and waits until Python has booted and taken over. @param {Page} page @param {string} [path] */
export async function openBoth(page, path = "./") {
  await page.goto(path);
  await page.waitForFunction(() => {
    const phase = window.micrograd?.state.engines.status.python.phase;
    return phase !== undefined && phase !== "loading";
  });
  expect(await page.evaluate(() => window.micrograd.state.engines.status.python.reason)).toBe("");
  await settled(page);
}

/** Waits until nothing is under way and the page shows where the run is. @param {Page} page */
export const settled = (page) => page.waitForFunction(isSettled, null);

/** Runs in the page: whether nothing is under way. */
export function isSettled() {
  const state = window.micrograd?.state;
  if (!state?.session.snapshot) return false;
  const { session, run, answers, probe } = state;
  const { snapshot } = session;
  const { graph, surface } = answers;
  if (run.starting || run.target !== null || run.diverged !== null) return false;
  if (run.playing || run.pending > 0 || run.walk?.goal) return false;
  const drawn = graph?.snapshot === snapshot && graph.probe === probe && surface?.snapshot === snapshot;
  const shown = document.querySelector('[aria-label="Step counter"]')?.textContent;
  return drawn && Boolean(shown?.startsWith(`step ${snapshot.step} /`));
}

/** A new run of the defaults in C, whatever happened to the page before. @param {Page} page */
export async function freshRun(page) {
  await page.waitForFunction(() => window.micrograd);
  await page.evaluate(() => {
    const { dispatch } = window.micrograd;
    dispatch({ type: "lesson/close" });
    dispatch({ type: "run/pause" });
    dispatch({ type: "engine/choose", name: "c" });
    dispatch({ type: "walk/unit", unit: "update" });
    dispatch({ type: "view/experiment", how: null });
    dispatch({ type: "view/folded", folded: true });
    dispatch({ type: "view/open", groups: null });
    dispatch({ type: "view/gradient", gradient: "point" });
    dispatch({ type: "view/field", node: null });
    dispatch({ type: "view/tool", tool: null });
    dispatch({ type: "node/select", name: null });
    // points come anew with another seed, and the next of several starts replaces the one before
    dispatch({ type: "config/set", changes: { seed: "1", zero_grad: true } });
  });
  await page.waitForFunction(() => window.micrograd.state.session.config.seed === "1");
  await configure(page, DEFAULT_CONFIG);
  await page.evaluate(() => {
    const { dispatch } = window.micrograd;
    dispatch({ type: "run/limit", limit: 100 });
    dispatch({ type: "run/speed", speed: 10 });
    dispatch({ type: "points/label", label: 0 });
    dispatch({ type: "points/select", id: null });
    dispatch({ type: "node/select", name: null });
    dispatch({ type: "view/field", node: null });
    dispatch({ type: "notice/dismiss" });
  });
  await settled(page);
}

/** Changes settings as the console can, and waits for the run that they give. @param {Page} page @param {Partial<Config>} changes */
export async function configure(page, changes) {
  await page.evaluate(
    (changed) => window.micrograd.dispatch({ type: "config/set", changes: changed }),
    changes,
  );
  await settled(page);
}

/**
 * Runs `body` while the page draws each frame as soon as it is asked for, instead of at the display's next one: thousands of
 * frames come several times sooner.
 * @template T @param {Page} page @param {() => Promise<T>} body
 */
export async function atOnce(page, body) {
  await page.evaluate(() => {
    const ofTheDisplay = window.requestAnimationFrame;
    /** @type {FrameRequestCallback[]} */
    const wanted = [];
    const { port1, port2 } = new MessageChannel(); // setTimeout would wait for 4 ms
    port1.onmessage = () => wanted.shift()?.(performance.now());
    window.requestAnimationFrame = (draw) => {
      port2.postMessage(null);
      return wanted.push(draw);
    };
    window.endAtOnce = () => {
      window.requestAnimationFrame = ofTheDisplay;
      port1.close();
      for (const draw of wanted.splice(0)) ofTheDisplay(draw); // who waits for a frame asks for no other
    };
  });
  try {
    return await body();
  } finally {
    await page.evaluate(() => window.endAtOnce());
  }
}

/**
 * Paints all panels, or only one: hundreds of frames come sooner without the others.
 * @param {Page} page @param {string} [only]
 */
export const paint = (page, only) =>
  page.evaluate((one) => {
    for (const panel of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".panel"))) {
      panel.style.visibility = !one || panel.matches(one) ? "" : "hidden";
    }
  }, only);

/** Goes `count` steps on, as fast as they come. @param {Page} page @param {number} count */
export async function step(page, count) {
  await page.evaluate((n) => window.micrograd.dispatch({ type: "run/step", count: n }), count);
  await settled(page);
}

/**
 * Writes over what a field holds, key by key as a person does: in Firefox Enter and Tab fire no `change` for a text that
 * Playwright's `fill` has put there.
 * @param {import("@playwright/test").Locator} field @param {string} text
 */
export async function write(field, text) {
  await field.selectText();
  await field.press("Delete");
  await field.pressSequentially(text);
}

/** Chooses the engine by its switch. @param {Page} page @param {"Python" | "C" | "C batched"} label */
export async function choose(page, label) {
  await page
    .getByRole("radiogroup", { name: "Engine" })
    .getByRole("radio", { name: label, exact: true })
    .check();
  const name = { C: "c", "C batched": "batched", Python: "python" }[label];
  await page.waitForFunction((wanted) => window.micrograd.state.engines.active === wanted, name);
}

/** Lets the page use the clipboard without a question. Firefox does by a setting (playwright.config.js). @param {import("@playwright/test").BrowserContext} context */
export async function allowClipboard(context) {
  if (context.browser()?.browserType().name() === "firefox") return;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
}

/** The controls by the names that PAGE.md gives them. @param {Page} page @param {string} name */
export const button = (page, name) => page.getByRole("button", { name, exact: true });

/** @param {Page} page */
export const counter = (page) => page.getByLabel("Step counter", { exact: true });

/** @param {Page} page */
export const timeline = (page) => page.getByRole("slider", { name: "Timeline" });

/** @param {Page} page */
export const notice = (page) => page.getByRole("status", { name: "Notice" });

/** @param {Page} page */
export const stepOf = (page) => page.evaluate(() => window.micrograd?.state.session.snapshot?.step ?? -1);

/** @param {Page} page */
export const pointsOf = (page) => page.evaluate(() => window.micrograd.state.session.points);

/** The hash of a link to the run, as Share puts it together. @param {Page} page */
export const linkHash = (page) =>
  page.evaluate(async () => {
    const { shareLink } = await import(new URL("state/link/share.js", location.href).href);
    return new URL(shareLink(window.micrograd.state, location)).hash;
  });

/** The latest worker of a file, to run a script in. @param {Page} page @param {string} file */
export function workerOf(page, file) {
  need(page, "the inside of a worker");
  const worker = page.workers().findLast((each) => each.url().includes(`/${file}`));
  if (!worker) throw new Error(`no worker ${file}`);
  return worker;
}
