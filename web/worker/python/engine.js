/** An engine over the functions of bridge.py: plain JavaScript data in and out, Python's exceptions as Problems. */

import { hyperOf } from "../../protocol/messages.js";
import { Problem } from "../../protocol/problem.js";
import { QUERIES } from "../../protocol/verbs.js";

/** @typedef {import("../../protocol/verbs.js").Engine} Engine */

/**
 * The engine over the functions of bridge.py.
 * @param {(name: string) => any} python
 * @param {() => Promise<void>} needMicropip
 * @param {(error: Error) => Error} [problemOf] what an exception of Python means
 * @returns {Engine}
 */
export function pythonEngine(python, needMicropip, problemOf = refusal) {
  const commands = ["reset", "set_points", "set_hyper", "set_variant", "restore", "step"];
  const others = ["query", "begin_surface", "next_row", "packages"];
  const call = Object.fromEntries(
    [...commands, ...others].map((name) => [name, plain(python(name), problemOf)]),
  );
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
 * A refusal: "lr must be …" for a ValueError, the exception's name with its message for any other. The traceback is the cause.
 * @param {Error} error
 */
function refusal(error) {
  const lines = error.message.trim().split("\n");
  return new Problem(lines[lines.length - 1].replace(/^ValueError: /, ""), error);
}

/**
 * A function of Python whose exceptions are Problems. Anything else that is thrown means that the interpreter is dead.
 * @param {(...args: any[]) => any} f
 * @param {(error: Error) => Error} problemOf
 */
export function plain(f, problemOf) {
  /** @param {any[]} args */
  return (...args) => {
    try {
      return f(...args);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "PythonError") throw error;
      throw problemOf(error);
    }
  };
}
