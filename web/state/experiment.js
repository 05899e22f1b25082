/**
 * The experiments on backward: it runs with one of its ideas missing, the topological sort or the + of +=, and the engine
 * answers with the gradients of both ways. One is on at a time. The naive order can be replayed, visit by visit.
 */

import { idOf } from "../protocol/nodes.js";
import { patch } from "./patch.js";
import { answerOf } from "./queries.js";
import { afterVisits, equal, visitsOf } from "./visits.js";

/** @typedef {import("./types.js").State} State */

/**
 * `naive` goes depth-first from the loss or another root; `at` is how many of its visits are made, null for all of them, as the
 * engine makes them. `overwritten` has = in place of +=.
 * @typedef {{how: "naive", root: string | null, at: number | null} | {how: "overwritten"}} Experiment
 */

export const HOWS = /** @type {const} */ (["naive", "overwritten"]);

/**
 * The gradients of an experiment and the true ones, of the state in `of`; `visits` only of the naive order.
 * @typedef {{shown: Float64Array, truth: Float64Array, visits: Float64Array | null}} Gradients
 */

/**
 * What the engine answers to the experiment that is on; null while it has not.
 * @param {State} state
 * @param {{exact?: boolean}} [options]
 * @returns {{gradients: Gradients | null, error: string, of: Partial<import("./queries.js").Parts>} | null}
 */
export function resultOf(state, options) {
  const how = state.view.experiment?.how;
  const answer = how ? answerOf(state, how, options) : null;
  return (
    answer && { gradients: answer.reply && gradientsOf(answer.reply), error: answer.error, of: answer.of }
  );
}

/** @param {NonNullable<import("./queries.js").Answers[Experiment["how"]]["reply"]>} reply @returns {Gradients} */
const gradientsOf = (reply) =>
  "naive" in reply
    ? { shown: reply.naive, truth: reply.grad, visits: reply.visits }
    : { shown: reply.overwritten, truth: reply.grad, visits: null };

/** Whether a node's gradient is wrong. @param {Gradients} gradients @param {number} id */
export const isWrong = ({ shown, truth }, id) => !equal(shown[id], truth[id]);

// --- the replay of the naive order ---

/** Whether the naive order is replayed: Step, Back, Play and the slider then go over its visits. @param {State} state */
export const replays = ({ view: { experiment }, compare }) =>
  experiment?.how === "naive" && experiment.at !== null && compare === null;

/** Whether the view follows the moves, with everything open: op by op, and visit by visit. @param {State} state */
export const follows = (state) => (state.run.walk !== null && state.run.unit === "op") || replays(state);

/** Where the view follows the moves another picture is shown, and the zoom before means nothing there. @param {State} before @param {State} next */
export const elsewhere = (before, next) =>
  follows(before) === follows(next) ? next : patch(next, { view: { zoom: null } });

/**
 * The replay, in the graph that is shown: its root, its visits, and how many of them are made.
 * @param {State} state
 * @returns {{traced: import("./types.js").TracedGraph, root: number, visits: import("./visits.js").Visits, at: number} | null}
 */
export function replayOf(state) {
  const { experiment } = state.view;
  const traced = state.answers.graph;
  if (!replays(state) || experiment?.how !== "naive" || !traced) return null;
  const { graph } = traced;
  const root = experiment.root === null ? graph.name.length - 1 : idOf(graph, experiment.root);
  if (root < 0) return null;
  const visits = visitsOf(graph, root);
  return { traced, root, visits, at: Math.min(experiment.at ?? 0, visits.moves.length) };
}

/** The true gradients from the replay's root, null while they are not known. @param {State} state @param {import("./types.js").TracedGraph} traced */
function truthOf(state, { graph, snapshot }) {
  const { experiment } = state.view;
  if (experiment?.how === "naive" && experiment.root === null) return graph.grad;
  const result = resultOf(state);
  return result?.of.snapshot === snapshot ? (result.gradients?.truth ?? null) : null;
}

/** What the nodes of a state hold: graph, strip and inspector all show it. @type {WeakMap<State, ReturnType<typeof makeHeld>>} */
const known = new WeakMap();

/** What the nodes hold at the replay's visit, with the true gradients; null without a replay. @param {State} state */
export function heldNow(state) {
  const held = known.get(state) ?? makeHeld(state);
  known.set(state, held);
  return held;
}

/**
 * After the last visit a node is wrong if its gradient is, as in the engine's answer: in another order a sum may also be
 * rounded otherwise.
 * @param {State} state
 */
function makeHeld(state) {
  const replay = replayOf(state);
  if (!replay) return null;
  const { traced, root, visits, at } = replay;
  const truth = truthOf(state, traced);
  const { grad, wrong, visit } = afterVisits(traced.graph, root, at, truth);
  const last = at === visits.total && truth !== null;
  /** @param {number} id */
  const isWrong = (id) => (last ? !equal(grad[id], truth[id]) : wrong[id] === 1);
  return { grad, isWrong, visit, truth };
}

/** Goes to a visit, as far as there are some. @param {State} state @param {number} at @returns {State} */
export function goToVisit(state, at) {
  const { experiment } = state.view;
  const most = replayOf(state)?.visits.moves.length;
  if (experiment?.how !== "naive" || most === undefined) return state;
  return patch(state, { view: { experiment: { ...experiment, at: Math.max(0, Math.min(at, most)) } } });
}

/** One visit on or back; behind the last one Play ends. @param {State} state @param {1 | -1} direction @returns {State} */
export function advanceReplay(state, direction) {
  const replay = replayOf(state);
  if (!replay) return state;
  const at = replay.at + direction;
  return at > replay.visits.moves.length ? patch(state, { run: { playing: false } }) : goToVisit(state, at);
}

/** @type {Pick<import("./types.js").Handlers, "view/experiment">} */
export const EXPERIMENT_ACTIONS = {
  // it is one point's whole backward pass: it excludes the walk and the training loss's gradients
  "view/experiment": (state, { how, root = null, at = null }) => {
    // Play must not go on with steps where it went over visits, nor the other way round
    const still = at !== null || replays(state);
    const next = still ? patch(state, { run: { playing: false, pending: 0 } }) : state;
    if (how === null) return elsewhere(state, patch(next, { view: { experiment: null } }));
    const experiment = how === "naive" ? { how, root, at } : { how };
    const run = /** @type {const} */ ({ unit: "update", walk: null });
    return elsewhere(state, patch(next, { view: { experiment, gradient: "point" }, run }));
  },
};
