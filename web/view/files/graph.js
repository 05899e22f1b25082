/** The whole graph of the probe as Graphviz draws it, with every number. */

import { Problem } from "../../protocol/problem.js";
import { graphDot } from "../../state/files/dot.js";
import { presentGraph } from "../../state/walk.js";

/** @param {import("../../state/types.js").State} state */
export function dotOf(state) {
  const traced = presentGraph(state);
  if (!traced) throw new Problem("The graph is still on its way: try again in a moment");
  return graphDot(traced.graph);
}

/** @param {string} dot @returns {Promise<string>} */
export function graphSvg(dot) {
  const worker = new Worker(new URL("./graphviz.worker.js", import.meta.url), { type: "module" });
  /** @type {Promise<string>} */
  const drawn = new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { svg, error } }) =>
      error ? reject(new Problem("Graphviz can't draw this graph", error)) : resolve(svg);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Problem("Graphviz did not load: check the connection, then try again"));
    };
    worker.postMessage({ dot });
  });
  return drawn.finally(() => worker.terminate());
}
