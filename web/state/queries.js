/**
 * What the page asks an engine beside the run itself: all about one moment, which stays as it is. A query is read off the
 * state; its answer holds as long as what it was asked of is the same. Adding one is a row here.
 */

import { ENGINES } from "../protocol/engines.js";
import { parameterNames, probabilityNames } from "../protocol/names.js";
import { idOf, isHidden, neuronOf, outputOf } from "../protocol/nodes.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Probe} Probe */
/** @typedef {"predict" | "trace" | "preview" | "contributions" | "predictions" | "point_losses" | "naive" | "overwritten" | "nudge" | "field"} QueryName */

/** The parts of the state that an answer may depend on. @typedef {{
 *   snapshot: State["session"]["snapshot"], points: Point[], config: State["session"]["config"], probe: State["probe"],
 *   engine: State["engines"]["active"],
 * }} Parts */

/** @typedef {import("../protocol/verbs.js").Verbs} Verbs */

/**
 * `of` has the parts of the state that the answer depends on, by identity; error is the engine's own sentence where it
 * refuses, and reply is null then.
 * @template {QueryName} Q
 * @typedef {{
 *   args: Verbs[Q]["args"], of: Partial<Parts>, reply: Verbs[Q]["reply"] | null, error: string, ms: number, at: number,
 * }} AnswerTo
 */
/** @typedef {{[Q in QueryName]: AnswerTo<Q>}} Answers */
/** @typedef {Answers[QueryName]} Answer */

/**
 * `args` gives what to ask now, or null where nobody wants to know. `known` is the last answer, if it still holds.
 * @template {QueryName} Q
 * @typedef {{of: (keyof Parts)[], args(state: State, known: AnswerTo<Q> | null): Verbs[Q]["args"] | null}} Query
 */

/** @type {{[Q in QueryName]: Query<Q>}} */
const QUERIES = {
  // the step that would come next, without making it: a walk shows its update
  preview: {
    of: ["snapshot", "points", "config", "engine"],
    args: (state) => (selectedParameter(state) < 0 && !state.run.walk ? null : {}),
  },
  // what each train point contributes to the selected parameter's gradient
  contributions: {
    of: ["snapshot", "points", "config", "engine"],
    args(state) {
      const parameter = selectedParameter(state);
      return parameter < 0 ? null : { parameter };
    },
  },
  // the loss of each train point: a lesson looks for the largest
  point_losses: {
    of: ["snapshot", "points", "config", "engine"],
    args: ({ view, run }) => (view.lesson && !run.playing ? {} : null),
  },
  // the probe's gradient in the naive order, from the loss or another root
  naive: {
    of: ["snapshot", "config", "probe", "engine"],
    args: ({ view: { experiment }, probe }) =>
      experiment?.how === "naive" && probe ? { ...placeOf(probe), root: experiment.root ?? -1 } : null,
  },
  // the probe's gradient with = in place of +=
  overwritten: {
    of: ["snapshot", "config", "probe", "engine"],
    args: ({ view: { experiment }, probe }) =>
      experiment?.how === "overwritten" && probe ? placeOf(probe) : null,
  },
  // what becomes of the probe's loss when a node's data is changed
  nudge: {
    of: ["snapshot", "config", "probe", "engine"],
    args: ({ view: { nudge }, probe }) =>
      nudge && probe && { ...placeOf(probe), node: nudge.node, delta: nudge.delta },
  },
  // a node's data over the plane: first the coarse picture, at once, then the fine one
  field: {
    of: ["snapshot", "config", "engine"],
    args(state, known) {
      const node = shownField(state);
      if (node === null || !state.probe) return null;
      const { moving, resting } = ENGINES[state.engines.active].surface;
      const label = labelOf(state, node, state.probe.label);
      const coarse = known?.args.node === node && known.args.label === label;
      const columns = coarse && !state.run.playing ? resting : moving;
      return { node, label, columns, rows: columns, extent: 2 };
    },
  },
  // the probabilities at the place under the pointer, or else at the probe
  predict: {
    of: ["snapshot", "config", "engine"],
    args({ place, probe }) {
      const at = place ?? probe;
      return at && { x: at.x, y: at.y };
    },
  },
  // the data, at that place, of the node painted over the plane
  trace: {
    of: ["snapshot", "config", "engine"],
    args(state) {
      const { place, probe } = state;
      const [node, at] = [shownField(state), place ?? probe];
      return node !== null && at && probe
        ? { x: at.x, y: at.y, label: labelOf(state, node, probe.label) }
        : null;
    },
  },
  // the class that each point is given
  predictions: { of: ["snapshot", "points", "config", "engine"], args: () => ({}) },
};

const NAMES = /** @type {QueryName[]} */ (Object.keys(QUERIES));

