/** Graphs for the tests of the graph's panel: traced by the Python engine, after a few steps of training. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inVenv, ROOT } from "../../build/tools.js";

/** @typedef {import("../../web/protocol/verbs.js").Graph} Graph */

const TRACE = `
import json, sys
from dataclasses import asdict
from micrograd.config import Config
from micrograd.session import Session
out = []
for layers, nonlin, loss, label in json.loads(sys.argv[1]):
    session = Session(Config(layers=tuple(layers), nonlin=nonlin, loss=loss))
    for _ in range(3):
        session.step()
    graph = asdict(session.trace(0.3, -1.1, label))
    out.append(graph)
print(json.dumps(out))
`;

/**
 * @param {...[layers: number[], nonlin: string, loss: string, label: number]} wanted
 * @returns {Promise<Graph[]>}
 */
export async function traceGraphs(...wanted) {
  const { stdout } = await promisify(execFile)(inVenv("python"), ["-c", TRACE, JSON.stringify(wanted)], {
    cwd: ROOT,
    maxBuffer: 1e8,
  });
  const flat = (/** @type {number[][]} */ pairs) => Float64Array.from(pairs.flat());
  return JSON.parse(stdout).map((/** @type {any} */ { local, contribution, ...graph }) => ({
    ...graph,
    ...{ local: flat(local), contribution: flat(contribution) }, // as Python's bridge hands them on
  }));
}
