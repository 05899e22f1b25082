/** Asks for the answers of the table in state/queries.js, one at a time. */

import { openQueries } from "../state/queries.js";
import { queryDue } from "./pace.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @typedef {import("./requests.js").Request} Request */

/**
 * The next query that has no answer yet.
 * @param {State} state
 * @param {number} now
 * @returns {Request | null}
 */
export function queryRequest(state, now) {
  const due = openQueries(state).find(({ name }) => {
    const last = state.answers.queries[name];
    return !state.run.playing || !last || queryDue(last, now);
  });
  if (!due) return null;
  const { name, args, of } = due;
  /** @param {import("../state/queries.js").Answer["reply"]} reply @param {string} [error] @returns {Action} */
  const answered = (reply, error = "") => {
    const answer = { args, of, reply, error, ms: reply?.ms ?? 0, at: now };
    return {
      type: "query/answered",
      name,
      answer: /** @type {import("../state/queries.js").Answer} */ (answer),
    };
  };
  const request = {
    verb: name,
    args,
    action: answered,
    refused: (/** @type {string} */ reason) => answered(null, reason),
  };
  return /** @type {Request} */ (request); // verb and args come from the same row of the table
}
