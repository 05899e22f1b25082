/**
 * What is to be drawn of a graph: boxes for nodes, ellipses for operations, edges, and the groups they stand in.
 * It depends on the structure alone and never on numbers, so that a layout stays good while values change.
 */

import { isInput, isOfLoss, outputOf } from "../../protocol/nodes.js";

/**
 * The columns of a graph that its structure is read from; a layout needs no others.
 * @typedef {Pick<
 *   import("../../protocol/verbs.js").Graph, "op" | "k" | "name" | "role" | "prev" | "layer" | "neuron" | "part"
 * >} Graph
 */

/**
 * An edge of the picture. from and to are "n3" for a box or "o3" for an operation, with the node's id; weight is
 * the id of the parameter that a folded neuron multiplies by, or -1.
 * @typedef {{from: string, to: string, weight: number}} Edge
 */

/** A neuron, or the loss: layer 0 has the inputs, the last one the loss. @typedef {{
 *   name: string, layer: number, neuron: number, boxes: number[], ops: number[], folded: boolean}} Group */

/** @typedef {{boxes: number[], ops: number[], edges: Edge[], groups: Group[], folded: boolean}} Picture */

/** How much is folded: all neurons but the ones in `open`, or none. @typedef {{folded: boolean, open: Set<string>}} Folding */

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
  if (a.op.length !== b.op.length) return false;
  for (let i = 0; i < a.op.length; i++) {
    if (a.op[i] !== b.op[i] || a.name[i] !== b.name[i] || a.k[i] !== b.k[i]) return false;
    if (a.prev[i].length !== b.prev[i].length || a.prev[i].some((id, j) => id !== b.prev[i][j])) return false;
  }
  return true;
}

/**
 * A short word for a structure: the same for the same operations, operands, names and folding.
 * @param {Graph} graph
 * @param {Folding} folding
 */
export function structureKey({ op, k, name, prev }, { folded, open }) {
  const nodes = op.map((o, i) => `${name[i]} ${o}${o === "**" ? k[i] : ""} ${prev[i]}`);
  return hash(`${folded ? `folded but ${[...open].sort()}` : "all"}\n${nodes.join("\n")}`);
}

/** 64 bits of FNV-1a, as two halves of 32 that start apart. @param {string} text */
function hash(text) {
  let [a, b] = [0x811c9dc5, 0x050c5d1f];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193) ^ (b >>> 15);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

/**
 * @param {Graph} graph
 * @param {Folding} folding
 * @returns {Picture}
 */
export function makePicture(graph, { folded, open }) {
  const groups = makeGroups(graph, (name) => folded && name !== LOSS && name !== INPUTS && !open.has(name));
  const drawn = new Set(groups.flatMap(({ boxes }) => boxes));
  const ops = new Set(groups.flatMap((group) => group.ops));
  /** @type {Edge[]} */
  const edges = [];
  graph.op.forEach((op, id) => {
    if (!op) return;
    if (drawn.has(id) && !ops.has(id) && !isFoldedNeuron(groups, graph, id)) {
      for (const operand of graph.prev[id]) edges.push({ from: `n${operand}`, to: `n${id}`, weight: -1 });
    }
    if (ops.has(id)) {
      edges.push({ from: `o${id}`, to: `n${id}`, weight: -1 });
      for (const operand of graph.prev[id]) edges.push({ from: `n${operand}`, to: `o${id}`, weight: -1 });
    }
  });
  for (const group of groups) if (group.folded) edges.push(...weightedEdges(graph, group));
  return { boxes: [...drawn], ops: [...ops], edges, groups, folded };
}

/** @param {Group[]} groups @param {Graph} graph @param {number} id */
const isFoldedNeuron = (groups, graph, id) =>
  groups.some((group) => group.folded && group.name === graph.name[id]);

/**
 * The groups, layer by layer, in the order of the neurons.
 * @param {Graph} graph
 * @param {(name: string) => boolean} isFolded
 * @returns {Group[]}
 */
function makeGroups(graph, isFolded) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  const anyFolded = graph.name.some((_, id) => isFolded(groupOf(graph, id)));
  graph.op.forEach((op, id) => {
    const name = groupOf(graph, id);
    const group = groups.get(name) ?? {
      name,
      layer: graph.layer[id],
      neuron: graph.neuron[id],
      boxes: [],
      ops: [],
      folded: isFolded(name),
    };
    groups.set(name, group);
    if (group.folded && graph.name[id] !== name) return;
    group.boxes.push(id);
    // among folded neurons the loss does without ellipses too: its boxes are named after their operations
    if (op && !group.folded && !(anyFolded && name === LOSS)) group.ops.push(id);
  });
  return [...groups.values()].sort((a, b) => a.layer - b.layer || a.neuron - b.neuron);
}

/**
 * A folded neuron's edges: one for each product w * read inside it, from what it reads to its result.
 * @param {Graph} graph
 * @param {Group} group
 * @returns {Edge[]}
 */
function weightedEdges(graph, { name, boxes: [result] }) {
  /** @type {Edge[]} */
  const edges = [];
  graph.part.forEach((_, id) => {
    if (graph.part[id] !== "product" || groupOf(graph, id) !== name) return;
    const [weight, read] = graph.prev[id];
    edges.push({ from: `n${read}`, to: `n${result}`, weight });
  });
  return edges;
}

/**
 * The nodes that read a node, the last in topological order first: the order in which backward visits them.
 * @param {Graph} graph
 * @param {number} id
 * @returns {{consumer: number, slot: number}[]}
 */
export function consumersOf({ prev }, id) {
  const found = [];
  for (let consumer = prev.length - 1; consumer > id; consumer--) {
    for (let slot = 0; slot < prev[consumer].length; slot++) {
      if (prev[consumer][slot] === id) found.push({ consumer, slot });
    }
  }
  return found;
}
