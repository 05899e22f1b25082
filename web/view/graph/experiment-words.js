/** What the experiments have shown, in words: at which nodes the gradients are wrong, and by how much. */

import { parameterNames } from "../../protocol/names.js";
import { lostConsumers } from "../../protocol/nodes.js";
import { isWrong, resultOf } from "../../state/experiment.js";
import { exact, format } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** A result; a wrong one is red. @typedef {{text: string, wrong: boolean}} Result */

/** How many names are listed. */
const NAMED = 8;

/** @type {Result} */
const NOTHING = { text: "", wrong: false };

/**
 * The nodes at which an experiment on backward is wrong, and the numbers of the hovered or selected one.
 * @param {State} state
 * @param {import("../../state/experiment.js").Experiment["how"]} how
 * @returns {Result}
 */
export function backwardText(state, how) {
  const { experiment } = state.view;
  const result = experiment?.how === how ? resultOf(state) : null;
  const graph = state.answers.graph?.graph;
  if (!experiment || !result || !graph) return NOTHING;
  const { gradients, error } = result;
  if (error) return { text: `It can't be run: ${error}.`, wrong: true };
  if (!gradients) return NOTHING;
  const wrong = graph.name.filter((_, id) => isWrong(gradients, id));
  if (wrong.length === 0) {
    const root = (experiment.how === "naive" && experiment.root) || "the loss";
    const text = `No gradient differs: of the nodes that ${root} depends on none is used twice, so they form a tree.`;
    return { text, wrong: false };
  }
  const looked = graph.name.indexOf(state.selection.hovered ?? state.selection.node ?? "");
  // backward goes from the loss down, and so through the topological order from its end
  const first = wrong[wrong.length - 1];
  const at = `Wrong at ${wrong.length} of ${graph.name.length} nodes, first at ${first}: ${list(wrong)}.`;
  if (how === "naive")
    return { text: `${at}${looked < 0 ? "" : visited(graph, gradients, looked)}`, wrong: true };
  return { text: `${at} ${lost(graph)}${looked < 0 ? "" : kept(graph, gradients, looked)}`, wrong: true };
}

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {import("../../state/experiment.js").Gradients} Gradients */

/** @param {Graph} graph @param {Gradients} gradients @param {number} id */
const visited = ({ name }, { shown, truth, visits }, id) =>
  ` ${name[id]}: naive ${format(shown[id])}, true ${format(truth[id])}, visited ${visits?.[id]} times.`;

/** How many contributions are overwritten: at each node all but the last. @param {Graph} graph */
function lost(graph) {
  const counts = graph.name.map((_, id) => lostConsumers(graph, id).length).filter((count) => count > 0);
  const contributions = counts.reduce((sum, count) => sum + count, 0);
  return `${contributions} contributions are lost, at the ${counts.length} nodes with several consumers.`;
}

/** @param {Graph} graph @param {Gradients} gradients @param {number} id */
function kept(graph, { shown, truth }, id) {
  const { name } = graph;
  const lost = lostConsumers(graph, id).map(({ consumer }) => name[consumer]);
  const numbers = ` ${name[id]}: with = ${format(shown[id])}, true ${format(truth[id])}`;
  return lost.length === 0 ? `${numbers}.` : `${numbers}; lost: ${list(lost)}.`;
}

/** For how many parameters the accumulated gradient of the last step differs from the true one. @param {State} state @returns {Result} */
export function accumulationText({ session: { snapshot, config } }) {
  if (config.zero_grad !== false || !snapshot) return NOTHING;
  const { truth, grad } = snapshot;
  if (!truth)
    return { text: "Take a step to compare the accumulated gradient with the true one.", wrong: false };
  const names = parameterNames(config);
  const wrong = names.filter((_, i) => !Object.is(grad[i], truth[i]));
  if (wrong.length === 0) {
    return {
      text: "Gradients have not accumulated yet: the result is the same as with zero_grad.",
      wrong: false,
    };
  }
  const first = names.indexOf(wrong[0]);
  return {
    text:
      `The accumulated gradient differs from the true one at ${wrong.length} of ${names.length} parameters, red in the ` +
      `table: ${wrong[0]} has ${format(grad[first])}, its true gradient is ${format(truth[first])}.`,
    wrong: true,
  };
}

/** Lists results before leaves, since they are more informative. @param {string[]} names */
function list(names) {
  const first = [...names].sort((a, b) => Number(a.includes(".")) - Number(b.includes("."))).slice(0, NAMED);
  return names.length > NAMED ? `${first.join(", ")} and ${names.length - NAMED} more` : first.join(", ");
}

/** The tooltip of a gradient that differs from the true one. @param {number} shown @param {number | undefined} truth */
export function truthWords(shown, truth) {
  return truth !== undefined && !Object.is(shown, truth)
    ? `${exact(shown)}; the true gradient is ${exact(truth)}`
    : null;
}