/** @param {Probe} probe */
const placeOf = ({ x, y, label }) => ({ x, y, label });

/** The selected node as a parameter: its place in a snapshot's columns, or -1. @param {State} state */
export function selectedParameter({ selection: { node }, session }) {
  return node === null ? -1 : parameterNames(session.config).indexOf(node);
}

/** The parts of a hidden neuron that show it over the plane when the pointer is on them. */
const SHOWING = ["out", "weight", "bias"];

/**
 * The node whose data is painted over the plane, null for the classes' probabilities: the hidden neuron under the
 * pointer, else what was chosen.
 * @param {State} state
 * @returns {string | null}
 */
export function shownField(state) {
  const { hovered, hoverField } = state.selection;
  const graph = state.answers.graph?.graph;
  if (!graph || !hoverField || state.run.playing) return chosenField(state);
  const id = idOf(graph, hovered);
  const shows = id >= 0 && SHOWING.includes(graph.part[id]) && isHidden(graph, outputOf(graph, id));
  return shows ? neuronOf(graph, hovered) : chosenField(state);
}

/** The same without the pointer. @param {State} state @returns {string | null} */
export function chosenField(state) {
  const wanted = state.view.field === "selected" ? state.selection.node : state.view.field;
  return wanted !== null && isNode(state, wanted) ? wanted : null;
}

/** @param {State} state @param {string} node */
function isNode({ answers, session }, node) {
  const names = answers.graph?.graph.name ?? [];
  return names.includes(node) || (names.length > 0 && probabilityNames(session.config.loss).includes(node));
}

/** The label whose graph has the node: the probe's, but for another class's probability. @param {State} state @param {string} node @param {number} label */
function labelOf({ session }, node, label) {
  const other = probabilityNames(session.config.loss).indexOf(node);
  return other < 0 ? label : other;
}

/**
 * The contributions of the selected parameter's gradient beside the train points that they are of. While a run is going on,
 * both may be of an earlier step, that of `snapshot`.
 * @param {State} state
 * @returns {{
 *   parameter: string, points: Point[], contributions: Float64Array, snapshot: State["session"]["snapshot"],
 * } | null}
 */
export function knownContributions(state) {
  const answer = answerOf(state, "contributions");
  const { node } = state.selection;
  if (!answer?.reply || node === null) return null;
  const train = (answer.of.points ?? []).filter(({ split }) => split === "train");
  const { snapshot = null } = answer.of;
  return { parameter: node, points: train, contributions: answer.reply.contributions, snapshot };
}

/** @param {State} state @param {QueryName} name @returns {Partial<Parts>} */
function partsOf({ session, probe, engines }, name) {
  const parts = { ...session, probe, engine: engines.active };
  return Object.fromEntries(QUERIES[name].of.map((part) => [part, parts[part]]));
}

/** The last answer, if it still holds. @template {QueryName} Q @param {State} state @param {Q} name @returns {AnswerTo<Q> | null} */
function holding(state, name) {
  const answer = /** @type {AnswerTo<Q> | undefined} */ (state.answers.queries[name]);
  return answer && same(partsOf(state, name), answer.of) ? answer : null;
}

/** @param {Record<string, any>} a @param {Record<string, any>} b */
const same = (a, b) => Object.keys(a).every((key) => Object.is(a[key], b[key]));

/** What to ask of a query now. @template {QueryName} Q @param {State} state @param {Q} name @param {AnswerTo<Q> | null} known @returns {Verbs[Q]["args"] | null} */
const argsOf = (state, name, known) =>
  /** @type {Query<Q>} */ (/** @type {unknown} */ (QUERIES[name])).args(state, known);

/** Every query that is asked now and has no answer yet. @param {State} state @returns {{name: QueryName, args: Answer["args"], of: Partial<Parts>}[]} */
export function openQueries(state) {
  return NAMES.flatMap((name) => {
    const known = holding(state, name);
    const args = argsOf(state, name, known);
    return args && !(known && same(args, known.args)) ? [{ name, args, of: partsOf(state, name) }] : [];
  });
}

/**
 * The answer to what is asked now. While a run is going on it may be of a moment before; `exact` takes only one of this
 * very moment.
 * @template {QueryName} Q
 * @param {State} state
 * @param {Q} name
 * @param {{exact?: boolean}} [options]
 * @returns {AnswerTo<Q> | null}
 */
export function answerOf(state, name, { exact = false } = {}) {
  const known = holding(state, name);
  const last = /** @type {AnswerTo<Q> | undefined} */ (state.answers.queries[name]);
  const answer = known ?? (exact ? null : (last ?? null));
  const args = answer && argsOf(state, name, known);
  if (!args) return null;
  const { columns: _, rows: __, ...wanted } = /** @type {Record<string, unknown>} */ (args);
  return same(wanted, answer.args) ? answer : null;
}
