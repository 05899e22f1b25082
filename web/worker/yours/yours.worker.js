/**
 * The engine Yours: Python with the learner's own engine.py, nn.py and optim.py. It boots, asks the page for the files, gives up
 * everything of the browser but computing, and only then imports them.
 */

import { MINE } from "../../protocol/messages.js";
import { Fault, Problem } from "../../protocol/problem.js";
import { fetchText } from "../assets.js";
import { bootPython } from "../python/boot.js";
import { plain, pythonEngine } from "../python/engine.js";
import { serve } from "../serve.js";
import { confine, silence } from "./confine.js";
import { limitDisk, limitMemory } from "./limit-memory.js";
import { checkedOperations } from "./operations.js";
import { printer } from "./printer.js";
import { checkedLosses, checkedReply } from "./replies.js";

/** How many characters of a foreign message the page gets. */
const MOST_TEXT = 4000;

/** The worker's end of its connection, which the code itself can't reach once the scope is confined. */
const port = {
  postMessage: self.postMessage.bind(self),
  /** @type {((event: MessageEvent) => void) | null} */
  onmessage: null,
};
self.addEventListener("message", (event) => port.onmessage?.(event));

/** The files to run, as the page has them. @param {number} took how long as much work as theirs takes here, in seconds @returns {Promise<Record<string, string>>} */
const filesFromPage = (took) =>
  new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data.files);
    port.postMessage({ awaits: "files", took });
  });

/** @param {(loaded: number, total: number) => void} progress @returns {Promise<import("../../protocol/verbs.js").Engine>} */
async function boot(progress) {
  silence();
  const { pyodide, boot } = await bootPython(progress, false);
  const files = ["./yours.py", "./mine.py", "../python/bridge.py"].map((f) => new URL(f, import.meta.url));
  const [yours, mine, bridge] = await Promise.all(files.map(fetchText));
  const home = pyodide.toPy({});
  pyodide.runPython(yours, { globals: home, filename: "yours.py" });
  const trainer = pyodide.toPy({});
  pyodide.runPython(mine, { globals: trainer, filename: "mine.py" });
  const { write } = printer((printed) => port.postMessage({ printed }));
  pyodide.setStdout({ write });
  pyodide.setStderr({ write });
  const start = performance.now();
  home.get("prepare")();
  const own = await filesFromPage((performance.now() - start) / 1000);
  confine();
  limitMemory();
  limitDisk(pyodide.FS);
  /** @param {Error} error */
  const problemOf = (error) => problemIn(home.get("failure")?.toJs(), error);
  /** @param {string} name */
  const call = (name) => alive(home.get("call_of")(name));
  plain(call("begin"), problemOf)(own, bridge, MINE in own ? trainer.get("train_with") : undefined);
  const operations = checkedOperations(plain(call("operations"), problemOf)());
  const names = operations.map(({ name }) => name);
  const engine = pythonEngine(call, async () => {}, problemOf);
  return {
    ...engine,
    boot,
    operations,
    step: () => checkedLosses(engine.step()),
    query: (verb, args) => checkedReply(verb, engine.query(verb, args), names),
    packages: () => [],
  };
}

const ENDED = "the code has crashed Python";
const UNTOLD = "the code has changed Python itself, which now can't say what went wrong";

/**
 * What an exception means. A ValueError that is not the code's own is the package's "lr must be …", after which the engine goes
 * on; whatever else went wrong is the code's.
 * @param {[sentence: string, file: string, line: number, details: string, kind: string] | undefined} told
 * @param {Error} error
 */
function problemIn(told, error) {
  if (!told) return new Fault(UNTOLD, null, error.message.slice(-MOST_TEXT));
  const [sentence, file, line, details, kind] = told;
  if (kind === "ValueError" && !file) return new Problem(sentence.replace(/^ValueError: /, ""), details);
  return new Fault(sentence, file ? { file, line } : null, details);
}

/**
 * A function that may exhaust the browser's stack before Python's own limit is reached, or end Python as a whole.
 * @param {(...args: any[]) => any} f
 */
function alive(f) {
  /** @param {any[]} args */
  return (...args) => {
    try {
      return f(...args);
    } catch (error) {
      if (error instanceof Error && error.name === "PythonError") throw error;
      // Firefox has an InternalError of its own for this
      const deep = error instanceof RangeError || /too much recursion/.test(String(error));
      const sentence = deep ? "RecursionError: a function calls itself without end" : ENDED;
      throw new Fault(sentence, null, String(error).slice(0, MOST_TEXT));
    }
  };
}

serve(boot, port);
