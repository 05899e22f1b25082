/** The parts that only a selected node has: what a nudge of it does, and what training makes of a parameter. */

import { nudgePart } from "./nudge.js";
import { pairPart } from "./pair.js";
import { pointsPart } from "./points.js";
import { trainingParts } from "./training.js";

/** @typedef {import("./parts.js").Part} Part */

/**
 * In order of importance; loaded with the first node that is selected.
 * @param {import("../../state/types.js").TracedGraph} traced
 * @param {number} id
 * @param {import("./parts.js").Context} context
 * @returns {Part[]}
 */
export function selectedParts(traced, id, context) {
  const { graph } = traced;
  const parameter = graph.role[id] === "param";
  return [
    nudgePart(graph.name[id], parameter, context),
    ...(parameter
      ? [...trainingParts(traced, id, context), pairPart(graph.name[id], context), pointsPart(context)]
      : []),
  ];
}
