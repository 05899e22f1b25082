/**
 * The words that the page and an engine's worker exchange. Every message is plain data; names keep Python's
 * spelling, so that there is nothing to convert.
 *
 * Page to worker: `{id, verb, args}`. Worker to page: `{id, reply}` or `{id, error}`, and while it starts
 * `{progress: {loaded, total}}` in bytes, then `{ready: true}` or `{failed: "why"}`.
 */

/** @typedef {"python" | "c"} EngineName */
/** @typedef {"train" | "val" | "test"} Split */

/**
 * A point, with an id that never changes: points are kept in the order of their ids, which is the order of
 * their creation.
 * @typedef {{id: number, x: number, y: number, label: number, split: Split}} Point
 */

/**
 * Everything that determines a run but the user's own points; ranges are checked by the engines.
 * @typedef {{
 *   seed: string, dataset: string, n: number, layers: number[], nonlin: string,
 *   optimizer: string, lr: number, momentum: number, weight_decay: number, loss: string,
 * }} Config
 */

/**
 * The whole training state after `step` updates. data, m, v are after the update, grad made it, both losses are
 * those before it (nan at step 0).
 * @typedef {{
 *   step: number, loss: {train: number, val: number},
 *   data: Float64Array, grad: Float64Array, m: Float64Array, v: Float64Array,
 * }} Snapshot
 */

/**
 * One point's graph; a node's id is its index, in topological order. prev has the ids of the operands, local
 * the derivative by each.
 * @typedef {{
 *   op: string[], k: number[], data: Float64Array, grad: Float64Array, name: string[], role: string[],
 *   prev: number[][], local: number[][],
 * }} Graph
 */

/**
 * The verbs, with what they take and give.
 * @typedef {{
 *   reset: {args: {config: Config}, reply: {points: Omit<Point, "id">[], snapshot: Snapshot}},
 *   restore: {args: {config: Config, points: Point[], snapshot: Snapshot}, reply: null},
 *   set_points: {args: {points: Point[]}, reply: null},
 *   set_hyper: {args: {config: Config}, reply: null},
 *   step: {
 *     args: {count: number, budget: number},
 *     reply: {train: number[], val: number[], before: Snapshot | null, snapshot: Snapshot, ms: number},
 *   },
 *   trace: {args: {x: number, y: number, label: number}, reply: {graph: Graph}},
 *   diagnose: {args: {points: Point[]}, reply: {point: Point, graph: Graph, node: number, part: string} | null},
 *   surface: {
 *     args: {columns: number, rows: number, extent: number},
 *     reply: {probabilities: Float64Array, ms: number},
 *   },
 *   predict: {args: {x: number, y: number}, reply: {probabilities: number[]}},
 *   packages: {args: {}, reply: {name: string, version: string, source: string}[]},
 * }} Verbs
 */

/**
 * What a worker's engine can do; serve.js makes the verbs out of it.
 * @typedef {{
 *   reset(config: Config): {points: Omit<Point, "id">[]},
 *   set_points(points: Point[]): void,
 *   set_hyper(config: Config): void,
 *   restore(snapshot: Snapshot): void,
 *   step(): [train: number, val: number],
 *   snapshot(): Snapshot,
 *   trace(x: number, y: number, label: number): Graph,
 *   surface(columns: number, rows: number, extent: number): Float64Array,
 *   predict(x: number, y: number): number[],
 *   packages(): {name: string, version: string, source: string}[],
 * }} Engine
 */

/** The settings that may change between two steps; any other starts a new run. */
export const HYPER = /** @type {const} */ (["optimizer", "lr", "momentum", "weight_decay", "loss"]);

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
