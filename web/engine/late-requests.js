/** Requests that most visits never make: each is added when what needs it is first opened. */

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("./requests.js").Request} Request */
/** What to ask an engine now, if anything, when what is always shown has been asked for. @typedef {(state: State, now: number) => Request | null} Asks */

/** @type {Set<Asks>} */
const added = new Set();

/** Adds requests; adding one once more changes nothing. @param {...Asks} asks */
export function addRequests(...asks) {
  for (const ask of asks) added.add(ask);
}

/** The first request that is due. @param {State} state @param {number} now @returns {Request | null} */
export function lateRequest(state, now) {
  for (const ask of added) {
    const request = ask(state, now);
    if (request) return request;
  }
  return null;
}
