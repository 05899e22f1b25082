// Precomputes the layouts of the default network's shapes, so that the first view needs no Graphviz: site/layout/shapes.json,
// for each label, loss and nonlinearity. The site's own .wasm traces the graphs.

import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { instance } from "@viz-js/viz";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { isOpen } from "../../web/view/layout/arrange.js";
import { shapeDot } from "../../web/view/layout/dot.js";
import { readShape } from "../../web/view/layout/read.js";
import { shapeKey, shapeOf } from "../../web/view/layout/shape.js";
import { makePicture, UNFOLDED } from "../../web/view/layout/structure.js";
import { openWasm } from "../c/open-wasm.js";

const LABELS = [0, 1, 2];

/** @param {string} siteDir */
export async function defaultLayout(siteDir) {
  const engine = await openWasm(path.join(siteDir, "micrograd.wasm"));
  const graphviz = await instance();
  const folder = path.join(siteDir, "layout");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  /** @type {Record<string, import("../../web/view/layout/read.js").ShapeLayout>} */
  const layouts = {};
  for (const [loss, nonlin] of ["nll", "logsumexp"].flatMap((l) => ["tanh", "relu"].map((n) => [l, n]))) {
    engine.reset({ ...DEFAULT_CONFIG, loss, nonlin });
    for (const label of LABELS) {
      const graph = engine.query("trace", [0.5, -1, label]);
      for (const group of makePicture(graph, UNFOLDED).groups.filter(isOpen)) {
        const { shape } = shapeOf(graph, group);
        const key = shapeKey(shape);
        if (layouts[key]) continue;
        const { status, output, errors } = graphviz.render(shapeDot(shape), { format: "json0" });
        if (status === "failure") throw new Error(errors.map(({ message }) => message).join("; "));
        layouts[key] = readShape(output, shape);
      }
    }
  }
  await writeFile(path.join(folder, "shapes.json"), JSON.stringify(layouts));
}
