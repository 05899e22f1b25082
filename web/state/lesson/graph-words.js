/** The words of the lessons that are about a node: its numbers, its consumers, and what engine and experiments say of it. */

import { ENGINES } from "../../protocol/engines.js";
import {
  consumersOf,
  contributionTo,
  idOf,
  isFlat,
  isHidden,
  localOf,
  lostConsumers,
} from "../../protocol/nodes.js";
import { heldNow, isWrong, replayOf, replays, resultOf } from "../experiment.js";
import { answerOf } from "../queries.js";
import { holdingAt, scheduleOf } from "../schedule.js";
import { visitsOf } from "../visits.js";
import { afterUpdate, presentGraph } from "../walk.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Graph} Graph */
/** @typedef {import("./words.js").Word} Word */

/** The shown graph and a node's place in it. @param {State} state @param {string} name */
function place(state, name) {
  const graph = presentGraph(state)?.graph; // not that of the probe before
  const id = graph ? idOf(graph, name) : -1;
  return graph && id >= 0 ? { graph, id } : null;
}

/**
 * What each consumer adds to a node's gradient, in the order of backward: from the consumer with the highest id down.
 * @param {State} state
 * @param {string} name
 * @returns {{name: string, value: number}[] | null}
 */
function contributions(state, name) {
  const at = place(state, name);
  if (!at) return null;
  return consumersOf(at.graph, at.id).map(({ consumer, slot }) => ({
    name: at.graph.name[consumer],
    value: contributionTo(at.graph, consumer, slot),
  }));
}

/** @param {Graph} graph @param {number} id */
const lostNames = (graph, id) => lostConsumers(graph, id).map(({ consumer }) => graph.name[consumer]);

/** @param {"data" | "grad"} column @returns {Word} */
const column = (column) => (state, of) => {
  const at = place(state, of);
  return at?.graph[column][at.id] ?? null;
};

/** How many moves of a step have been made when the last contribution to a node is still to come. @type {Word} */
function lastMove(state, of) {
  const traced = state.answers.graph;
  const at = place(state, of);
  if (!traced || !at) return null;
  const { moves } = scheduleOf(traced);
  const arrives = moves.findLastIndex(
    ({ kind, node, slot }) => kind === "line" && traced.graph.prev[node][slot] === at.id,
  );
  return arrives < 0 ? null : arrives;
}

/** The gradient that a node holds at this move of the walk, or at this visit of the replay. @type {Word} */
function heldGrad(state, of) {
  const [traced, at, { walk }] = [state.answers.graph, place(state, of), state.run];
  if (at && replays(state)) return heldNow(state)?.grad[at.id] ?? null;
  return traced && at && walk ? holdingAt(traced, walk.at, afterUpdate(state)).grad[at.id] : null;
}

/** What the experiment on backward gives, for the graph that is shown. @param {State} state */
function experiment(state) {
  const gradients = resultOf(state, { exact: true })?.gradients;
  const graph = state.answers.graph?.graph;
  return gradients && graph ? { gradients, names: graph.name } : null;
}

/** @param {boolean} wrong @returns {Word} */
const nodesThatAre = (wrong) => (state) => {
  const result = experiment(state);
  return result?.names.filter((_, id) => isWrong(result.gradients, id) === wrong) ?? null;
};

/** @param {keyof import("../experiment.js").Gradients} column @returns {Word} */
const numberOf = (column) => (state, of) => {
  const result = experiment(state);
  const id = result?.names.indexOf(of) ?? -1;
  return result?.gradients[column]?.[id] ?? null;
};

/** The first visit of the naive order that passes on an incomplete gradient; it need not be replayed for that. @param {State} state */
function firstEarly(state) {
  const graph = presentGraph(state)?.graph;
  const root = graph ? (replayOf(state)?.root ?? graph.name.length - 1) : -1;
  if (!graph || root < 0) return null;
  const { early, moves } = visitsOf(graph, root);
  return { visit: early, node: early > 0 ? graph.name[moves[early - 1].node] : "none" };
}

/** The consumers of the visited node that have not added their contributions yet. @type {Word} */
function missingConsumers(state) {
  const replay = replayOf(state);
  const visit = heldNow(state)?.visit;
  if (!replay || !visit) return null;
  const { graph } = replay.traced;
  const done = new Set(replay.visits.moves.slice(0, replay.at).map(({ node }) => node));
  const left = consumersOf(graph, visit.node).filter(
    ({ consumer }) => consumer <= replay.root && !done.has(consumer),
  );
  return left.map(({ consumer }) => graph.name[consumer]);
}

