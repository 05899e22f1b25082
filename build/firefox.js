// Which Firefox the end-to-end tests drive: the system's if there is one, else Playwright's own.

import { realpath } from "node:fs/promises";
import { exists, which } from "./tools.js";

const NAMES = ["firefox-esr", "firefox"];
const MAC = "/Applications/Firefox.app/Contents/MacOS/firefox";

/** The system's Firefox, or undefined; always undefined where PLAYWRIGHT_OWN_BROWSERS is set. */
export async function systemFirefox() {
  if (process.env.PLAYWRIGHT_OWN_BROWSERS) return undefined;
  if (process.env.FIREFOX) return process.env.FIREFOX;
  for (const name of NAMES) {
    const file = await which(name);
    // Ubuntu's firefox is a snap, which Playwright can't drive.
    if (file && !(await realpath(file)).includes("snap")) return file;
  }
  return (await exists(MAC)) ? MAC : undefined;
}

/** Playwright's own Firefox if it has been downloaded. Needs node_modules. */
export async function ownFirefox() {
  const { firefox } = await import("@playwright/test");
  const file = firefox.executablePath();
  return (await exists(file)) ? file : undefined;
}
