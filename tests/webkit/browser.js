/** WebKitGTK on a display of its own that nobody sees, with the site served beside it. All of it ends with the test file. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { serve } from "../../build/serve.js";
import { systemWebKit } from "../../build/webkit.js";
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
 * The driver, on a free port. The console of its browser's pages comes out of it line by line.
 * @param {string} program @param {string} display @param {(line: string) => void} said
 */
async function startDriver(program, display, said) {
  const { url, close } = await serve({ dir: import.meta.dirname });
  await close(); // its port is free now
  const { port } = new URL(url);
  // C.UTF-8 is there on every machine. WebKit takes the languages of the page from it.
  const env = { ...process.env, DISPLAY: display, LC_ALL: "C.UTF-8", GTK_A11Y: "none", NO_AT_BRIDGE: "1" };
  const child = spawn(program, [`--port=${port}`], { env, stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => child.kill());
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", said);
  const address = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`WebKitWebDriver ended with status ${child.exitCode}`);
    if (await fetch(`${address}/status`).catch(() => undefined)) return { child, address };
    await new Promise((resolve) => setTimeout(resolve, 50)); // nothing says when it listens
  }
}

/** A browser with an empty storage, and the site. */
export async function openBrowser() {
  const programs = await systemWebKit();
  if (!programs) throw new Error(String(skip));
  /** @type {string[]} */
  const lines = [];
  const site = await serve({ prefix: PREFIX, maxAge: 600 });
  const display = await startDisplay(programs.display);
  const driver = await startDriver(programs.driver, display.name, (line) => lines.push(line));
  const args = ["--automation", "--enable-write-console-messages-to-stdout=true"];
  const session = await newSession(driver.address, {
    "webkitgtk:browserOptions": { binary: programs.browser, args },
  });
  await session.timeouts({ script: PATIENCE, pageLoad: PATIENCE });
  await session.resize(1440, 900);

  return {
    ...session,
    /** The address of the page. */
    home: site.url,
    /** Switches the site off for good. */
    stopSite: () => site.close(),
    /** What the pages have written to the console since the last call, at all levels, and what the browser said of them. */
    takeConsole: () => lines.splice(0),

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
