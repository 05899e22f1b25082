/** The action that changes a single parameter by hand. */

import { parameterNames } from "../protocol/names.js";
import { patch } from "./patch.js";
import { edited } from "./run.js";

/** @type {import("./types.js").HandlersOf<"parameter">} */
export const PARAMETER_ACTIONS = {
  // the run goes on from here; its settings no longer lead to it, so a link holds the parameters
  "parameter/add": (state, { name, delta }) => {
    const { snapshot, config } = state.session;
    const i = parameterNames(config).indexOf(name);
    if (!snapshot || i < 0 || !Number.isFinite(snapshot.data[i] + delta)) return state;
    const data = snapshot.data.slice();
    data[i] += delta;
    const next = patch(state, { run: { made: null, playing: false }, view: { nudge: null } });
    return edited(next, { snapshot: { ...snapshot, data } });
  },
};
