// The built page in real browsers, served as GitHub Pages serves a project: under a sub-path, 404 everywhere else.
// MICROGRAD_E2E_BROWSERS names the projects that run; `npm test` and `npm run e2e -- --browser=all` set it.

import { createServer } from "node:net";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { systemChromium } from "../../build/browsers/chromium.js";
import { systemFirefox } from "../../build/browsers/firefox.js";
import { DIST, ROOT } from "../../build/tools.js";
import { DOWNLOADS } from "./downloads.js";
import "../../build/vendor-hook.js"; // the page's modules, which tests import too, import what lies in dist/vendor/

const PREFIX = "/micrograd/";

/** A port nobody uses, so that two runs on one machine don't meet. @returns {Promise<string>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(String(port)));
    });
  });

// Playwright reads this file once more in every worker; they inherit the environment and so agree on the port.
process.env.MICROGRAD_E2E_PORT ??= await freePort();
const baseURL = `http://127.0.0.1:${process.env.MICROGRAD_E2E_PORT}${PREFIX}`;

const root = process.getuid?.() === 0;

/** What every run tries in a browser other than Chromium: the bits, the panels, links, points by hand, what may be lacking. */
const SHORT = /\/(parity|panels|links|points|lacking)\.spec\.js$/;

const viewport = { width: 1440, height: 900 };

/** Firefox by WebDriver BiDi where it is the system's. A picture of a failure would add a style that the page's policy refuses. */
async function firefox() {
  const executablePath = await systemFirefox();
  const system = executablePath ? { channel: "moz-firefox" } : {};
  return {
    ...devices["Desktop Firefox"],
    ...system,
    viewport,
    screenshot: /** @type {const} */ ("off"),
    launchOptions: {
      executablePath,
      args: [],
      downloadsPath: DOWNLOADS,
      firefoxUserPrefs: {
        "browser.download.alwaysOpenPanel": false, // it takes the keyboard from the page
        "dom.events.testing.asyncClipboard": true, // no question before a test reads it
        // what Playwright's options ask of the other browsers, but not of this one
        "ui.prefersReducedMotion": 1,
        "ui.useOverlayScrollbars": 1,
      },
    },
  };
}

/** Playwright's own; tests/webkit/ has the system's. */
const WEBKIT = {
  ...devices["Desktop Safari"],
  viewport,
  launchOptions: { executablePath: undefined, args: [] },
};

const PROJECTS = [
  { name: "chromium", use: { ...devices["Desktop Chrome"], viewport } },
  { name: "firefox", use: await firefox() },
  { name: "firefox-short", use: await firefox(), testMatch: SHORT },
  { name: "webkit", use: WEBKIT },
  { name: "webkit-short", use: WEBKIT, testMatch: SHORT },
];
const WANTED = (process.env.MICROGRAD_E2E_BROWSERS ?? "chromium").split(",");

export default defineConfig({
  testDir: ".",
  outputDir: path.join(DIST, "e2e"),
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // Pyodide boots in 4 s and most tests take 1 s. On a busy machine both may take twenty times as long.
  timeout: 120_000,
  expect: { timeout: 60_000 },
  reporter: [["list"], ["json", { outputFile: path.join(DIST, "reports", "e2e.json") }]],
  use: {
    baseURL,
    // Routes don't see what a service worker asks for; offline.spec.js and updates.spec.js allow it, and have their own site.
    serviceWorkers: "block",
    // A trace slows every action down; `npm run e2e -- --trace retain-on-failure` makes one here.
    trace: process.env.CI ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: await systemChromium(),
      args: [
        ...(root ? ["--no-sandbox"] : []), // Chromium refuses to run as root with its sandbox
        "--disable-gpu",
        // Nothing but the page goes to the network: Chromium's own look-ups would only fail, many at a time.
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: PROJECTS.filter(({ name }) => WANTED.includes(name)),
  webServer: {
    // As GitHub Pages does, it lets the browser keep a file for ten minutes: asking anew for each of 150 takes a quarter of the
    // processor time that opening a page takes.
    command: `node build/serve.js --port ${process.env.MICROGRAD_E2E_PORT} --prefix ${PREFIX} --max-age 600`,
    cwd: ROOT,
    url: baseURL,
    reuseExistingServer: false,
  },
});
