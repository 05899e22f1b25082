/** Where the nodes of a graph stand in the network, read off the columns layer, neuron, part and input that it brings. */

/** The columns that tell it. @typedef {Pick<import("./verbs.js").Graph, "name" | "layer" | "neuron" | "part">} Graph */

/** By a column that graphs of one structure share. @type {WeakMap<Graph["part"], {byPlace: Map<string, number>, ofNode: Int32Array}>} */
const known = new WeakMap();

/** The output of every neuron, by layer and neuron, and by each of its nodes. @param {Graph} graph */
function outputsOf(graph) {
  const { layer, neuron, part } = graph;
  let outputs = known.get(part);
  if (!outputs) {
    const ids = part.flatMap((p, id) => (p === "out" ? [id] : []));
    const byPlace = new Map(ids.map((id) => [`${layer[id]} ${neuron[id]}`, id]));
    const ofNode = Int32Array.from(part, (_, id) => byPlace.get(`${layer[id]} ${neuron[id]}`) ?? -1);
    outputs = { byPlace, ofNode };
    known.set(part, outputs);
  }
  return outputs;
}

/** The layer of the loss: one behind the logits'. @param {Graph} graph */
export const lossLayer = ({ layer }) => layer[layer.length - 1];

/** @param {Graph} graph @param {number} id */
export const isInput = ({ layer }, id) => layer[id] === 0;

/** @param {Graph} graph @param {number} id */
export const isOfLoss = (graph, id) => graph.layer[id] === lossLayer(graph);

/** Whether a node is a neuron's output: a hidden one's, or a logit. @param {Graph} graph @param {number} id */
export const isOutput = ({ part }, id) => part[id] === "out";

/** @param {Graph} graph @param {number} id */
export const isLogit = (graph, id) => isOutput(graph, id) && graph.layer[id] === lossLayer(graph) - 1;

/** @param {Graph} graph @param {number} id */
export const isHidden = (graph, id) => isOutput(graph, id) && !isLogit(graph, id);

/** The output of the neuron that a node belongs to, -1 for one of the inputs or of the loss. @param {Graph} graph @param {number} id */
export function outputOf(graph, id) {
  return outputsOf(graph).ofNode[id];
}

/** The output of a neuron. @param {Graph} graph @param {number} layer from 1 @param {number} neuron from 1 */
export const outputAt = (graph, layer, neuron) => outputsOf(graph).byPlace.get(`${layer} ${neuron}`) ?? -1;

/** The node of a name, -1 without one. @param {Graph} graph @param {string | null} name */
export const idOf = (graph, name) => (name === null ? -1 : graph.name.indexOf(name));

/**
 * The neuron that a node, given by its name, is or belongs to, by the name of its output; null for any other.
 * @param {Graph} graph
 * @param {string | null} name
 */
export function neuronOf(graph, name) {
  const id = idOf(graph, name);
  const output = id < 0 ? -1 : outputOf(graph, id);
  return output < 0 ? null : graph.name[output];
}

/** Where each node's operands begin in a column of pairs. @type {WeakMap<import("./verbs.js").Graph["prev"], Int32Array>} */
const firsts = new WeakMap();

/** @param {import("./verbs.js").Graph["prev"]} prev @param {number} id */
function firstOf(prev, id) {
  let first = firsts.get(prev);
  if (!first) {
    first = new Int32Array(prev.length);
    for (let i = 1; i < prev.length; i++) first[i] = first[i - 1] + prev[i - 1].length;
    firsts.set(prev, first);
  }
  return first[id];
}

/**
 * The local derivative of a node with respect to the operand in that slot.
 * @param {Pick<import("./verbs.js").Graph, "prev" | "local">} graph @param {number} id @param {number} slot
 */
export const localOf = ({ prev, local }, id, slot) => local[firstOf(prev, id) + slot];

/**
 * What a node's backward added to the gradient of the operand in that slot.
 * @param {Pick<import("./verbs.js").Graph, "prev" | "contribution">} graph @param {number} id @param {number} slot
 */
export const contributionTo = ({ prev, contribution }, id, slot) => contribution[firstOf(prev, id) + slot];

/** Below this local derivative a neuron counts as flat: it passes less than a tenth of its gradient on. */
const FLAT = 0.1;

/**
 * Whether a hidden neuron's nonlinearity is flat at this point: a saturated tanh, or a ReLU below 0.
 * @param {Pick<import("./verbs.js").Graph, "name" | "layer" | "neuron" | "part" | "local" | "prev">} graph
 * @param {number} id
 */
export function isFlat(graph, id) {
  return isHidden(graph, id) && graph.prev[id].length === 1 && Math.abs(localOf(graph, id, 0)) < FLAT;
}

/**
 * The nodes that read a node, the last in topological order first: the order in which backward visits them.
 * @param {Pick<import("./verbs.js").Graph, "prev">} graph
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

/** The consumers whose contributions = in place of += would overwrite: all but the last. @param {Parameters<typeof consumersOf>[0]} graph @param {number} id */
export const lostConsumers = (graph, id) => consumersOf(graph, id).slice(0, -1);
