/** How the run is looked at: what is selected, painted, compared and told. Nothing here changes what an engine holds. */

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */

/** @type {Record<string, (state: State, action: Action) => State>} */
export const LOOK_ACTIONS = {
  "node/select": (state, { name }) => ({
    ...state,
    selectedNode: name,
    nudge: state.nudge?.node === name ? state.nudge : null,
  }),
  // a hover on the plane itself leaves the picture there as it is
  "node/hover": (state, { name, field = true }) =>
    state.hoveredNode === name ? state : { ...state, hoveredNode: name, hoverField: field },

  "view/folded": (state, { folded }) => ({ ...state, folded }),
  "view/gradient": (state, { gradient }) => ({ ...state, gradient }),
  "view/field": (state, { node }) => ({ ...state, field: node }),
  // the naive order is one point's whole backward: no walk, and nothing of the training loss
  "view/naive": (state, { on, root = null }) =>
    on
      ? { ...state, naive: { root }, gradient: "point", unit: "update", walk: null }
      : { ...state, naive: null },
  "view/nudge": (state, { node, delta }) => ({ ...state, nudge: delta === 0 ? null : { node, delta } }),
  "view/log-scale": (state, { logScale }) => ({ ...state, logScale }),
  "view/theme": (state, { theme }) => ({ ...state, theme }),
  "notice/dismiss": (state) => ({ ...state, notice: null }),
  "notice/show": (state, { notice }) => ({ ...state, notice }),
};
