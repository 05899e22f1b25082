/** The loss curves that the learner keeps, to compare the run with others. */

import { patch } from "./patch.js";
import { samePoints } from "./points.js";

/** @typedef {import("./types.js").State} State */

export const MOST_KEPT = 5;
export const MOST_LOSSES = 2000;

/** Whether there is a curve, and room for it. @param {State} state */
export const keepsMore = ({ run: { history }, view: { kept } }) =>
  Boolean(history?.train.length) && kept.length < MOST_KEPT;

/** @type {Pick<import("./types.js").Handlers, "view/keep" | "view/forget">} */
export const KEPT_ACTIONS = {
  "view/keep": (state) => {
    const { history, maker, made } = state.run;
    const { points } = state.session;
    if (!history || !keepsMore(state)) return state;
    const { checkpoints, train, val } = history;
    const last = train.length;
    const every = Math.ceil(last / MOST_LOSSES);
    const thinned = (/** @type {Float64Array} */ losses) =>
      losses.filter((_, i) => (last - 1 - i) % every === 0);
    const [began, { config }] = [checkpoints[0].config, checkpoints[checkpoints.length - 1]];
    const curve = { began, config, own: maker !== null, edited: made !== null && !samePoints(points, made) };
    const losses = { last, every, train: thinned(train), val: thinned(val) };
    return patch(state, { view: { kept: [...state.view.kept, { ...curve, ...losses }] } });
  },
  "view/forget": (state, { index }) =>
    patch(state, { view: { kept: index === null ? [] : state.view.kept.filter((_, i) => i !== index) } }),
};
