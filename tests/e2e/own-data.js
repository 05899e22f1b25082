/** Hands on the dialog for the learner's own data. */

import { expect } from "@playwright/test";
import { pointsOf } from "./actions.js";

/** @typedef {import("@playwright/test").Page} Page */

export const TABLE = "x,y,label\n1,1.5,1\n-1,-1.5,2\n0.5,0.25,3\n-0.5,1,1\n";

/** @param {Page} page */
export const dialog = (page) => page.getByRole("dialog", { name: "Your data" });
/** @param {Page} page */
export const use = (page) => dialog(page).getByRole("button", { name: "Use these points" });
/** @param {Page} page */
export const said = (page) => dialog(page).getByRole("status", { name: "What the table gives" });

/** Opens the dialog by the data set's setting in the top bar. @param {Page} page */
export async function openDialog(page) {
  await page.locator("#quick-dataset").selectOption({ label: "Your own…" });
  await expect(dialog(page)).toBeVisible();
}

/** @param {Page} page @param {string | Buffer} text @param {string} [name] */
export async function chooseFile(page, text, name = "mine.csv") {
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
  // Firefox opens no second dialog of its own while the first is open, which the driver leaves so
  if (page.context().browser()?.browserType().name() === "firefox")
    return dialog(page).getByLabel("A table as CSV").setInputFiles(file);
  const chooser = page.waitForEvent("filechooser");
  await dialog(page).getByRole("button", { name: "Choose a file…" }).click();
  await (await chooser).setFiles(file);
}

/** A file that is dragged over an element, and dropped there unless `only` says otherwise. @param {Page} page @param {string} selector @param {string} text @param {string[]} [events] */
export async function dragFile(page, selector, text, events = ["dragenter", "dragover", "drop"]) {
  const transfer = await page.evaluateHandle((content) => {
    const made = new DataTransfer();
    made.items.add(new File([content], "dropped.csv", { type: "text/csv" }));
    return made;
  }, text);
  for (const type of events) await page.dispatchEvent(selector, type, { dataTransfer: transfer });
}

/** @param {Page} page */
export const placesOf = async (page) => (await pointsOf(page)).map(({ x, y, label }) => [x, y, label]);
export const PLACES = [
  [1, 1.5, 0],
  [-1, -1.5, 1],
  [0.5, 0.25, 2],
  [-0.5, 1, 0],
];
