/** Changes the state, which is nested by concern: a file of its own, since types.js has no code and is never loaded. */

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Groups} Groups */

/**
 * The state with changes inside its groups; groups that are not named stay the same object.
 *
 *     patch(state, { run: { playing: false } }).session === state.session  // true
 *
 * @param {State} state
 * @param {{[G in keyof Groups]?: Partial<Groups[G]>}} changes
 * @returns {State}
 */
export function patch(state, changes) {
  const groups = /** @type {(keyof Groups)[]} */ (Object.keys(changes));
  const changed = groups.map((group) => [group, { ...state[group], ...changes[group] }]);
  return { ...state, ...Object.fromEntries(changed) };
}
