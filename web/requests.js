/** What an engine should do next, read off the state. Nothing here asks anybody: runner.js does. */

import { ENGINES } from "./engine/index.js";
import { sameStructure } from "./engine/protocol.js";
import { exact } from "./numbers.js";
import { questionRequest } from "./questions.js";
import { untilNextMove } from "./walk.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */
/** @typedef {import("./engine/protocol.js").EngineName} EngineName */

/** What an engine's session holds, by identity: the page makes a new object for every change.
 * @typedef {{snapshot: State["snapshot"], points: State["points"], config: State["config"]}} Held */

/** Now, and when the last step was asked for, in ms. @typedef {{now: number, stepAt: number}} Clock */

/**
 * A request, what the session holds once it is answered, the action that the answer becomes, and that of a refusal,
 * where it says something about the question and nothing about the engine.
 * @typedef {{
 *   verb: keyof import("./engine/protocol.js").Verbs, args: any,
 *   held?(reply: any): Held, action?(reply: any): Action | null, refused?(reason: string): Action,
 * }} Request
 */

/** How many ms to wait, and what happens then if nothing has happened before. @typedef {{wait: number, action?: Action}} Wait */

/** How long an engine steps until it answers, in ms: with the graph and the picture it makes one frame of 60 a second. */
const BUDGET = 8;

/** While playing, the picture of the decision boundary takes at most one part in so many of the time. */
const SURFACE_SHARE = 4;

/**
 * What to ask the engine next, or how many ms to wait, or null when there is nothing to do.
 * @param {State} state
 * @param {Held | null} held
 * @param {Clock} clock
 * @returns {Request | Wait | null}
 */
export function nextRequest(state, held, clock) {
  if (state.starting) return startRequest(state.starting);
  if (!state.snapshot) return null;
  const sync = syncRequest(state, held);
  if (sync) return sync;
  if (state.target !== null) return stepRequest(state, state.target - state.snapshot.step);
  if (state.diverged !== null) return diagnoseRequest(state);
  if (state.pending > 0) return stepRequest(state, state.pending);
  const drawing = graphRequest(state) ?? surfaceRequest(state, state.engine, state.surface, clock.now);
  if (drawing) return drawing;
  const question = questionRequest(state, clock.now);
  if (question) return question;
  if (state.walk) {
    const wait = untilNextMove(state, clock);
    return wait === null ? null : { wait, action: { type: "walk/tick" } };
  }
  const wait = untilNextStep(state, clock);
  if (wait === null || wait > 0) return wait === null ? null : { wait };
  return stepRequest(state, state.speed === Infinity ? state.limit - state.snapshot.step : 1);
}

/**
 * How long the next step of a playing run has to wait, in ms; null when it is not playing.
 * @param {State} state
 * @param {Clock} clock
 */
export function untilNextStep({ playing, speed }, { now, stepAt }) {
  if (!playing) return null;
  return speed === Infinity ? 0 : stepAt + 1000 / speed - now;
}

/** @param {NonNullable<State["starting"]>} starting @returns {Request} */
export function startRequest({ config, keepPoints }) {
  return {
    verb: "reset",
    args: { config },
    // the points get their ids in the page, so the session's own count as others, and are sent again
    held: ({ snapshot }) => ({ snapshot, points: [], config }),
    action: (reply) => ({ type: "run/started", config, keepPoints, ...reply }),
  };
}

/**
 * What brings the session to the state of the page, if it is elsewhere.
 * @param {State} state
 * @param {Held | null} held
 * @returns {Request | null}
 */
export function syncRequest({ snapshot, points, config }, held) {
  const wanted = () => ({ snapshot, points, config });
  if (!held || held.snapshot !== snapshot || !sameStructure(held.config, config)) {
    return { verb: "restore", args: { config, points, snapshot }, held: wanted };
  }
  if (held.config !== config)
    return { verb: "set_hyper", args: { config }, held: () => ({ ...held, config }) };
  if (held.points !== points) return { verb: "set_points", args: { points }, held: wanted };
  return null;
}

/** @param {State} state @param {number} count @returns {Request} */
function stepRequest({ snapshot: base, points, config }, count) {
  return {
    verb: "step",
    args: { count, budget: BUDGET },
    held: ({ snapshot }) => ({ snapshot, points, config }),
    action: (reply) => ({ type: "run/stepped", base, points, config, ...reply }),
  };
}

/** @param {State} state @returns {Request} */
function diagnoseRequest({ points, snapshot }) {
  return {
    verb: "diagnose",
    args: { points },
    action: (found) => ({ type: "run/diagnosed", text: diagnosis(found, snapshot?.step ?? 0), found }),
  };
}

/** @param {any} found @param {number} step */
function diagnosis(found, step) {
  if (!found) return `After step ${step} every node is still finite, but the sum over the points is not.`;
  const { graph, node, part, point } = found;
  const op = graph.op[node] ? `, the result of "${graph.op[node]}"` : "";
  const what = part === "data" ? "node that is not finite" : "gradient that is not finite, on the way back,";
  return (
    `The run went back to step ${step}. The first ${what} is ${graph.name[node]}${op}: ` +
    `${exact(graph[part][node])}, for the point at (${point.x.toFixed(3)}, ${point.y.toFixed(3)}).`
  );
}

/** @param {State} state @returns {Request | null} */
export function graphRequest({ snapshot, config, probe, graph, engine }) {
  if (!probe || !snapshot) return null;
  const known = graph?.snapshot === snapshot && graph.config === config && graph.probe === probe;
  if (known && graph.engine === engine) return null;
  return {
    verb: "trace",
    args: { x: probe.x, y: probe.y, label: probe.label },
    action: (reply) => ({
      type: "graph/traced",
      traced: { graph: reply.graph, snapshot, probe, config, engine },
    }),
  };
}

/**
 * @param {State} state
 * @param {EngineName} name
 * @param {State["surface"]} surface what that engine has drawn before
 * @param {number} now
 * @returns {Request | null}
 */
export function surfaceRequest({ snapshot, config, playing }, name, surface, now) {
  if (!snapshot) return null;
  const { moving, resting } = ENGINES[name].surface;
  const cells = playing ? moving : resting;
  const fresh = surface?.snapshot === snapshot && sameStructure(surface.config, config);
  if (fresh && surface.columns >= cells) return null;
  if (playing && surface && now - surface.at < SURFACE_SHARE * surface.ms) return null;
  // first the coarse picture, at once, then the fine one
  const columns = fresh ? cells : moving;
  return {
    verb: "surface",
    args: { columns, rows: columns, extent: 2 },
    action: ({ probabilities, ms }) => ({
      type: "surface/drawn",
      surface: { probabilities, columns, rows: columns, snapshot, config, ms, at: now },
    }),
  };
}
