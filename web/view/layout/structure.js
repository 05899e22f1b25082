/**
 * What is to be drawn of a graph: boxes for nodes, ellipses for operations, edges, and the groups they stand in.
 * It depends on the structure alone and never on numbers, so that a layout stays good while values change.
 */

import { isInput, isOfLoss, outputOf } from "../../protocol/nodes.js";

/**
 * The columns of a graph that its structure is read from; a layout needs no others.
 * @typedef {Pick<
 *   import("../../protocol/verbs.js").Graph, "op" | "k" | "name" | "role" | "prev" | "layer" | "neuron" | "part" | "operations"
 * >} Graph
 */

/**
 * An edge of the picture. from and to are "n3" for a box or "o3" for an operation, with the node's id; weight is
 * the id of the parameter that a folded neuron multiplies by, or -1.
 * @typedef {{from: string, to: string, weight: number}} Edge
 */

/** A neuron, or the loss: layer 0 has the inputs, the last one the loss; letters are those of the layer's longest name. @typedef {{
 *   name: string, layer: number, neuron: number, boxes: number[], ops: number[], folded: boolean, letters: number}} Group */

/** @typedef {{boxes: number[], ops: number[], edges: Edge[], groups: Group[], folded: boolean, compact: boolean}} Picture */

/**
 * How much is folded into cards: all groups but the ones in `open`, or none. Compact cards are for narrow screens.
 * @typedef {{folded: boolean, open: Set<string>, compact: boolean}} Folding
 */

/** @param {Folding} a @param {Folding} b */
export const sameFolding = (a, b) =>
  a.folded === b.folded && a.compact === b.compact && [...a.open].sort().join() === [...b.open].sort().join();

/** Nothing is folded. @type {Folding} */
export const UNFOLDED = { folded: false, open: new Set(), compact: false };

export const INPUTS = "inputs";
export const LOSS = "loss";

/** The neuron that a node belongs to, by the name of its output, or the inputs, or the loss. @param {Graph} graph @param {number} id */
export function groupOf(graph, id) {
  if (isInput(graph, id)) return INPUTS;
  return isOfLoss(graph, id) ? LOSS : graph.name[outputOf(graph, id)];
}

/**
 * Whether two graphs look the same when numbers are left out.
 * @param {Graph} a
 * @param {Graph} b
 */
export function sameShape(a, b) {
  if (a === b) return true;
  if (a.op.length !== b.op.length || a.operations !== b.operations) return false;
  if (a.op === b.op && a.name === b.name && a.prev === b.prev) return a.k.every((k, i) => k === b.k[i]);
  for (let i = 0; i < a.op.length; i++) {
    if (a.op[i] !== b.op[i] || a.name[i] !== b.name[i] || a.k[i] !== b.k[i]) return false;
    if (a.prev[i].length !== b.prev[i].length || a.prev[i].some((id, j) => id !== b.prev[i][j])) return false;
  }
  return true;
}

/**
 * @param {Graph} graph
 * @param {Folding} folding
 * @returns {Picture}
 */
export function makePicture(graph, { folded, open, compact }) {
  const groups = makeGroups(graph, (name) => folded && (name === INPUTS || !open.has(name)));
  const drawn = new Set(groups.flatMap(({ boxes }) => boxes));
  const ops = new Set(groups.flatMap((group) => group.ops));
  /** @type {Edge[]} */
  const edges = [];
  for (const id of ops) {
    edges.push({ from: `o${id}`, to: `n${id}`, weight: -1 });
    for (const operand of graph.prev[id]) edges.push({ from: `n${operand}`, to: `o${id}`, weight: -1 });
  }
  for (const group of groups) if (group.folded) edges.push(...foldedEdges(graph, group));
  return { boxes: [...drawn], ops: [...ops], edges, groups, folded, compact };
}

/**
 * The groups, layer by layer, in the order of the neurons. Of a folded one only its result is drawn; of the inputs, all.
 * @param {Graph} graph
 * @param {(name: string) => boolean} isFolded
 * @returns {Group[]}
 */
function makeGroups(graph, isFolded) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  graph.op.forEach((op, id) => {
    const name = groupOf(graph, id);
    const group = groups.get(name) ?? {
      name,
      layer: graph.layer[id],
      neuron: graph.neuron[id],
      boxes: [],
      ops: [],
      folded: isFolded(name),
      letters: name.length,
    };
    groups.set(name, group);
    if (group.folded && name !== INPUTS && graph.name[id] !== name) return;
    group.boxes.push(id);
    if (op && !group.folded) group.ops.push(id);
  });
  for (const group of groups.values()) {
    const layer = [...groups.values()].filter((other) => other.layer === group.layer);
    group.letters = Math.max(...layer.map(({ name }) => name.length));
  }
  return [...groups.values()].sort((a, b) => a.layer - b.layer || a.neuron - b.neuron);
}

/**
 * A folded group's edges: one for each product w * read inside a neuron, from what it reads to its result; from each
 * logit to the loss.
 * @param {Graph} graph
 * @param {Group} group
 * @returns {Edge[]}
 */
export function foldedEdges(graph, { name, boxes }) {
  const result = boxes.find((id) => graph.name[id] === name);
  if (name === INPUTS || result === undefined) return [];
  /** @type {Map<number, number>} */
  const read = new Map();
  graph.part.forEach((part, id) => {
    if (groupOf(graph, id) !== name) return;
    if (name === LOSS) {
      for (const operand of graph.prev[id]) if (groupOf(graph, operand) !== LOSS) read.set(operand, -1);
    } else if (part === "product") read.set(graph.prev[id][1], graph.prev[id][0]);
  });
  return [...read].map(([from, weight]) => ({ from: `n${from}`, to: `n${result}`, weight }));
}
