/** The first seconds: C draws before Python is asked for, then Python takes over, and nothing jumps. */

import { button, choose, open, openBoth, PYODIDE, settled, step } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const engineStatus = (page) => page.getByRole("status", { name: "Python engine" });

test("C has drawn the points, the boundary and the graph before Python is asked for", async ({ page }) => {
  /** @type {string[]} */
  const asked = [];
  page.context().on("request", (request) => asked.push(request.url()));
  // when Python's worker is asked for, the page is held at that moment and looked at
  /** @type {any} */
  let atThatMoment = null;
  await page.route("**/worker/python/python.worker.js", async (route) => {
    await page.waitForFunction(() => window.micrograd); // the panels take over one after the other
    atThatMoment = await page.evaluate(() => {
      const { session, answers, engines } = window.micrograd.state;
      const { points, snapshot } = session;
      const { surface, graph } = answers;
      const drawn = surface?.probabilities.some((p) => p > 0);
      return {
        points: points.length,
        drawn,
        nodes: graph?.graph.name.length,
        step: snapshot?.step,
        engine: engines.active,
        python: engines.status.python.phase,
      };
    });
    await route.continue();
  });
  await openBoth(page);
  expect(atThatMoment).toEqual({
    points: 100,
    drawn: true,
    nodes: 151,
    step: 0,
    engine: "c",
    python: "loading",
  });
  const first = (/** @type {RegExp} */ pattern) => asked.findIndex((url) => pattern.test(url));
  expect(first(/c\.worker\.js$/)).toBeLessThan(first(/micrograd\.wasm$/));
  expect(first(/micrograd\.wasm$/)).toBeLessThan(first(/python\.worker\.js$/));
  expect(first(/python\.worker\.js$/)).toBeLessThan(first(/pyodide\.mjs$/));
});

test("the first picture takes at most 250 kB, compressed, in at most 25 requests", async ({ page }) => {
  /** @type {Promise<number>[]} */
  const sizes = [];
  page.context().on("requestfinished", (request) => {
    if (!/python|pyodide|bridge\.py|assets\.json|wheels|viz\.js/.test(request.url())) {
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    }
  });
  await open(page);
  await page.waitForLoadState("networkidle"); // the last request may be reported after it was used
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(sizes.length).toBeLessThanOrEqual(25);
  expect(total).toBeLessThan(250_000);
});

