/**
 * The naive order, one visit at a time: backward without the topological sort, which passes on what a node holds, goes to
 * each operand, and does the same there. All numbers are the engine's local derivatives, multiplied and added as the
 * engine's own naive_backward does, so that the last visit leaves its gradients to the last bit.
 */

import { localOf } from "../protocol/nodes.js";

/** @typedef {Pick<import("../protocol/verbs.js").Graph, "prev" | "local">} Graph */
/** @typedef {import("./schedule.js").Move} Move */

/** How many visits are kept: one per path, and a deep network has more paths than can be counted. */
export const MOST_VISITS = 5000;

/**
 * The first visits from a root, and how many there are in `total`. `uses` counts how often each node is an operand in what
 * the root was made from, and `reached` those nodes. `early` is the number of the first visit that passes on a gradient
 * to which a consumer has yet to add; 0 if none does.
 * @typedef {{moves: Move[], total: number, uses: Int32Array, reached: number, early: number}} Visits
 */

/** @type {WeakMap<Graph["prev"], Map<string, Visits>>} */
const known = new WeakMap();

/**
 * @param {Graph} graph
 * @param {number} root
 * @param {number} [most]
 * @returns {Visits}
 */
export function visitsOf({ prev }, root, most = MOST_VISITS) {
  const key = `${root} ${most}`;
  const made = known.get(prev) ?? new Map();
  known.set(prev, made);
  const visits = made.get(key) ?? makeVisits(prev, root, most);
  made.set(key, visits);
  return visits;
}

/** @param {number[][]} prev @param {number} root @param {number} most @returns {Visits} */
function makeVisits(prev, root, most) {
  const { total, uses, reached } = countVisits(prev, root);
  const [arrived, visited] = [new Int32Array(prev.length), new Uint8Array(prev.length)];
  /** @type {Move[]} */
  const moves = [];
  let early = 0;
  const stack = [root];
  for (let node = stack.pop(); node !== undefined && moves.length < most; node = stack.pop()) {
    moves.push({ phase: "backward", kind: "visit", node, slot: -1 });
    const operands = prev[node];
    if (!visited[node]) {
      if (early === 0 && operands.length > 0 && arrived[node] < uses[node]) early = moves.length;
      for (const operand of operands) arrived[operand]++;
      visited[node] = 1;
    }
    for (let slot = operands.length - 1; slot >= 0; slot--) stack.push(operands[slot]);
  }
  return { moves, total, uses, reached, early };
}

/** One visit per path from the root: a node is visited as often as all its consumers together. @param {number[][]} prev @param {number} root */
function countVisits(prev, root) {
  const [uses, visits] = [new Int32Array(prev.length), new Float64Array(prev.length)];
  visits[root] = 1;
  let [total, reached] = [0, 0];
  for (let node = root; node >= 0; node--) {
    if (visits[node] === 0) continue;
    total += visits[node];
    reached++;
    for (const operand of prev[node]) {
      uses[operand]++;
      visits[operand] += visits[node];
    }
  }
  return { total, uses, reached };
}

/**
 * The latest visit. `time` says the how-manieth it is to its node, `grad` what the node held and passed on, `before` what it
 * had passed on the time before, and `missing` how many contributions are still to come.
 * @typedef {{node: number, time: number, grad: number, before: number, missing: number}} Visit
 */

/**
 * What every node holds after `at` visits. A node is `wrong` once something has been added to it that differs from its
 * consumer's true contribution, or comes a second time: nothing takes it out again.
 * @typedef {{grad: Float64Array, wrong: Uint8Array, visit: Visit | null}} Held
 */

/**
 * @param {Graph} graph
 * @param {number} root
 * @param {number} at
 * @param {ArrayLike<number> | null} truth the root's true gradients; without them nothing is called wrong
 * @param {number} [most]
 * @returns {Held}
 */
export function afterVisits(graph, root, at, truth, most = MOST_VISITS) {
  const { prev } = graph;
  const { moves, uses } = visitsOf(graph, root, most);
  const count = prev.length;
  const [grad, passed, wrong] = [new Float64Array(count), new Float64Array(count), new Uint8Array(count)];
  const [arrived, times] = [new Int32Array(count), new Int32Array(count)];
  grad[root] = 1;
  /** @type {Visit | null} */
  let visit = null;
  for (const { node } of moves.slice(0, at)) {
    const held = grad[node];
    const first = times[node] === 0;
    const missing = uses[node] - arrived[node];
    visit = { node, time: ++times[node], grad: held, before: passed[node], missing };
    prev[node].forEach((operand, slot) => {
      const value = localOf(graph, node, slot) * held;
      grad[operand] += value;
      if (first) arrived[operand]++;
      const due = first && truth ? localOf(graph, node, slot) * truth[node] : 0;
      if (truth && !equal(value, due)) wrong[operand] = 1;
    });
    passed[node] = held;
  }
  return { grad, wrong, visit };
}

/** Whether two gradients are the same number: nan is, and so are 0 and -0. @param {number} a @param {number} b */
export const equal = (a, b) => a === b || (Number.isNaN(a) && Number.isNaN(b));
