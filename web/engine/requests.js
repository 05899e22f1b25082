/** Derives an engine's next request from the state. Pure functions; runner.js sends the requests. */

import { ENGINES } from "../protocol/engines.js";
import { sameStructure } from "../protocol/messages.js";
import { exact } from "../protocol/numbers.js";
import { replays } from "../state/experiment.js";
import { lateHandlers } from "../state/late.js";
import { drawsPaths } from "../state/lesson/lesson.js";
import { ASKED_EVERY } from "./pace.js";
import { queryRequest } from "./query-request.js";
import { thumbnailRequest } from "./thumbnail-request.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @typedef {import("../protocol/messages.js").EngineName} EngineName */

/** What an engine's session holds, compared by identity: the page makes a new object for every change.
 * @typedef {State["session"]} Held */

/** The current time, when the last step was requested, and how long an engine may work before it replies, all in ms.
 * @typedef {{now: number, stepAt: number, budget: number}} Clock */

/** @typedef {import("../protocol/verbs.js").Verbs} Verbs */
/**
 * A request, what the session holds once it is answered, the action for its reply, and the action for a refusal that
 * concerns only the query and not the engine.
 * @template {keyof Verbs} V
 * @typedef {{
 *   verb: V, args: Verbs[V]["args"], held?(reply: Verbs[V]["reply"]): Held,
 *   action?(reply: Verbs[V]["reply"]): Action | null, refused?(reason: string): Action,
 * }} RequestOf
 */
/** @typedef {{[V in keyof Verbs]: RequestOf<V>}[keyof Verbs]} Request */

/** How many ms to wait, and the action to dispatch if nothing happens before then. @typedef {{wait: number, action?: Action}} Wait */

/** What a reply shows: the graph, or the decision boundary. @typedef {Partial<Pick<State["answers"], "graph" | "surface">>} Shows */
/** @typedef {import("../state/types.js").Snapshot} Snapshot */

/**
 * A query, and what its reply shows. It is sent alone, or together with the step that leads to its snapshot: then one
 * message, and one frame, brings everything.
 * @template {"trace" | "picture"} V
 * @typedef {{verb: V, args: Verbs[V]["args"], shows(reply: Verbs[V]["reply"], snapshot: Snapshot): Shows}} ShownQuery
 */
/** @typedef {ShownQuery<"trace"> | ShownQuery<"picture">} Query */

/** While playing, the decision boundary takes at most 1/SURFACE_SHARE of the engine's time. */
const SURFACE_SHARE = 4;

/** How long an engine may draw at a time, in ms: a slow engine spreads a surface over several steps, a few rows each. */
const SURFACE_SLICE = 4;

/**
 * The next request, or how many ms to wait, or null when there is nothing to do.
 * @param {State} state
 * @param {Held | null} held
 * @param {Clock} clock
 * @returns {Request | Wait | null}
 */
export function nextRequest(state, held, clock) {
  const { run, engines, answers } = state;
  const { snapshot } = state.session;
  if (run.starting) return startRequest(run.starting);
  if (!snapshot) return null;
  const sync = syncRequest(state, held);
  if (sync) return sync;
  if (run.target !== null) return stepRequest(state, snapshot, run.target - snapshot.step, clock, []);
  if (run.diverged !== null) return diagnoseRequest(state);
  const alone = drawsPaths(state); // each step is a place of the path
  if (run.pending > 0)
    return stepRequest(state, snapshot, alone ? 1 : run.pending, clock, probeQueries(state, clock.now));
  // a walk makes steps rarely, so its surfaces are requested separately
  const wait = untilNextStep(state, clock);
  const moves = run.walk !== null || replays(state);
  const stepsNow = !moves && wait !== null && wait <= 0;
  const picture = stepsNow ? null : surfaceRequest(state, engines.active, answers.surface, clock.now);
  const drawing =
    (moves || graphDue(state, clock.now) ? graphRequest(state, clock.now) : null) ??
    picture ??
    queryRequest(state, clock.now) ??
    lateHandlers().ask(state, clock.now) ??
    thumbnailRequest(state, clock.now);
  if (drawing) return drawing;
  if (moves) {
    const move = untilNextMove(state, clock);
    return move === null ? null : { wait: move, action: { type: "walk/tick" } };
  }
  if (!stepsNow) return wait === null ? null : { wait };
  const count = run.speed === Infinity && !alone ? run.limit - snapshot.step : 1;
  const moving = surfaceDue(answers.surface, clock.now)
    ? [surfaceQuery(state, ENGINES[engines.active].surface.moving, clock.now, true)]
    : [];
  const traced = graphDue(state, clock.now) ? probeQueries(state, clock.now) : [];
  return stepRequest(state, snapshot, count, clock, [...traced, ...moving]);
}

