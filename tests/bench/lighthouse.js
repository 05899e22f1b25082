/**
 * `npm run bench -- --lighthouse`: what Lighthouse says of the built site behind the project's own server, on a phone and on a desktop,
 * each the median of five. Lighthouse brings 150 packages for this one table, so it is no dependency: `npm install --no-save
 * lighthouse@12.8.2` (the last for Node 20), or LIGHTHOUSE names a folder that it is installed in.
 */

import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "../../build/serve.js";
import { exists, Failure, ROOT, SITE } from "../../build/tools.js";
import { launchOptions } from "./browser.js";

const VERSION = "12.8.2";

/** @typedef {{performance: number, accessibility: number, "best-practices": number, seo: number}} Scores each of 100 */
/**
 * One visit: the four scores, the layout shift, for how many ms long tasks blocked the main thread, when the first picture was there, and what
 * was loaded but Python and the service worker, which come after it.
 * @typedef {{scores: Scores, shift: number, blocked: number, first: number, requests: number, kB: number}} Visit
 */

/** What comes once the page is drawn: Python. */
const AFTER = /python|pyodide|bridge\.py|assets\.json|wheels/;
/** With it the page asks, once Python is there, for its service worker, which then reads the site. A fast visit sees that begin. */
const OFFLINE = /\/engine\/offline\.js$/;

/** The rows of the table. @type {Record<string, (visit: Visit) => number>} */
const ROWS = {
  performance: ({ scores }) => scores.performance,
  accessibility: ({ scores }) => scores.accessibility,
  "best practices": ({ scores }) => scores["best-practices"],
  SEO: ({ scores }) => scores.seo,
  "layout shift": ({ shift }) => shift,
  "main thread blocked, ms": ({ blocked }) => blocked,
  "first picture, ms": ({ first }) => first,
  "requests of the page": ({ requests }) => requests,
  "kB of the page": ({ kB }) => kB,
};

/** What must hold of the medians: at least, or at most. @type {Record<string, {phone?: [">=" | "<=", number], desktop?: [">=" | "<=", number]}>} */
const AIMS = {
  performance: { phone: [">=", 95], desktop: [">=", 100] },
  accessibility: { phone: [">=", 100], desktop: [">=", 100] },
  "best practices": { phone: [">=", 100], desktop: [">=", 100] },
  SEO: { phone: [">=", 100], desktop: [">=", 100] },
  "layout shift": { phone: ["<=", 0.02], desktop: ["<=", 0.02] },
  "requests of the page": { phone: ["<=", 25], desktop: ["<=", 25] },
  "kB of the page": { phone: ["<=", 250], desktop: ["<=", 250] },
};

/** Lighthouse and what starts its browser. @returns {Promise<{lighthouse: any, launch: any, desktop: any}>} */
async function installed() {
  const folder = process.env.LIGHTHOUSE ?? ROOT;
  const load = async (/** @type {NodeJS.Require} */ require, /** @type {string} */ name) =>
    import(pathToFileURL(require.resolve(name)).href);
  try {
    const require = createRequire(path.join(folder, "package.json"));
    const within = createRequire(require.resolve("lighthouse"));
    const [{ default: lighthouse }, { default: desktop }, { launch }] = [
      await load(require, "lighthouse"),
      await load(require, "lighthouse/core/config/desktop-config.js"),
      await load(within, "chrome-launcher"),
    ];
    return { lighthouse, desktop, launch };
  } catch {
    throw new Failure(`Lighthouse is not installed: npm install --no-save lighthouse@${VERSION}`);
  }
}

/** Prints the table. @param {number} visits of each screen */
export async function lighthouseTable(visits) {
  if (!(await exists(path.join(SITE, "index.html"))))
    throw new Failure("dist/site/ is missing: run  npm run build");
  const { lighthouse, desktop, launch } = await installed();
  const { executablePath, args } = await launchOptions();
  const server = await serve();
  /** @type {{phone: Visit[], desktop: Visit[]}} */
  const all = { phone: [], desktop: [] };
  try {
    for (let i = 0; i < visits; i++) {
      for (const screen of /** @type {const} */ (["phone", "desktop"])) {
        const chrome = await launch({ chromePath: executablePath, chromeFlags: ["--headless=new", ...args] });
        const options = { port: chrome.port, logLevel: "error" };
        const result = await lighthouse(server.url, options, screen === "desktop" ? desktop : undefined);
        all[screen].push(visitOf(result.lhr));
        await chrome.kill();
      }
    }
  } finally {
    await server.close();
  }
  return linesOf(all);
}

/** @param {any} lhr Lighthouse's own report @returns {Visit} */
function visitOf({ categories, audits }) {
  const scores = /** @type {Scores} */ (
    Object.fromEntries(Object.entries(categories).map(([name, { score }]) => [name, Math.round(100 * score)]))
  );
  /** @type {{url: string, transferSize: number, networkRequestTime: number}[]} */
  const items = audits["network-requests"].details.items;
  const end = items.find(({ url }) => OFFLINE.test(url))?.networkRequestTime ?? Infinity;
  const asked = items.filter(
    ({ url, networkRequestTime }) => networkRequestTime < end && !url.startsWith("data:") && !AFTER.test(url),
  );
  return {
    scores,
    shift: audits["cumulative-layout-shift"].numericValue,
    blocked: audits["total-blocking-time"].numericValue,
    first: audits["largest-contentful-paint"].numericValue,
    requests: asked.length,
    kB: asked.reduce((sum, { transferSize }) => sum + transferSize / 1000, 0),
  };
}

/** @param {{phone: Visit[], desktop: Visit[]}} all */
function linesOf(all) {
  const count = all.phone.length;
  const lines = [`Lighthouse ${VERSION}, median of ${count} (all of them)`, ""];
  for (const [name, read] of Object.entries(ROWS)) {
    const cells = /** @type {const} */ (["phone", "desktop"]).map((screen) => {
      const values = all[screen].map(read).sort((a, b) => a - b);
      const median = values[values.length >> 1];
      const [how, aim] = AIMS[name]?.[screen] ?? [];
      const missed = aim !== undefined && (how === ">=" ? median < aim : median > aim);
      const goal = aim === undefined ? "" : `${how} ${aim}${missed ? " MISSED" : ""}`;
      return `${short(median)} (${values.map(short).join(" ")}) ${goal}`;
    });
    lines.push(`${name.padEnd(24)} phone ${cells[0].padEnd(56)} desktop ${cells[1]}`);
  }
  return lines;
}

/** @param {number} x */
const short = (x) => (Number.isInteger(x) || x >= 10 ? x.toFixed(0) : x.toFixed(3));
