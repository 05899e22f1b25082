/** Graphviz in a worker: {id, graph, folding} in, {id, layout} or {id, error} out. */

import { instance } from "../../vendor/viz.js";
import { pictureDot } from "./dot.js";
import { readLayout } from "./read.js";
import { makePicture } from "./structure.js";

const graphviz = instance();

/** @param {import("./structure.js").Graph} graph @param {import("./structure.js").Folding} folding */
async function layOut(graph, folding) {
  const picture = makePicture(graph, folding);
  const result = (await graphviz).render(pictureDot(graph, picture), { format: "json0" });
  if (result.status === "failure") throw new Error(result.errors.map(({ message }) => message).join("; "));
  return readLayout(result.output, picture);
}

self.onmessage = async ({ data: { id, graph, folding } }) => {
  try {
    self.postMessage({ id, layout: await layOut(graph, folding) });
  } catch (error) {
    self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
};
