/** The Python engine: the project's own wheel, in Pyodide, through bridge.py. */

import { hyperOf } from "../../protocol/messages.js";
import { QUERIES } from "../../protocol/verbs.js";
import { serve } from "../serve.js";
import { bootPython } from "./boot.js";

/** @typedef {import("../../protocol/verbs.js").Engine} Engine */

/** @param {(loaded: number, total: number) => void} progress */
async function boot(progress) {
  const { pyodide, boot, needMicropip } = await bootPython(progress);
  const source = await (await fetch(new URL("./bridge.py", import.meta.url))).text();
  const bridge = pyodide.toPy({});
  pyodide.runPython(source, { globals: bridge, filename: "bridge.py" });
  return { ...pythonEngine((name) => bridge.get(name), needMicropip), boot };
}

/**
 * The engine over the functions of bridge.py.
 * @param {(name: string) => any} python
 * @param {() => Promise<void>} needMicropip
 * @returns {Engine}
 */
function pythonEngine(python, needMicropip) {
  const commands = ["reset", "set_points", "set_hyper", "set_variant", "restore", "step"];
  const others = ["query", "begin_surface", "next_row", "packages"];
  const call = Object.fromEntries([...commands, ...others].map((name) => [name, plain(python(name))]));
  return {
    reset: (config) => call.reset({ ...config }),
    set_points: (points) =>
      call.set_points(
        Float64Array.from(points, (p) => p.x),
        Float64Array.from(points, (p) => p.y),
        points.map((p) => p.label),
        points.map((p) => p.split),
      ),
    set_hyper: (config) => call.set_hyper(hyperOf(config)),
    set_variant: (zero_grad) => call.set_variant(zero_grad),
    step: () => call.step(),
    restore: (snapshot) => call.restore(snapshot),
    query(verb, args) {
      const row = QUERIES[verb];
      return call.query(verb, Object.values(row.args), Float64Array.from(args), row.reply);
    },
    *surfaceRows(columns, rows, extent) {
      call.begin_surface(columns, rows, extent);
      for (let row = 0; row < rows; row++) yield call.next_row();
    },
    packages: async () => {
      await needMicropip();
      return call.packages();
    },
  };
}

/**
 * A function of bridge.py whose errors keep only the last line of Python's message: "lr must be …" for a refusal, without
 * the traceback and the exception's name; the name stays for any other error.
 * @param {(...args: any[]) => any} f
 */
function plain(f) {
  /** @param {any[]} args */
  return (...args) => {
    try {
      return f(...args);
    } catch (error) {
      const lines = String(error instanceof Error ? error.message : error)
        .trim()
        .split("\n");
      throw new Error(lines[lines.length - 1].replace(/^ValueError: /, ""));
    }
  };
}

serve(boot);
