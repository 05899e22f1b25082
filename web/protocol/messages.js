/**
 * The messages between the page and an engine's worker. Every message is plain data, and names keep Python's spelling, so
 * nothing is converted. The verbs are in verbs.js.
 *
 * Page to worker: `{id, verb, args}`. Worker to page: `{id, reply}` or, if the engine refuses, `{id, error: Failure}`; while
 * it starts `{progress: {loaded, total}}` in bytes, then `{ready: true, boot, operations}`. `{failed: Failure}` ends it at any time. The
 * engine Yours asks `{awaits: "files", took}` before it is ready, gets `{files}`, and may send `{printed: text}`.
 */

import { DESCRIPTION } from "../generated/description.js";

/** @typedef {"python" | "c" | "batched" | "yours"} EngineName */
/** @typedef {"train" | "val" | "test"} Split */
/** Why an engine failed: a sentence, the details, and the place in the learner's own code, if it is there.
 * @typedef {{reason: string, details: string, at?: import("./problem.js").CodePlace | null}} Failure */
/** How an engine started: normally; Python from the memory snapshot of an earlier visit; C batched where there is no SIMD. @typedef {"normal" | "warm" | "scalar"} Boot */

/**
 * A point, with an id that never changes. Points are sorted by id, which is the order of their creation.
 * @typedef {{id: number, x: number, y: number, label: number, split: Split}} Point
 */

/**
 * Everything that determines a run except the user's own points; the engines check the ranges. zero_grad: false is the
 * experiment whose steps leave zero_grad out; the default is true.
 * @typedef {{
 *   seed: string, dataset: string, n: number, noise: number, split: number[],
 *   layers: number[], nonlin: string, init_scale: number,
 *   loss: string, batch_size: number, optimizer: string, lr: number, schedule: string, schedule_steps: number,
 *   momentum: number, beta1: number, beta2: number, eps: number, weight_decay: number, l1: number, zero_grad?: boolean,
 * }} Config
 */

/**
 * The whole training state after `step` updates. data, m and v are the values after the last update, grad is the
 * gradient that it used, and both losses were computed before it (nan at step 0). m, v and t are those of `optimizer`,
 * which has made the last t updates. For a step without zero_grad, truth is the gradient of the training loss, and grad
 * the accumulated gradient.
 * @typedef {{
 *   step: number, loss: {train: number, val: number}, optimizer: string, t: number,
 *   data: Float64Array, grad: Float64Array, m: Float64Array, v: Float64Array, truth?: Float64Array,
 * }} Snapshot
 */

/** The snapshot held by an engine's columns. @param {import("./verbs.js").Columns<"snapshot">} columns @returns {Snapshot} */
export function snapshotOf({ train, val, ...state }) {
  return { ...state, loss: { train, val } };
}

/**
 * The snapshot from which an optimiser goes on: from that of another with empty moments and t = 0, since m and v mean
 * something else to it. The engines do the same.
 * @param {Snapshot} snapshot @param {string} optimizer @returns {Snapshot}
 */
export function continuedBy(snapshot, optimizer) {
  if (snapshot.optimizer === optimizer) return snapshot;
  const zeros = new Float64Array(snapshot.m.length);
  return { ...snapshot, optimizer, t: 0, m: zeros, v: zeros };
}

/** The file of the exercises: the engine Yours trains with it where it runs that one alone. */
export const MINE = "my_micrograd.py";

/** The settings that may change between two steps; changing any other starts a new run. */
export const HYPER = /** @type {(keyof Config)[]} */ ([...DESCRIPTION.hyper, "zero_grad"]);

/** Those of the engines: zero_grad is the worker's. @param {Config} config @returns {Partial<Config>} */
export const hyperOf = (config) =>
  Object.fromEntries(DESCRIPTION.hyper.map((name) => [name, config[/** @type {keyof Config} */ (name)]]));

/** The settings that determine a new run: data and initial parameters depend on nothing else. */
export const STRUCTURE = /** @type {(keyof Config)[]} */ (
  DESCRIPTION.settings
    .map(({ name }) => name)
    .filter((name) => name !== "steps" && !DESCRIPTION.hyper.includes(name))
);

/**
 * Whether two runs start from the same data and the same parameters.
 * @param {Config} a
 * @param {Config} b
 */
export function sameStructure(a, b) {
  return STRUCTURE.every((name) => String(a[name]) === String(b[name]));
}
