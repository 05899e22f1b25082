/** The numbers that the boxes show, and the tint of a gradient. */

import { parameterNames } from "../../protocol/names.js";
import { isFlat, isOfLoss } from "../../protocol/nodes.js";
import { heldNow, isWrong, resultOf } from "../../state/experiment.js";
import { answerOf } from "../../state/queries.js";
import { holdingAt } from "../../state/schedule.js";
import { afterUpdate } from "../../state/walk.js";
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
    return i === undefined || snapshot.step === 0 ? null : snapshot.grad[i];
  });
}

/**
 * The mark of a box: forward has not reached it, its gradient is wrong, or a nudge has changed it.
 * @typedef {"" | "ahead" | "wrong" | "moved"} Mark
 */

/**
 * The numbers of the boxes. `top` is the gradient with the full tint; `flat` says which neurons pass hardly any gradient on.
 * @typedef {{data: ArrayLike<number | null>, grad: ArrayLike<number | null>, mark(id: number): Mark, top: number, flat(id: number): boolean}} Shown
 */

/**
 * The numbers of the boxes: those of the walk's current move, or of the replay's visit, otherwise those of the current state
 * or of an experiment.
 * null while the experiment's answer is of another step than the graph: numbers of two steps are never mixed.
 * @param {State} state
 * @returns {Shown | null}
 */
export function shownNumbers(state) {
  const traced = state.answers.graph;
  const numbers = traced && numbersOf(state, traced);
  if (!numbers) return null;
  const { graph } = traced;
  const top = tintTop(numbers.grad, (id) => !isOfLoss(graph, id));
  return { ...numbers, top, flat: (id) => numbers.data[id] !== null && isFlat(graph, id) };
}

/** @param {State} state @param {TracedGraph} traced @returns {Omit<Shown, "top" | "flat"> | null} */
function numbersOf(state, traced) {
  if (state.run.walk) {
    const { data, grad, ahead } = holdingAt(traced, state.run.walk.at, afterUpdate(state));
    return { data, grad, mark: (id) => (ahead[id] ? "ahead" : "") };
  }
  const { data } = traced.graph;
  const held = heldNow(state);
  if (held) return { data, grad: held.grad, mark: (id) => (held.isWrong(id) ? "wrong" : "") };
  const result = resultOf(state);
  const nudge = result ? null : state.view.nudge && answerOf(state, "nudge");
  const of = result?.gradients ? result.of : nudge?.reply && nudge.of;
  if (of && of.snapshot !== traced.snapshot) return null;
  const wrong = result?.gradients;
  if (wrong) return { data, grad: wrong.shown, mark: (id) => (isWrong(wrong, id) ? "wrong" : "") };
  const moved = nudge?.reply?.data;
  const grad = shownGradients(traced, state.view.gradient);
  if (moved) return { data: moved, grad, mark: (id) => (Object.is(moved[id], data[id]) ? "" : "moved") };
  const { truth } = traced.snapshot;
  if (!truth || state.view.gradient === "point") return { data, grad, mark: () => "" };
  const snapshot = { ...traced.snapshot, grad: truth };
  return { data, grad, mark: differs(grad, shownGradients({ ...traced, snapshot }, "train")) };
}

/** @param {ArrayLike<number | null>} shown @param {ArrayLike<number | null>} truth @returns {Shown["mark"]} */
const differs = (shown, truth) => (id) => (Object.is(shown[id], truth[id]) ? "" : "wrong");

/** The decades of gradients with a visible tint: they span many, so the scale is logarithmic. */
export const DECADES = 6;
const LEVELS = 16;

/**
 * The gradient at the strong end of the scale: the smallest power of ten that no gradient outside the loss exceeds, at
 * most 1. The gradients become small as the network learns, and the scale follows them.
 * @param {ArrayLike<number | null>} grads
 * @param {(id: number) => boolean} counts whether a node belongs to the network and not to its loss
 */
export function tintTop(grads, counts) {
  let most = 0;
  for (let id = 0; id < grads.length; id++) {
    const size = Math.abs(grads[id] ?? 0);
    if (size > most && size < Infinity && counts(id)) most = size;
  }
  return most === 0 ? 1 : Math.min(1, 10 ** Math.ceil(Math.log10(most)));
}

/**
 * The strength of a gradient's tint, 0 … 1, in few levels so that little has to be repainted.
 * @param {number} grad
 * @param {number} [top] the gradient that has the full tint
 */
export function tintStrength(grad, top = 1) {
  const size = Math.abs(grad) / top;
  if (!(size > 10 ** -DECADES)) return Number.isNaN(grad) ? 1 : 0;
  const share = Math.min(1, (Math.log10(size) + DECADES) / DECADES);
  return Math.ceil(LEVELS * share ** 2) / LEVELS;
}

/** @param {number | null} grad */
export function tintClass(grad) {
  if (grad === null || grad === 0) return "tint";
  return `tint ${Number.isNaN(grad) ? "nan" : grad > 0 ? "positive" : "negative"}`;
}

/** The width of a number, in characters. */
const WIDEST = 7;

/** Four decimals, or fewer for large numbers: seven characters fit into half a box. @param {number | null} x */
export function boxNumber(x) {
  if (x === null) return "–";
  const size = Math.abs(x);
  const digits = size < 10 ? 4 : Math.max(0, 4 - Math.floor(Math.log10(size)));
  const text = format(x, digits);
  const isExponent = text.includes("e");
  if (text.length <= (isExponent ? WIDEST - 1 : WIDEST)) return text; // "−0.0211", but "1e−10": two of "1.1e−10" would touch
  return isExponent ? format(x, digits, 0) : text.replace(/\.\d+/, "");
}
