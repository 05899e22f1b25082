/** What one engine, or the two of a comparison, should do next. */

import { compareReplies, differingNode } from "../state/compare.js";
import { patch } from "../state/patch.js";
import { replayWanted } from "../state/rebuild.js";
import { nextRequest, startRequest, surfaceRequest, syncRequest, untilNextStep } from "./requests.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @typedef {import("./requests.js").Held} Held */
/** @typedef {import("./requests.js").Clock} Clock */
/** @typedef {import("./requests.js").Request} Request */
/** @typedef {import("../protocol/messages.js").EngineName} EngineName */

/**
 * Requests that are sent together, and what their replies become once all have arrived.
 * @typedef {{
 *   asks: {name: EngineName, request: Request}[],
 *   settle(replies: Record<string, any>): {held: Record<string, Held>, actions: Action[]},
 * }} Plan
 */

/**
 * A plan whose requests are settled independently.
 * @param {{name: EngineName, request: Request}[]} asks
 * @returns {Plan}
 */
export function separately(asks) {
  return {
    asks,
    settle(replies) {
      /** @type {Record<string, Held>} */
      const held = {};
      /** @type {Action[]} */
      const actions = [];
      for (const { name, request } of asks) {
        if (request.held) held[name] = request.held(replies[name]);
        const action = request.action?.(replies[name]);
        if (action) actions.push(action);
      }
      return { held, actions };
    },
  };
}

/**
 * Brings engines to the state of the session, one change at a time; null when they hold it.
 * @param {Pick<State, "session">} state
 * @param {EngineName[]} names
 * @param {Record<string, Held | null>} held
 * @returns {Plan | null}
 */
export function syncPlan(state, names, held) {
  const asks = names.flatMap((name) => {
    const request = syncRequest(state, held[name]);
    return request ? [{ name, request }] : [];
  });
  return asks.length > 0 ? separately(asks) : null;
}

/**
 * The plan for one engine, or for two.
 * @param {State} state
 * @param {Record<string, Held | null>} held
 * @param {Clock} clock
 * @returns {Plan | import("./requests.js").Wait | null}
 */
export function nextPlan(state, held, clock) {
  if (state.compare) return comparePlan(state, state.compare, held, clock);
  const { active, status } = state.engines;
  if (status[active].phase !== "ready") return null;
  const request = nextRequest(state, held[active], clock) ?? replayRequest(state, clock);
  return request && !("wait" in request) ? separately([{ name: active, request }]) : request;
}

/** In idle time, a part of the past of a loaded run. @param {State} state @param {Clock} clock @returns {Request | null} */
function replayRequest(state, { budget }) {
  const args = replayWanted(state);
  const of = state.run.rebuilding?.goal;
  if (!args || !of) return null;
  const { points, config } = of;
  /** @type {import("./requests.js").RequestOf<"replay">} */
  const request = {
    verb: "replay",
    args: { ...args, budget },
    held: ({ snapshot }) => ({ snapshot, points, config }), // no longer the page's: it is restored before the next request
    action: (reply) => ({ type: "run/replayed", of, ...reply }),
    refused: () => ({ type: "run/unreplayable", of }),
  };
  return request;
}

/**
 * @param {State} state
 * @param {import("../state/compare.js").Compare} compare
 * @param {Record<string, Held | null>} held
 * @param {Clock} clock
 * @returns {Plan | import("./requests.js").Wait | null}
 */
function comparePlan(state, compare, held, clock) {
  const { left, right, lanes, race, difference } = compare;
  const both = /** @type {EngineName[]} */ ([left, right]);
  if (both.some((name) => state.engines.status[name].phase !== "ready") || race?.running) return null;
  if (state.run.starting) return separately([{ name: left, request: startRequest(state.run.starting) }]);
  const { snapshot } = state.session;
  if (!snapshot) return null;
  const syncs = syncPlan(state, both, held);
  if (syncs) return syncs;
  if (difference && !difference.searched) {
    const told = (/** @type {any} */ found) => /** @type {Action} */ ({ type: "compare/searched", ...found });
    return searchPlan(state.session.points, compare, difference, told);
  }
  if (state.run.pending > 0) return stepPlan(state, snapshot, compare);
  const pictures = both.flatMap((name) => {
    // the result of a race stays visible
    const request = race ? null : surfaceRequest(state, name, lanes[name].surface, clock.now);
    return request ? [{ name, request: { ...request, action: drawn(name, request) } }] : [];
  });
  if (pictures.length > 0) return separately(pictures);
  const wait = untilNextStep(state, clock);
  if (wait === 0 || (wait !== null && wait < 0)) return stepPlan(state, snapshot, compare);
  if (wait !== null) return { wait };
  // everything else (going back to a step, the probe's graph) is asked of the left engine only
  const lefts = patch(state, { engines: { active: left }, answers: { surface: lanes[left].surface } });
  const request = nextRequest(lefts, held[left], clock);
  return request && !("wait" in request) ? separately([{ name: left, request }]) : request;
}

/** @param {EngineName} name @param {Request} request @returns {(reply: any) => Action | null} */
const drawn = (name, request) => (reply) => {
  const action = request.action?.(reply);
  return action?.type === "surface/drawn" ? { type: "compare/drawn", name, surface: action.surface } : null;
};

/**
 * One step of both engines. Both sessions then hold the same bits, so the right one counts as the left one.
 * @param {State} state
 * @param {import("../state/types.js").Snapshot} base
 * @param {import("../state/compare.js").Compare} compare
 * @returns {Plan}
 */
function stepPlan({ session: { points, config } }, base, { left, right }) {
  const request = /** @type {Request} */ ({ verb: "step", args: { count: 1, budget: 0 } });
  const both = /** @type {EngineName[]} */ ([left, right]);
  return {
    asks: both.map((name) => ({ name, request })),
    settle(replies) {
      const same = compareReplies(replies[left], replies[right]) === null;
      const held = Object.fromEntries(
        both.map((name) => [name, { snapshot: replies[same ? left : name].snapshot, points, config }]),
      );
      return { held, actions: [{ type: "compare/stepped", base, points, config, replies }] };
    },
  };
}

/**
 * Compares the graphs of the train points one by one, until the engines differ.
 * @param {State["session"]["points"]} points
 * @param {{left: EngineName, right: EngineName}} pair
 * @param {import("../state/compare.js").Difference} difference
 * @param {(found: {node: import("../state/compare.js").DifferingNode | null, last: boolean}) => Action} told the action that tells what was found
 * @returns {Plan | null}
 */
export function searchPlan(points, { left, right }, { at }, told) {
  const train = points.filter((p) => p.split === "train");
  const point = train[at];
  if (!point) return null;
  const { x, y, label } = point;
  const request = /** @type {Request} */ ({ verb: "trace", args: { x, y, label } });
  const both = /** @type {EngineName[]} */ ([left, right]);
  return {
    asks: both.map((name) => ({ name, request })),
    settle(replies) {
      const found = differingNode(replies[left], replies[right]);
      const node = found && { ...found, x, y };
      return { held: {}, actions: [told({ node, last: at === train.length - 1 })] };
    },
  };
}
