/** The trained network as layers of weights and biases, for the files of a model. */

import { CLASSES } from "../../protocol/names.js";
import { exact } from "../../protocol/numbers.js";
import { isOwnNonlin } from "../../protocol/operations.js";
import { Problem } from "../../protocol/problem.js";

/** @typedef {import("../types.js").State} State */
/** A layer: a row of weights and a bias per neuron; no nonlin is none. @typedef {{weights: number[][], biases: number[], nonlin: string | null}} Layer */
/** @typedef {{step: number, nonlin: string, sizes: number[], data: number[], layers: Layer[]}} Network */

/**
 * What each language calls a nonlinearity.
 * @type {Record<string, {torch: string, onnx: string, js: string}>}
 */
export const NONLINS = {
  tanh: { torch: "nn.Tanh()", onnx: "Tanh", js: "Math.tanh" },
  relu: { torch: "nn.ReLU()", onnx: "Relu", js: "(z) => Math.max(0, z)" },
};

/** Throws a Problem for a network that no file can hold. @param {State} state @returns {Network} */
export function networkOf({ session: { config, snapshot } }) {
  if (!snapshot) throw new Problem("There is no network yet to be saved.");
  const { nonlin, layers: hidden } = config;
  if (hidden.length > 0 && isOwnNonlin(nonlin))
    throw new Problem(
      `Only your code has ${nonlin}, the nonlinearity of this network: no other program could run it`,
    );
  if (hidden.length > 0 && !Object.hasOwn(NONLINS, nonlin))
    throw new Problem(`There is no translation yet of ${nonlin}, the nonlinearity of this network`);
  const data = Array.from(snapshot.data);
  if (!data.every(Number.isFinite))
    throw new Problem("A parameter is not finite any more: go back to a step before, and save that one");
  const sizes = [2, ...hidden, CLASSES];
  let at = 0;
  const layers = sizes.slice(1).map((nout, i) => {
    const width = sizes[i] + 1;
    const rows = Array.from({ length: nout }, (_, j) => data.slice(at + j * width, at + (j + 1) * width));
    at += nout * width;
    return {
      weights: rows.map((row) => row.slice(0, -1)),
      biases: rows.map((row) => row[sizes[i]]),
      nonlin: i < hidden.length ? nonlin : null,
    };
  });
  return { step: snapshot.step, nonlin, sizes, data, layers };
}

/** Numbers in square brackets, with all their digits. @param {number[]} numbers */
export const listOf = (numbers) => `[${numbers.map(exact).join(", ")}]`;
