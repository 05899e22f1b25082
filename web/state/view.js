/** The actions on how the run is shown: selection, field, nudge, notices. None of them changes what an engine holds. */

import { ARRANGE_ACTIONS } from "./arrange.js";
import { EXPERIMENT_ACTIONS } from "./experiment.js";
import { KEPT_ACTIONS } from "./kept.js";
import { patch } from "./patch.js";

/** @type {import("./types.js").HandlersOf<"node" | "notice" | "plane" | "chart"> & Omit<import("./types.js").HandlersOf<"view">, "view/linked" | "view/kept">} */
export const VIEW_ACTIONS = {
  ...ARRANGE_ACTIONS,
  ...EXPERIMENT_ACTIONS,
  ...KEPT_ACTIONS,
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

  "node/light": (state, { names }) =>
    names.length + state.selection.lit.length === 0 ? state : patch(state, { selection: { lit: names } }),

  "chart/hover": (state, { step = state.selection.chart.step, kept = state.selection.chart.kept }) =>
    patch(state, { selection: { chart: { step, kept } } }),

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
  "view/chart": (state, { chart }) => patch(state, { view: { chart, confusion: null } }),
  "view/params": (state, { params }) => patch(state, { view: { params } }),
  "view/pair": (state, { first, second, close = false }) =>
    ARRANGE_ACTIONS["view/show"](patch(state, { view: { params: "pair", pair: { first, second, close } } }), {
      id: "params",
    }),
  "view/theme": (state, { theme }) => patch(state, { view: { theme } }),
  "notice/dismiss": (state) => ({ ...state, notice: null }),
  "notice/show": (state, { notice }) => ({ ...state, notice }),
};
