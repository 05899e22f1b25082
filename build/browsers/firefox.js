// Which Firefox the end-to-end tests drive: the system's if there is one, else Playwright's own.

import { realpath } from "node:fs/promises";
import { ownBrowser, systemBrowser } from "./find-browser.js";

/** The system's Firefox, or undefined. */
export const systemFirefox = () =>
  systemBrowser({
    variable: "FIREFOX",
    names: ["firefox-esr", "firefox"],
    mac: "/Applications/Firefox.app/Contents/MacOS/firefox",
    // Ubuntu's firefox is a snap, which Playwright can't drive.
    isReal: async (file) => !(await realpath(file)).includes("snap"),
  });

/** Playwright's own Firefox if it has been downloaded. Needs node_modules. */
export const ownFirefox = () => ownBrowser("firefox");
