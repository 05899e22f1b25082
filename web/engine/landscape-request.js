/** Asks for the landscape below the paths of a lesson, a few rows at a time. */

import { addHandlers } from "../state/late.js";
import { LANDSCAPE_ACTIONS, landscapeWanted } from "../state/lesson/paths.js";

/** @typedef {import("../state/types.js").State} State */
/** @template {keyof import("../protocol/verbs.js").Verbs} V @typedef {import("./requests.js").RequestOf<V>} RequestOf */

/** The next rows. Where the engine refuses, the rest stays without a loss. @param {State} state @returns {RequestOf<"landscape_at"> | null} */
function landscapeRequest(state) {
  const wanted = state.run.playing ? null : landscapeWanted(state);
  if (!wanted) return null;
  const { asked, args } = wanted;
  const drawn = (/** @type {Float64Array} */ losses) =>
    /** @type {import("../state/types.js").Action} */ ({ type: "landscape/drawn", asked, losses });
  return {
    verb: "landscape_at",
    args,
    action: ({ losses }) => drawn(losses),
    refused: () => drawn(new Float64Array(args.columns * args.rows).fill(Number.NaN)),
  };
}

/** Called with the first lesson. */
export function startLandscapes() {
  addHandlers({ actions: LANDSCAPE_ACTIONS, ask: landscapeRequest });
}
