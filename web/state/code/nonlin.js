/** A nonlinearity that only the learner's code has: who can run it, and what happens where nobody can. */

import { DEFAULT_CONFIG } from "../../protocol/config.js";
import { ENGINES } from "../../protocol/engines.js";
import { isOwnNonlin } from "../../protocol/operations.js";
import { activate, heirOf } from "../engine-status.js";
import { configure } from "../run.js";
import { PAIR } from "./check.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").EngineName} EngineName */

/** The nonlinearity of the run, or of the one that is asked for. @param {State} state */
const nonlinOf = ({ run: { starting }, session }) => (starting?.config ?? session.config).nonlin;

/** The nonlinearity in force, if the learner's code alone has it. @param {State} state @returns {string | null} */
export const ownNonlin = (state) => (isOwnNonlin(nonlinOf(state)) ? nonlinOf(state) : null);

/** Those that the learner's code brings along, while it runs. @param {Pick<State, "code" | "engines">} state @returns {string[]} */
export function ownNonlins({ code: { operations }, engines: { status } }) {
  if (status[PAIR.left].phase !== "ready") return [];
  return Object.values(operations).flatMap(({ name, nonlinearity }) =>
    nonlinearity && isOwnNonlin(name) ? [name] : [],
  );
}

/** Why an engine can't be chosen: "" if it can. @param {State} state @param {EngineName} name */
export function refusal(state, name) {
  const nonlin = ownNonlin(state);
  if (nonlin === null || ENGINES[name].own) return "";
  return `${ENGINES[name].label} has no ${nonlin}: choose another nonlinearity first, and the run starts anew.`;
}

/** Why two engines can't be compared. @param {State} state */
export function refusalOfTwo(state) {
  const nonlin = ownNonlin(state);
  return nonlin === null
    ? ""
    : `Only Yours has ${nonlin}, so there is nothing beside it: choose another nonlinearity first.`;
}

/** @param {State} state @param {string} text @returns {State} */
export const refused = (state, text) => ({ ...state, notice: { kind: "info", text } });

/**
 * Called after every action: no engine gets a nonlinearity that it lacks. One of the learner's own is run by Yours, and waits for
 * it while the code is loading or wrong; where the code has it no more, the run starts again with the default.
 * @param {State} state
 * @returns {State}
 */
export function settleNonlin(state) {
  const nonlin = ownNonlin(state);
  const { active, status } = state.engines;
  if (nonlin === null)
    return ENGINES[active].own && status[active].phase === "failed" ? handOn(state) : state;
  const waits = state.code.run !== null && status[PAIR.left].phase !== "ready";
  if (waits || ownNonlins(state).includes(nonlin)) {
    return active === PAIR.left && !state.compare ? state : { ...activate(state, PAIR.left), compare: null };
  }
  const other = DEFAULT_CONFIG.nonlin;
  const text = `Your code has no ${nonlin} any more: the run starts again with ${other}.`;
  return { ...configure(state, { changes: { nonlin: other } }), notice: { kind: "info", text } };
}

/** Another engine goes on where Yours has failed. @param {State} state @returns {State} */
function handOn(state) {
  const heir = heirOf(state);
  return heir ? activate(state, heir) : state;
}
