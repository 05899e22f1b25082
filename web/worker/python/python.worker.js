/** The Python engine: the project's own wheel, in Pyodide, through bridge.py. */

import { hyperOf } from "../../protocol/messages.js";
import { Problem } from "../../protocol/problem.js";
import { QUERIES } from "../../protocol/verbs.js";
import { fetchBytes } from "../assets.js";
import { serve } from "../serve.js";
import { bootPython } from "./boot.js";

/** @typedef {import("../../protocol/verbs.js").Engine} Engine */

/** @param {(loaded: number, total: number) => void} progress */
async function boot(progress) {
  const cold = new URLSearchParams(self.location.search).has("cold");
  const { pyodide, boot, needMicropip } = await bootPython(progress, cold);
  const source = new TextDecoder().decode(await fetchBytes(new URL("./bridge.py", import.meta.url)));
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
      await needMicropip().catch((error) => {
        throw new Problem("micropip could not be loaded", error);
      });
      return call.packages();
    },
  };
}

/**
 * A function of bridge.py whose Python exceptions are Problems: "lr must be …" for a ValueError, the exception's name with
 * its message for any other. The traceback is the cause. Anything else that is thrown means that the interpreter is dead.
 * @param {(...args: any[]) => any} f
 */
function plain(f) {
  /** @param {any[]} args */
  return (...args) => {
    try {
      return f(...args);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "PythonError") throw error;
      const lines = error.message.trim().split("\n");
      throw new Problem(lines[lines.length - 1].replace(/^ValueError: /, ""), error);
    }
  };
}

serve(boot);
