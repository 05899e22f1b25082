/** Histograms of the parameters of each layer, and of their gradients. */

import { layerNames, parametersOf } from "../protocol/names.js";

/** @typedef {import("./types.js").Config} Config */
/** A bin holds from <= x < to, the last one its end too; `members` are places among the numbers. @typedef {{from: number, to: number, members: number[]}} Bin */

/** About so many bins. */
const BINS = 14;

/** The smallest of 1, 2, 5, 10, 20, … that is at least x, and so on below 1. @param {number} x */
export function roundStep(x) {
  const decade = 10 ** Math.floor(Math.log10(x));
  return decade * ([1, 2, 5].find((each) => each * decade >= x * (1 - 1e-9)) ?? 10);
}

/**
 * The numbers in bins of the same width, 1, 2 or 5 times a power of ten, with their edges at its multiples: so that 0 is always an edge, and
 * no bin holds both signs. A number that is not finite is in none.
 *
 *     histogram([-0.1, 0.1, 0.2, 1.3])[0]   // { from: -0.1, to: 0, members: [0] }
 *
 * @param {ArrayLike<number>} numbers
 * @returns {Bin[]}
 */
export function histogram(numbers) {
  const finite = Array.from(numbers, (x, i) => ({ x, i })).filter(({ x }) => Number.isFinite(x));
  if (finite.length === 0) return [];
  const [low, high] = [Math.min, Math.max].map((f) => f(...finite.map(({ x }) => x)));
  const spread = high - low || Math.abs(high) || 1;
  const width = roundStep(spread / BINS);
  const first = Math.floor(low / width);
  const count = Math.max(1, Math.ceil(high / width) - first);
  const edge = (/** @type {number} */ i) => Number(((first + i) * width).toPrecision(12)) || 0; // 0.3, not 3 * 0.1, and no -0
  const bins = Array.from({ length: count }, (_, i) => ({
    from: edge(i),
    to: edge(i + 1),
    members: /** @type {number[]} */ ([]),
  }));
  for (const { x, i } of finite) {
    let at = Math.min(count - 1, Math.max(0, Math.floor(x / width) - first));
    // a quotient may be rounded across an edge
    if (x < bins[at].from) at--;
    else if (x >= bins[at].to && at < count - 1) at++;
    bins[Math.max(0, at)].members.push(i);
  }
  return bins;
}

/**
 * The layers with the places of their parameters in a snapshot's columns.
 * @param {Config} config
 * @returns {{title: string, from: number, names: string[]}[]}
 */
export function layersOf(config) {
  const parameters = parametersOf(config);
  const layers = layerNames(config);
  return layers.map((neurons, i) => {
    const from = parameters.findIndex(({ neuron }) => neuron === neurons[0]);
    const names = parameters.filter(({ neuron }) => neurons.includes(neuron)).map(({ name }) => name);
    const title = i === layers.length - 1 ? "output" : layers.length === 2 ? "hidden" : `hidden ${i + 1}`;
    return { title: `${title}: ${neurons[0]} to ${neurons[neurons.length - 1]}`, from, names };
  });
}
