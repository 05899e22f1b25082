// Which browsers the end-to-end tests run in.

import { Failure } from "../tools.js";
import { ownFirefox, systemFirefox } from "./firefox.js";
import { ownWebKit, systemWebKit } from "./webkit.js";

const NO_FIREFOX =
  "Firefox is not installed: the package firefox-esr has it, or  npx playwright install firefox";
const NO_WEBKIT =
  "WebKit is not installed: the packages webkit2gtk-driver and xvfb have it, or  npx playwright install webkit";

/**
 * What runs: the projects of playwright.config.js, and whether tests/webkit/ does, for the system's WebKit. It is Chromium whole and
 * a short run of the others, where they are installed, unless `asked` names a browser, or all.
 * @param {string | undefined} asked
 */
export async function browsersOf(asked) {
  const hasFirefox = Boolean((await systemFirefox()) ?? (await ownFirefox()));
  const hasWebKit = Boolean(await ownWebKit());
  const hasSystemWebKit = Boolean(await systemWebKit());
  if (asked !== undefined && !["all", "chromium", "firefox", "webkit"].includes(asked)) {
    throw new Failure(`--browser must be all, chromium, firefox or webkit, not "${asked}"`);
  }
  if (asked === "firefox" && !hasFirefox) throw new Failure(NO_FIREFOX);
  if (asked === "webkit" && !hasWebKit && !hasSystemWebKit) throw new Failure(NO_WEBKIT);
  const wants = (/** @type {string} */ name) => asked === undefined || asked === "all" || asked === name;
  if (wants("firefox") && !hasFirefox) console.log(NO_FIREFOX);
  if (wants("webkit") && !hasWebKit && !hasSystemWebKit) console.log(NO_WEBKIT);
  const how = asked === undefined ? "-short" : "";
  const projects = [];
  if (wants("chromium")) projects.push("chromium");
  if (wants("firefox") && hasFirefox) projects.push(`firefox${how}`);
  if (wants("webkit") && hasWebKit) projects.push(`webkit${how}`);
  return { projects, webkitGtk: wants("webkit") && hasSystemWebKit };
}
