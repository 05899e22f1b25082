/** A node in words and numbers: what it is in the network, its formula with its own numbers, where its gradient is from. */

import { DESCRIPTION } from "../../generated/description.js";
import {
  consumersOf,
  contributionTo,
  isLogit,
  isOfLoss,
  localOf,
  lossLayer,
  outputAt,
  outputOf,
} from "../../protocol/nodes.js";
import { operationOf } from "../../protocol/operations.js";
import { exact, format, inBrackets } from "../dom.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/** The row of the operation that made a node, of those that its engine has. @param {Graph} graph @param {number} id */
const rowOf = ({ op, operations }, id) => operationOf(op[id], operations);

// --- where a node stands ---

/** @param {Graph} graph @param {number} id */
function neuronWords(graph, id) {
  const { layer, neuron } = graph;
  const last = lossLayer(graph) - 1;
  if (layer[id] === last) return `logit neuron ${neuron[id]}`;
  return last === 2 ? `hidden neuron ${neuron[id]}` : `neuron ${neuron[id]} of hidden layer ${layer[id]}`;
}

/** What a neuron reads as its i-th input, by name. @param {Graph} graph @param {number} id */
function readBy(graph, id) {
  const { layer, input, name, part } = graph;
  if (layer[id] > 1) return name[outputAt(graph, layer[id] - 1, input[id])];
  const read = part.findIndex((p, i) => p === "input" && graph.neuron[i] === input[id]);
  return read < 0 ? "an input" : name[read];
}

/** The name of the neuron that a node belongs to. @param {Graph} graph @param {number} id */
const ownName = (graph, id) => graph.name[outputAt(graph, graph.layer[id], graph.neuron[id])];

/** The parts of a neuron. @type {Record<string, (graph: Graph, id: number) => string>} */
const PARTS = {
  input: ({ name }, id) => `input: the point's ${name[id]} coordinate`,
  bias: (graph, id) => `bias of ${neuronWords(graph, id)}, ${ownName(graph, id)}`,
  weight: (graph, id) =>
    `weight from ${readBy(graph, id)} to ${ownName(graph, id)}, ${neuronWords(graph, id)}`,
  product: (graph, id) => `${readBy(graph, id)} times its weight, in ${neuronWords(graph, id)}`,
  sum: (graph, id) => `sum of the bias and ${terms(graph.input[id])} of ${neuronWords(graph, id)}`,
  out: (graph, id) =>
    isLogit(graph, id)
      ? `logit of class ${graph.neuron[id]}: the output of ${neuronWords(graph, id)}`
      : `output of ${neuronWords(graph, id)}`,
};

/** @param {number} count */
const terms = (count) => (count === 1 ? "the first product" : `the first ${count} products`);

/** Where a node sits in the network. @param {Graph} graph @param {number} id @param {string} loss the loss's name */
export function roleWords(graph, id, loss) {
  const { part, name } = graph;
  if (!isOfLoss(graph, id)) return PARTS[part[id]](graph, id);
  if (id === name.length - 1) return "the point's loss: where backward begins, with grad 1";
  const row = DESCRIPTION.losses.find((each) => each.name === loss);
  const words = row?.parts.find((each) => each.part === part[id])?.words ?? `${part[id]}, inside the loss`;
  return fill(words, { neuron: String(graph.neuron[id]), input: String(graph.input[id]) });
}

/** The text with what stands for each placeholder. @param {string} text @param {Record<string, string>} values */
function fill(text, values) {
  return text.replace(/\{([^}]+)\}/g, (placeholder, key) => values[key] ?? placeholder);
}

// --- operations ---

/** @param {Graph} graph @param {number} id */
export function operationWords(graph, id) {
  const { title, word } = rowOf(graph, id);
  const sign = graph.op[id] === "**" ? `**${graph.k[id]}` : title;
  return sign === word ? sign : `${sign} (${word})`;
}

