/** What the page knows of each engine's worker: whether it loads, is ready or has failed, and who goes on in its place. */

import { ENGINE_NAMES, ENGINES } from "../protocol/engines.js";
import { patch } from "./patch.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").EngineStatus} EngineStatus */
/** @typedef {import("../protocol/messages.js").EngineName} EngineName */

/** What C batched is where it started as "scalar". */
export const SCALAR =
  "This browser has no SIMD for WebAssembly, so C batched is no faster than C here. Its numbers are the same.";

/** @returns {EngineStatus} */
export const loading = () => ({ phase: "loading", loaded: 0, total: 0, reason: "", details: "" });

/** @param {State} state @param {EngineName} name @param {Partial<EngineStatus>} changes */
export function withStatus(state, name, changes) {
  const { status } = state.engines;
  return patch(state, { engines: { status: { ...status, [name]: { ...status[name], ...changes } } } });
}

/**
 * The engine makes the steps from here on. What the others have answered is its answer too, to the last bit; where the learner's
 * own code goes or comes it may not be.
 * @param {State} state @param {EngineName} name @returns {State}
 */
export function activate(state, name) {
  const { active } = state.engines;
  const next = patch(state, { engines: { active: name } });
  return name !== active && (ENGINES[name].own || ENGINES[active].own) ? outdated(next) : next;
}

/** All answers stay in sight until there are new ones, but are no longer those to the present state. @param {State} state @returns {State} */
export function outdated(state) {
  const { graph, surface, thumbnails } = state.answers;
  const seen = Object.entries(thumbnails).map(([node, thumbnail]) => [node, { ...thumbnail, of: null }]);
  return patch(state, {
    answers: {
      graph: graph && { ...graph, snapshot: { ...graph.snapshot } }, // the same numbers, but not the page's own object
      surface: surface && { ...surface, snapshot: null },
      thumbnails: Object.fromEntries(seen),
      queries: {},
    },
  });
}

/** The first of the page's own engines that is ready, but for one. @param {State} state @param {EngineName} [but] */
export const heirOf = ({ engines: { status } }, but) =>
  ENGINE_NAMES.find((name) => name !== but && !ENGINES[name].own && status[name].phase === "ready");
