/** The actions on how the run is shown: selection, field, nudge, notices. None of them changes what an engine holds. */

import { ARRANGE_ACTIONS } from "./arrange.js";
import { EXPERIMENT_ACTIONS } from "./experiment.js";
import { patch } from "./patch.js";

/** @type {import("./types.js").HandlersOf<"node" | "notice" | "plane"> & Omit<import("./types.js").HandlersOf<"view">, "view/linked">} */
export const VIEW_ACTIONS = {
  ...ARRANGE_ACTIONS,
  ...EXPERIMENT_ACTIONS,
  "node/select": (state, { name }) =>
    patch(state, {
      selection: { node: name },
      view: { nudge: state.view.nudge?.node === name ? state.view.nudge : null },
    }),
  // hovering over the plane itself does not change the field painted on it
  "node/hover": (state, { name, field = true }) =>
    state.selection.hovered === name
      ? state
      : patch(state, { selection: { hovered: name, hoverField: field } }),

  "plane/place": (state, { place }) => ({ ...state, place }),

  "view/folded": (state, { folded }) => patch(state, { view: { folded } }),
  "view/zoom": (state, { zoom }) => patch(state, { view: { zoom } }),
  "view/open": (state, { groups }) => patch(state, { view: { open: groups } }),
  "view/gradient": (state, { gradient }) => patch(state, { view: { gradient } }),
  "view/field": (state, { node }) => patch(state, { view: { field: node } }),
  "view/nudge": (state, { node, delta }) =>
    patch(state, { view: { nudge: delta === 0 ? null : { node, delta } } }),
  "view/log-scale": (state, { logScale }) => patch(state, { view: { logScale } }),
  "view/confusion": (state, { split, cell = null }) =>
    patch(state, { view: { confusion: split && { split, cell } } }),
  "view/data": (state, { data }) => patch(state, { view: { data } }),
  "view/tool": (state, { tool }) => patch(state, { view: { tool } }),
  "view/theme": (state, { theme }) => patch(state, { view: { theme } }),
  "notice/dismiss": (state) => ({ ...state, notice: null }),
  "notice/show": (state, { notice }) => ({ ...state, notice }),
};
