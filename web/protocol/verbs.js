/**
 * The table of verbs: what the page may ask of an engine's worker, with each verb's arguments and reply. Both ends of
 * the protocol, both bridges and the types below derive from it.
 *
 * A query is a function of that name in Python and an export of that name in C. Its arguments are numbers in the order
 * of its row, and its reply is columns. A new query is a function in each engine, a row here, and the code that asks it.
 */

/** @typedef {import("./messages.js").Config} Config */
/** @typedef {import("./messages.js").Point} Point */
/** @typedef {import("./messages.js").Snapshot} Snapshot */

/**
 * The types that the table's words stand for. `node` is an id or a name in the graph of the same label. An argument
 * marked `?` is optional. `prev` has a list per node, and `pairs` a number for each entry of those lists, one after the other. In C a `scalar` is a
 * column of one double, `optimizer` one with its row, `op` and `role` are codes, and `prev` and `pairs` have two entries per node.
 * @typedef {{
 *   number: number, int: number, node: number | string, flag: boolean,
 *   scalar: number, optimizer: string, f64: Float64Array, i32: Int32Array, text: string[], op: string[], role: string[],
 *   prev: number[][], pairs: Float64Array,
 *   config: Config, points: Point[], made: Omit<Point, "id">[], snapshot: Snapshot, before: Snapshot | null,
 *   starts: {snapshot: Snapshot, count: number}[], columns: Float64Array[], losses: number[], queries: Query[], answers: Answer[], picture: Float64Array | null,
 *   point: Point, graph: Graph, nodePart: "data" | "grad", packages: Package[],
 * }} Words
 * @typedef {{name: string, version: string, source: string}} Package
 */

/** A query about the state that a step leads to, answered in the step's reply.
 * @typedef {{[V in "trace" | "picture"]: {verb: V, args: Verbs[V]["args"]}}["trace" | "picture"]} Query */
/** The answer to such a query. @typedef {{reply: unknown} | {error: string}} Answer */

/** Two parameters by their places in a snapshot's columns, and a grid over their values. */
const WINDOW = /** @type {const} */ ({
  first: "int",
  second: "int",
  left: "number",
  right: "number",
  bottom: "number",
  top: "number",
  columns: "int",
  rows: "int",
});

/** The verbs that an engine answers by columns. */
export const QUERIES = /** @type {const} */ ({
  snapshot: {
    args: {},
    reply: {
      step: "scalar",
      train: "scalar",
      val: "scalar",
      optimizer: "optimizer",
      t: "scalar",
      data: "f64",
      grad: "f64",
      m: "f64",
      v: "f64",
    },
  },
  trace: {
    args: { x: "number", y: "number", label: "int" },
    reply: {
      op: "op",
      role: "role",
      k: "f64",
      data: "f64",
      grad: "f64",
      prev: "prev",
      local: "pairs",
      contribution: "pairs",
      name: "text",
      layer: "i32",
      neuron: "i32",
      part: "text",
      input: "i32",
    },
  },
  surface: { args: { columns: "int", rows: "int", extent: "number" }, reply: { probabilities: "f64" } },
  predict: { args: { x: "number", y: "number" }, reply: { probabilities: "f64" } },
  learning_rate: { args: {}, reply: { rate: "scalar" } },
  gradient: { args: {}, reply: { gradient: "f64" } },
  contributions: { args: { parameter: "int" }, reply: { contributions: "f64" } },
  predictions: { args: {}, reply: { predicted: "f64" } },
  point_losses: { args: {}, reply: { losses: "f64" } },
  landscape: { args: WINDOW, reply: { losses: "f64" } },
  naive: {
    args: { x: "number", y: "number", label: "int", root: "node?" },
    reply: { naive: "f64", grad: "f64", visits: "f64" },
  },
  overwritten: {
    args: { x: "number", y: "number", label: "int" },
    reply: { overwritten: "f64", grad: "f64" },
  },
  nudge: {
    args: { x: "number", y: "number", label: "int", node: "node", delta: "number" },
    reply: { loss: "scalar", nudged: "scalar", predicted: "scalar", measured: "scalar", data: "f64" },
  },
  field: {
    args: { node: "node", label: "int", columns: "int", rows: "int", extent: "number" },
    reply: { field: "f64" },
  },
});

