/** The networks that others would have trained in a browser, each on the session of an engine. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../build/tools.js";
import { LayerLibrary } from "./peers/layer-library.js";
import { OriginalModule } from "./peers/original-module.js";
import { TypedArrayMlp } from "./peers/typed-arrays.js";

/** @typedef {import("../../web/worker/c/c-engine.js").CEngine} CEngine */
/** @typedef {keyof typeof PEERS} Kind */

/** A class of peers/, and its file: without imports, since a worker in Chromium gets its text. */
export const PEERS = {
  module: {
    title: "JavaScript port of the original module",
    file: "original-module.js",
    Peer: OriginalModule,
  },
  layers: { title: "JavaScript, layer library", file: "layer-library.js", Peer: LayerLibrary },
  typed: { title: "JavaScript, typed arrays", file: "typed-arrays.js", Peer: TypedArrayMlp },
};

/** @param {Kind} kind */
export const sourceOf = (kind) =>
  readFile(path.join(ROOT, "tests", "bench", "peers", PEERS[kind].file), "utf8");

/** The session's train and val points as a peer takes them. @param {CEngine} engine */
export function pointsOf(engine) {
  /** @param {string} split */
  const of = (split) =>
    engine
      .points()
      .filter((p) => p.split === split)
      .map(({ x, y, label }) => ({ x: Float64Array.of(x, y), label }));
  return { train: of("train"), val: of("val") };
}

/** A peer with the parameters of the engine's session. @param {CEngine} engine @param {Kind} kind @param {number[]} layers */
export const peerOf = (engine, kind, layers) =>
  new PEERS[kind].Peer(engine.query("snapshot", []).data, [2, ...layers, 3]);
