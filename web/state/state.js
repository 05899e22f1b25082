/**
 * The state of the page, and the only place where it is made: `update(state, action)` gives the next state and
 * never changes the one it was given. What steps, edits and the past do to a run is in run.js.
 */

import { ENGINE_NAMES } from "../protocol/engines.js";
import { HYPER, sameStructure } from "../protocol/messages.js";
import { SIDE_ACTIONS } from "./compare.js";
import {
  applyChanges,
  changeOf,
  changesBetween,
  clampToPlane,
  NO_EDITS,
  pushEdit,
  travel,
} from "./points.js";
import { edited, goTo, STEP_LIMIT, started, stepped, withProbe } from "./run.js";
import { LOOK_ACTIONS } from "./view.js";
import { advance, settleWalk, stay, WALK_ACTIONS } from "./walk.js";

/** @typedef {import("../protocol/messages.js").EngineName} EngineName */
/** @typedef {import("../protocol/messages.js").Config} Config */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("../protocol/messages.js").Graph} Graph */
/** @typedef {import("./history.js").History} History */

/** @typedef {{
 *   phase: "loading" | "ready" | "failed", loaded: number, total: number, reason: string,
 *   boot?: "normal" | "quick",
 * }} EngineStatus */

/** A place in the plane whose graph is shown; id is that of the point it belongs to, or null.
 * @typedef {{id: number | null, x: number, y: number, label: number}} Probe */

/** @typedef {{graph: Graph, snapshot: Snapshot, probe: Probe, config: Config, engine: EngineName}} TracedGraph */

/**
 * The picture of the decision boundary, begun at `at` and drawn in `ms`, of a snapshot, or of one that is past: null.
 * @typedef {{
 *   probabilities: Float64Array, columns: number, rows: number, snapshot: Snapshot | null, config: Config,
 *   ms: number, at: number,
 * }} Surface
 */

/** What the page has to tell: kind decides which buttons come with it.
 * @typedef {{kind: "error" | "info" | "limit" | "nonfinite", text: string}} Notice */

/**
 * @typedef {{
 *   config: Config, points: Point[], edits: import("./points.js").Edits, nextId: number,
 *   snapshot: Snapshot | null, history: History | null,
 *   starting: {config: Config, keepPoints: boolean} | null,
 *   target: number | null, pending: number, playing: boolean, speed: number, limit: number,
 *   engine: EngineName, chosen: boolean, engines: Record<EngineName, EngineStatus>, msPerStep: number | null,
 *   measured: Partial<Record<EngineName, number>>,
 *   probe: Probe | null, graph: TracedGraph | null, surface: Surface | null, diverged: number | null,
 *   selectedNode: string | null, hoveredNode: string | null, hoverField: boolean,
 *   selectedPoint: number | null, label: number,
 *   folded: boolean, gradient: "point" | "train", logScale: boolean, theme: "system" | "light" | "dark",
 *   notice: Notice | null, side: import("./compare.js").Side | null,
 *   answers: Partial<Record<import("./queries.js").QuestionName, import("./queries.js").Answer>>,
 *   unit: import("./walk.js").Unit, walk: import("./walk.js").Walk | null,
 *   field: string | null, naive: {root: string | null} | null, nudge: {node: string, delta: number} | null,
 * }} State
 */

/** @typedef {{type: string, [property: string]: any}} Action */

/** @type {Config} */
export const DEFAULT_CONFIG = {
  seed: "42",
  dataset: "yinyang",
  n: 100,
  layers: [8],
  nonlin: "tanh",
  optimizer: "adamw",
  lr: 0.1,
  momentum: 0.9,
  weight_decay: 0.0001,
  loss: "nll",
};

/** Steps per second that the transport offers; Infinity is as fast as it goes. */
export const SPEEDS = [1, 2, 5, 10, 30, Infinity];

/** @returns {EngineStatus} */
const loading = () => ({ phase: "loading", loaded: 0, total: 0, reason: "" });

