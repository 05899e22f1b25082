/** Hands and eyes on the exercises: what is typed, what the check says of it, and the files of the course. */

import { expect } from "@playwright/test";
import { freshRun } from "./actions.js";
import { pageFromMemory } from "./editor.js";
import { test as base } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./fixtures.js").Args & import("./fixtures.js").Mine} Mine */
/** @typedef {import("./fixtures.js").WorkerArgs & import("./fixtures.js").Shared} Shared */

/** A page whose Python starts from kept memory; the tests of a Playwright worker share it. */
export const test = /** @type {import("@playwright/test").TestType<Mine & {learner: Page}, Shared>} */ (
  /** @type {any} */ (base).extend({
    learners: pageFromMemory,
    learner: async (/** @type {any} */ { learners: page }, /** @type {any} */ use) => use(page),
  })
);

/** @typedef {import("../../web/state/course/types.js").Exercise} Exercise */

/** @param {Page} page */
export const said = (page) => page.getByRole("status", { name: "Check of your file" });

/** @param {Page} page */
export const source = (page) => page.getByRole("textbox", { name: "Source of my_micrograd.py" });

/** @param {Page} page @param {string | RegExp} name */
export const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** @param {Page} page @returns {Promise<Exercise[]>} */
export const courseOf = (page) => page.evaluate(() => window.micrograd.state.course.exercises ?? []);

/** @param {Page} page */
export const fileOf = (page) => page.evaluate(() => window.micrograd.state.course.source);

/** Puts a text in place of the whole file, as one pastes it, and has it checked at once. @param {Page} page @param {string} text */
export async function write(page, text) {
  await source(page).focus();
  await page.keyboard.press("Control+A");
  await source(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    const how = { bubbles: true, cancelable: true };
    // Firefox takes the text from two fields of its own
    const text = { clipboardData, data: pasted, dataType: "text/plain" };
    element.dispatchEvent(new ClipboardEvent("paste", { ...text, ...how }));
  }, text);
  await page.keyboard.press("Control+Enter");
  expect(await fileOf(page)).toBe(text);
  await checked(page);
}

/** Waits until the file as it is has been checked. @param {Page} page */
export const checked = (page) =>
  page.waitForFunction(() => {
    const { said: last, source: file, current, asked } = window.micrograd.state.course;
    return !asked && last?.exercise === current && last.source === file;
  });

/**
 * The page with the exercises open, as a visit begins that has kept something, or nothing.
 * @param {Page} page @param {{source: string, current: string, solved: string[], reached: number} | null} kept
 */
export async function begin(page, kept) {
  await page.evaluate((entry) => {
    window.micrograd.dispatch({ type: "course/close" });
    if (entry) localStorage.setItem("micrograd-course", JSON.stringify(entry));
    else localStorage.removeItem("micrograd-course");
  }, kept);
  await page.reload();
  await freshRun(page);
  await page.getByRole("button", { name: "Build micrograd yourself: ten exercises" }).click();
  await checked(page);
}

/** A visit that has kept nothing, with the first exercise solved and the second shown. @param {Page} page */
export async function atTheSecond(page) {
  await begin(page, null);
  const course = await courseOf(page);
  await write(page, course[0].solution);
  await press(page, "Next exercise");
  await checked(page);
  return course;
}

/** What a visit leaves in which all exercises were solved with the course's own solutions. @param {Exercise[]} course */
export const finished = (course) => ({
  source: course[9].solution,
  current: course[9].id,
  solved: course.map(({ id }) => id),
  reached: 10,
});
