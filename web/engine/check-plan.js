/** What the check of the learner's code asks next, of Yours and of C. The run's own requests wait for it. */

import { PAIR } from "../state/code/check.js";
import { checked, checkWants, repeated, searched } from "../state/code/checking.js";
import { isOfSight, measured, nextNudge, startMeasure } from "../state/code/measure.js";
import { ownNonlin } from "../state/code/nonlin.js";
import { compareReplies } from "../state/compare.js";
import { searchPlan, syncPlan } from "./plan.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/code/check.js").Check} Check */
/** @typedef {import("./requests.js").Held} Held */
/** @typedef {import("./requests.js").Request} Request */
/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {import("../protocol/messages.js").EngineName} EngineName */

/**
 * @param {State} state
 * @param {Record<string, Held | null>} held
 * @returns {Plan | null}
 */
export function checkPlan(state, held) {
  const { check } = state.code;
  const wants = checkWants(check);
  const { left, right } = PAIR;
  const names = /** @type {EngineName[]} */ (wants === "repeat" ? [right] : [left, right]);
  if (state.compare || state.run.starting) return null; // the new run is checked from its start
  if (!wants) return measurePlan(state, held);
  if (!check || names.some((name) => state.engines.status[name].phase !== "ready")) return null;
  const { base: snapshot, points, config } = check;
  const syncs = syncPlan({ session: { snapshot, points, config } }, names, held);
  if (syncs) return syncs;
  if (wants === "search" && check.difference)
    return searchPlan(check.points, PAIR, check.difference, ({ node, last }) => ({
      ...{ type: "code/check", of: check },
      check: searched(check, node, last),
    }));
  return wants === "step" ? stepPlan(check) : repeatPlan(check);
}

/** One step of both: if they agree, both hold the state that Yours came to. @param {Check} check @returns {Plan} */
function stepPlan(check) {
  const { points, config } = check;
  const { left, right } = PAIR;
  const request = stepOf(1);
  return {
    asks: [
      { name: left, request },
      { name: right, request },
    ],
    settle(replies) {
      const same = compareReplies(replies[left], replies[right]) === null;
      const at = (/** @type {EngineName} */ name) => ({ snapshot: replies[name].snapshot, points, config });
      const held = { [left]: at(left), [right]: at(same ? left : right) };
      return { held, actions: [{ type: "code/check", of: check, check: checked(check, replies) }] };
    },
  };
}

/** C repeats the steps that Yours has made in the run. @param {Check} check @returns {Plan} */
function repeatPlan(check) {
  const { points, config, made } = check;
  const { right } = PAIR;
  return {
    asks: [{ name: right, request: stepOf(made?.train.length ?? 1) }],
    settle(replies) {
      const reply = replies[right];
      const same = made && compareReplies(made, reply) === null;
      const held = { [right]: { snapshot: (same ? made : reply).snapshot, points, config } };
      return { held, actions: [{ type: "code/check", of: check, check: repeated(check, reply) }] };
    },
  };
}

/** The next loss that the measurement of the gradients needs. @param {State} state @param {Record<string, Held | null>} held @returns {Plan | null} */
function measurePlan(state, held) {
  const { code, engines, run } = state;
  const { measure } = code;
  const { left: name } = PAIR;
  if (engines.status[name].phase !== "ready" || run.playing || run.pending > 0) return null;
  if (!measure) return judges(state) ? beginPlan(state) : null;
  if (measure.left.length === 0 || !isOfSight(state, measure)) return null;
  const sync = syncPlan(state, [name], held);
  if (sync) return sync;
  const request = { verb: /** @type {const} */ ("nudge"), args: nextNudge(measure) };
  return {
    asks: [{ name, request }],
    settle: (replies) => ({
      held: {},
      actions: [{ type: "code/measure", of: measure, measure: measured(measure, replies[name]) }],
    }),
  };
}

/** Whether central differences have to judge, as C can't. @param {State} state */
function judges(state) {
  const { graph } = state.answers;
  const { session, probe, run } = state;
  const inSight = graph?.engine === PAIR.left && graph.snapshot === session.snapshot && graph.probe === probe;
  return inSight && graph.config === session.config && run.target === null && ownNonlin(state) !== null;
}

/** Nothing is to be asked: the measurement begins. @param {State} state @returns {Plan} */
function beginPlan(state) {
  /** @type {import("../state/types.js").Action} */
  const begin = { type: "code/measure", of: null, measure: startMeasure(state) };
  return { asks: [], settle: () => ({ held: {}, actions: [begin] }) };
}

/** How long C may take to repeat what Yours has made in one reply, in ms: a thousand times what it takes. */
const REPEAT = 5000;

/** @param {number} count @returns {Request} */
const stepOf = (count) => ({ verb: "step", args: { count, budget: count === 1 ? 0 : REPEAT } });
