/**
 * A step, one operation at a time: the moves that an engine makes for one point, in its own order, and what every node
 * holds after so many of them. All numbers are the engine's: its record of the graph has each node's data, and what
 * backward added to each operand.
 */

import { parameterNames } from "../protocol/names.js";

/** @typedef {import("../protocol/messages.js").Graph} Graph */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("./state.js").TracedGraph} TracedGraph */
/** @typedef {"forward" | "backward" | "update" | "zero_grad"} Phase */

/**
 * One move. `node` is the node whose turn it is, -1 where it is everybody's. In backward, `slot` tells which operand gets
 * its part, -1 where the node passes nothing on; `seed` is the beginning, `mean` the end, where the other points join.
 * @typedef {{phase: Phase, kind: "node" | "seed" | "line" | "leaf" | "mean" | "parameter" | "all", node: number, slot: number}} Move
 */

/**
 * The moves of one step: forward in topological order, backward in reverse, operand by operand, the update parameter by
 * parameter, zero_grad for all. `ends` has how many moves are made at the end of each phase; from `mean` on the run has
 * made the step.
 * @typedef {{moves: Move[], ends: Record<Phase, number>, mean: number}} Course
 */

/** @type {WeakMap<Graph, Map<boolean, Course>>} */
const known = new WeakMap();

/**
 * @param {Pick<TracedGraph, "graph" | "config">} traced
 * @returns {Course}
 */
export function courseOf({ graph, config }) {
  const zeroes = config.zero_grad !== false;
  const courses = known.get(graph) ?? new Map();
  known.set(graph, courses);
  const course = courses.get(zeroes) ?? makeCourse(graph, parameterNames(config), zeroes);
  courses.set(zeroes, course);
  return course;
}

/** @param {Graph} graph @param {string[]} parameters @param {boolean} zeroes @returns {Course} */
function makeCourse({ name, prev }, parameters, zeroes) {
  const count = name.length;
  const ids = new Map(name.map((n, id) => [n, id]));
  /** @type {Move[]} */
  const moves = name.map((_, node) => ({ phase: "forward", kind: "node", node, slot: -1 }));
  moves.push({ phase: "backward", kind: "seed", node: count - 1, slot: -1 });
  for (let node = count - 1; node >= 0; node--) {
    prev[node].forEach((_, slot) => {
      moves.push({ phase: "backward", kind: "line", node, slot });
    });
    if (prev[node].length === 0) moves.push({ phase: "backward", kind: "leaf", node, slot: -1 });
  }
  const mean = moves.push({ phase: "backward", kind: "mean", node: -1, slot: -1 });
  for (const parameter of parameters) {
    moves.push({ phase: "update", kind: "parameter", node: ids.get(parameter) ?? -1, slot: -1 });
  }
  const update = moves.length;
  if (zeroes) moves.push({ phase: "zero_grad", kind: "all", node: -1, slot: -1 });
  return { moves, mean, ends: { forward: count, backward: mean, update, zero_grad: moves.length } };
}

/**
 * What the nodes hold. `ahead` marks those that forward has not come to; their data and grad are null.
 * @typedef {{data: (number | null)[], grad: (number | null)[], ahead: boolean[]}} Holding
 */

/**
 * What every node holds after `at` moves. Parameters, inputs and constants have their data from the start, gradients
 * begin with 0, and backward adds what the engine says it added, in its order.
 * @param {Pick<TracedGraph, "graph" | "config">} traced
 * @param {number} at
 * @param {Snapshot | null} after the training state after the step, needed from `mean` on
 * @returns {Holding}
 */
export function holdingAt({ graph, config }, at, after) {
  const { moves, ends, mean } = courseOf({ graph, config });
  const ahead = graph.op.map((op, id) => op !== "" && id >= at);
  const data = ahead.map((is, id) => (is ? null : graph.data[id]));
  const grad = ahead.map((is) => /** @type {number | null} */ (is ? null : 0));
  for (const { kind, node, slot } of moves.slice(ends.forward, Math.min(at, mean))) {
    if (kind === "seed") grad[node] = 1;
    if (kind === "line") {
      const operand = graph.prev[node][slot];
      grad[operand] = (grad[operand] ?? 0) + graph.share[node][slot];
    }
  }
  if (at >= mean && after) {
    moves.slice(mean, ends.update).forEach(({ node }, parameter) => {
      if (node < 0) return;
      grad[node] = after.grad[parameter];
      if (mean + parameter < at) data[node] = after.data[parameter];
    });
  }
  return { data, grad, ahead };
}

/** The phase that a walk is in after `at` moves: that of the move made last, and forward at the start. @param {Course} course @param {number} at @returns {Phase} */
export function phaseAt({ moves }, at) {
  return at === 0 ? "forward" : moves[at - 1].phase;
}
