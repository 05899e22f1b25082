/** Asks for the thumbnails of the graph's cards, one neuron at a time. */

import { lastThumbnail, thumbnailWanted } from "../state/thumbnails.js";
import { queryDue } from "./pace.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @template {keyof import("../protocol/verbs.js").Verbs} V @typedef {import("./requests.js").RequestOf<V>} RequestOf */

/** What the next neuron sees over the plane. @param {State} state @param {number} now @returns {RequestOf<"field"> | null} */
export function thumbnailRequest(state, now) {
  const args = thumbnailWanted(state);
  const last = lastThumbnail(state);
  if (!args || (state.run.playing && last && !queryDue(last, now))) return null;
  const { node, label, columns: side } = args;
  const { snapshot: of, config } = state.session;
  const drawn = (/** @type {Float64Array} */ field, /** @type {number} */ ms) =>
    /** @type {Action} */ ({
      type: "thumbnail/drawn",
      thumbnail: { node, label, field, side, of, config, at: now, ms },
    });
  return {
    verb: "field",
    args,
    action: ({ field, ms }) => drawn(field, ms),
    refused: () => drawn(new Float64Array(), 0),
  };
}
