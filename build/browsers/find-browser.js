// Where a browser of the end-to-end tests is: the system's, or Playwright's own, whose download is not possible on every machine.

import { exists, which } from "../tools.js";

/**
 * The system's browser: the file in the environment's `variable`, or the first of `names` on the path that `isReal`, or the one
 * that a Mac has; always undefined where PLAYWRIGHT_OWN_BROWSERS is set.
 * @param {{variable: string, names: string[], mac: string, isReal(file: string, name: string): Promise<boolean>}} browser
 */
export async function systemBrowser({ variable, names, mac, isReal }) {
  if (process.env.PLAYWRIGHT_OWN_BROWSERS) return undefined;
  if (process.env[variable]) return process.env[variable];
  for (const name of names) {
    const file = await which(name);
    if (file && (await isReal(file, name))) return file;
  }
  return (await exists(mac)) ? mac : undefined;
}

/** Playwright's own browser if it has been downloaded. Needs node_modules. @param {"chromium" | "firefox" | "webkit"} name */
export async function ownBrowser(name) {
  const file = (await import("@playwright/test"))[name].executablePath();
  return (await exists(file)) ? file : undefined;
}
