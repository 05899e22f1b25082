// Which Chromium the end-to-end tests drive: the system's if there is one, else Playwright's own, whose download is not
// possible on every machine.

import { exists, which } from "./tools.js";

// The headless shell has no browser window to draw: the tests take a third less processor time than with the whole Chromium.
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "google-chrome",
  "google-chrome-stable",
  "chromium-browser",
];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The system's Chromium, or undefined; always undefined where PLAYWRIGHT_OWN_BROWSERS is set. */
export async function systemChromium() {
  if (process.env.PLAYWRIGHT_OWN_BROWSERS) return undefined;
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of NAMES) {
    const file = await which(name);
    // Ubuntu's chromium-browser is a script that tells its reader to install a snap.
    if (file && !(name === "chromium-browser" && !(await exists("/usr/lib/chromium-browser")))) return file;
  }
  return (await exists(MAC)) ? MAC : undefined;
}

/** Playwright's own Chromium if it has been downloaded. Needs node_modules. */
export async function ownChromium() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return (await exists(file)) ? file : undefined;
}
