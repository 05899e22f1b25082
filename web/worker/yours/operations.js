/** The learner's OPERATIONS as the page gets them: each row is looked through, since any code may have made it. */

import { Fault } from "../../protocol/problem.js";

/** @typedef {import("../../protocol/operations.js").Operation} Operation */

/** More rows, or longer texts, than anyone reads. */
const MOST = 200;

/** @param {unknown} x */
const isText = (x) => typeof x === "string" && x.length <= MOST;

/** What a row must have, and what it is called in a sentence. @type {Record<Exclude<keyof Operation, "arity">, {says: string, is(x: unknown): boolean}>} */
const PARTS = {
  name: { says: "a text", is: isText },
  title: { says: "a text", is: isText },
  word: { says: "a text", is: isText },
  formula: { says: "a text", is: isText },
  function: { says: "a text", is: isText },
  derivatives: {
    says: "a list of at most two texts",
    is: (x) => Array.isArray(x) && x.length <= 2 && x.every(isText),
  },
  nonlinearity: { says: "True or False", is: (x) => typeof x === "boolean" },
};

/**
 * The rows of OPERATIONS. Throws a Fault that names the row and the part that the page can't use.
 *
 *     checkedOperations('[{"name": "sigmoid", "formula": 3, …}]')
 *         // Fault: formula in the row "sigmoid" of OPERATIONS must be a text, not 3
 *
 * @param {unknown} json
 * @returns {Operation[]}
 */
export function checkedOperations(json) {
  const rows = parsed(json);
  if (!Array.isArray(rows) || rows.length > MOST) {
    throw new Fault(`OPERATIONS must be a table of at most ${MOST} rows`, null);
  }
  return rows.map((row) => {
    const of = Object(row);
    for (const [part, { says, is }] of Object.entries(PARTS)) {
      if (is(of[part])) continue;
      const found = String(JSON.stringify(of[part])).slice(0, 40);
      throw new Fault(`${part} in the row ${nameOf(of)} of OPERATIONS must be ${says}, not ${found}`, null);
    }
    const { name, title, word, formula, function: method, derivatives, nonlinearity } = of;
    return {
      name,
      title,
      word,
      formula,
      function: method,
      derivatives,
      nonlinearity,
      arity: derivatives.length,
    };
  });
}

/** @param {unknown} json @returns {unknown} */
function parsed(json) {
  try {
    return JSON.parse(String(json));
  } catch {
    return null;
  }
}

/** @param {{name?: unknown}} row */
const nameOf = ({ name }) => (isText(name) ? `"${name}"` : "without a name");
