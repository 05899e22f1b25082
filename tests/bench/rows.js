/** What `npm run bench` times: the engines, and what they are compared with. */

import { Failure } from "../../build/tools.js";
import { beside, peerRow, wasmRow } from "./comparison.js";
import { PEERS } from "./peers.js";
import { nativeC, pythonEngine } from "./programs.js";
import { torch } from "./torch.js";

/** @typedef {import("./browser.js").Browser} Browser */
/** @typedef {import("./programs.js").Engine} Engine */

/**
 * How many steps and surfaces make a round: about half a second each, as many as a short training run where possible, and
 * enough that every round includes Python's garbage collector, which runs every few steps of the textbook engine.
 * `open` throws if the engine can't run.
 * @typedef {{name: string, step: number, surface: number, open(): Promise<Engine>}} Row
 */

/** The peers' steps and surfaces. @type {[import("./peers.js").Kind, number, number][]} */
const ROUNDS = [
  ["typed", 4000, 400],
  ["layers", 1000, 50],
  ["module", 50, 4],
];

/** @param {Browser | undefined} browser @returns {Row[]} */
export function rowsOf(browser) {
  /** @param {"python" | "c" | "batched"} name */
  const worker = (name) => async () => (await import("./browser.js")).inWorker(needed(browser), name);
  const textbookInPyodide = async () => (await import("./pyodide.js")).textbookInPyodide(needed(browser));
  return [
    { name: "textbook, CPython", step: 20, surface: 1, open: async () => pythonEngine("textbook") },
    { name: "Python, CPython", step: 20, surface: 10, open: async () => pythonEngine("micrograd") },
    { name: "textbook, Pyodide", step: 15, surface: 1, open: textbookInPyodide },
    { name: "Python, Pyodide", step: 10, surface: 4, open: worker("python") },
    { name: "C, native", step: 2000, surface: 400, open: nativeC },
    { name: "C, Wasm in Chromium", step: 2000, surface: 400, open: worker("c") },
    {
      name: "C, Wasm in Node",
      ...{ step: 2000, surface: 400 },
      open: () => wasmRow("micrograd.wasm", () => {}),
    },
    {
      name: "C, order anew, Wasm in Chromium",
      ...{ step: 2000, surface: 400 },
      open: async () => beside(needed(browser), "anew"),
    },
    { name: "C batched, Wasm in Chromium", step: 8000, surface: 400, open: worker("batched") },
    {
      name: "C batched, Wasm in Node",
      ...{ step: 8000, surface: 400 },
      open: () => wasmRow("micrograd-simd.wasm", (c) => c.set_batched(1)),
    },
    ...ROUNDS.flatMap(([kind, step, surface]) => [
      {
        name: `${PEERS[kind].title}, Chromium`,
        ...{ step, surface },
        open: async () => beside(needed(browser), kind),
      },
      { name: `${PEERS[kind].title}, Node`, step, surface, open: () => peerRow(kind) },
    ]),
    { name: "PyTorch, per point", step: 10, surface: 1, open: () => torch("torch-per-point") },
    { name: "PyTorch, batched", step: 300, surface: 100, open: () => torch("torch-batched") },
  ];
}

/** @param {Browser | undefined} browser */
function needed(browser) {
  if (!browser) throw new Failure("it needs Chromium and the site");
  return browser;
}