/**
 * The state before anything has happened: C runs, Python is on its way.
 * @param {Partial<State>} [saved] what an earlier visit or a link left
 * @returns {State}
 */
export function initialState(saved = {}) {
  return {
    config: DEFAULT_CONFIG,
    points: [],
    edits: NO_EDITS,
    nextId: 0,
    snapshot: null,
    history: null,
    starting: saved.snapshot ? null : { config: saved.config ?? DEFAULT_CONFIG, keepPoints: false },
    target: null,
    pending: 0,
    playing: false,
    speed: 10,
    limit: STEP_LIMIT,
    engine: "c",
    chosen: false,
    engines: /** @type {State["engines"]} */ (
      Object.fromEntries(ENGINE_NAMES.map((name) => [name, loading()]))
    ),
    msPerStep: null,
    measured: {},
    probe: null,
    graph: null,
    surface: null,
    diverged: null,
    selectedNode: null,
    hoveredNode: null,
    hoverField: true,
    selectedPoint: null,
    label: 0,
    folded: false,
    gradient: "point",
    logScale: false,
    theme: "system",
    notice: null,
    side: null,
    unit: "update",
    walk: null,
    answers: {},
    field: null,
    naive: null,
    nudge: null,
    ...saved,
  };
}

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function update(state, action) {
  const handler = ACTIONS[action.type];
  if (!handler)
    throw new Error(`there is no action "${action.type}"; there are ${Object.keys(ACTIONS).join(", ")}`);
  return settleWalk(handler(state, action));
}

// --- the points ---

/** @param {State} state @param {import("./points.js").Change[]} changes @param {number | null} [gesture] @returns {State} */
function changePoints(state, changes, gesture = null) {
  if (changes.length === 0) return state;
  const points = applyChanges(state.points, changes, "after");
  return edited({ ...state, edits: pushEdit(state.edits, { changes, gesture }) }, { points });
}

/** @param {"undo" | "redo"} direction @returns {(state: State) => State} */
const timeTravel = (direction) => (state) => {
  const { points, edits } = travel(state.points, state.edits, direction);
  return points === state.points ? { ...state, edits } : edited({ ...state, edits }, { points });
};

/** At the step limit, going on extends it. @param {State} state @returns {State} */
function goOn(state) {
  const done = state.snapshot !== null && state.snapshot.step >= state.limit;
  return { ...state, notice: null, limit: done ? state.limit + STEP_LIMIT : state.limit };
}

// --- the settings ---

/** @param {State} state @param {Action} action @returns {State} */
function configure(state, { changes }) {
  const config = { ...(state.starting?.config ?? state.config), ...changes };
  const fresh = "seed" in changes || "dataset" in changes || "n" in changes;
  if (!state.snapshot || !sameStructure(config, state.config)) {
    const keepPoints = !fresh && (state.starting?.keepPoints ?? true);
    return { ...state, playing: false, notice: null, starting: { config, keepPoints } };
  }
  if (HYPER.every((name) => config[name] === state.config[name])) return { ...state, starting: null };
  if (config.optimizer === state.config.optimizer) return edited({ ...state, notice: null }, { config });
  // m and v mean something else to another optimiser, so it starts with empty ones
  const zeros = new Float64Array(state.snapshot.m.length);
  return edited({ ...state, notice: null }, { config, snapshot: { ...state.snapshot, m: zeros, v: zeros } });
}

/** @param {State} state @param {Action} action @returns {State} */
function refused(state, { reason }) {
  const notice = /** @type {Notice} */ ({ kind: "error", text: reason });
  return stay({ ...state, playing: false, pending: 0, target: null, starting: null, notice });
}

// --- the engines ---

/** @param {State} state @param {EngineName} name @param {Partial<EngineStatus>} status @returns {State} */
function withEngine(state, name, status) {
  return { ...state, engines: { ...state.engines, [name]: { ...state.engines[name], ...status } } };
}

