/** What the inspector shows of a node, part by part. Loaded with the first node that is shown. */

import { localParts, nodeParts } from "./node.js";
import { nudgePart } from "./nudge.js";
import { pairPart } from "./pair.js";
import { keep } from "./parts.js";
import { pointsPart } from "./points.js";
import { trainingParts } from "./training.js";
import { walkPart } from "./walk.js";

/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("../../state/types.js").TracedGraph} TracedGraph */

/**
 * The parts in order of importance. What asks the engine, a nudge and training, is there for a selected node alone.
 * @param {TracedGraph} traced
 * @param {number} id
 * @param {boolean} selected
 * @param {Context} context
 * @returns {Part[]}
 */
export function partsOf(traced, id, selected, context) {
  const { graph } = traced;
  return [
    keep("walk", walkPart, context),
    ...nodeParts(graph, id, context),
    ...localParts(graph, id, context),
    ...(selected ? askingParts(traced, id, context) : []),
  ];
}

/** @param {TracedGraph} traced @param {number} id @param {Context} context @returns {Part[]} */
function askingParts(traced, id, context) {
  const { graph } = traced;
  const parameter = graph.role[id] === "param";
  const name = graph.name[id];
  if (!parameter) return [nudgePart(name, parameter, context)];
  return [
    nudgePart(name, parameter, context),
    ...trainingParts(traced, id, context),
    pairPart(name, context),
    pointsPart(context),
  ];
}
