/** The dialog of files, as a person uses it. */

import { readFile } from "node:fs/promises";
import { button } from "./actions.js";
import { downloaded } from "./downloads.js";
import { expect } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

export const dialog = (/** @type {Page} */ page) => page.getByRole("dialog", { name: "Files" });

/** Saves a file by its button in the dialog. @param {Page} page @param {string} name the button's */
export async function saved(page, name) {
  if (!(await dialog(page).isVisible())) await button(page, "Files").click();
  const click = () => dialog(page).getByRole("button", { name, exact: true }).click();
  const { name: fileName, file } = await downloaded(page, click);
  await expect(dialog(page).getByRole("status")).toHaveText(`${fileName} is saved.`);
  return { name: fileName, file, bytes: await readFile(file) };
}

/** Opens a file by the dialog. @param {Page} page @param {string} name @param {string | Buffer} content */
export async function openFile(page, name, content) {
  if (!(await dialog(page).isVisible())) await button(page, "Files").click();
  const file = { name, mimeType: "application/json", buffer: Buffer.from(content) };
  await page.getByLabel("An experiment's file").setInputFiles(file);
}

/** The colour of a class, as #rrggbb. @param {Page} page @param {number} label */
export const colourOf = (page, label) =>
  page.evaluate((c) => {
    const style = getComputedStyle(document.querySelector("#surface") ?? document.body);
    return style.getPropertyValue(`--class-${c + 1}`).trim();
  }, label);
