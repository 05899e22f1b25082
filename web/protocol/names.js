/** The network's names, in the engines' order. Everything counts from 1, as in micrograd/graph.py. */

import { DESCRIPTION } from "../generated/description.js";

/** @typedef {import("./messages.js").Config} Config */

export const INPUTS = ["x", "y"];
export const CLASSES = 3;

/**
 * The neurons layer by layer, the logits last: h1 … h8 for the only hidden layer, h2.3 (layer 2, neuron 3) where
 * there are several, and z1, z2, z3.
 * @param {Pick<Config, "layers">} config
 * @returns {string[][]}
 */
export function layerNames({ layers }) {
  /** @param {number} i */
  const prefix = (i) => (layers.length === 1 ? "h" : `h${i + 1}.`);
  const hidden = layers.map((size, i) => numbered(prefix(i), size));
  return [...hidden, numbered("z", CLASSES)];
}

/** @param {string} prefix @param {number} count */
const numbered = (prefix, count) => Array.from({ length: count }, (_, j) => `${prefix}${j + 1}`);

/**
 * The parameters in the order of a snapshot: w1 w2 … b of each neuron, layer by layer.
 * @param {Pick<Config, "layers">} config
 * @returns {string[]}
 */
export const parameterNames = (config) => parametersOf(config).map(({ name }) => name);

/**
 * The same, each with the neuron that it belongs to.
 * @param {Pick<Config, "layers">} config
 * @returns {{name: string, neuron: string}[]}
 */
export function parametersOf(config) {
  const layers = layerNames(config);
  const fanIn = [INPUTS, ...layers].map((names) => names.length);
  return layers.flatMap((names, i) =>
    names.flatMap((neuron) =>
      [...numbered(`${neuron}.w`, fanIn[i]), `${neuron}.b`].map((name) => ({ name, neuron })),
    ),
  );
}

/**
 * The probabilities of the classes, of which each point's graph has its own label's; none where the loss has none.
 * @param {string} loss
 * @returns {string[]}
 */
export function probabilityNames(loss) {
  const parts = DESCRIPTION.losses.find(({ name }) => name === loss)?.parts ?? [];
  const name = parts.find(({ part }) => part === "p")?.name;
  return name ? Array.from({ length: CLASSES }, (_, c) => name.replace("{neuron}", String(c + 1))) : [];
}