test("the progress bar counts real bytes up to the total, then Python takes over the run", async ({
  page,
}) => {
  await page.addInitScript(() => {
    /** @type {[number, number, number][]} */
    const seen = [];
    Object.assign(window, { seen });
    const look = () => {
      const python = window.micrograd?.state.engines.status.python;
      const bar = /** @type {HTMLProgressElement | null} */ (
        document.querySelector('[aria-label="Loading Python"]')
      );
      if (python?.phase === "loading" && bar && python.total > 0) {
        seen.push([python.loaded, python.total, bar.value]);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  // Pyodide waits until three steps have been made, to see what it takes over
  /** @type {() => void} */
  let letGo = () => {};
  const held = new Promise((resolve) => {
    letGo = () => resolve(undefined);
  });
  await page.route("**/pyodide.asm.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("./");
  await settled(page);
  await step(page, 3);
  const before = await runBits(page);
  await expect(engineStatus(page)).toContainText("loading");
  letGo();
  await page.waitForFunction(() => window.micrograd.state.engines.active === "python");
  await settled(page);
  expect(await runBits(page)).toEqual(before);

  const seen = await page.evaluate(() => /** @type {any} */ (window).seen);
  const files = await page.evaluate(async () => {
    const assets = await (await fetch("assets.json")).json();
    return Object.values(assets.pyodide.files);
  });
  const bytes = files.reduce((/** @type {number} */ sum, /** @type {number} */ size) => sum + size, 0);
  const { loaded, total } = await page.evaluate(() => window.micrograd.state.engines.status.python);
  expect({ loaded, total }).toEqual({ loaded: bytes, total: bytes });
  expect(new Set(seen.map((/** @type {number[]} */ [done]) => done)).size).toBeGreaterThan(2);
  for (const [i, [done, all, shown]] of seen.entries()) {
    expect(done).toBeGreaterThanOrEqual(i === 0 ? 0 : seen[i - 1][0]);
    expect(all).toBe(bytes);
    expect(shown).toBeLessThanOrEqual(1);
  }
  await step(page, 4);
  const onwards = await runBits(page);
  await choose(page, "C");
  await button(page, "Reset").click();
  await settled(page);
  await step(page, 7);
  expect(await runBits(page)).toEqual(onwards);
});

test("Python does not take over when C has been chosen meanwhile", async ({ page }) => {
  let asked = 0;
  /** @type {() => void} */
  let letGo = () => {};
  const held = new Promise((resolve) => {
    letGo = () => resolve(undefined);
  });
  await page.route("**/pyodide.asm.wasm", async (route) => {
    asked++;
    await held;
    await route.continue();
  });
  await page.goto("./");
  await settled(page);
  const switches = page.getByRole("radiogroup", { name: "Engine" });
  await expect(switches.getByRole("radio", { name: "C", exact: true })).toBeChecked();
  // a person who wants C clicks it, though it is on already
  await switches.getByText("C", { exact: true }).click();
  letGo();
  await page.waitForFunction(() => window.micrograd.state.engines.status.python.phase === "ready");
  await step(page, 1);
  expect(asked).toBe(1);
  expect(await page.evaluate(() => window.micrograd.state.engines.active)).toBe("c");
  await choose(page, "Python");
  await step(page, 1);
});

test("if Python can't be loaded, one line says so with a Retry that works, nothing moves, and C goes on", async ({
  page,
  complaints,
}) => {
  complaints.expect(/ERR_FAILED|pyodide/);
  let refuse = () => {};
  const seen = new Promise((resolve) => {
    refuse = () => resolve(undefined);
  });
  await page.route(PYODIDE, (route) => seen.then(() => route.abort()));
  await page.goto("./");
  await settled(page);
  const before = await page.locator(".graph-stage").boundingBox();
  refuse();
  await expect(engineStatus(page)).toContainText("could not start");
  await expect(button(page, "Retry")).toBeVisible();
  expect(await page.locator(".graph-stage").boundingBox()).toEqual(before);
  await step(page, 2);
  expect(await page.evaluate(() => window.micrograd.state.engines.active)).toBe("c");
  await page.unroute(PYODIDE);
  await button(page, "Retry").click();
  await page.waitForFunction(() => window.micrograd.state.engines.status.python.phase === "ready");
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.engines.active)).toBe("python");
  await step(page, 1);
  await expect(button(page, "Retry")).toBeHidden();
});

test("if one of Python's files can't be loaded, the page names it, and Retry loads it", async ({
  page,
  complaints,
}) => {
  complaints.expect(/ERR_FAILED|pyodide|wasm/);
  await page.route("**/pyodide.asm.wasm", (route) => route.abort());
  await page.goto("./");
  await expect(engineStatus(page)).toContainText("could not start: pyodide.asm.wasm could not be loaded");
  await page.unroute("**/pyodide.asm.wasm");
  await button(page, "Retry").click();
  await page.waitForFunction(() => window.micrograd.state.engines.status.python.phase === "ready");
});

test("micropip has installed micrograd from the site's own wheel", async ({ bothPage: page, baseURL }) => {
  const packages = await page.evaluate(() => window.micrograd.packages());
  const micrograd = packages.find(({ name }) => name === "micrograd");
  expect(micrograd?.source).toMatch(new RegExp(`^${baseURL}wheels/micrograd-[0-9.]+-py3-none-any\\.whl$`));
  expect(packages.map(({ name }) => name).sort()).toEqual(["micrograd", "micropip"]);
});
