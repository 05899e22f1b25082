/** When the memory that Python's quick boot starts from is made: once, after a normal boot, when nothing else is on. */

/** @typedef {import("../state/types.js").State} State */

/** For how long nothing must have happened, in ms: making it takes a core for some seconds. */
const REST_MS = 3000;

/**
 * Has Python's memory kept for the next visit, by a worker that ends with that.
 * @param {import("../state/store.js").Store} store
 * @param {() => Worker} [makeWorker]
 * @param {any} [browser]
 */
export function keepMemory(store, makeWorker = memoryWorker, browser = navigator) {
  if (!affordable(browser)) return;
  let made = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  store.onChange((state) => {
    clearTimeout(timer);
    if (made || !atRest(state)) return;
    timer = setTimeout(() => {
      made = true;
      runOnce(makeWorker());
    }, REST_MS);
  });
}

/** @param {State} state */
function atRest({ engines, run: { playing, pending, target, starting } }) {
  const { phase, boot } = engines.status.python;
  return phase === "ready" && boot === "normal" && !playing && pending === 0 && target === null && !starting;
}

/**
 * A second Python takes a hundred megabytes for these seconds, then 6 of the disk. Not on small machines, nor for
 * those who ask to be spared: where the browser tells neither, PythonMemory gives up after some tries.
 * @param {any} browser
 */
function affordable({ connection, deviceMemory = Infinity }) {
  return !connection?.saveData && deviceMemory >= 4;
}

const memoryWorker = () =>
  new Worker(new URL("../worker/python/snapshot.worker.js", import.meta.url), { type: "module" });

/** @param {Worker} worker */
function runOnce(worker) {
  worker.onmessage = () => worker.terminate();
  worker.onerror = (event) => {
    event.preventDefault(); // the page is none the worse for it
    worker.terminate();
  };
}
