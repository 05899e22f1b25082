/** Converts a query's arguments to what the engines take: numbers, in the order of the table. */

import { Problem } from "../protocol/problem.js";
import { QUERIES } from "../protocol/verbs.js";

/** @typedef {import("../protocol/verbs.js").Engine} Engine */

/**
 * A node may be given by its name in the graph of the same label; an optional node that is left out is the root. Throws if
 * a number is missing, or is not an integer of 32 bits where one is required: C would get another one.
 * @param {Engine} engine
 * @param {import("../protocol/verbs.js").QueryVerb} verb
 * @param {Record<string, unknown>} args
 * @returns {number[]}
 */
export function argumentsOf(engine, verb, args) {
  return Object.entries(QUERIES[verb].args).map(([name, kind]) => {
    const value = args[name];
    if (kind === "node?" && value === undefined) return -1;
    if (kind.startsWith("node") && typeof value === "string") return idOf(engine, value, Number(args.label));
    if (typeof value !== "number") {
      throw new Problem(`${name} must be a number, not ${JSON.stringify(value)}`);
    }
    if (kind !== "number" && value !== (value | 0)) {
      throw new Problem(`${name} must be a whole number of at most 32 bits, not ${value}`);
    }
    return value;
  });
}

/** @param {Engine} engine @param {string} node @param {number} label */
function idOf(engine, node, label) {
  const id = engine.query("trace", [0, 0, label]).name.indexOf(node);
  if (id < 0) throw new Problem(`there is no node "${node}" in the graph of label ${label}`);
  return id;
}
