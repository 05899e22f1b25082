/**
 * The worker of the exercises: Python with their checks. It boots, reads them, gives up everything of the browser but computing,
 * and then answers one request after the other: {id, verb, args} by {id, reply}. It lives on between checks.
 */

import { told } from "../../protocol/problem.js";
import { fetchJson, fetchText } from "../assets.js";
import { bootPython, SITE } from "../python/boot.js";
import { confine, silence } from "../yours/confine.js";
import { limitDisk, limitMemory } from "../yours/limit-memory.js";
import { printer } from "../yours/printer.js";

/** The worker's end of its connection, which the code itself can't reach once the scope is confined. */
const post = self.postMessage.bind(self);

/** Where the files of exercises/ are; course.py imports them from there. */
const HOME = "/home/pyodide/course/";

/** The functions of course.py that the page may call. */
const VERBS = ["check", "grow", "solve", "again"];

/**
 * How much the checks of an exercise may work, in looks of the interpreter at its signals: four times as much as the tenth needs
 * for the course's own solution, 33,000. A busy machine is slow, but takes no more of them.
 */
const MOST_WORK = 130_000;

/** How often a check that runs long says so, in ms. */
const BEAT = 500;

/** The signal that becomes KeyboardInterrupt, as from Ctrl-C. */
const SIGINT = 2;

async function boot() {
  silence();
  const progress = (/** @type {number} */ loaded, /** @type {number} */ total) =>
    post({ progress: { loaded, total } });
  const { pyodide } = await bootPython(progress, false);
  const files = /** @type {Record<string, string>} */ (await fetchJson(new URL("course/files.json", SITE)));
  const sources = ["./course.py", "../yours/yours.py"].map((file) => new URL(file, import.meta.url));
  const [course, yours] = await Promise.all(sources.map(fetchText));
  const start = performance.now();
  for (const [file, text] of Object.entries(files)) {
    pyodide.FS.mkdirTree((HOME + file).replace(/\/[^/]*$/, ""));
    pyodide.FS.writeFile(HOME + file, text);
  }
  const print = printer((printed) => post({ printed }));
  pyodide.setStdout({ write: print.write });
  pyodide.setStderr({ write: print.write });
  const [home, reach] = [pyodide.toPy({}), pyodide.toPy({})];
  pyodide.runPython(course, { globals: home, filename: "course.py" });
  pyodide.runPython(yours, { globals: reach, filename: "yours.py" });
  const took = (performance.now() - start) / 1000;
  reach.get("shut")();
  confine();
  limitMemory();
  limitDisk(pyodide.FS);
  const calls = Object.fromEntries(VERBS.map((verb) => [verb, home.get(verb)]));
  const work = interruptedBy(pyodide);
  /** @param {keyof typeof calls} verb @param {string[]} args */
  const call = (verb, args) => {
    print.anew();
    work.start();
    try {
      return calls[verb](...args);
    } finally {
      work.stop();
    }
  };
  return { call, took };
}

/**
 * Interrupts Python after too much work. Every few operations the interpreter looks for a signal in a buffer, which is meant to be
 * in memory shared with the page; here it counts the looks. It tells the page that Python is alive, too. A loop inside C never
 * looks: then the page hears nothing, and ends the worker.
 * @param {import("../python/boot.js").Pyodide} pyodide
 */
function interruptedBy(pyodide) {
  let [left, beat] = [0, 0];
  let works = false;
  pyodide.setInterruptBuffer({
    get 0() {
      if (!works) return 0;
      if (--left < 0) {
        // the sentence about it takes work too; and code that goes on after it is no longer alive to the page
        [left, beat] = [MOST_WORK, Number.POSITIVE_INFINITY];
        return SIGINT;
      }
      const now = performance.now();
      if (now > beat) {
        beat = now + BEAT;
        post({ alive: true });
      }
      return 0;
    },
    set 0(_signal) {}, // the interpreter takes the signal back
  });
  return {
    start() {
      [left, beat] = [MOST_WORK, performance.now() + BEAT];
      works = true;
    },
    stop() {
      works = false;
    },
  };
}

/** What a call may end in that is no sentence of the checks: then nothing is known of Python's memory. @param {unknown} error */
const died = (error) =>
  error instanceof RangeError
    ? { reason: "there are too many nested calls: the recursion needs an end", details: "" }
    : told(error, "Python crashed while it ran your code");

try {
  const { call, took } = await boot();
  self.addEventListener("message", ({ data: { id, verb, args } }) => {
    try {
      post({ id, reply: call(verb, args) ?? null });
    } catch (error) {
      post({ failed: died(error) });
    }
  });
  post({ ready: true, took });
} catch (error) {
  post({ failed: told(error, "a file from the server is not what it should be") });
}
