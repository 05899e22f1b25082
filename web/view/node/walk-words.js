/** A walk's current move, or a replay's visit, in words and numbers: one line to read, and one sentence for screen readers. */

import { titleOf } from "../../protocol/config.js";
import { consumersOf, contributionTo, localOf } from "../../protocol/nodes.js";
import { answerOf } from "../../state/queries.js";
import { holdingAt } from "../../state/schedule.js";
import { afterUpdate, walkSchedule } from "../../state/walk.js";
import { format, inBrackets } from "../dom.js";
import { visitWords } from "./visit-words.js";
import { formulaWords } from "./words.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/types.js").TracedGraph} TracedGraph */
/** @typedef {import("../../state/schedule.js").Move} Move */

/**
 * `place` is the move's place in its phase, `line` what it does, `said` the same for a screen reader. `parts` is the line
 * with its gradients apart, to be tinted as in the graph; `sum` the gradient after a contribution has been added, and `why`
 * what is to be seen in the move.
 * @typedef {{place: string, line: string, said: string, parts?: Piece[], sum?: Piece[], why?: string}} Words
 * @typedef {string | {text: string, grad: number}} Piece
 */

/** The words of a state: strip and slider both say them. @type {WeakMap<State, Words>} */
const known = new WeakMap();

/** The current move in words. @param {State} state @returns {Words} */
export function wordsOf(state) {
  const words = known.get(state) ?? visitWords(state) ?? moveWords(state);
  known.set(state, words);
  return words;
}

/** @param {State} state @returns {Words} */
function moveWords(state) {
  const traced = state.answers.graph;
  const schedule = walkSchedule(state);
  if (!traced || !schedule || !state.run.walk) return { place: "", line: "", said: "" };
  const { at } = state.run.walk;
  if (at === 0) return beginning(state);
  const move = schedule.moves[at - 1];
  if (move.kind === "given") return given(traced);
  if (move.phase === "forward") return forward(traced, move);
  if (move.kind === "zero") return zero(state);
  if (move.kind === "parameter") {
    const refusal = answerOf(state, "preview")?.error ?? "";
    return parameter(traced, move, at - schedule.mean, afterUpdate(state), refusal);
  }
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
  const whose = step === 0 ? "" : `, in place of the grad of step ${step}`;
  const line = `Every parameter's grad is set to 0${whose}: backward adds to what is there.`;
  return { place: "all parameters", line, said: `zero_grad, ${line}` };
}

/** How many operations stand between two nodes, both included. @param {TracedGraph["graph"]} graph */
const operations = ({ op }, from = 0, to = op.length - 1) => op.slice(from, to + 1).filter(Boolean).length;

/** @param {TracedGraph} traced @returns {Words} */
function given({ graph: { role } }) {
  const [params, inputs, constants] = ["param", "input", "const"].map(
    (name) => role.filter((each) => each === name).length,
  );
  const line = `Given: ${params} parameters, ${inputs} inputs, ${constants} constants. Forward computes the rest.`;
  return { place: "all leaves", line, said: `forward, ${line}` };
}

/** @param {TracedGraph} traced @param {Move} move @returns {Words} */
function forward({ graph }, { node }) {
  const place = `${operations(graph, 0, node)} of ${operations(graph)}`;
  const line = formulaWords(graph, node);
  return { place, line, said: `step ${place}, forward, ${line}` };
}

/** A node with its operation: "h3 = tanh". @param {TracedGraph["graph"]} graph @param {number} node */
const madeBy = ({ name, op }, node) => `${name[node]} = ${op[node]}`;

/** Whether no later move adds to an operand that is a leaf. @param {TracedGraph["graph"]} graph @param {Move} move */
function completesLeaf(graph, { node, slot }) {
  const operand = graph.prev[node][slot];
  const last = consumersOf(graph, operand).at(-1);
  return graph.op[operand] === "" && last?.consumer === node && last.slot === slot;
}

/** @param {TracedGraph} traced @param {Move} move @param {number} at @returns {Words} */
function backward(traced, move, at) {
  const { kind, node, slot } = move;
  const { graph } = traced;
  const { name } = graph;
  const place = `${operations(graph, node)} of ${operations(graph)}`;
  const where = `step ${place}, backward, ${madeBy(graph, node)}`;
  if (kind === "seed") {
    const line = `backward begins with d ${name[node]} / d ${name[node]} = 1`;
    return { place, line, said: `${where}: grad is 1` };
  }
  const grad = format(graph.grad[node]);
  const operand = graph.prev[node][slot];
  const contribution = contributionTo(graph, node, slot);
  const [local, part] = [format(localOf(graph, node, slot)), format(contribution)];
  const held = holdingAt(traced, at, null).grad[operand] ?? Number.NaN;
  const sum = format(held);
  /** @type {Piece[]} */
  const parts = [
    `${name[operand]}.grad += local × ${name[node]}.grad = ${local} × `,
    { text: inBrackets(grad), grad: graph.grad[node] },
    " = ",
    { text: part, grad: contribution },
  ];
  const line = parts.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
  const done = completesLeaf(graph, move) ? ", complete" : "";
  const said = `${where}: grad ${grad} times local ${local} adds ${part} to ${name[operand]}, whose grad is ${sum} now${done}`;
  return { place, line, said, parts, sum: [`${name[operand]}.grad = `, { text: sum, grad: held }, done] };
}

/** @param {State} state @returns {Words} */
function mean({ session: { points, config } }) {
  const all = points.filter(({ split }) => split === "train").length;
  const count = Math.min(all, config.batch_size || all);
  const line = `All ${count} train points do the same, the last one first. A parameter's grad becomes the mean of theirs, the next grad.`;
  return { place: "all points", line, said: `backward, ${line}` };
}

/**
 * @param {TracedGraph} traced
 * @param {Move} move
 * @param {number} count how many parameters are updated
 * @param {import("../../protocol/messages.js").Snapshot | null} after
 * @param {string} refusal why the engine refuses the step; empty if it does not
 * @returns {Words}
 */
function parameter({ graph, snapshot, config }, { node }, count, after, refusal) {
  const i = count - 1;
  const place = `${count} of ${snapshot.data.length}`;
  if (!after) return { place, line: refusal, said: refusal };
  const [was, is] = [snapshot.data[i], after.data[i]];
  const change = is - was;
  const name = graph.name[node];
  const by = titleOf("optimizer", config.optimizer);
  const sign = change < 0 ? "−" : "+";
  const line =
    `${name} = ${format(was)} ${sign} ${format(Math.abs(change))} = ${format(is)}, ` +
    `by ${by} from the next grad ${format(after.grad[i])} at lr ${config.lr}`;
  return { place, line, said: `step ${place}, update, ${line}` };
}
