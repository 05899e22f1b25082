/** Graphviz in a worker of its own, for one picture: {dot} in, {svg} or {error} out. */

import { instance } from "../../vendor/viz.js";

/** @param {string} dot */
async function draw(dot) {
  const result = (await instance()).render(dot, { format: "svg" });
  if (result.status === "failure") throw new Error(result.errors.map(({ message }) => message).join("; "));
  return result.output;
}

self.onmessage = async ({ data: { dot } }) => {
  try {
    self.postMessage({ svg: await draw(dot) });
  } catch (error) {
    self.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};
