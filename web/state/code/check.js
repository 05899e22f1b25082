/**
 * The check of the learner's code: Yours and C make the same steps from the same state, and the results are compared bit by bit.
 * The first steps are made ahead of the run; after that C repeats every step that Yours makes. Where they differ, the graphs of
 * the train points are searched for the first node that does.
 */

import { isOwnNonlin } from "../../protocol/operations.js";
import { patch } from "../patch.js";
import { isMine, sameFiles } from "./known.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Snapshot} Snapshot */
/** @typedef {import("../types.js").StepReply} Reply */
/** @typedef {import("../compare.js").Difference} Difference */

/** The engine that is checked, and the one that knows. */
export const PAIR = /** @type {const} */ ({ left: "yours", right: "c" });

/** How many steps are made ahead of the run. */
export const STEPS_AHEAD = 10;

/**
 * `base` is the state from which the next step is checked, with its points and settings. `equal` counts the steps that agreed, up
 * to step `until`; `left` are those still to be made ahead. `made` is a reply of Yours that C has yet to repeat.
 * @typedef {{
 *   base: Snapshot, points: State["session"]["points"], config: State["session"]["config"],
 *   equal: number, until: number, left: number, difference: Difference | null, made: Reply | null,
 * }} Check
 */

/** A check from where the run is now; null before there is a run, or where C lacks the nonlinearity. @param {State} state @returns {Check | null} */
export function startCheck({ session: { snapshot, points, config } }) {
  if (!snapshot || isOwnNonlin(config.nonlin)) return null;
  const { step } = snapshot;
  return {
    base: snapshot,
    points,
    config,
    equal: 0,
    until: step,
    left: STEPS_AHEAD,
    difference: null,
    made: null,
  };
}

/** A new run is checked from its start, and measured anew. @param {State} state @returns {State} */
export const checkAnew = (state) =>
  state.code.run && state.engines.status[PAIR.left].phase === "ready"
    ? patch(state, { code: { check: startCheck(state), measure: null } })
    : state;

/** Whose code makes the steps of the run: null for that of the package, "mixed" for what no link can hold. @param {State} state @returns {State["run"]["maker"]} */
function makerNow({ engines, code: { run, original } }) {
  if (engines.active !== PAIR.left || !run) return null;
  if (isMine(run)) return "mixed";
  return original && !sameFiles(run, original) ? run : null;
}

/** Steps that Yours has made in the run are to be repeated by C. @param {State} state @param {import("../types.js").Actions["run/stepped"]} action @returns {State} */
export function noteSteps(state, action) {
  const now = makerNow(state);
  const maker = action.base.step === 0 || state.run.maker === now ? now : "mixed";
  return noteMade(maker === state.run.maker ? state : patch(state, { run: { maker } }), action);
}

/** @param {State} state @param {import("../types.js").Actions["run/stepped"]} action @returns {State} */
function noteMade(state, { base, points, config, train, val, before, snapshot, ms }) {
  const { check } = state.code;
  if (state.engines.active !== PAIR.left || !check || check.difference || check.left > 0) return state;
  const made = { train, val, before, snapshot, ms };
  return patch(state, { code: { check: { ...check, base, points, config, made } } });
}
