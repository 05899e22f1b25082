/** The editor of the learner's own code, as the tests use it: one page for all tests of a Playwright worker. */

import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { ROOT } from "../../build/tools.js";
import { freshRun, openBoth } from "./actions.js";
import { test as base, pagePerWorker } from "./fixtures.js";
import { keepMemory } from "./memory.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./fixtures.js").Args & import("./fixtures.js").Mine} Mine */
/** @typedef {import("./fixtures.js").WorkerArgs & import("./fixtures.js").Shared} Shared */

/** A fixture: a page with both engines whose Python starts from kept memory, shared by the tests of a Playwright worker. */
export const pageFromMemory = pagePerWorker(async (page) => {
  await keepMemory(page);
  await openBoth(page);
});

/** A page whose editor is open on the package's own files, and whose Python starts from kept memory. */
export const test = /** @type {import("@playwright/test").TestType<Mine & {code: Page}, Shared>} */ (
  /** @type {any} */ (base).extend({
    editor: pageFromMemory,
    code: async (/** @type {any} */ { editor: page }, /** @type {any} */ use) => {
      await page.evaluate(() => {
        window.micrograd.dispatch({ type: "code/close" });
        window.micrograd.dispatch({ type: "config/set", changes: { nonlin: "tanh" } }); // which every engine has
      });
      await freshRun(page);
      await page.getByRole("button", { name: "Edit the Python" }).click();
      await page.waitForFunction(() => window.micrograd.state.code.files);
      await page.evaluate(() => window.micrograd.dispatch({ type: "code/reset" }));
      await use(page);
    },
  })
);

/** The number of the line with a text. @param {string} text @param {string} [source] the package's engine.py unless given */
export function lineWith(text, source = readFileSync(path.join(ROOT, "micrograd", "engine.py"), "utf8")) {
  const line = source.split("\n").findIndex((each) => each.includes(text)) + 1;
  if (line === 0) throw new Error(`no line with ${text}`);
  return line;
}

/** What came of the code, in one sentence. @param {Page} page */
export const verdict = (page) => page.getByRole("status", { name: "Your code" });

/** Chooses a change to try, which runs at once. @param {Page} page @param {string} title */
export const tryChange = (page, title) =>
  page.getByRole("combobox", { name: "Try a change" }).selectOption({ label: title });

/** Puts something else in place of a piece of a file, and runs it. @param {Page} page @param {string} from @param {string} to @param {"engine.py" | "nn.py" | "optim.py"} [file] */
export async function change(page, from, to, file = "engine.py") {
  const text = await page.evaluate((name) => window.micrograd.state.code.files?.[name] ?? "", file);
  expect(text).toContain(from);
  await page.evaluate(
    ([name, changed]) => {
      window.micrograd.dispatch({ type: "code/edit", file: name, text: changed });
      window.micrograd.dispatch({ type: "code/run" });
    },
    /** @type {const} */ ([file, text.replace(from, () => to)]),
  );
}
