/** The lines of a file that the selected node came from, wherever the learner has moved them to. */

import { cut, ownPlace } from "../node/source.js";
import { madeIn } from "../node/words.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * The lines that count of the function that computed the node, and of backward; none if the file has them no more.
 * @param {State} state @param {import("../../state/code/files.js").FileName} file @param {string} text
 * @returns {number[]}
 */
export function nodeLines(state, file, text) {
  const graph = state.answers.graph?.graph;
  const id = graph && state.selection.node !== null ? graph.name.indexOf(state.selection.node) : -1;
  if (!graph || id < 0) return [];
  const places = [madeIn(graph, id), "backward"].map((what) => ownPlace(what, graph.operations ?? {}));
  return places.flatMap((place) => (place?.file === file ? linesOf(place, text) : []));
}

/** @param {import("../node/source.js").Place} place @param {string} text */
function linesOf(place, text) {
  try {
    return cut(text, place)
      .filter(({ marked }) => marked)
      .map(({ number }) => number);
  } catch {
    return []; // the learner has written it differently
  }
}
