/** A visit of the naive order in words and numbers: what it passes on, and whether that comes too early or once more. */

import { localOf } from "../../protocol/nodes.js";
import { heldNow, replayOf } from "../../state/experiment.js";
import { equal } from "../../state/visits.js";
import { format, inBrackets } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./walk-words.js").Words} Words */
/** @typedef {import("./walk-words.js").Piece} Piece */
/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {import("../../state/visits.js").Visit} Visit */

/** @param {number} n */
const count = (n) => n.toLocaleString("en");

/** "1 of its 2 consumers has not added its contribution yet" @param {number} missing @param {number} uses */
const notYet = (missing, uses) =>
  missing === 1
    ? `1 of its ${uses} consumers has not added its contribution yet`
    : `${missing} of its ${uses} consumers have not added theirs yet`;

/** The current visit in words; null unless the naive order is replayed. @param {State} state @returns {Words | null} */
export function visitWords(state) {
  const replay = replayOf(state);
  const held = replay && heldNow(state);
  if (!replay || !held) return null;
  const { at, visits, traced, root } = replay;
  const { graph } = traced;
  const { total, moves, reached, uses } = visits;
  const whole = moves.length === total;
  if (!held.visit) {
    const line = `Backward begins with ${graph.name[root]}.grad = 1, and goes depth-first.`;
    const why =
      `It makes ${count(total)} visits to ${count(reached)} nodes.` +
      (whole ? "" : ` The first ${count(moves.length)} can be watched.`);
    return { place: "", line, why, said: `${line} ${why}` };
  }
  const { node } = held.visit;
  const place = `visit ${count(at)} of ${whole ? "" : "the first "}${count(moves.length)}`;
  const parts = passedOn(graph, held.visit);
  const line = parts.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
  const truth = held.truth ? held.truth[node] : held.visit.grad;
  const why =
    verdict(graph, held.visit, uses[node], truth) + (at === total ? " This was the last visit." : "");
  return { place, line, parts, why, said: `${place}, ${graph.name[node]}. ${why} ${line}` };
}

/** What a visit adds to each operand, as an equation. @param {Graph} graph @param {Visit} visit @returns {Piece[]} */
function passedOn(graph, { node, grad }) {
  const { name, prev } = graph;
  if (prev[node].length === 0) return [`${name[node]}.grad = `, { text: format(grad), grad }];
  return prev[node].flatMap((operand, slot) => {
    const local = localOf(graph, node, slot);
    const value = local * grad;
    return [
      slot > 0 ? ", " : "",
      `${name[operand]}.grad += ${format(local)} × `,
      { text: inBrackets(format(grad)), grad },
      " = ",
      { text: format(value), grad: value },
    ];
  });
}

/**
 * What is right or wrong about a visit.
 * @param {Graph} graph
 * @param {Visit} visit
 * @param {number} uses how many contributions the node's gradient is the sum of
 * @param {number} truth its true gradient
 */
function verdict({ name, prev }, { node, time, grad, before, missing }, uses, truth) {
  const own = name[node];
  const [now, leaf] = [format(grad), prev[node].length === 0];
  if (leaf && missing > 0) return `${own} is a leaf and passes nothing on; ${notYet(missing, uses)}.`;
  if (leaf && time > 1)
    return `${own} is visited for the ${ordinal(time)} time; its true gradient is ${format(truth)}.`;
  if (leaf) return `${own} is a leaf and passes nothing on.`;
  if (time > 1) return `${own} passes on all of ${now}, after it has already passed on ${format(before)}.`;
  if (missing > 0) return `${own} passes on ${now} too early: ${notYet(missing, uses)}.`;
  if (!equal(grad, truth)) return `${own} passes on ${now}, which is wrong: it should be ${format(truth)}.`;
  if (uses === 0) return `${own} is where backward starts: its gradient is complete.`;
  return `${own} passes on ${now}: its gradient is complete.`;
}

/** @param {number} n */
function ordinal(n) {
  const last = n % 100 > 10 && n % 100 < 14 ? 0 : n % 10;
  return `${count(n)}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}
