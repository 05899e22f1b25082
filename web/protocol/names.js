/** The network's names, in the engines' order. Everything counts from 1, as in micrograd/graph.py. */

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

/** Whether a node is a hidden neuron's output. @param {string} name */
export const isHidden = (name) => /^h\d+(\.\d+)?$/.test(name);

/** Whether a node is a neuron's output: a hidden one's, or a logit. @param {string} name */
export const isNeuron = (name) => isHidden(name) || /^z\d+$/.test(name);

/** @param {string} prefix @param {number} count */
const numbered = (prefix, count) => Array.from({ length: count }, (_, j) => `${prefix}${j + 1}`);

/**
 * The parameters in the order of a snapshot: w1 w2 … b of each neuron, layer by layer.
 * @param {Pick<Config, "layers">} config
 * @returns {string[]}
 */
export function parameterNames(config) {
  const layers = layerNames(config);
  const fanIn = [INPUTS, ...layers].map((names) => names.length);
  return layers.flatMap((names, i) =>
    names.flatMap((name) => [...numbered(`${name}.w`, fanIn[i]), `${name}.b`]),
  );
}
