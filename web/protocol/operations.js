/** The operations of the engines: those that all of the page's own have, and those that the learner's code brings along. */

import { DESCRIPTION } from "../generated/description.js";

/**
 * A row of an engine's OPERATIONS: its name in a graph, its title and word, how many operands it has, what it computes and its
 * derivative with respect to each operand as texts with places such as {a}, whether a neuron may apply it, and the method of Value that does it.
 * @typedef {{
 *   name: string, title: string, word: string, arity: number, formula: string, derivatives: string[], nonlinearity: boolean,
 *   function: string,
 * }} Operation
 * Rows by name. @typedef {Record<string, Operation>} Operations
 */

const { operations, functions, nonlinearities } = DESCRIPTION;

/** What a method is called without its underscores: value_mul of C is __mul__ in Python. @param {string} name */
const plain = (name) => name.replace("value_", "").replaceAll("__", "");

/** Those of the page's own engines, which are the same in all of them. @type {Operations} */
export const OPERATIONS = Object.fromEntries(
  operations.map((row) => [row.name, { ...row, function: plain(functions.operations[row.name]) }]),
);

/** Whether only the learner's code can have a nonlinearity of that name. @param {string} name */
export const isOwnNonlin = (name) => !nonlinearities.includes(name);

/** What makes a row another one for whoever reads it. @param {Operation} row */
const textOf = ({ title, word, formula, derivatives, nonlinearity, function: method }) =>
  JSON.stringify([title, word, formula, derivatives, nonlinearity, plain(method)]);

/** The rows that the page's own engines do not have, or describe otherwise. @param {Operation[]} rows @returns {Operations} */
export function ownRows(rows) {
  const own = rows.filter(
    (row) =>
      row.name !== "" &&
      !(Object.hasOwn(OPERATIONS, row.name) && textOf(OPERATIONS[row.name]) === textOf(row)),
  );
  return Object.fromEntries(own.map((row) => [row.name, { ...row, function: plain(row.function) }]));
}

/**
 * The row of an operation, of those that the engine of a graph has. Throws an Error where it has none.
 * @param {string} name @param {Operations} [own] those of the learner's code
 */
export function operationOf(name, own = {}) {
  const row = Object.hasOwn(own, name) ? own[name] : OPERATIONS[name];
  if (!row) throw new Error(`the engine describes no operation "${name}"`);
  return row;
}
