/** The engines. A new engine is a worker file and a row here. */

/** @typedef {import("./messages.js").EngineName} EngineName */

/** The grid of a lesson's landscape: a cell is a loss over all train points, and an answer takes `atOnce` rows. @typedef {{columns: number, rows: number, atOnce: number}} Grid */

/**
 * `surface` is the resolution of the decision boundary in cells across, while playing and at rest. A `lazy` engine is
 * started when it is chosen, or once Python is ready. One of the learner's `own` code is started when that is run, and not again
 * when it fails; it may take `patience` seconds longer than a computation should. `tradeoff` says what its code gains, and what it gives up. `cold`
 * asks for a start without what earlier visits have kept.
 * @type {Record<EngineName, {
 *   label: string, tradeoff: string, makeWorker: (cold?: boolean) => Worker, lazy?: boolean, own?: {patience: number}, surface: {moving: number, resting: number}, landscape: Grid,
 * }>}
 */
export const ENGINES = {
  python: {
    label: "Python",
    tradeoff: "reads like the textbook: a node is an object, and backward is a loop of three lines.",
    makeWorker: (cold) => {
      const url = new URL("../worker/python/python.worker.js", import.meta.url);
      if (cold) url.search = "cold";
      return new Worker(url, { type: "module" });
    },
    surface: { moving: 50, resting: 100 },
    landscape: { columns: 24, rows: 16, atOnce: 1 },
  },
  c: {
    label: "C",
    tradeoff:
      "has the same functions in the same order; nodes are slots of an arena, which is rewound by hand after every graph.",
    makeWorker: () => new Worker(new URL("../worker/c/c.worker.js", import.meta.url), { type: "module" }),
    surface: { moving: 110, resting: 220 },
    landscape: { columns: 48, rows: 32, atOnce: 8 },
  },
  batched: {
    label: "C batched",
    tradeoff:
      "compiles the recorded graph into loops over all points: an operation and its derivative are no longer side by side.",
    makeWorker: () =>
      new Worker(new URL("../worker/c/batched.worker.js", import.meta.url), { type: "module" }),
    lazy: true,
    surface: { moving: 220, resting: 440 },
    landscape: { columns: 48, rows: 32, atOnce: 8 },
  },
  yours: {
    label: "Yours",
    tradeoff: "is Python with your own changes: C says where they make a difference.",
    makeWorker: () => confinedWorker("yours", new URL("../worker/yours/yours.worker.js", import.meta.url)),
    lazy: true,
    own: { patience: 1.25 },
    surface: { moving: 50, resting: 100 },
    landscape: { columns: 24, rows: 16, atOnce: 1 },
  },
};

/** A worker from a blob keeps to the page's Content-Security-Policy; one from a file has none of its own. @param {string} name @param {URL} module */
export function confinedWorker(name, module) {
  const blob = new Blob([`import ${JSON.stringify(module.href)};`], { type: "text/javascript" });
  const url = URL.createObjectURL(blob);
  const worker = new Worker(url, { type: "module", name });
  worker.addEventListener("message", () => URL.revokeObjectURL(url), { once: true });
  return worker;
}

export const ENGINE_NAMES = /** @type {EngineName[]} */ (Object.keys(ENGINES));