/** The answer to the nudge that is shown now. @param {"predicted" | "measured" | "loss" | "nudged"} column @returns {Word} */
const nudged = (column) => (state) => answerOf(state, "nudge", { exact: true })?.reply?.[column] ?? null;

/** The outputs of hidden neurons that pass a test, by name. @param {(graph: Graph, id: number) => boolean} test @returns {Word} */
const neurons = (test) => (state) => {
  const graph = state.answers.graph?.graph;
  return graph ? graph.name.filter((_, id) => isHidden(graph, id) && test(graph, id)) : null;
};

/** The hidden neuron whose local derivative is the least or the most of all. @param {"least" | "most"} which @returns {Word} */
const bySlope = (which) => (state) => {
  const graph = presentGraph(state)?.graph;
  if (!graph) return null;
  const slope = (/** @type {number} */ id) => Math.abs(localOf(graph, id, 0));
  const hidden = graph.name.flatMap((_, id) => (isHidden(graph, id) ? [id] : []));
  const [first] = hidden.sort((a, b) => (which === "least" ? slope(a) - slope(b) : slope(b) - slope(a)));
  return first === undefined ? "none" : graph.name[first];
};

/** @param {"min" | "max"} which @returns {Word} */
const fieldEnd = (which) => (state) => {
  const answer = answerOf(state, "field", { exact: true });
  const fine = answer && answer.args.columns >= ENGINES[state.engines.active].surface.resting;
  const field = fine ? answer.reply?.field : null; // not the coarse one, whose ends are others
  return field ? field.reduce((a, b) => Math[which](a, b)) : null;
};

/** @type {Record<string, Word>} */
export const GRAPH_WORDS = {
  data: column("data"),
  grad: column("grad"),
  // with respect to the first operand
  local: (state, of) => {
    const at = place(state, of);
    return at && at.graph.prev[at.id].length > 0 ? localOf(at.graph, at.id, 0) : null;
  },
  nodes: (state) => state.answers.graph?.graph.name ?? null,
  "shared nodes": (state) =>
    state.answers.graph?.graph.name.filter((name) => (contributions(state, name)?.length ?? 0) > 1) ?? null,
  results: (state, of) => {
    const graph = state.answers.graph?.graph;
    return graph ? graph.name.filter((_, id) => graph.op[id] === of) : null;
  },
  operation: (state, of) => {
    const at = place(state, of);
    return at && (at.graph.op[at.id] || "none");
  },
  consumers: (state, of) => contributions(state, of)?.map(({ name }) => name) ?? null,
  "first contribution": (state, of) => contributions(state, of)?.[0]?.value ?? null,
  "last contribution": (state, of) => contributions(state, of)?.at(-1)?.value ?? null,
  "last consumer": (state, of) => contributions(state, of)?.at(-1)?.name ?? null,
  "lost consumers": (state, of) => {
    const at = place(state, of);
    return at && lostNames(at.graph, at.id);
  },
  "last move": lastMove,
  "held grad": heldGrad,

  experiment: ({ view }) => view.experiment?.how ?? "none",
  "naive start": ({ view: { experiment } }) => (experiment?.how === "naive" && experiment.root) || "loss",
  "wrong nodes": nodesThatAre(true),
  "right nodes": nodesThatAre(false),
  "wrong grad": numberOf("shown"),
  "true grad": numberOf("truth"),
  visits: numberOf("visits"),
  visit: (state) => replayOf(state)?.at ?? "none",
  "early visit": (state) => firstEarly(state)?.visit ?? null,
  "early node": (state) => firstEarly(state)?.node ?? null,
  "missing consumers": missingConsumers,
  "lost contributions": (state) => {
    const graph = presentGraph(state)?.graph;
    return graph ? graph.name.flatMap((_, id) => lostNames(graph, id)) : null;
  },

  "nudged node": ({ view }) => view.nudge?.node ?? "none",
  nudge: ({ view }) => view.nudge?.delta ?? 0,
  "predicted change": nudged("predicted"),
  "measured change": nudged("measured"),

  "flat neurons": neurons((graph, id) => graph.op[id] === "tanh" && isFlat(graph, id)),
  "silent neurons": neurons((graph, id) => graph.op[id] === "relu" && graph.data[id] === 0),
  "flattest neuron": bySlope("least"),
  "steepest neuron": bySlope("most"),

  field: ({ view }) => view.field ?? "classes",
  "lowest value": fieldEnd("min"),
  "highest value": fieldEnd("max"),
};
