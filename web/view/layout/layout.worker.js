/** Graphviz in a worker: {id, shape} in, {id, layout} or {id, error} out. */

import { instance } from "../../vendor/viz.js";
import { shapeDot } from "./dot.js";
import { readShape } from "./read.js";

const graphviz = instance();

/** @param {import("./shape.js").Shape} shape */
async function layOut(shape) {
  const result = (await graphviz).render(shapeDot(shape), { format: "json0" });
  if (result.status === "failure") throw new Error(result.errors.map(({ message }) => message).join("; "));
  return readShape(result.output, shape);
}

self.onmessage = async ({ data: { id, shape } }) => {
  try {
    self.postMessage({ id, layout: await layOut(shape) });
  } catch (error) {
    self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
};
