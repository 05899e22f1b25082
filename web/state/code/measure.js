/**
 * The judge that needs no second engine: a gradient is right if it is the slope of the loss. Central differences measure that
 * slope at every node of the graph in sight: dL/dx is nearly (L(x + h) - L(x - h)) / 2h, with an error that shrinks as h².
 */

import { consumersOf } from "../../protocol/nodes.js";
import { format } from "../../protocol/numbers.js";
import { isMine } from "./known.js";
import { ownNonlin } from "./nonlin.js";
import { changedIn, functionFor, placeWords } from "./places.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../../protocol/verbs.js").Verbs["nudge"]["reply"]} Nudge */
/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {{name: string, grad: number, slope: number, users: string[]}} Wrong */

/** How far a node's data is moved: the error of the difference and that of rounding are then about equally small. */
export const STEP = 1e-5;

/**
 * A measurement of the gradients of one graph: `left` are the nodes still to be measured, the loss first, as backward goes. `up` is
 * the answer for the first of them, moved up; `first` the first node at which gradient and slope disagree, and the operations
 * that pass a gradient on to it.
 * @typedef {{
 *   snapshot: State["session"]["snapshot"], probe: NonNullable<State["probe"]>, count: number,
 *   left: number[], up: Nudge | null, wrong: number, first: Wrong | null, graph: Graph,
 * }} Measure
 */

/** All nodes of the graph in sight but constants, which no gradient is for. @param {State} state @returns {Measure | null} */
export function startMeasure({ answers: { graph }, session: { snapshot }, probe }) {
  if (!graph || !snapshot || !probe) return null;
  const { name: names, role } = graph.graph;
  const left = names.flatMap((_, id) => (role[id] === "const" ? [] : [id])).reverse();
  return { snapshot, probe, graph: graph.graph, count: left.length, left, up: null, wrong: 0, first: null };
}

/** Whether a measurement is of what is in sight. @param {State} state @param {Measure} measure */
export const isOfSight = ({ session, probe }, measure) =>
  session.snapshot === measure.snapshot && probe === measure.probe;

/** What is asked next: where the node is, and how far it is moved. @param {Measure} measure */
export function nextNudge({ left, up, probe: { x, y, label } }) {
  return { x, y, label, node: left[0], delta: up ? -STEP : STEP };
}

/** @param {Measure} measure @param {Nudge} reply @returns {Measure} */
export function measured(measure, reply) {
  const { up, left } = measure;
  if (!up) return { ...measure, up: reply };
  const slope = (up.nudged - reply.nudged) / (2 * STEP);
  const grad = up.predicted / STEP;
  const next = { ...measure, up: null, left: left.slice(1) };
  if (agree(grad, slope)) return next;
  const users = consumersOf(measure.graph, left[0]).map(({ consumer }) => measure.graph.op[consumer]);
  const first = measure.first ?? { name: measure.graph.name[left[0]], grad, slope, users };
  return { ...next, wrong: measure.wrong + 1, first };
}

/** Equal but for what a difference of two rounded losses can't know. @param {number} grad @param {number} slope */
const agree = (grad, slope) =>
  Object.is(grad, slope) || Math.abs(grad - slope) <= 1e-6 + 1e-3 * Math.abs(slope);

/**
 * The line that the first wrong gradient comes from: all that use the node have right gradients, so what they pass on is wrong, or
 * how backward adds it up.
 * @param {State} state @param {Measure} measure
 */
export function measuredAt({ code: { run, original, operations } }, { first }) {
  if (!first || !run || !original || isMine(run)) return null;
  const wheres = [...first.users, "backward"].flatMap((what) => functionFor(what, operations) ?? []);
  return changedIn(wheres, run, original);
}

/** What has been found, in one sentence; "" if there is nothing to tell. @param {State} state */
export function measureWords(state) {
  const { measure } = state.code;
  if (!measure || !isOfSight(state, measure)) return "";
  const { count, left, wrong, first } = measure;
  if (left.length > 0) return `Central differences: ${count - left.length} of ${count} nodes measured.`;
  if (!first) return `Central differences agree with the gradients of all ${count} nodes.`;
  const numbers = `its gradient is ${format(first.grad, 6)}, the measured slope ${format(first.slope, 6)}`;
  const line = ownNonlin(state) === null ? placeWords(measuredAt(state, measure)) : ""; // else the verdict has it
  return `Central differences disagree at ${wrong} of ${count} nodes, first at ${first.name}: ${numbers}.${line}`;
}
