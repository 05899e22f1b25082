/** The page's end of the worker that reads tables. A new question makes the answers to earlier ones void. */

/** @typedef {import("./csv.worker.js").Read} Read */
/** @typedef {import("../../state/data/csv.js").Table} Table */
/** @typedef {import("../../state/data/guess.js").Choices} Choices */
/** @typedef {import("../../state/data/points-of.js").Made} Made */
/** The table without its text, which stays in the worker. @typedef {Omit<Table, "text">} Summary */
/**
 * @typedef {object} Listener
 * @property {(part: number) => void} onProgress
 * @property {(found: {table: Summary, choices: Choices, notes: string[]}) => void} onTable
 * @property {(made: Made) => void} onMade
 * @property {(sentence: string) => void} onProblem
 */

/** @param {Listener} listener */
export function makeReader(listener) {
  /** @type {Worker | null} */
  let worker = null;
  let id = 0;

  function start() {
    const made = new Worker(new URL("./csv.worker.js", import.meta.url), { type: "module" });
    made.onmessage = ({ data }) => {
      if (data.id !== id) return;
      if ("progress" in data) listener.onProgress(data.progress);
      else if ("table" in data) listener.onTable(data);
      else if ("made" in data) listener.onMade(data.made);
      else listener.onProblem(data.problem);
    };
    made.onerror = (event) => {
      event.preventDefault();
      end();
      listener.onProblem("The table reader did not load, or it crashed. Check the connection and try again.");
    };
    return made;
  }

  function end() {
    worker?.terminate();
    worker = null;
    id++;
  }

  /** @param {{read: Read} | {choose: Choices}} question */
  function ask(question) {
    worker ??= start();
    worker.postMessage({ ...question, id: ++id });
  }

  return {
    /** @param {Read} read */
    read(read) {
      end(); // it may be at another table, for seconds
      ask({ read });
    },
    /** @param {Choices} choices */
    choose: (choices) => ask({ choose: choices }),
    end,
  };
}
