/**
 * The schedule of a step, one operation at a time: the moves that an engine makes for one point, in its own order, and
 * what every node holds after each move. All numbers are the engine's: its graph has each node's data, and what backward
 * added to each operand.
 */

import { parameterNames } from "../protocol/names.js";
import { contributionTo } from "../protocol/nodes.js";

/** @typedef {import("../protocol/verbs.js").Graph} Graph */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("./types.js").TracedGraph} TracedGraph */

/** The order of a step. */
export const PHASES = /** @type {const} */ (["forward", "zero_grad", "backward", "update"]);
/** @typedef {(typeof PHASES)[number]} Phase */

/**
 * One move. `node` is the node it concerns, -1 if it concerns all of them. In backward, `slot` says which operand receives
 * a contribution, -1 if none does; `seed` sets the root's gradient to 1, and `mean` adds the other points. A `visit` of the naive
 * order adds to all operands at once.
 * @typedef {{
 *   phase: Phase, kind: "given" | "node" | "zero" | "seed" | "line" | "mean" | "parameter" | "visit", node: number, slot: number,
 * }} Move
 */

/**
 * The moves of one step: what is given, all at once; forward through the operations in topological order, zero_grad for all parameters at once, backward in reverse order,
 * operand by operand, then the update parameter by parameter. `ends` has the number of moves at the end of each phase;
 * from `mean` on, the gradients are those of the training loss.
 * @typedef {{moves: Move[], ends: Record<Phase, number>, mean: number}} Schedule
 */

/** @type {WeakMap<Graph, Map<boolean, Schedule>>} */
const known = new WeakMap();

/**
 * @param {Pick<TracedGraph, "graph" | "config">} traced
 * @returns {Schedule}
 */
export function scheduleOf({ graph, config }) {
  const zeroes = config.zero_grad !== false;
  const schedules = known.get(graph) ?? new Map();
  known.set(graph, schedules);
  const schedule = schedules.get(zeroes) ?? makeSchedule(graph, parameterNames(config), zeroes);
  schedules.set(zeroes, schedule);
  return schedule;
}

/** @param {Graph} graph @param {string[]} parameters @param {boolean} zeroes @returns {Schedule} */
function makeSchedule({ name, op, prev }, parameters, zeroes) {
  const count = name.length;
  const ids = new Map(name.map((n, id) => [n, id]));
  /** @type {Move[]} */
  const moves = [{ phase: "forward", kind: "given", node: -1, slot: -1 }];
  op.forEach((made, node) => {
    if (made) moves.push({ phase: "forward", kind: "node", node, slot: -1 });
  });
  const forward = moves.length;
  if (zeroes) moves.push({ phase: "zero_grad", kind: "zero", node: -1, slot: -1 });
  const zeroed = moves.length;
  moves.push({ phase: "backward", kind: "seed", node: count - 1, slot: -1 });
  for (let node = count - 1; node >= 0; node--) {
    prev[node].forEach((_, slot) => {
      moves.push({ phase: "backward", kind: "line", node, slot });
    });
  }
  const mean = moves.push({ phase: "backward", kind: "mean", node: -1, slot: -1 });
  for (const parameter of parameters) {
    moves.push({ phase: "update", kind: "parameter", node: ids.get(parameter) ?? -1, slot: -1 });
  }
  return { moves, mean, ends: { forward, zero_grad: zeroed, backward: mean, update: moves.length } };
}

/**
 * What the nodes hold. `ahead` marks the nodes that forward has not reached; their data and grad are null.
 * @typedef {{data: (number | null)[], grad: (number | null)[], ahead: boolean[]}} Holding
 */

/**
 * What every node holds after `at` moves. Parameters, inputs and constants have their data from the start. A parameter
 * keeps the gradient of the previous step until zero_grad sets it to 0. All other gradients start at 0, and backward adds
 * the contributions that the engine reports, in the engine's order.
 * @param {Pick<TracedGraph, "graph" | "config" | "snapshot">} traced
 * @param {number} at
 * @param {Snapshot | null} after the training state after the step: from `mean` on it has the gradients and the new data
 * @returns {Holding}
 */
export function holdingAt({ graph, config, snapshot }, at, after) {
  const { moves, mean, ends } = scheduleOf({ graph, config });
  const ahead = graph.op.map((op) => op !== "");
  for (const { kind, node } of moves.slice(0, Math.min(at, ends.forward)))
    if (kind === "node") ahead[node] = false;
  const data = ahead.map((is, id) => (is ? null : graph.data[id]));
  const grad = ahead.map((is) => /** @type {number | null} */ (is ? null : 0));
  const parameters = moves.slice(mean);
  parameters.forEach(({ node }, i) => {
    if (node >= 0) grad[node] = snapshot.grad[i];
  });
  for (const { kind, node, slot } of moves.slice(ends.forward, Math.min(at, mean))) {
    if (kind === "zero") {
      for (const parameter of parameters) if (parameter.node >= 0) grad[parameter.node] = 0;
    }
    if (kind === "seed") grad[node] = 1;
    if (kind === "line") {
      const operand = graph.prev[node][slot];
      grad[operand] = (grad[operand] ?? 0) + contributionTo(graph, node, slot);
    }
  }
  if (at >= mean && after) {
    parameters.forEach(({ node }, i) => {
      if (node < 0) return;
      grad[node] = after.grad[i];
      if (mean + i < at) data[node] = after.data[i];
    });
  }
  return { data, grad, ahead };
}

/** The phase of a walk after `at` moves: that of the last move, or forward at the start. @param {Schedule} schedule @param {number} at @returns {Phase} */
export function phaseAt({ moves }, at) {
  return at === 0 ? "forward" : moves[at - 1].phase;
}
