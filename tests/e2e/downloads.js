/** What the page gives its reader to keep, as a file of the browser's. */

import { mkdir, mkdtemp, readdir, rename, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@playwright/test";

/** Where Firefox saves what a test of this process downloads. */
export const DOWNLOADS = path.join(tmpdir(), `micrograd-downloads-${process.pid}`);

/**
 * Does what makes the browser save a file, and waits until it has.
 * @param {import("@playwright/test").Page} page @param {() => Promise<unknown>} act
 * @returns {Promise<{name: string, file: string}>}
 */
export async function downloaded(page, act) {
  if (page.context().browser()?.browserType().name() === "firefox") return inFolder(act);
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), file: await download.path() };
}

/** Firefox's events of a download have no id that Playwright knows, so it drops them: the folder shows what has arrived. @param {() => Promise<unknown>} act */
async function inFolder(act) {
  await mkdir(DOWNLOADS, { recursive: true });
  await act();
  let name = "";
  await expect
    .poll(async () => {
      const names = await readdir(DOWNLOADS);
      const whole = names.filter((each) => !each.endsWith(".part") && !names.includes(`${each}.part`));
      const sizes = await Promise.all(
        whole.map(async (each) => (await stat(path.join(DOWNLOADS, each))).size),
      );
      name = whole.find((_, i) => sizes[i] > 0) ?? "";
      return name;
    })
    .not.toBe("");
  // out of the way of the next file of this name
  const file = path.join(await mkdtemp(`${DOWNLOADS}-`), name);
  await rename(path.join(DOWNLOADS, name), file);
  return { name, file };
}
