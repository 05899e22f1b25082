/**
 * What the page asks an engine beside the run itself: all about one moment, which stays as it is. A question is read off
 * the state; its answer holds as long as what it was asked of is the same. Adding one is a row here.
 */

import { ENGINES } from "../protocol/engines.js";
import { parameterNames } from "../protocol/names.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../engine/requests.js").Request} Request */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {"preview" | "shares" | "naive" | "nudge" | "field"} QuestionName */

/**
 * `of` holds the parts of the state that the answer depends on, by identity; error is the engine's own sentence where it
 * refuses, and reply is null then.
 * @typedef {{
 *   args: Record<string, any>, of: unknown[], reply: any, error: string, ms: number, at: number,
 * }} Answer
 */

/**
 * `args` gives what to ask now, or null where nobody wants to know. `known` is the last answer, if it still holds.
 * @typedef {{of: (keyof State)[], args(state: State, known: Answer | null): Record<string, any> | null}} Question
 */

/** @type {Record<QuestionName, Question>} */
const QUESTIONS = {
  // the step that would come next, without making it
  preview: {
    of: ["snapshot", "points", "config", "engine"],
    args: (state) => (selectedParameter(state) < 0 ? null : {}),
  },
  // what each train point contributes to the selected parameter's gradient
  shares: {
    of: ["snapshot", "points", "config", "engine"],
    args(state) {
      const parameter = selectedParameter(state);
      return parameter < 0 ? null : { parameter };
    },
  },
  // the probe's gradient in the naive order, from the loss or another root
  naive: {
    of: ["snapshot", "config", "probe", "engine"],
    args: ({ naive, probe }) => naive && probe && { ...placeOf(probe), root: naive.root ?? -1 },
  },
  // what becomes of the probe's loss when a node's data is changed
  nudge: {
    of: ["snapshot", "config", "probe", "engine"],
    args: ({ nudge, probe }) => nudge && probe && { ...placeOf(probe), node: nudge.node, delta: nudge.delta },
  },
  // a node's data over the plane: first the coarse picture, at once, then the fine one
  field: {
    of: ["snapshot", "config", "engine"],
    args(state, known) {
      const node = shownField(state);
      if (node === null || !state.probe) return null;
      const { moving, resting } = ENGINES[state.engine].surface;
      const label = labelOf(node, state.probe.label);
      const coarse = known?.args.node === node && known.args.label === label;
      const columns = coarse && !state.playing ? resting : moving;
      return { node, label, columns, rows: columns, extent: 2 };
    },
  },
};

const NAMES = /** @type {QuestionName[]} */ (Object.keys(QUESTIONS));

/** @param {NonNullable<State["probe"]>} probe */
const placeOf = ({ x, y, label }) => ({ x, y, label });

/** The selected node as a parameter: its place in a snapshot's columns, or -1. @param {State} state */
export function selectedParameter({ selectedNode, config }) {
  return selectedNode === null ? -1 : parameterNames(config).indexOf(selectedNode);
}

/** A hidden neuron, or a parameter of it: what the pointer on it shows over the plane. */
const NEURON = /^(h\d+(?:\.\d+)?)(?:\.(?:w\d+|b))?$/;
/** A class's probability: a node of that label's graph alone. */
const PROBABILITY = /^p(\d)$/;

/**
 * The node whose data is painted over the plane, null for the classes' probabilities: the hidden neuron under the
 * pointer, else what was chosen.
 * @param {State} state
 * @returns {string | null}
 */
export function shownField(state) {
  const { hoveredNode, hoverField, playing } = state;
  const neuron = hoverField && !playing ? NEURON.exec(hoveredNode ?? "")?.[1] : undefined;
  return neuron !== undefined && isNode(state, neuron) ? neuron : chosenField(state);
}

/** The same without the pointer. @param {State} state @returns {string | null} */
export function chosenField(state) {
  const wanted = state.field === "selected" ? state.selectedNode : state.field;
  return wanted !== null && isNode(state, wanted) ? wanted : null;
}

/** @param {State} state @param {string} node */
function isNode({ graph }, node) {
  const names = graph?.graph.name ?? [];
  return names.includes(node) || (PROBABILITY.test(node) && names.some((name) => PROBABILITY.test(name)));
}

/** The label whose graph has the node: the probe's, but for another class's probability. @param {string} node @param {number} label */
function labelOf(node, label) {
  const k = PROBABILITY.exec(node)?.[1];
  return k === undefined ? label : Number(k) - 1;
}

/**
 * The shares of the selected parameter's gradient beside the train points that they are of. While a run is going on,
 * both may be of a moment before.
 * @param {State} state
 * @returns {{parameter: string, points: Point[], shares: Float64Array} | null}
 */
export function knownShares(state) {
  const answer = answerOf(state, "shares");
  if (!answer?.reply || state.selectedNode === null) return null;
  const points = /** @type {Point[]} */ (answer.of[QUESTIONS.shares.of.indexOf("points")]);
  const train = points.filter(({ split }) => split === "train");
  return { parameter: state.selectedNode, points: train, shares: answer.reply.shares };
}

/** @param {State} state @param {QuestionName} name */
const partsOf = (state, name) => QUESTIONS[name].of.map((part) => state[part]);

/** @param {State} state @param {QuestionName} name @returns {Answer | null} the last answer, if it still holds */
function holding(state, name) {
  const answer = state.answers[name];
  const parts = partsOf(state, name);
  return answer?.of.every((part, i) => part === parts[i]) ? answer : null;
}

/** @param {Record<string, any>} a @param {Record<string, any>} b */
const same = (a, b) => Object.keys(a).every((key) => Object.is(a[key], b[key]));

/** While playing, a question takes at most one part in so many of the time. */
const SHARE = 8;

/**
 * The next question that has no answer yet.
 * @param {State} state
 * @param {number} now
 * @returns {Request | null}
 */
export function questionRequest(state, now) {
  for (const name of NAMES) {
    const known = holding(state, name);
    const args = QUESTIONS[name].args(state, known);
    if (!args || (known && same(args, known.args))) continue;
    const last = state.answers[name];
    if (state.playing && last && now - last.at < SHARE * last.ms) continue;
    const of = partsOf(state, name);
    /** @param {any} reply @param {string} [error] */
    const answered = (reply, error = "") => ({
      type: "question/answered",
      name,
      answer: { args, of, reply, error, ms: reply?.ms ?? 0, at: now },
    });
    return { verb: name, args, action: answered, refused: (reason) => answered(null, reason) };
  }
  return null;
}

/**
 * The answer to what is asked now. While a run is going on it may be of a moment before; `exact` takes only one of this
 * very moment.
 * @param {State} state
 * @param {QuestionName} name
 * @param {{exact?: boolean}} [options]
 * @returns {Answer | null}
 */
export function answerOf(state, name, { exact = false } = {}) {
  const known = holding(state, name);
  const answer = known ?? (exact ? null : (state.answers[name] ?? null));
  const args = answer && QUESTIONS[name].args(state, known);
  if (!args) return null;
  const { columns: _, rows: __, ...wanted } = args;
  return same(wanted, answer.args) ? answer : null;
}