/**
 * The delay before the next step of a playing run, in ms; null when it is not playing.
 * @param {State} state
 * @param {Clock} clock
 */
export function untilNextStep({ run: { playing, speed } }, { now, stepAt }) {
  if (!playing) return null;
  return speed === Infinity ? 0 : stepAt + 1000 / speed - now;
}

/** Moves per second of a walk at max speed: one per frame. */
const FASTEST = 60;

/** The delay before the next move of a walk or replay that plays, in ms; null when none does. @param {State} state @param {Pick<Clock, "now" | "stepAt">} clock */
export function untilNextMove(state, { now, stepAt }) {
  const { walk, playing, speed } = state.run;
  if (!(walk || replays(state)) || walk?.goal || !playing) return null;
  return Math.max(0, stepAt + 1000 / Math.min(speed, FASTEST) - now);
}

/** @param {NonNullable<State["run"]["starting"]>} starting @returns {RequestOf<"reset">} */
export function startRequest({ config, keepPoints }) {
  return {
    verb: "reset",
    args: { config },
    // the page assigns the points' ids, so the session's own points don't count and are sent again
    held: ({ snapshot }) => ({ snapshot, points: [], config }),
    action: (reply) => ({ type: "run/started", config, keepPoints, ...reply }),
  };
}

/**
 * The request that brings the session to the page's state, if they differ.
 * @param {Pick<State, "session">} state
 * @param {Held | null} held
 * @returns {Request | null}
 */
export function syncRequest({ session: { snapshot, points, config } }, held) {
  if (!snapshot) return null;
  const wanted = () => ({ snapshot, points, config });
  if (!held || held.snapshot !== snapshot || !sameStructure(held.config, config)) {
    return { verb: "restore", args: { config, points, snapshot }, held: wanted };
  }
  if (held.config !== config)
    return { verb: "set_hyper", args: { config }, held: () => ({ ...held, config }) };
  if (held.points !== points) return { verb: "set_points", args: { points }, held: wanted };
  return null;
}

/**
 * A step request, with the queries about the state that it leads to.
 * @param {State} state
 * @param {Snapshot} base
 * @param {number} count
 * @param {Clock} clock
 * @param {Query[]} queries
 * @returns {RequestOf<"step">}
 */
function stepRequest({ session: { points, config } }, base, count, clock, queries) {
  const asked = queries.map(
    ({ verb, args }) => /** @type {import("../protocol/verbs.js").Query} */ ({ verb, args }),
  );
  return {
    verb: "step",
    args: { count, budget: clock.budget, queries: asked },
    held: ({ snapshot }) => ({ snapshot, points, config }),
    action: ({ answers, ...reply }) => {
      // a refused query is sent again on its own
      const shown = queries.map(({ shows }, i) => {
        const answer = answers[i];
        // answers have the order of the queries, which the types can't express
        return "reply" in answer ? shows(/** @type {any} */ (answer.reply), reply.snapshot) : {};
      });
      return { type: "run/stepped", base, points, config, ...reply, shown: Object.assign({}, ...shown) };
    },
  };
}

/** @param {State} state @returns {RequestOf<"diagnose">} */
function diagnoseRequest({ session: { points, snapshot } }) {
  return {
    verb: "diagnose",
    args: { points },
    action: (found) => ({ type: "run/diagnosed", text: diagnosis(found, snapshot?.step ?? 0) }),
  };
}

/** @param {Verbs["diagnose"]["reply"]} found @param {number} step */
function diagnosis({ graph, node, part, point }, step) {
  if (!graph || !part || !point) {
    return `After step ${step} every node is finite for every point, but the sum over the points is not.`;
  }
  const op = graph.op[node] ? `, the result of "${graph.op[node]}"` : "";
  const what = part === "data" ? "non-finite node" : "non-finite gradient of the backward pass";
  return (
    `The run went back to step ${step}. The first ${what} is ${graph.name[node]}${op}: ` +
    `${exact(graph[part][node])}, for the point at (${point.x.toFixed(3)}, ${point.y.toFixed(3)}).`
  );
}

