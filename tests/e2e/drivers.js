/** What the driver of a browser can't do, and so what is not tried there. README.md lists it for people. */

import { test } from "@playwright/test";

/** By what a test needs: the browsers whose driver can't, with the reason. @type {Record<string, Record<string, string>>} */
const CANNOT = {
  fingers: { firefox: "Playwright's taps do nothing in Firefox, and it has no finger that moves" },
  "double clicks": { firefox: "WebDriver BiDi counts every click in Firefox as a first one" },
  "a dark system": { firefox: "Playwright has no say in Firefox's colours; the page's own theme is tried" },
  "a second try at a module": {
    firefox: "Firefox asks again only after a reload, which the notice names too",
  },
  "a page without scripts": { firefox: "Playwright can't switch Firefox's scripts off" },
  "hands in another site's page": {
    firefox: "WebDriver BiDi's clicks and keys don't arrive in a frame of another site in Firefox",
  },
  "pictures of the page": {
    firefox: "before it takes a picture Playwright adds a style, which the page's policy refuses",
  },
  "the inside of a worker": { firefox: "Playwright runs no script in a worker of Firefox" },
  "Chromium's protocol": {
    firefox: "it is Chromium's: a full disk, a processor that is slowed down, two fingers",
    webkit: "it is Chromium's: a full disk, a processor that is slowed down, two fingers",
  },
};

/**
 * For a file or a group of tests: `test.skip(...unless("fingers"))`.
 * @param {keyof typeof CANNOT} what
 * @returns {[(args: {browserName: string}) => boolean, string]}
 */
export const unless = (what) => [
  ({ browserName }) => browserName in CANNOT[what],
  [...new Set(Object.values(CANNOT[what]))].join("; "),
];

/** Skips the test that asks where the driver can't. @param {import("@playwright/test").Page} page @param {keyof typeof CANNOT} what */
export function need(page, what) {
  const name = page.context().browser()?.browserType().name() ?? "chromium";
  test.skip(name in CANNOT[what], CANNOT[what][name]);
}
