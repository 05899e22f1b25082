/** A walk's current move in words and numbers: one line to read, and one sentence for screen readers. */

import { titleOf } from "../../protocol/config.js";
import { holdingAt } from "../../state/schedule.js";
import { shownGraph, walkSchedule } from "../../state/walk.js";
import { format, inBrackets } from "../dom.js";
import { formulaWords } from "./words.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/types.js").TracedGraph} TracedGraph */
/** @typedef {import("../../state/schedule.js").Move} Move */

/**
 * `place` is the move's place in its phase, `line` what it does, `said` the same for a screen reader. `sum` is the
 * gradient after a contribution has been added.
 * @typedef {{place: string, line: string, said: string, sum?: string}} Words
 */

const ROLES = { param: "a parameter", input: "an input", const: "a constant", result: "" };

/** The current move in words. @param {State} state @returns {Words} */
export function wordsOf(state) {
  const traced = shownGraph(state);
  const schedule = walkSchedule(state);
  if (!traced || !schedule || !state.run.walk) return { place: "", line: "", said: "" };
  const { at, after } = state.run.walk;
  if (at === 0) return beginning(state);
  const move = schedule.moves[at - 1];
  if (move.phase === "forward") return forward(traced, move);
  if (move.kind === "zero") return zero(state);
  if (move.kind === "parameter") return parameter(traced, move, at - schedule.mean, after);
  if (move.kind === "mean") return mean(state);
  return backward(traced, move, at);
}

/** @param {State} state @returns {Words} */
function beginning({ session: { snapshot } }) {
  const step = snapshot?.step ?? 0;
  const before = step === 0 ? "Nothing has been computed yet" : `The update of step ${step} is done`;
  const line = `${before}. Step ${step + 1} begins with forward.`;
  return { place: "", line, said: line };
}

/** @param {State} state @returns {Words} */
function zero({ session: { snapshot } }) {
  const step = snapshot?.step ?? 0;
  const whose = step === 0 ? "" : `, in place of the gradient of step ${step}`;
  const line = `Every parameter's grad is set to 0${whose}: backward adds to what is there.`;
  return { place: "all parameters", line, said: `zero_grad, ${line}` };
}

/** @param {TracedGraph} traced @param {Move} move @returns {Words} */
function forward({ graph }, { node }) {
  const role = ROLES[/** @type {keyof typeof ROLES} */ (graph.role[node])];
  const formula = formulaWords(graph, node);
  const place = `${node + 1} of ${graph.op.length}`;
  const line = role ? `${formula}, ${role}` : formula;
  return { place, line, said: `step ${place}, forward, ${line}` };
}

/** A node with its operation: "h3 = tanh"; a leaf's name alone. @param {TracedGraph["graph"]} graph @param {number} node */
const madeBy = ({ name, op }, node) => (op[node] ? `${name[node]} = ${op[node]}` : name[node]);

/** @param {TracedGraph} traced @param {Move} move @param {number} at @returns {Words} */
function backward(traced, { kind, node, slot }, at) {
  const { graph } = traced;
  const { name } = graph;
  const place = `${graph.op.length - node} of ${graph.op.length}`;
  const where = `step ${place}, backward, ${madeBy(graph, node)}`;
  if (kind === "seed") {
    const line = `${name[node]}.grad = 1: backward begins with the derivative of the loss with respect to itself`;
    return { place, line, said: `${where}: grad is 1` };
  }
  const grad = format(graph.grad[node]);
  if (kind === "leaf") {
    const line = `${name[node]} is a leaf: its grad, ${grad}, is complete and goes no further`;
    return { place, line, said: `${where}: a leaf, its grad ${grad} is complete` };
  }
  const operand = graph.prev[node][slot];
  const [local, part] = [format(graph.local[node][slot]), format(graph.contribution[node][slot])];
  const sum = format(holdingAt(traced, at, null).grad[operand] ?? Number.NaN);
  const line = `${name[operand]}.grad += local × ${name[node]}.grad = ${local} × ${inBrackets(grad)} = ${part}`;
  const said = `${where}: grad ${grad} times local ${local} adds ${part} to ${name[operand]}, whose grad is ${sum} now`;
  return { place, line, said, sum: `${name[operand]}.grad = ${sum}` };
}

/** @param {State} state @returns {Words} */
function mean({ session: { points } }) {
  const count = points.filter(({ split }) => split === "train").length;
  const line =
    `All ${count} train points do the same, the last one first. A parameter's grad becomes their mean, the gradient of ` +
    "the training loss.";
  return { place: "all points", line, said: `backward, ${line}` };
}

/**
 * @param {TracedGraph} traced
 * @param {Move} move
 * @param {number} count how many parameters are updated
 * @param {import("../../protocol/messages.js").Snapshot | null} after
 * @returns {Words}
 */
function parameter({ graph, snapshot, config }, { node }, count, after) {
  const i = count - 1;
  const place = `${count} of ${snapshot.data.length}`;
  if (!after) return { place, line: "", said: "" };
  const [was, is] = [snapshot.data[i], after.data[i]];
  const change = is - was;
  const name = graph.name[node];
  const by = titleOf("optimizer", config.optimizer);
  const sign = change < 0 ? "−" : "+";
  const line =
    `${name} = ${format(was)} ${sign} ${format(Math.abs(change))} = ${format(is)}, ` +
    `by ${by} from grad ${format(after.grad[i])} at lr ${config.lr}`;
  return { place, line, said: `step ${place}, update, ${line}` };
}
