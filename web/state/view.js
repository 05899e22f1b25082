/** The actions on how the run is shown: selection, field, nudge, notices. None of them changes what an engine holds. */

import { ARRANGE_ACTIONS } from "./arrange.js";
import { patch } from "./types.js";
import { elsewhere } from "./walk.js";

/** @type {import("./types.js").HandlersOf<"node" | "notice" | "plane"> & Omit<import("./types.js").HandlersOf<"view">, "view/linked">} */
export const VIEW_ACTIONS = {
  ...ARRANGE_ACTIONS,
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
  // the naive order is one point's whole backward pass: it excludes the walk and the training loss's gradients
  "view/naive": (state, { on, root = null }) =>
    on
      ? patch(state, {
          view: { naive: { root }, gradient: "point", ...elsewhere(state, "update") },
          run: { unit: "update", walk: null },
        })
      : patch(state, { view: { naive: null } }),
  "view/nudge": (state, { node, delta }) =>
    patch(state, { view: { nudge: delta === 0 ? null : { node, delta } } }),
  "view/log-scale": (state, { logScale }) => patch(state, { view: { logScale } }),
  "view/theme": (state, { theme }) => patch(state, { view: { theme } }),
  "notice/dismiss": (state) => ({ ...state, notice: null }),
  "notice/show": (state, { notice }) => ({ ...state, notice }),
};
