/** How smoothly the page runs while an engine plays at full speed, from Chromium's own trace of some seconds. */

import { Failure } from "../../build/tools.js";

/** @typedef {import("./browser.js").Browser} Browser */
/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/protocol/messages.js").EngineName} EngineName */
/**
 * `ms` and `cpuMs` are the longest task of the main thread, on the clock and on the processor, which differ where other
 * programs want the processor too; `gapMs` is the longest time between two of the page's frames.
 * @typedef {{ms: number, cpuMs: number, fps: number, displayFps: number, gapMs: number, steps: number}} Pacing
 */

/** The largest network and the most points that the page offers. */
export const LARGEST_NAME = "C batched, 2,000 points and 4 layers of 32,";
export const LARGEST = { layers: [32, 32, 32, 32], n: 2000 };

/** How much slower than this machine's a phone's processor is, as Lighthouse takes it. */
export const SLOWDOWN = 4;

/** The networks whose walk by single operations is measured. */
export const WALKED = { "C by operations": [8], "C by operations, 3 layers of 16": [16, 16, 16] };

const LIMIT = 1_000_000; // of a played run: the fastest engine must not reach it, and a page whose curves grow with it shows that

/**
 * What one engine does to the page while it plays at max speed: by updates, or by single operations.
 * @param {Browser} browser @param {EngineName} name @param {number} seconds
 * @param {{unit?: "update" | "op", layers?: number[], n?: number}} [how]
 * @returns {Promise<Pacing>}
 */
export async function pacing(
  { browser, url },
  name,
  seconds,
  { unit = "update", layers = [8], n = 100 } = {},
) {
  const page = await browser.newPage();
  try {
    const displayFps = await displayRate(page);
    await page.goto(url);
    await page.waitForFunction(drawnAndReady, name, { timeout: 120_000 });
    await page.evaluate(
      ([engine, limit, by, sizes, points]) => {
        const { dispatch } = window.micrograd;
        dispatch({ type: "engine/choose", name: engine });
        dispatch({ type: "config/set", changes: { layers: sizes, n: points } });
        dispatch({ type: "run/limit", limit });
        dispatch({ type: "run/speed", speed: Infinity });
        dispatch({ type: "walk/unit", unit: by });
      },
      /** @type {const} */ ([name, LIMIT, unit, layers, n]),
    );
    await page.waitForTimeout(layers.length > 1 ? 10_000 : 1000); // a large layout takes some seconds
    const before = await progressOf(page);
    await browser.startTracing(page, {
      categories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"],
    });
    await page.evaluate(() => window.micrograd.dispatch({ type: "run/play" }));
    await page.waitForTimeout(seconds * 1000);
    const steps = (await progressOf(page)) - before;
    const trace = JSON.parse((await browser.stopTracing()).toString());
    if (steps === 0) throw new Failure("the page did not play");
    if (steps >= LIMIT) throw new Failure("the run ended before the measurement");
    return { ...readTrace(trace.traceEvents, url), displayFps, steps };
  } finally {
    await page.close();
  }
}

/** Runs in the page: whether it is idle with that engine ready. @param {EngineName} name */
export function drawnAndReady(name) {
  const { answers, engines } = window.micrograd?.state ?? {};
  if (!answers?.graph || !answers.surface || engines?.status.python.phase === "loading") return false;
  return engines?.status[name].phase === "ready";
}

/** The frames per second of a page that has nothing to do: more is not possible. @param {Page} page */
async function displayRate(page) {
  await page.goto("about:blank");
  return page.evaluate(
    () =>
      /** @type {Promise<number>} */ (
        new Promise((resolve) => {
          const gaps = /** @type {number[]} */ ([]);
          let last = 0;
          const look = (/** @type {number} */ now) => {
            if (last) gaps.push(now - last);
            last = now;
            if (gaps.length < 60) requestAnimationFrame(look);
            else resolve(1000 / gaps.sort((a, b) => a - b)[30]); // the median, which other programs can't slow down
          };
          requestAnimationFrame(look);
        })
      ),
  );
}

/** Steps, or moves if the run goes by single operations. @param {Page} page */
const progressOf = (page) =>
  page.evaluate(() => {
    const { session, run } = window.micrograd.state;
    return run.walk ? run.walk.at : Number(session.snapshot?.step);
  });

/**
 * What the main thread of the page at that address did.
 * @typedef {{name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number, args: any}} TraceEvent
 * @param {TraceEvent[]} events @param {string} url
 */
export function mainThread(events, url) {
  const frame = events
    .filter((e) => e.name === "TracingStartedInBrowser")
    .flatMap((e) => e.args.data.frames ?? [])
    .find((f) => f.url.startsWith(url));
  const mains = events.filter(
    (e) =>
      e.name === "thread_name" && e.args.name === "CrRendererMain" && (!frame || e.pid === frame.processId),
  );
  return events.filter((e) => mains.some((m) => m.pid === e.pid && m.tid === e.tid));
}

/** @param {TraceEvent[]} events @param {string} url */
function readTrace(events, url) {
  const ours = mainThread(events, url);
  const tasks = ours.filter((e) => e.name === "RunTask");
  if (tasks.length === 0) throw new Failure("Chromium's trace holds no tasks of the main thread");
  const longest = tasks.reduce((a, b) => ((a.dur ?? 0) >= (b.dur ?? 0) ? a : b));
  return { ms: (longest.dur ?? 0) / 1000, cpuMs: (longest.tdur ?? 0) / 1000, ...framesOf(ours) };
}

/** One render per frame: what ran requestAnimationFrame and was then painted. @param {TraceEvent[]} events of the main thread */
function framesOf(events) {
  const at = events.filter((e) => e.name === "FireAnimationFrame").map((e) => e.ts);
  const frames = [...new Set(at)]
    .sort((a, b) => a - b)
    .filter((t, i, all) => i === 0 || t - all[i - 1] > 2000);
  if (frames.length < 2) throw new Failure("Chromium's trace holds no frames");
  const gaps = frames.slice(1).map((t, i) => (t - frames[i]) / 1000);
  const spent = (frames[frames.length - 1] - frames[0]) / 1000;
  return { fps: (gaps.length / spent) * 1000, gapMs: Math.max(...gaps) };
}

/** @param {Record<string, Pacing | undefined>} byEngine */
export function pacingLines(byEngine) {
  return Object.entries(byEngine).flatMap(([name, found]) => {
    if (!found) return [];
    const { ms, cpuMs, fps, displayFps, gapMs, steps } = found;
    return [
      `while ${name} plays: ${fps.toFixed(0)} frames a second (the display's rate: ${displayFps.toFixed(0)}), ` +
        `longest gap ${gapMs.toFixed(0)} ms, longest task ${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} of them at work); ${steps} steps`,
    ];
  });
}
