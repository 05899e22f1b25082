// Which WebKit the end-to-end tests drive: Playwright's own if it has been downloaded, else WebKitGTK, which only speaks the
// WebDriver protocol and needs a display. Debian and Ubuntu have it as webkit2gtk-driver, and a display as xvfb.

import { readdir } from "node:fs/promises";
import path from "node:path";
import { exists, which } from "../tools.js";
import { ownBrowser } from "./find-browser.js";

/** @typedef {{driver: string, browser: string, display: string}} SystemWebKit the files of three programs */

/** WebKitGTK's driver, its small browser and Xvfb, or undefined; always undefined where PLAYWRIGHT_OWN_BROWSERS is set. */
export async function systemWebKit() {
  if (process.env.PLAYWRIGHT_OWN_BROWSERS) return undefined;
  const [driver, display, browser] = [
    await which("WebKitWebDriver"),
    await which("Xvfb"),
    await miniBrowser(),
  ];
  return driver && display && browser ? { driver, browser, display } : undefined;
}

/** It lies beside the library: /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser. */
async function miniBrowser() {
  const namesIn = (/** @type {string} */ folder) => readdir(folder).catch(() => /** @type {string[]} */ ([]));
  for (const folder of [
    "/usr/lib",
    "/usr/libexec",
    ...(await namesIn("/usr/lib")).map((name) => `/usr/lib/${name}`),
  ]) {
    if (folder !== "/usr/lib" && folder !== "/usr/libexec" && !folder.includes("-linux-")) continue;
    for (const name of (await namesIn(folder))
      .filter((each) => /^webkit(2gtk|gtk)-\d/.test(each))
      .sort()
      .reverse()) {
      const file = path.join(folder, name, "MiniBrowser");
      if (await exists(file)) return file;
    }
  }
  return undefined;
}

/** Playwright's own WebKit if it has been downloaded. Needs node_modules. */
export const ownWebKit = () => ownBrowser("webkit");
