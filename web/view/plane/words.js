/** The plane's texts: the caption, the values under the pointer, the selected point. */

import { idOf } from "../../protocol/nodes.js";
import { answerOf } from "../../state/queries.js";
import { exact, format } from "../dom.js";
import { sumUp } from "../node/point-contributions.js";
import { DECADE, descent, FAINT } from "./gradient.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./gradient.js").Contributions} Contributions */

/** A number short enough for a scale: about three significant digits, or an exponent. @param {number} x */
export function short(x) {
  const size = Math.abs(x);
  if (size === 0) return "0";
  if (size >= 1e100 && size < Infinity) return x.toExponential(0).replace("-", "−").replace("e+", "e");
  if (size >= 1e4 || size < 1e-3) return format(x, 0);
  return format(x, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4);
}

/** What is shown beside a newer step counter names its own step. @param {State} state @param {State["session"]["snapshot"]} of */
export function stepWords({ session }, of) {
  return of && of.step !== session.snapshot?.step ? `step ${of.step}` : "";
}

/** Node and class: "loss as class 2". @param {Pick<Field, "node" | "label">} field */
export function titleOf({ node, label }) {
  return node === "loss" ? `${node} as class ${label + 1}` : node;
}

/** @param {Field} field @param {boolean} playing leaves the numbers out, as they change every step */
export function fieldWords(field, playing) {
  const { min, max, odd } = field.scale;
  const title = `${titleOf(field)} over the plane`;
  if (playing) return title;
  if (odd === 1) return `${title}: nowhere finite`;
  const rest = odd > 0 ? `, striped where not finite: ${Math.max(1, Math.round(100 * odd))} %` : "";
  return `${title}: ${min === max ? short(min) : `from ${short(min)} to ${short(max)}`}${rest}`;
}

/** How many contributions are positive, and how many are negative. @param {Contributions} known */
export function signCounts({ contributions }) {
  const { raise, lower } = sumUp(contributions, 0);
  return { up: raise, down: lower };
}

/** @param {Contributions} known */
export function contributionWords(known) {
  const { up, down } = signCounts(known);
  return (
    `${known.parameter}: ${up} ${up === 1 ? "point raises" : "points raise"} its gradient, ` +
    `${down} ${down === 1 ? "lowers" : "lower"} it. ` +
    "A positive gradient pushes the parameter down."
  );
}

/**
 * The engine's answer about the place under the pointer, or at the probe. Until it arrives there is none; while a run is
 * played it may be of an earlier step, which `step` names.
 * @template {"predict" | "trace"} Q
 * @param {State} state
 * @param {Q} name
 */
function answerHere(state, name) {
  const answer = answerOf(state, name, { exact: !state.run.playing });
  return { reply: answer?.reply ?? null, step: stepWords(state, answer?.of.snapshot ?? null) };
}

/**
 * The coordinates under the pointer, or of the probe, and the three probabilities at that very place. The step of a late
 * answer stands in place of "probe", so that the line gets no longer.
 * @param {State} state
 */
export function placeWords(state) {
  const { place, probe } = state;
  const at = place ?? probe;
  if (!at) return "";
  const { reply, step } = answerHere(state, "predict");
  const whose = reply && step ? step : place ? "" : "probe";
  const where = `${whose} (${format(at.x, 2)}, ${format(at.y, 2)})`.trimStart();
  if (!reply) return where;
  const numbers = Array.from(reply.probabilities, (p, k) => `p${k + 1} ${format(p, 3)}`);
  return [where, ...numbers].join("  ");
}

/** The data of a node at that place: "h3 −0.4826". @param {State} state @param {string} node @returns {string[]} */
function nodeWords(state, node) {
  const { reply, step } = answerHere(state, "trace");
  const id = reply ? idOf(reply, node) : -1;
  return reply && id >= 0 ? [[`${node} ${format(reply.data[id])}`, step].filter(Boolean).join(", ")] : [];
}

/**
 * The second line: the node's data under the pointer, and the point there with its contribution; without a pointer, the
 * descent direction at the probe. exact has the contribution, or the direction, with all digits.
 * @param {State} state
 * @param {Field | null} field
 * @param {Contributions | null} known
 * @returns {{text: string, exact: string, title: string}}
 */
export function detailWords(state, field, known) {
  const { place } = state;
  const node = field ? nodeWords(state, field.node) : [];
  const point = place && state.session.points.find(({ id }) => id === place.id);
  if (point) {
    const contribution = contributionOf(known, point.id);
    const words = contribution === null ? [] : [`contribution ${signed(contribution)}`];
    const text = [...node, `${nameOf(state.session.points, point)}`, ...words].join("   ");
    return { text, exact: contribution === null ? "" : exact(contribution), title: "" };
  }
  const arrow = place ? null : descent(state.answers.graph);
  if (!arrow) return { text: node.join(""), exact: "", title: "" };
  const { dx, dy } = arrow;
  return {
    text: [`−dL/d(x, y) = (${format(dx, 4)}, ${format(dy, 4)})`, ...node].join("   "),
    exact: `${exact(dx)} ${exact(dy)}`,
    title:
      "The arrow at the probe points in the direction in which its loss falls fastest. " +
      `From ${FAINT} to 1, ten times the gradient adds ${DECADE} pixels.`,
  };
}

/** A number with its sign, and at least three significant digits. @param {number} x */
function signed(x) {
  const small = x !== 0 && Math.abs(x) < 1e-3;
  const text = small ? x.toExponential(2).replaceAll("-", "−") : format(x, 5);
  return x > 0 ? `+${text}` : text;
}

/** A point's contribution, or null if it has none. @param {Contributions | null} known @param {number} id */
export function contributionOf(known, id) {
  const k = known?.points.findIndex((p) => p.id === id) ?? -1;
  return known && k >= 0 ? known.contributions[k] : null;
}

/** @param {State["session"]["points"]} points @param {State["session"]["points"][number]} point */
const nameOf = (points, { id, label, split }) =>
  `point ${points.findIndex((p) => p.id === id) + 1}, class ${label + 1}, ${split}`;

/** The selected point in words. @param {State} state @param {Contributions | null} known */
export function describe({ session: { points }, selection: { point } }, known) {
  const at = points.findIndex((p) => p.id === point);
  if (at < 0) return "";
  const { id, x, y, label, split } = points[at];
  const place = `at ${format(x, 2)}, ${format(y, 2)}`;
  const contribution = contributionOf(known, id);
  const more =
    contribution === null ? "" : `, contribution to ${known?.parameter}'s gradient ${signed(contribution)}`;
  return `Point ${at + 1} of ${points.length}, class ${label + 1}, ${split}, ${place}${more}`;
}
