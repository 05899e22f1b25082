/**
 * The words that the page and an engine's worker exchange. Every message is plain data; names keep Python's
 * spelling, so that there is nothing to convert.
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
 * those before it (nan at step 0). Of a step without zero_grad, truth is the gradient that it would have had with it:
 * grad is then the heap.
 * @typedef {{
 *   step: number, loss: {train: number, val: number},
 *   data: Float64Array, grad: Float64Array, m: Float64Array, v: Float64Array, truth?: Float64Array,
 * }} Snapshot
 */

/**
 * One point's graph; a node's id is its index, in topological order. prev has the ids of the operands, local
 * the derivative by each, share what backward added to the grad of each: local * grad. A node's grad is the sum of
 * its consumers' shares, added from 0 on, from the consumer with the highest id to the lowest and first operand first;
 * the loss begins with 1.
 * @typedef {{
 *   op: string[], k: number[], data: Float64Array, grad: Float64Array, name: string[], role: string[],
 *   prev: number[][], local: number[][], share: number[][],
 * }} Graph
 */

/**
 * One point's gradient in the naive order, without the topological sort, beside the true one, and how often that order
 * came to each node.
 * @typedef {{naive: Float64Array, grad: Float64Array, visits: Float64Array}} Naive
 */

/**
 * The loss before and after a nudge; the change of it as predicted, grad * delta, and as measured; and everybody's new
 * data.
 * @typedef {{loss: number, nudged: number, predicted: number, measured: number, data: Float64Array}} Nudge
 */

/**
 * The verbs, with what they take and give.
 * @typedef {{
 *   reset: {args: {config: Config}, reply: {points: Omit<Point, "id">[], snapshot: Snapshot}},
 *   restore: {args: {config: Config, points: Point[], snapshot: Snapshot}, reply: null},
 *   set_points: {args: {points: Point[]}, reply: null},
 *   set_hyper: {args: {config: Config}, reply: null},
 *   step: {
 *     args: {count: number, budget: number, queries?: Query[]},
 *     reply: {
 *       train: number[], val: number[], before: Snapshot | null, snapshot: Snapshot, ms: number,
 *       answers: ({reply: any} | {error: string})[],
 *     },
 *   },
 *   trace: {args: {x: number, y: number, label: number}, reply: {graph: Graph}},
 *   diagnose: {args: {points: Point[]}, reply: {point: Point, graph: Graph, node: number, part: string} | null},
 *   surface: {
 *     args: {columns: number, rows: number, extent: number, budget?: number, moving?: boolean},
 *     reply: {probabilities: Float64Array | null, old: boolean, ms: number, begun: number},
 *   },
 *   predict: {args: {x: number, y: number}, reply: {probabilities: number[]}},
 *   gradient: {args: {}, reply: {gradient: Float64Array}},
 *   preview: {args: {}, reply: {after: Snapshot, gradient: Float64Array, ms: number}},
 *   shares: {args: {parameter: number}, reply: {shares: Float64Array, ms: number}},
 *   naive: {args: {x: number, y: number, label: number, root?: number | string}, reply: Naive & {ms: number}},
 *   nudge: {
 *     args: {x: number, y: number, label: number, node: number | string, delta: number},
 *     reply: Nudge & {ms: number},
 *   },
 *   field: {
 *     args: {node: number | string, label: number, columns: number, rows: number, extent: number},
 *     reply: {node: number, field: Float64Array, ms: number},
 *   },
 *   packages: {args: {}, reply: {name: string, version: string, source: string}[]},
 * }} Verbs
 */

/** What else is asked of the state that a step leads to: answered with it, in one message.
 * @typedef {{verb: "trace" | "surface", args: any}} Query */

/**
 * What a worker's engine can do; serve.js makes the verbs out of it. A slow one gives surfaceRows, its picture row by
 * row, of the parameters as they are when it is asked for. `boot` is how Python has come up: from nothing,
 * or quickly, from the memory that an earlier visit has kept.
 * @typedef {{
 *   boot?: Boot,
 *   reset(config: Config): {points: Omit<Point, "id">[]},
 *   set_points(points: Point[]): void,
 *   set_hyper(config: Config): void,
 *   set_variant(zero_grad: boolean): void,
 *   restore(snapshot: Snapshot): void,
 *   step(): [train: number, val: number],
 *   snapshot(): Snapshot,
 *   trace(x: number, y: number, label: number): Graph,
 *   surface(columns: number, rows: number, extent: number): Float64Array,
 *   surfaceRows?(columns: number, rows: number, extent: number): Iterator<Float64Array>,
 *   predict(x: number, y: number): number[],
 *   gradient(): Float64Array,
 *   shares(parameter: number): Float64Array,
 *   naive(x: number, y: number, label: number, root: number): Naive,
 *   nudge(x: number, y: number, label: number, node: number, delta: number): Nudge,
 *   field(node: number, label: number, columns: number, rows: number, extent: number): Float64Array,
 *   packages(): Promise<{name: string, version: string, source: string}[]> | never[],
 * }} Engine
 */

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
