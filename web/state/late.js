/** Handlers and requests that most visits never need: they are added when what needs them is first opened. */

/** @typedef {import("./types.js").State} State */
/** @typedef {Exclude<keyof import("./course/types.js").CourseActions, "course/open" | "course/close">} CourseAction */
/** @typedef {"landscape/drawn" | "pair/drawn" | "pair/held" | "accuracy/known" | "view/kept"} ResultAction */
/** @typedef {CourseAction | ResultAction | keyof import("./data/types.js").DataActions | keyof import("./update.js").UpdateActions} LateAction */

/**
 * `settle` follows every action, whatever it was; `ask` gives what to ask the engine when all that is always shown has been asked for.
 * @typedef {{
 *   actions: Partial<Pick<import("./types.js").Handlers, LateAction>>, settle(state: State): State,
 *   ask(state: State, now: number): import("../engine/requests.js").Request | null,
 * }} Late
 */

/** What has been added so far. @type {Late} */
let added = { actions: {}, settle: (state) => state, ask: () => null };

/** Adds handlers; adding the same once more changes nothing. @param {Partial<Late> & Pick<Late, "actions">} late */
export function addHandlers({ actions, settle = (state) => state, ask = () => null }) {
  const before = added;
  if (Object.keys(actions).every((type) => type in before.actions)) return;
  added = {
    actions: { ...before.actions, ...actions },
    settle: (state) => settle(before.settle(state)),
    ask: (state, now) => before.ask(state, now) ?? ask(state, now),
  };
}

export const lateHandlers = () => added;