/** The verbs that a worker builds from its engine's commands. */
export const WORKER_VERBS = /** @type {const} */ ({
  // a new run
  reset: { args: { config: "config" }, reply: { points: "made", snapshot: "snapshot" } },
  // the engine continues from this state
  restore: { args: { config: "config", points: "points", snapshot: "snapshot" }, reply: {} },
  set_points: { args: { points: "points" }, reply: {} },
  set_hyper: { args: { config: "config" }, reply: {} },
  // as many steps as fit into `budget` ms, at least one and at most `count`; `before` is the state before the last of several steps
  step: {
    args: { count: "int", budget: "number", queries: "queries?" },
    reply: {
      train: "losses",
      val: "losses",
      before: "before",
      snapshot: "snapshot",
      ms: "number",
      answers: "answers",
    },
  },
  // steps from a state, or from the start of a new run: `first` is that start; the session is left where they end
  replay: {
    args: { config: "config", points: "points", snapshot: "before", count: "int", budget: "number" },
    reply: { first: "before", train: "losses", val: "losses", snapshot: "snapshot" },
  },
  // the next step, without making it
  preview: { args: {}, reply: { after: "snapshot", gradient: "f64", lr: "number", ms: "number" } },
  // a part of the surface in `budget` ms; `of` is the state when it was begun, `old` when the parameters have changed since
  picture: {
    args: { columns: "int", rows: "int", extent: "number", budget: "number?", moving: "flag?" },
    reply: { probabilities: "picture", old: "flag", of: "snapshot", ms: "number", begun: "number" },
  },
  // the first non-finite node of the first train point that has one; `node` is -1 if there is none
  diagnose: {
    args: { points: "points" },
    reply: { node: "int", part: "nodePart?", point: "point?", graph: "graph?" },
  },
  // the landscape with the other parameters of that snapshot; the session is left as it was
  landscape_at: { args: { snapshot: "snapshot", ...WINDOW }, reply: { losses: "f64", ms: "number" } },
  // the predictions after each of some states, and after `count - 1` steps from it; after `budget` ms it ends. `reached` is the state after the
  // last step made, if there was one; the session is left where that ends
  predictions_at: {
    args: { config: "config", points: "points", starts: "starts", budget: "number" },
    reply: { predicted: "columns", reached: "before", ms: "number" },
  },
  packages: { args: {}, reply: { packages: "packages" } },
});

/** @typedef {typeof QUERIES} QueryTable */
/** @typedef {keyof QueryTable} QueryVerb */
/** @typedef {typeof WORKER_VERBS & QueryTable} Table */

/**
 * The object type that a row's words describe.
 * @template {Record<string, string>} T
 * @typedef {{[K in keyof T as T[K] extends `${string}?` ? never : K]: T[K] extends keyof Words ? Words[T[K]] : never}
 *   & {[K in keyof T as T[K] extends `${string}?` ? K : never]?: T[K] extends `${infer W}?` ? W extends keyof Words ? Words[W] : never : never}
 * } Described
 */

/** The reply of a query of the engine. @template {QueryVerb} V @typedef {Described<QueryTable[V]["reply"]>} Columns */

/** Every verb with its arguments and its reply; for a query, `ms` is how long the engine took.
 * @typedef {{[V in keyof Table]: {
 *   args: Described<Table[V]["args"]>,
 *   reply: V extends QueryVerb ? Columns<V> & {ms: number} : Described<Table[V]["reply"]>,
 * }}} Verbs */

/**
 * One point's graph; a node's id is its index in topological order. prev has the ids of the operands, local the
 * derivative with respect to each, and contribution what backward added to the grad of each: local * grad; localOf and
 * contributionTo in nodes.js read them. A node's grad
 * is the sum of its consumers' contributions, starting from 0, from the consumer with the highest id to the lowest, first
 * operand first; the loss starts with 1. `operations` has the rows that the learner's own engine has and the others have not.
 * @typedef {Columns<"trace"> & {operations?: import("./operations.js").Operations}} Graph
 */

/**
 * The interface of an engine in its worker; `operations` are those of the learner's own code. A slow engine also has surfaceRows, which yields the surface row by row, for
 * the parameters at the time of the call.
 * @typedef {{
 *   boot?: import("./messages.js").Boot,
 *   operations?: import("./operations.js").Operation[],
 *   reset(config: Config): Omit<Point, "id">[],
 *   set_points(points: Point[]): void,
 *   set_hyper(config: Config): void,
 *   set_variant(zero_grad: boolean): void,
 *   restore(snapshot: Snapshot): void,
 *   step(): [train: number, val: number],
 *   query<V extends QueryVerb>(verb: V, args: number[]): Columns<V>,
 *   surfaceRows?(columns: number, rows: number, extent: number): Iterator<Float64Array>,
 *   packages(): Promise<Package[]> | Package[],
 * }} Engine
 */
