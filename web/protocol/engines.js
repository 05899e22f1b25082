/** The engines. Adding one is a worker file and a row here. */

/** @typedef {import("./messages.js").EngineName} EngineName */

/**
 * `surface` is how fine the picture of the decision boundary is in cells across: while a run is playing, and
 * when it rests. A `lazy` engine is started when it is chosen, or once Python is there.
 * `rung` says what a reader of its code gets, or gives up.
 * @type {Record<EngineName, {
 *   label: string, rung: string, makeWorker: () => Worker, lazy?: boolean, surface: {moving: number, resting: number},
 * }>}
 */
export const ENGINES = {
  python: {
    label: "Python",
    rung: "reads like the textbook: a node is an object, and backward is a loop of three lines.",
    makeWorker: () =>
      new Worker(new URL("../worker/python/python.worker.js", import.meta.url), { type: "module" }),
    surface: { moving: 50, resting: 100 },
  },
  c: {
    label: "C",
    rung: "has the same functions in the same order; objects have become places in an arena, which is rewound by hand.",
    makeWorker: () => new Worker(new URL("../worker/c/c.worker.js", import.meta.url), { type: "module" }),
    surface: { moving: 110, resting: 220 },
  },
  batched: {
    label: "C batched",
    rung: "compiles the recorded graph into loops over all points: a number no longer meets its derivative in one place.",
    makeWorker: () =>
      new Worker(new URL("../worker/c/batched.worker.js", import.meta.url), { type: "module" }),
    lazy: true,
    surface: { moving: 220, resting: 440 },
  },
};

export const ENGINE_NAMES = /** @type {EngineName[]} */ (Object.keys(ENGINES));
