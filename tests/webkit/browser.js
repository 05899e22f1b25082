/** WebKitGTK on a display of its own that nobody sees, with the site served beside it. All of it ends with the test file. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { systemWebKit } from "../../build/browsers/webkit.js";
import { serve } from "../../build/serve.js";
import { newSession } from "./driver.js";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */
/** @typedef {Awaited<ReturnType<typeof openBrowser>>} Browser */

const PREFIX = "/micrograd/";
/** A machine with much else to do needs long to start Python. */
const PATIENCE = 240_000;

/** Why the tests are skipped, false where they aren't. */
export const skip = (await systemWebKit()) ? false : "WebKitGTK's driver or Xvfb is not installed";

/** Ends a program and waits until it has. @param {ChildProcess} child */
const ended = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(undefined);
    child.once("exit", resolve);
    child.kill();
  });

/** A display with a free number, which Xvfb chooses itself. @param {string} program */
async function startDisplay(program) {
  const child = spawn(program, ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  process.once("exit", () => child.kill());
  const chosen = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  for await (const number of createInterface(chosen)) return { child, name: `:${number}` };
  throw new Error("Xvfb found no free display");
}

/**
 * The driver, on a free port. @param {string} program @param {string} display
 */
async function startDriver(program, display) {
  const { url, close } = await serve({ dir: import.meta.dirname });
  await close(); // its port is free now
  const { port } = new URL(url);
  // C.UTF-8 is there on every machine. WebKit takes the languages of the page from it.
  const env = { ...process.env, DISPLAY: display, LC_ALL: "C.UTF-8", GTK_A11Y: "none", NO_AT_BRIDGE: "1" };
  const child = spawn(program, [`--port=${port}`], { env, stdio: "ignore" });
  process.once("exit", () => child.kill());
  const address = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`WebKitWebDriver ended with status ${child.exitCode}`);
    if (await fetch(`${address}/status`).catch(() => undefined)) return { child, address };
    await new Promise((resolve) => setTimeout(resolve, 50)); // nothing says when it listens
  }
}

/**
 * Runs in the page: begins to collect its complaints. False if the document before is still there. WebKitGTK has no script that
 * runs before the page's own and does not print the console, so what is written in the first moments is not heard.
 */
function listen() {
  if (window.heard || location.href === "about:blank") return false;
  /** @type {string[]} */
  const heard = [];
  window.heard = heard;
  for (const level of /** @type {const} */ (["error", "warn", "assert"])) {
    const write = console[level].bind(console);
    console[level] = (/** @type {any[]} */ ...words) => {
      if (level !== "assert" || !words[0]) heard.push(`console ${level}: ${words.join(" ")}`);
      write(...words);
    };
  }
  addEventListener(
    "error",
    (event) => {
      const { src = "", href = src } = /** @type {any} */ (event.target);
      heard.push(event.message ? `thrown: ${event.message}` : `not loaded: ${href}`);
    },
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) =>
    heard.push(`refused: ${reason} ${reason?.stack ?? ""}`),
  );
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    heard.push(`against the policy: ${violatedDirective} ${blockedURI}`),
  );
  return true;
}

/**
 * A browser with an empty storage, and the site. `maxAge` is for how many seconds the browser may take a file from its cache unasked.
 * @param {{maxAge?: number}} [options]
 */
export async function openBrowser({ maxAge = 600 } = {}) {
  const programs = await systemWebKit();
  if (!programs) throw new Error(String(skip));
  const site = await serve({ prefix: PREFIX, maxAge });
  const display = await startDisplay(programs.display);
  const driver = await startDriver(programs.driver, display.name);
  const args = ["--automation"];
  const session = await newSession(driver.address, {
    pageLoadStrategy: "none", // so that the page is listened to while it loads
    "webkitgtk:browserOptions": { binary: programs.browser, args },
  });
  await session.timeouts({ script: PATIENCE, pageLoad: PATIENCE });
  await session.resize(1440, 900);

  const started = async () => {
    const end = Date.now() + PATIENCE;
    while (!(await session.evaluate(listen).catch(() => false))) {
      if (Date.now() > end) throw new Error("the page does not load");
    }
  };

  return {
    ...session,
    /** Opens the page in a new document. @param {string} [hash] */
    async open(hash = "") {
      await session.goto("about:blank"); // another hash alone loads nothing
      const place = () => session.evaluate(() => location.href).catch(() => "");
      for (let at = ""; at !== "about:blank"; at = await place()); // else the next address may still be another hash of the last
      await session.goto(site.url + hash);
      await started();
    },
    async reload() {
      await session.reload();
      await started();
    },
    /** Switches the site off for good. */
    stopSite: () => site.close(),
    /** What the page has complained about since it was opened, or since the last call. */
    complaints: () => session.evaluate(() => window.heard?.splice(0) ?? ["nobody listened"]),

    /**
     * Waits until a condition is true in the page: it is asked at each of its frames.
     * @template {any[]} A @param {string} what @param {(...args: A) => unknown} condition @param {A} args
     */
    async until(what, condition, ...args) {
      const start = Date.now();
      let last = "";
      while (Date.now() - start < PATIENCE) {
        try {
          if (await session.evaluate(condition, ...args)) return;
        } catch (error) {
          last = String(error); // the page is being loaded
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`${what}: not within ${PATIENCE / 1000} s${last && `; ${last}`}`);
    },

    async end() {
      await session.close().catch(() => {}); // the browser may have crashed
      await ended(driver.child);
      await ended(display.child);
      await site.close();
    },
  };
}
