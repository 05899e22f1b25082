/** A node in words and numbers: what it is in the network, its formula with its own numbers, where its gradient is from. */

import { exact, format, inBrackets } from "../dom.js";
import { consumersOf } from "../layout/structure.js";
import { formula } from "./values.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/** @param {string} neuron h3, h2.3 or z1 */
function neuronWords(neuron) {
  const [, layer, number] = /^(h\d+\.|h|z)(\d+)$/.exec(neuron) ?? [];
  if (layer === undefined) return neuron;
  if (layer === "z") return `logit neuron ${number}`;
  return layer === "h" ? `hidden neuron ${number}` : `neuron ${number} of hidden layer ${layer.slice(1, -1)}`;
}

/** @type {[RegExp, (match: string[], graph: Graph, id: number) => string][]} */
const WORDS = [
  [/^([xy])$/, ([, axis]) => `input: the point's ${axis} coordinate`],
  [/^(.+)\.b$/, ([, neuron]) => `bias of ${neuronWords(neuron)}, ${neuron}`],
  [/^(.+)\.w\d+\*(.+)$/, ([, neuron, read]) => `${read} times its weight, in ${neuronWords(neuron)}`],
  [/^(.+)\.w(\d+)$/, weightWords],
  [
    /^([hz].*)\.sum(\d+)$/,
    ([, neuron, i]) => `sum of the bias and ${terms(Number(i))} of ${neuronWords(neuron)}`,
  ],
  [/^z(\d+)$/, ([, i]) => `logit of class ${i}: the output of ${neuronWords(`z${i}`)}`],
  [/^(h\d+(?:\.\d+)?)$/, ([neuron]) => `output of ${neuronWords(neuron)}`],
  [/^s(\d+)$/, ([, i]) => `logit of class ${i} minus the largest logit`],
  [/^-s(\d+)$/, ([, i]) => `shifted logit of class ${i}, negated`],
  [/^-m$/, () => "constant: minus the largest logit"],
  [/^e(\d+)$/, ([, i]) => `exp of class ${i}'s logit`],
  [/^denom\.sum\d+$/, () => "a part of the sum of the exponentials"],
  [/^denom$/, () => "the sum of the exponentials: softmax divides by it"],
  [/^denom\*\*-1$/, () => "one divided by the sum of the exponentials"],
  [/^log\(denom\)$/, () => "logarithm of the sum of the exponentials"],
  [/^p(\d+)$/, ([, i]) => `probability of class ${i}, the point's own`],
  [/^log\(p(\d+)\)$/, ([, i]) => `logarithm of the probability of class ${i}`],
  [/^-1$/, () => "constant"],
  [/^loss$/, () => "the point's loss: where backward begins, with grad 1"],
];

/** @param {number} count */
const terms = (count) => (count === 1 ? "the first product" : `the first ${count} products`);

/** @param {string[]} match @param {Graph} graph @param {number} id */
function weightWords([, neuron], { prev, name }, id) {
  const product = prev.find((operands) => operands[0] === id);
  return `weight from ${product ? name[product[1]] : "an input"} to ${neuron}, ${neuronWords(neuron)}`;
}

/** Where a node sits in the network. @param {Graph} graph @param {number} id */
export function roleWords(graph, id) {
  for (const [pattern, words] of WORDS) {
    const match = pattern.exec(graph.name[id]);
    if (match) return words(match, graph, id);
  }
  return graph.role[id];
}

/** @type {Record<string, string>} */
const OPERATIONS = {
  "": "a leaf",
  "+": "+ (sum)",
  "*": "* (product)",
  "**": "** (power)",
  relu: "relu",
  tanh: "tanh",
  exp: "exp",
  log: "log (natural)",
};

/** @param {Graph} graph @param {number} id */
export function operationWords({ op, k }, id) {
  return op[id] === "**" ? `**${k[id]} (power)` : OPERATIONS[op[id]];
}

/** h3 = tanh(h3.sum2) = tanh(0.4121) = 0.3902 @param {Graph} graph @param {number} id */
export function formulaWords(graph, id) {
  const name = graph.name[id];
  const result = format(graph.data[id]);
  if (graph.op[id] === "") return `${name} = ${result}`;
  const named = formula(graph, id, (operand) => graph.name[operand]);
  const numbers = formula(graph, id, (operand) => inFormula(graph.data[operand], graph.op[id]));
  return [name, named === name ? null : named, numbers, result].filter((part) => part !== null).join(" = ");
}

/** A negative factor, or one under a power, stands in brackets. @param {number} x @param {string} op */
function inFormula(x, op) {
  const text = format(x);
  return op === "*" || op === "+" || op === "**" ? inBrackets(text) : text;
}

/**
 * One consumer's part of a node's gradient: local times out.grad, as the engine computed it.
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
    const [local, grad] = [graph.local[consumer][slot], graph.grad[consumer]];
    return { consumer, slot, name, local, grad, value: graph.contribution[consumer][slot] };
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

/** The local derivative by an operand, as a rule: what is multiplied on the way back. @param {Graph} graph @param {number} id @param {number} slot */
export function localRule({ op, k, name, prev }, id, slot) {
  const [a, b] = prev[id].map((operand) => name[operand]);
  if (op[id] === "+") return "1";
  if (op[id] === "*") return slot === 0 ? b : a;
  if (op[id] === "**") return `${k[id]} · ${a}**${k[id] - 1}`;
  if (op[id] === "relu") return `1 if ${name[id]} > 0, else 0`;
  if (op[id] === "tanh") return `1 − ${name[id]}²`;
  return op[id] === "exp" ? name[id] : `1 / ${a}`;
}

/** All digits where they are few, else four decimals: for reading, with the exact value beside. @param {number} x */
export const short = (x) => (exact(x).length <= 6 ? exact(x).replace("-", "−") : format(x));
