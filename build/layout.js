// Precomputes the layouts of the default network, so that the first view needs no Graphviz: site/layout/<key>.json for each
// label, loss and folding, and index.json with the keys. The site's own .wasm traces the graphs.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { instance } from "@viz-js/viz";
import { DEFAULT_CONFIG } from "../web/protocol/config.js";
import { pictureDot } from "../web/view/layout/dot.js";
import { readLayout } from "../web/view/layout/read.js";
import { makePicture, structureKey } from "../web/view/layout/structure.js";
import { CEngine, instantiate } from "../web/worker/c/c-engine.js";

const LABELS = [0, 1, 2];
const FOLDINGS = [false, true].map((folded) => ({ folded, open: new Set() }));

/** @param {string} siteDir */
export async function defaultLayout(siteDir) {
  const engine = await openEngine(path.join(siteDir, "micrograd.wasm"));
  const graphviz = await instance();
  const folder = path.join(siteDir, "layout");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const keys = [];
  for (const loss of ["nll", "logsumexp"]) {
    engine.reset({ ...DEFAULT_CONFIG, loss });
    for (const label of LABELS) {
      const graph = engine.query("trace", [0.5, -1, label]);
      for (const folding of FOLDINGS) {
        const picture = makePicture(graph, folding);
        const { status, output, errors } = graphviz.render(pictureDot(graph, picture), { format: "json0" });
        if (status === "failure") throw new Error(errors.map(({ message }) => message).join("; "));
        const key = structureKey(graph, folding);
        keys.push(key);
        await writeFile(path.join(folder, `${key}.json`), JSON.stringify(readLayout(output, picture)));
      }
    }
  }
  await writeFile(path.join(folder, "index.json"), JSON.stringify(keys));
}

/** A data: URL, because Node's fetch reads no file: URLs. @param {string} wasm */
async function openEngine(wasm) {
  const base64 = (await readFile(wasm)).toString("base64");
  return new CEngine(await instantiate(new URL(`data:application/wasm;base64,${base64}`)));
}
