/**
 * The runner: reads from the state what the engine should do next, asks for it, and dispatches the answer. One
 * request is under way at a time; pausing is not sending the next one.
 */

import { ENGINES } from "./engine/index.js";
import { sameStructure } from "./engine/protocol.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */
/** @typedef {import("./engine/protocol.js").EngineName} EngineName */
/** @typedef {import("./engine/client.js").EngineClient} EngineClient */

/** What an engine's session holds, by identity: the page makes a new object for every change.
 * @typedef {{snapshot: State["snapshot"], points: State["points"], config: State["config"]}} Held */

/**
 * A request, what the session holds once it is answered, and the action that the answer becomes.
 * @typedef {{
 *   verb: keyof import("./engine/protocol.js").Verbs, args: any,
 *   held?(reply: any): Held, action?(reply: any): Action | null,
 * }} Request
 */

/** A reply should not keep the page waiting much longer than a frame, in ms. */
const BUDGET = 12;

/** While playing, the picture of the decision boundary takes at most one part in so many of the time. */
const SURFACE_SHARE = 4;

/**
 * What to ask the engine next, or how many ms to wait, or null when there is nothing to do.
 * @param {State} state
 * @param {Held | null} held
 * @param {{now: number, stepAt: number}} clock `stepAt`: when the last step was asked for
 * @returns {Request | {wait: number} | null}
 */
export function nextRequest(state, held, { now, stepAt }) {
  if (state.starting) return startRequest(state.starting);
  if (!state.snapshot) return null;
  const sync = syncRequest(state, held);
  if (sync) return sync;
  if (state.target !== null) return stepRequest(state, state.target - state.snapshot.step, BUDGET);
  if (state.diverged !== null) return diagnoseRequest(state);
  if (state.pending > 0) return stepRequest(state, state.pending, BUDGET);
  const graph = graphRequest(state);
  if (graph) return graph;
  const surface = surfaceRequest(state, now);
  if (surface) return surface;
  if (!state.playing) return null;
  const count = state.limit - state.snapshot.step;
  if (state.speed === Infinity) return stepRequest(state, count, BUDGET);
  const wait = stepAt + 1000 / state.speed - now;
  return wait > 0 ? { wait } : stepRequest(state, 1, BUDGET);
}

/** @param {NonNullable<State["starting"]>} starting @returns {Request} */
function startRequest({ config, keepPoints }) {
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
function syncRequest({ snapshot, points, config }, held) {
  const wanted = () => ({ snapshot, points, config });
  if (!held || held.snapshot !== snapshot || !sameStructure(held.config, config)) {
    return { verb: "restore", args: { config, points, snapshot }, held: wanted };
  }
  if (held.config !== config)
    return { verb: "set_hyper", args: { config }, held: () => ({ ...held, config }) };
  if (held.points !== points) return { verb: "set_points", args: { points }, held: wanted };
  return null;
}

/** @param {State} state @param {number} count @param {number} budget @returns {Request} */
function stepRequest({ snapshot: base, points, config }, count, budget) {
  return {
    verb: "step",
    args: { count, budget },
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
    `${graph[part][node]}, for the point at (${point.x.toFixed(3)}, ${point.y.toFixed(3)}).`
  );
}

/** @param {State} state @returns {Request | null} */
function graphRequest({ snapshot, config, probe, graph }) {
  if (!probe || !snapshot) return null;
  if (graph && graph.snapshot === snapshot && graph.config === config && graph.probe === probe) return null;
  return {
    verb: "trace",
    args: { x: probe.x, y: probe.y, label: probe.label },
    action: (reply) => ({ type: "graph/traced", traced: { graph: reply.graph, snapshot, probe, config } }),
  };
}

/** @param {State} state @param {number} now @returns {Request | null} */
function surfaceRequest({ snapshot, config, surface, playing, engine }, now) {
  if (!snapshot) return null;
  const { moving, resting } = ENGINES[engine].surface;
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

export class Runner {
  /**
   * @param {import("./store.js").Store} store
   * @param {Record<EngineName, EngineClient>} clients
   * @param {() => number} [now]
   */
  constructor(store, clients, now = () => performance.now()) {
    this.store = store;
    this.clients = clients;
    this.now = now;
    this.busy = false;
    this.stepAt = 0;
    this.timer = 0;
    /** @type {Record<EngineName, Held | null>} */
    this.held = { python: null, c: null };
    store.onChange(() => this.run());
  }

  /** The engine's session is gone: its worker has ended or failed. @param {EngineName} name */
  forget(name) {
    this.held[name] = null;
  }

  /** Sends the next request, if the engine is free and there is one. */
  run() {
    const { state } = this.store;
    if (this.busy || state.engines[state.engine].phase !== "ready") return;
    clearTimeout(this.timer);
    const request = nextRequest(state, this.held[state.engine], { now: this.now(), stepAt: this.stepAt });
    if (!request) return;
    if ("wait" in request) {
      this.timer = Number(setTimeout(() => this.run(), request.wait));
      return;
    }
    this.send(state.engine, request);
  }

  /**
   * What a refusal means: a run or a step that can't be is told, and all else stays; an engine that can't take
   * the state of the page, or show it, has failed.
   * @param {EngineName} name
   * @param {Request["verb"]} verb
   * @param {string} reason
   * @returns {Action | null}
   */
  failure(name, verb, reason) {
    if (this.store.state.engines[name].phase !== "ready") return null;
    if (verb === "reset" || verb === "step") return { type: "run/refused", reason };
    this.forget(name);
    return { type: "engine/failed", name, reason };
  }

  /** @param {EngineName} name @param {Request} request */
  async send(name, request) {
    this.busy = true;
    if (request.verb === "step") this.stepAt = this.now();
    /** @type {Action | null} */
    let action = null;
    try {
      const reply = await this.clients[name].request(request.verb, request.args);
      if (request.held) this.held[name] = request.held(reply);
      action = request.action?.(reply) ?? null;
    } catch (error) {
      action = this.failure(name, request.verb, error instanceof Error ? error.message : String(error));
    }
    this.busy = false;
    if (action) this.store.dispatch(action);
    this.run();
  }
}
