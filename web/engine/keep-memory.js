/** Decides when to make the memory snapshot for Python's warm start: once, after a normal boot, while the page is idle. */

import { whenInstalled } from "../protocol/browser.js";

/** @typedef {import("../state/types.js").State} State */

/** How long the page must have been idle, in ms: making the snapshot occupies a core for several seconds. */
const REST_MS = 3000;

/**
 * Saves Python's memory for the next visit, in a worker that terminates afterwards. While the site is being kept for offline use it
 * waits: both would bring the same files at the same time.
 * @param {import("../state/store.js").Store} store
 * @param {() => Worker} [makeWorker]
 * @param {any} [browser]
 * @param {(f: () => void) => void} [whenKept] calls f when the site is not being kept
 */
export function keepMemory(store, makeWorker = memoryWorker, browser = navigator, whenKept = whenInstalled) {
  if (!affordable(browser)) return;
  let made = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  store.onChange((state) => {
    clearTimeout(timer);
    if (made || !atRest(state)) return;
    timer = setTimeout(() => {
      made = true;
      whenKept(() => runOnce(makeWorker()));
    }, REST_MS);
  });
}

/** @param {State} state */
function atRest({ engines, run: { playing, pending, target, starting } }) {
  const { phase, boot } = engines.status.python;
  return phase === "ready" && boot === "normal" && !playing && pending === 0 && target === null && !starting;
}

/**
 * A second Python needs 100 MB of memory for those seconds, then 6 MB of storage. It is skipped on devices with little
 * memory and when the user asks to save data. Where the browser reports neither, PythonMemory limits the attempts.
 * @param {any} browser
 */
export function affordable({ connection, deviceMemory = Infinity }) {
  return !connection?.saveData && deviceMemory >= 4;
}

const memoryWorker = () =>
  new Worker(new URL("../worker/python/snapshot.worker.js", import.meta.url), { type: "module" });

/** @param {Worker} worker */
function runOnce(worker) {
  worker.onmessage = () => worker.terminate();
  worker.onerror = (event) => {
    event.preventDefault(); // the page works without the snapshot
    worker.terminate();
  };
}
