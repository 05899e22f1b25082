/**
 * What the page and an engine's worker exchange. Every message is plain data; names keep Python's spelling, so that there is
 * nothing to convert. verbs.js has the verbs.
 *
 * Page to worker: `{id, verb, args}`. Worker to page: `{id, reply}` or `{id, error}`, and while it starts
 * `{progress: {loaded, total}}` in bytes, then `{ready: true, boot}` or `{failed: "why"}`.
 */

/** @typedef {"python" | "c" | "batched"} EngineName */
/** @typedef {"train" | "val" | "test"} Split */
/** How Python came up: from nothing, or from the memory that an earlier visit has kept. @typedef {"normal" | "warm"} Boot */

/**
 * A point, with an id that never changes: points are kept in the order of their ids, which is the order of
 * their creation.
 * @typedef {{id: number, x: number, y: number, label: number, split: Split}} Point
 */

/**
 * Everything that determines a run but the user's own points; ranges are checked by the engines. zero_grad: false is
 * the experiment of steps that leave it out; a config without it has it.
 * @typedef {{
 *   seed: string, dataset: string, n: number, layers: number[], nonlin: string,
 *   optimizer: string, lr: number, momentum: number, weight_decay: number, loss: string, zero_grad?: boolean,
 * }} Config
 */

/**
 * The whole training state after `step` updates. data, m, v are after the update, grad made it, both losses are
 * those before it (nan at step 0). Of a step without zero_grad, truth is the gradient of the
 * training loss, and grad the accumulated gradient.
 * @typedef {{
 *   step: number, loss: {train: number, val: number},
 *   data: Float64Array, grad: Float64Array, m: Float64Array, v: Float64Array, truth?: Float64Array,
 * }} Snapshot
 */

/** A snapshot out of an engine's columns. @param {import("./verbs.js").Columns<"snapshot">} columns @returns {Snapshot} */
export function snapshotOf({ train, val, ...state }) {
  return { ...state, loss: { train, val } };
}

/** The settings that may change between two steps; any other starts a new run. */
export const HYPER = /** @type {const} */ ([
  "optimizer",
  "lr",
  "momentum",
  "weight_decay",
  "loss",
  "zero_grad",
]);

/** The settings that a new run starts from: data and initial parameters depend on them alone. */
export const STRUCTURE = /** @type {const} */ (["seed", "dataset", "n", "layers", "nonlin"]);

/**
 * Whether two runs start from the same data and the same parameters.
 * @param {Config} a
 * @param {Config} b
 */
export function sameStructure(a, b) {
  return STRUCTURE.every((name) => String(a[name]) === String(b[name]));
}
