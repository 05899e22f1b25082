// Which Chromium the end-to-end tests drive: the system's if there is one, else Playwright's own.

import { exists } from "../tools.js";
import { ownBrowser, systemBrowser } from "./find-browser.js";

/** The system's Chromium, or undefined. */
export const systemChromium = () =>
  systemBrowser({
    variable: "CHROMIUM",
    // The headless shell has no browser window to draw: the tests take a third less processor time than with the whole Chromium.
    names: [
      "chromium-headless-shell",
      "chromium",
      "google-chrome",
      "google-chrome-stable",
      "chromium-browser",
    ],
    mac: "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    // Ubuntu's chromium-browser is a script that tells its reader to install a snap.
    isReal: async (_, name) => name !== "chromium-browser" || (await exists("/usr/lib/chromium-browser")),
  });

/** Playwright's own Chromium if it has been downloaded. Needs node_modules. */
export const ownChromium = () => ownBrowser("chromium");
