/** What each neuron sees: its data over the plane, small, for the cards of the graph. Asked for one at a time, in idle moments. */

import { sameStructure } from "../protocol/messages.js";
import { isOutput } from "../protocol/nodes.js";

/** @typedef {import("./types.js").State} State */

/**
 * A node's data over the plane in the state `of`, row by row from the top; `label` is the class that the loss is of.
 * Asked for at time `at` and computed in `ms`.
 * @typedef {{
 *   node: string, label: number, field: Float64Array, side: number, of: State["session"]["snapshot"],
 *   config: State["session"]["config"], at: number, ms: number,
 * }} Thumbnail
 */

/** The cells of a thumbnail along each side. */
const SIDE = 20;

/**
 * The arguments of the field that is wanted next, the one that was drawn the longest ago; null if all are up to date.
 * @param {State} state
 */
export function thumbnailWanted({ session, answers, probe, compare }) {
  const traced = answers.graph;
  if (!traced || !probe || compare || !sameStructure(traced.config, session.config)) return null;
  const { graph } = traced;
  /** @type {{node: string, at: number} | null} */
  let oldest = null;
  for (const [id, node] of graph.name.entries()) {
    if (!isOutput(graph, id) && id !== graph.name.length - 1) continue;
    const known = answers.thumbnails[node];
    const fresh = known && known.of === session.snapshot && known.config === session.config;
    if (fresh && (isOutput(graph, id) || known.label === probe.label)) continue;
    const at = known?.at ?? -Infinity;
    if (!oldest || at < oldest.at) oldest = { node, at };
  }
  return oldest && { node: oldest.node, label: probe.label, columns: SIDE, rows: SIDE, extent: 2 };
}

/** The last thumbnail that was drawn. @param {State} state */
export function lastThumbnail({ answers }) {
  return Object.values(answers.thumbnails).reduce(
    (last, thumbnail) => (last && last.at > thumbnail.at ? last : thumbnail),
    /** @type {Thumbnail | null} */ (null),
  );
}