/** @param {State} state @param {Action} action @returns {State} */
function engineReady(state, { name, boot }) {
  const next = withEngine(state, name, { phase: "ready", reason: "", boot });
  const takesOver = (name === "python" && !state.chosen) || state.engines[state.engine].phase === "failed";
  return takesOver ? { ...next, engine: name, msPerStep: null } : next;
}

/** @param {State} state @param {Action} action @returns {State} */
function engineFailed(state, { name, reason }) {
  const next = withEngine(state, name, { phase: "failed", reason });
  const other = name === "c" ? "python" : "c";
  const handOver = state.engine === name && state.engines[other].phase === "ready";
  return handOver ? { ...next, engine: other, msPerStep: null } : next;
}

/** @type {Record<string, (state: State, action: Action) => State>} */
const ACTIONS = {
  ...SIDE_ACTIONS,
  ...WALK_ACTIONS,
  ...LOOK_ACTIONS,
  "engine/progress": (state, { name, loaded, total }) =>
    withEngine(state, name, { phase: "loading", loaded, total }),
  "engine/ready": engineReady,
  "engine/failed": engineFailed,
  "engine/retry": (state, { name }) => withEngine(state, name, loading()),
  "engine/choose": (state, { name }) => ({
    ...state,
    engine: name,
    chosen: true,
    msPerStep: null,
    side: null,
  }),

  "run/started": started,
  "run/stepped": stepped,
  "run/refused": refused,
  "run/diagnosed": (state, { text }) => ({ ...state, diverged: null, notice: { kind: "nonfinite", text } }),
  "run/reset": (state) => ({
    ...state,
    playing: false,
    pending: 0,
    notice: null,
    limit: STEP_LIMIT,
    starting: { config: state.config, keepPoints: true },
  }),
  "run/step": (state, { count = 1 }) => {
    const next = { ...goOn(state), playing: false };
    return state.walk ? advance(next, 1) : { ...next, pending: state.pending + count };
  },
  "run/play": (state) => ({ ...goOn(state), playing: true, pending: 0 }),
  "run/pause": (state) => ({ ...state, playing: false, pending: 0 }),
  "run/back": (state) =>
    state.walk
      ? advance({ ...state, playing: false }, -1)
      : goTo(state, (state.target ?? state.snapshot?.step ?? 0) - 1),
  "run/goto": (state, { step }) => goTo({ ...state, notice: null }, step),
  "run/speed": (state, { speed }) => ({ ...state, speed }),
  "run/limit": (state, { limit }) => ({ ...state, limit, notice: null }),

  "points/add": (state, { x, y, label = state.label }) => {
    const point = /** @type {Point} */ ({
      id: state.nextId,
      x: clampToPlane(x),
      y: clampToPlane(y),
      label,
      split: "train",
    });
    const next = { ...state, nextId: state.nextId + 1, selectedPoint: point.id };
    return changePoints(next, [{ id: point.id, before: null, after: point }]);
  },
  "points/move": (state, { id, x, y, gesture = null }) =>
    changePoints(state, changeOf(state.points, id, { x: clampToPlane(x), y: clampToPlane(y) }), gesture),
  "points/relabel": (state, { id, label }) => changePoints(state, changeOf(state.points, id, { label })),
  "points/remove": (state, { id }) => ({
    ...changePoints(state, changeOf(state.points, id, null)),
    selectedPoint: state.selectedPoint === id ? null : state.selectedPoint,
  }),
  "points/clear": (state) => changePoints(state, changesBetween(state.points, [])),
  "points/undo": timeTravel("undo"),
  "points/redo": timeTravel("redo"),
  "points/select": (state, { id }) => ({ ...state, selectedPoint: id }),
  "points/label": (state, { label }) => ({ ...state, label }),
  "probe/set": (state, { id = null, x, y, label }) => withProbe({ ...state, probe: { id, x, y, label } }),

  "config/set": configure,

  "graph/traced": (state, { traced }) => ({ ...state, graph: traced }),
  "surface/drawn": (state, { surface }) => ({ ...state, surface }),

  "question/answered": (state, { name, answer }) => ({
    ...state,
    answers: { ...state.answers, [name]: answer },
  }),
};