/**
 * While playing, how many nodes are drawn per ms: a network of four layers of 32, with 10,000 nodes, 20 times a second, and one
 * of 3,000 with every frame.
 */
const NODES_A_MS = 200;

/** Whether the graph is to be traced again: a playing run need not draw a large one for every step. @param {State} state @param {number} now */
function graphDue(state, now) {
  const traced = tracedHere(state);
  return !state.run.playing || !traced || now - traced.at >= traced.graph.name.length / NODES_A_MS;
}

/** The last graph, if it is of this probe, these settings and this engine, though maybe of an earlier step. @param {State} state */
const tracedHere = ({ session: { config }, probe, answers: { graph }, engines: { active } }) =>
  graph && graph.config === config && graph.probe === probe && graph.engine === active ? graph : null;

/** The probe's graph, if there is a probe. @param {State} state @param {number} at the time @returns {ShownQuery<"trace">[]} */
function probeQueries({ session: { config }, probe, engines: { active: engine }, code: { operations } }, at) {
  if (!probe) return [];
  // those of the learner's code come with each graph of it: whoever draws one needs to ask nobody else
  const own = ENGINES[engine].own && Object.keys(operations).length > 0 ? { operations } : {};
  const { x, y, label } = probe;
  return [
    {
      verb: "trace",
      args: { x, y, label },
      shows: ({ ms: _, ...columns }, snapshot) => ({
        graph: { graph: { ...columns, ...own }, snapshot, probe, config, engine, at },
      }),
    },
  ];
}

/** @param {State} state @param {number} now @returns {RequestOf<"trace"> | null} */
export function graphRequest(state, now) {
  const { snapshot } = state.session;
  const [query] = probeQueries(state, now);
  if (!query || !snapshot || tracedHere(state)?.snapshot === snapshot) return null;
  const { verb, args, shows } = query;
  /** @type {RequestOf<"trace">["action"]} */
  const action = (reply) => {
    const { graph: traced } = shows(reply, snapshot);
    return traced ? { type: "graph/traced", traced } : null;
  };
  return { verb, args, action };
}

/**
 * @param {State} state @param {number} columns @param {number} now
 * @param {boolean} moving whether a surface in progress may belong to an earlier state
 * @returns {ShownQuery<"picture">}
 */
function surfaceQuery({ session: { config } }, columns, now, moving) {
  return {
    verb: "picture",
    args: { columns, rows: columns, extent: 2, budget: SURFACE_SLICE, moving },
    shows: ({ probabilities, old, of, ms, begun }, at) => {
      if (!probabilities) return {};
      const snapshot = old ? null : at;
      return {
        surface: { probabilities, columns, rows: columns, snapshot, of, config, ms, at: now - begun },
      };
    },
  };
}

/** Whether the next surface of a playing run is due. @param {State["answers"]["surface"]} surface @param {number} now */
const surfaceDue = (surface, now) =>
  !surface || now - surface.at >= Math.max(ASKED_EVERY, SURFACE_SHARE * surface.ms);

/**
 * @param {State} state
 * @param {EngineName} name
 * @param {State["answers"]["surface"]} surface the last surface of that engine
 * @param {number} now
 * @returns {RequestOf<"picture"> | null}
 */
export function surfaceRequest(state, name, surface, now) {
  const { snapshot, config } = state.session;
  const { playing } = state.run;
  if (!snapshot) return null;
  const { moving, resting } = ENGINES[name].surface;
  const cells = playing ? moving : resting;
  const fresh = surface?.snapshot === snapshot && sameStructure(surface.config, config);
  if (fresh && surface.columns >= cells) return null;
  if (playing && !surfaceDue(surface, now)) return null;
  // first the coarse surface, at once, then the fine one
  const { verb, args, shows } = surfaceQuery(state, fresh ? cells : moving, now, false);
  /** Null while rows are missing: the next rows are requested then. @type {RequestOf<"picture">["action"]} */
  const drawn = (reply) => {
    const { surface: picture } = shows(reply, snapshot);
    return picture ? { type: "surface/drawn", surface: picture } : null;
  };
  return { verb, args, action: drawn };
}
