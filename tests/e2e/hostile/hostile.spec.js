/**
 * Programs that mean harm, each as an edit of the package on the real page. Each ends in one sentence, or in a verdict where it
 * does none; then the same page goes on: its main thread answers, Python and C make a step, nothing left its origin, nothing was
 * written to the console or to what the browser keeps, and the next program is run.
 */

import { freshRun, openBoth } from "../actions.js";
import { test as base, expect, pagePerWorker } from "../fixtures.js";
import { keepMemory } from "../memory.js";
import * as escapes from "./escapes.js";
import * as resources from "./resources.js";
import * as values from "./values.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./program.js").Program} Program */
/** @typedef {import("../fixtures.js").Args & import("../fixtures.js").Mine} Mine */
/** @typedef {import("../fixtures.js").WorkerArgs & import("../fixtures.js").Shared} Shared */

/** A page whose editor is open, with a worker ahead; the tests of a Playwright worker share it. */
const test = /** @type {import("@playwright/test").TestType<Mine & {code: Page}, Shared>} */ (
  /** @type {any} */ (base).extend({
    editor: pagePerWorker(async (page) => {
      await keepMemory(page);
      await openBoth(page);
      await page.evaluate(() => window.micrograd.dispatch({ type: "code/open" }));
      await page.waitForFunction(() => window.micrograd.state.code.files);
    }),
    code: async (/** @type {any} */ { editor: page }, /** @type {any} */ use) => {
      await freshRun(page);
      await use(page);
    },
  })
);

/** Runs a program in place of the one before. @param {Page} page @param {Program} program */
const run = (page, { file, from, to }) =>
  page.evaluate(
    ([name, passage, code]) => {
      const { dispatch } = window.micrograd;
      dispatch({ type: "engine/choose", name: "c" });
      dispatch({ type: "code/reset" });
      const text = window.micrograd.state.code.files?.[name] ?? "";
      if (text.split(passage).length !== 2 && passage !== "")
        throw new Error(`${name} has no one ${passage}`);
      const changed = passage === "" ? `${text}${code}\n` : text.replace(passage, () => code);
      dispatch({ type: "code/edit", file: name, text: changed });
      dispatch({ type: "code/run" });
    },
    /** @type {const} */ ([file, from, to]),
  );

/** What came of it, once that is known. @param {Page} page */
async function outcome(page) {
  await page.waitForFunction(() => {
    const { problem, check } = window.micrograd.state.code;
    return problem || (check && (check.difference ? check.difference.searched : check.left === 0));
  });
  return page.evaluate(async () => {
    const { verdictOf } = await import(new URL("source/web/state/code/words.js", location.href).href);
    const { text, details } = verdictOf(window.micrograd.state);
    return { text, details };
  });
}

/** The page's own engines each go a step on. @param {Page} page */
async function goOn(page) {
  for (const engine of /** @type {const} */ (["python", "c"])) {
    const next = await page.evaluate((name) => {
      const { dispatch } = window.micrograd;
      dispatch({ type: "engine/choose", name });
      dispatch({ type: "run/step" });
      return (window.micrograd.state.session.snapshot?.step ?? 0) + 1;
    }, engine);
    await page.waitForFunction((step) => window.micrograd.state.session.snapshot?.step === step, next);
  }
}

/** All that the browser keeps of the site, but for what the page itself writes on its way. @param {Page} page */
const keptBy = (page) =>
  page.evaluate(async () => {
    const ours = /^micrograd-(code|run-|tab|view|lesson)/;
    const others = [localStorage, sessionStorage].map((storage) =>
      Object.keys(storage).filter((key) => !ours.test(key)),
    );
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    return { others, databases, caches: await caches.keys(), cookies: document.cookie };
  });

/** What Firefox itself writes of such code: that it refused to evaluate a string, and that a coroutine's exception was nobody's. */
const OF_THE_CODE = /blocked a JavaScript eval|^thrown: uncaught exception: undefined/;

for (const [kind, programs] of Object.entries({ ...resources, ...escapes, ...values })) {
  test(`${kind.toLowerCase().replace("_", " ")}: each of ${programs.length} ends in a sentence, and the page goes on`, async ({
    code: page,
    complaints,
    browserName,
  }) => {
    if (browserName === "firefox") complaints.expect(OF_THE_CODE);
    test.setTimeout(300_000); // each starts a Python
    const kept = await keptBy(page);
    for (const program of programs) {
      await test.step(program.name, async () => {
        await run(page, program);
        const { text: said, details } = await outcome(page);
        expect.soft(said, `${program.name}: ${details.slice(-300)}`).toMatch(program.says);
        expect.soft(said.length, `${program.name}: one sentence`).toBeLessThan(400);
        await goOn(page);
      });
    }
    expect(await keptBy(page)).toEqual(kept);
    expect(await page.evaluate(() => document.querySelectorAll("img[onerror], #code script").length)).toBe(0);
  });
}

test("there are more than a hundred programs, and no two are alike", () => {
  const all = Object.values({ ...resources, ...escapes, ...values }).flat();
  expect(new Set(all.map(({ file, from, to }) => [file, from, to].join())).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(100);
});
