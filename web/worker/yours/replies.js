/** What the learner's code may have put where a number belongs: a reply is looked through before the page gets it. */

import { Fault } from "../../protocol/problem.js";
import { QUERIES } from "../../protocol/verbs.js";

/** @typedef {import("../../protocol/verbs.js").QueryVerb} QueryVerb */

/** @param {unknown} x */
const isNumber = (x) => typeof x === "number";
/** @param {unknown} x @param {(item: unknown) => boolean} is */
const allOf = (x, is) =>
  (Array.isArray(x) || ArrayBuffer.isView(x)) && Array.from(/** @type {any} */ (x)).every(is);

/** Whether a column is of its kind; but for operations, which depend on the code. @type {Record<string, (column: unknown) => boolean>} */
const KINDS = {
  scalar: isNumber,
  f64: (column) => column instanceof Float64Array || allOf(column, isNumber),
  i32: (column) => column instanceof Int32Array,
  pairs: (column) => column instanceof Float64Array || allOf(column, isNumber),
  prev: (column) => allOf(column, (item) => allOf(item, isNumber)),
  text: (column) => allOf(column, (item) => typeof item === "string"),
  op: (column) => allOf(column, (item) => typeof item === "string"),
};

/**
 * The reply; throws a Fault that names the column in which something else is than what the page can draw.
 * @template T
 * @param {QueryVerb} verb @param {T} reply
 * @param {string[]} operations the names of the rows of the code's OPERATIONS
 * @returns {T}
 */
export function checkedReply(verb, reply, operations) {
  const columns = /** @type {Record<string, unknown>} */ (reply);
  for (const [name, kind] of Object.entries(QUERIES[verb].reply)) {
    const is = KINDS[kind];
    if (is && !is(columns[name])) {
      throw new Fault(`what the code has put into "${name}" is ${WORDS[kind] ?? "no list of numbers"}`, null);
    }
    if (kind === "op") checkOperations(/** @type {string[]} */ (columns[name]), operations);
  }
  return reply;
}

/** @param {string[]} ops of the nodes of a graph @param {string[]} known */
function checkOperations(ops, known) {
  const strange = ops.find((op) => !known.includes(op));
  if (strange === undefined) return;
  const name = JSON.stringify(strange.slice(0, 40));
  throw new Fault(`a node has the operation ${name}, for which OPERATIONS has no row`, null);
}

/** @type {Record<string, string>} */
const WORDS = {
  scalar: "no number",
  text: "no list of texts",
  op: "no list of operations",
};

/** The losses of a step. @param {unknown} losses @returns {[number, number]} */
export function checkedLosses(losses) {
  const [train, val] =
    Array.isArray(losses) || ArrayBuffer.isView(losses) ? Array.from(/** @type {any} */ (losses)) : [];
  if (isNumber(train) && isNumber(val)) return [train, val];
  throw new Fault("the loss that the code computes is no number", null);
}