/**
 * What stands for the placeholders of an operation's texts.
 * @param {Graph} graph
 * @param {number} id
 * @param {(id: number) => string} write
 */
function placesOf({ prev, k }, id, write) {
  const [a, b] = prev[id].map(write);
  return { a, b, out: write(id), k: String(k[id]), "k-1": String(k[id] - 1) };
}

/**
 * What a node computes: "tanh(h3.sum2)". `write` gives each operand's name, or its number.
 * @param {Graph} graph
 * @param {number} id
 * @param {(id: number) => string} write
 */
export function formula(graph, id, write) {
  return fill(rowOf(graph, id).formula, placesOf(graph, id, write));
}

/** h3 = tanh(h3.sum2) = tanh(0.4121) = 0.3902 @param {Graph} graph @param {number} id */
export function formulaWords(graph, id) {
  const name = graph.name[id];
  const result = format(graph.data[id]);
  if (graph.op[id] === "") return `${name} = ${result}`;
  const named = formula(graph, id, (operand) => graph.name[operand]);
  const inside = formulaEncloses(graph, id) ? format : (/** @type {number} */ x) => inBrackets(format(x));
  const numbers = formula(graph, id, (operand) => inside(graph.data[operand]));
  return [name, named === name ? null : named, numbers, result].filter((part) => part !== null).join(" = ");
}

/** Whether the operand stands in brackets already, as in tanh(x). @param {Graph} graph @param {number} id */
const formulaEncloses = (graph, id) => rowOf(graph, id).formula.includes("(");

/** The local derivative with respect to an operand, as a rule: what is multiplied on the way back. @param {Graph} graph @param {number} id @param {number} slot */
export function localRule(graph, id, slot) {
  return fill(
    rowOf(graph, id).derivatives[slot],
    placesOf(graph, id, (node) => graph.name[node]),
  );
}

// --- gradients ---

/**
 * One consumer's contribution to a node's gradient: local times out.grad, as the engine computed it.
 * @typedef {{consumer: number, slot: number, name: string, local: number, grad: number, value: number}} Contribution
 */

/**
 * In the order in which the engine adds them up, starting from 0: so the sum is the engine's gradient to the last
 * bit.
 * @param {Graph} graph
 * @param {number} id
 * @returns {Contribution[]}
 */
export function contributions(graph, id) {
  return consumersOf(graph, id).map(({ consumer, slot }) => {
    const name = graph.name[consumer];
    const [local, grad] = [localOf(graph, consumer, slot), graph.grad[consumer]];
    return { consumer, slot, name, local, grad, value: contributionTo(graph, consumer, slot) };
  });
}

/** What a node's gradient is after each of its contributions. @param {Contribution[]} parts @returns {number[]} */
export function running(parts) {
  let sum = 0;
  return parts.map(({ value }) => {
    sum += value;
    return sum;
  });
}

/** @param {Contribution[]} parts */
export const total = (parts) => running(parts).at(-1) ?? 0;

/** All digits where they are few, else four decimals: for reading, with the exact value beside. @param {number} x */
export const short = (x) => (exact(x).length <= 6 ? exact(x).replace("-", "−") : format(x));

/**
 * What of the source made a node, as a row of PLACES in source.js: its operation, a parameter's first value, or "" for any other
 * leaf.
 * @param {Graph} graph @param {number} id
 */
export const madeIn = ({ op, role, part }, id) => op[id] || (role[id] === "param" ? part[id] : "");

/** The name and its formula, with the neuron's own name left out of its parts. @param {Graph} graph @param {number} id */
export function captionOf(graph, id) {
  const name = graph.name[id];
  const neuron = graph.name[outputOf(graph, id)] ?? name;
  const short = (/** @type {number} */ i) => graph.name[i].replace(`${neuron}.`, "");
  const made = formula(graph, id, short);
  return made && made.replaceAll(" ", "") !== short(id) ? `${short(id)} = ${made}` : name;
}
