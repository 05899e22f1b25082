/** Handlers that most visits never need: they are added when what needs them is first opened. */

/** @typedef {import("./types.js").State} State */
/** @typedef {Exclude<keyof import("./course/types.js").CourseActions, "course/open" | "course/close">} CourseAction */
/** @typedef {CourseAction | "landscape/drawn" | "pair/drawn" | "accuracy/known" | "view/kept"} LateAction */

/**
 * `settle` follows every action, whatever it was.
 * @typedef {{actions: Partial<Pick<import("./types.js").Handlers, LateAction>>, settle(state: State): State}} Late
 */

/** @param {State} state */
const asItIs = (state) => state;

/** What has been added so far. @type {Late} */
let added = { actions: {}, settle: asItIs };

/** Adds handlers; adding the same once more changes nothing. @param {Pick<Late, "actions"> & Partial<Late>} late */
export function addHandlers({ actions, settle = asItIs }) {
  if (Object.keys(actions).every((type) => type in added.actions)) return;
  const { settle: before } = added;
  added = { actions: { ...added.actions, ...actions }, settle: (state) => settle(before(state)) };
}

export const lateHandlers = () => added;
