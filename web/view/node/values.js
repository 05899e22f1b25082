/** The numbers that the boxes show, and the tint of a gradient. */

import { parameterNames } from "../../protocol/names.js";
import { answerOf } from "../../state/queries.js";
import { holdingAt } from "../../state/schedule.js";
import { shownGraph } from "../../state/walk.js";
import { format } from "../dom.js";

/** @typedef {import("../../state/types.js").TracedGraph} TracedGraph */
/** @typedef {import("../../state/types.js").State} State */

/**
 * The gradient to show for each node: that of the point's loss, or that of the training loss, which only parameters have.
 * @param {TracedGraph} traced
 * @param {State["view"]["gradient"]} gradient
 * @returns {ArrayLike<number | null>}
 */
export function shownGradients({ graph, snapshot, config }, gradient) {
  if (gradient === "point") return graph.grad;
  const index = new Map(parameterNames(config).map((name, i) => [name, i]));
  return graph.name.map((name) => {
    const i = index.get(name);
    return i === undefined ? null : snapshot.grad[i];
  });
}

/**
 * The mark of a box: forward has not reached it, its gradient is wrong, or a nudge has changed it.
 * @typedef {"" | "ahead" | "wrong" | "moved"} Mark
 */

/** @typedef {{data: ArrayLike<number | null>, grad: ArrayLike<number | null>, mark(id: number): Mark}} Shown */

/**
 * The numbers of the boxes: those of the walk's current move, otherwise those of the current state or of an experiment.
 * null while the experiment's answer is of another step than the graph: numbers of two steps are never mixed.
 * @param {State} state
 * @returns {Shown | null}
 */
export function shownNumbers(state) {
  const traced = shownGraph(state);
  if (!traced) return null;
  if (state.run.walk) {
    const { data, grad, ahead } = holdingAt(traced, state.run.walk.at, state.run.walk.after);
    return { data, grad, mark: (id) => (ahead[id] ? "ahead" : "") };
  }
  const { data } = traced.graph;
  const experiment =
    (state.view.naive && answerOf(state, "naive")) ?? (state.view.nudge && answerOf(state, "nudge"));
  if (experiment?.reply && experiment.of.snapshot !== traced.snapshot) return null;
  const naive = state.view.naive && answerOf(state, "naive")?.reply;
  if (naive) return { data, grad: naive.naive, mark: differs(naive.naive, naive.grad) };
  const moved = state.view.nudge && answerOf(state, "nudge")?.reply?.data;
  const grad = shownGradients(traced, state.view.gradient);
  if (moved) return { data: moved, grad, mark: (id) => (Object.is(moved[id], data[id]) ? "" : "moved") };
  const { truth } = traced.snapshot;
  if (!truth || state.view.gradient === "point") return { data, grad, mark: () => "" };
  const snapshot = { ...traced.snapshot, grad: truth };
  return { data, grad, mark: differs(grad, shownGradients({ ...traced, snapshot }, "train")) };
}

/** @param {ArrayLike<number | null>} shown @param {ArrayLike<number | null>} truth @returns {Shown["mark"]} */
const differs = (shown, truth) => (id) => (Object.is(shown[id], truth[id]) ? "" : "wrong");

/** The smallest gradient with a visible tint. Gradients span decades, so the scale is logarithmic; at 1 the tint is full. */
export const FAINTEST = 1e-6;
const LEVELS = 16;

/**
 * The strength of a gradient's tint, 0 … 1, in few levels so that little has to be repainted.
 * @param {number} grad
 */
export function tintStrength(grad) {
  const size = Math.abs(grad);
  if (!(size > FAINTEST)) return Number.isNaN(grad) ? 1 : 0;
  const decades = -Math.log10(FAINTEST);
  const share = Math.min(1, (Math.log10(size) + decades) / decades);
  return Math.ceil(LEVELS * share ** 2) / LEVELS;
}

/** @param {number | null} grad */
export function tintClass(grad) {
  if (grad === null || grad === 0) return "tint";
  return `tint ${Number.isNaN(grad) ? "nan" : grad > 0 ? "positive" : "negative"}`;
}

/** The width of a number, in characters. */
const WIDEST = 8;

/** Four decimals, or fewer for large numbers: seven characters fit into half a box. @param {number | null} x */
export function boxNumber(x) {
  if (x === null) return "–";
  const size = Math.abs(x);
  const text = format(x, size < 10 ? 4 : Math.max(0, 4 - Math.floor(Math.log10(size))));
  return text.length <= WIDEST ? text : text.replace(/\.\d+/, "");
}
