/** What is open at first sight: as many as can be read of the first hidden neuron and the loss. */

import { isHidden } from "../../protocol/nodes.js";
import { LOSS, makePicture } from "../layout/structure.js";
import { READABLE } from "./scene.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/** What may be open at first sight. @param {Graph} graph @returns {string[]} */
export function mayOpen(graph) {
  const first = graph.name.find((_, id) => isHidden(graph, id));
  return first === undefined ? [LOSS] : [first, LOSS];
}

/**
 * As much of it as can be read: nothing on a narrow screen, and where a layout is not known.
 * @param {Graph} graph
 * @param {boolean} compact
 * @param {import("./zoom.js").Viewport} viewport
 * @param {import("../layout/layouts.js").Layouts} layouts
 * @returns {string[]}
 */
export function firstOpen(graph, compact, viewport, layouts) {
  const all = mayOpen(graph);
  if (compact) return [];
  const fits = (/** @type {string[]} */ groups) => {
    const picture = makePicture(graph, { folded: true, open: new Set(groups), compact });
    const layout = layouts.known(graph, picture);
    return layout !== null && viewport.holds(layout, READABLE);
  };
  return [all, all.slice(0, 1)].find(fits) ?? [];
}
