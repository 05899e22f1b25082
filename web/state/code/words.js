/** What came of the learner's code, in one sentence, with the place in the code that it is about. */

import { DESCRIPTION } from "../../generated/description.js";
import { exact } from "../../protocol/numbers.js";
import { partWords } from "../compare.js";
import { STEPS_AHEAD } from "./check.js";
import { checkWants } from "./checking.js";
import { changedLines, changesOf } from "./diff.js";
import { spansOf } from "./files.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../compare.js").Difference} Difference */
/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").FileName} FileName */
/** @typedef {import("../../protocol/problem.js").CodePlace} CodePlace */

/** `kind` decides the colour; `details` unfold. @typedef {{kind: "rest" | "busy" | "equal" | "differs" | "wrong", text: string, place: CodePlace | null, details: string}} Verdict */

/** @param {Verdict["kind"]} kind @param {string} text @param {CodePlace | null} [place] @param {string} [details] @returns {Verdict} */
const verdict = (kind, text, place = null, details = "") => ({ kind, text, place, details });

/** Why the code does not run by itself. */
const WAITS = {
  visit: "This is your code from an earlier visit. It runs when you press Run.",
  own: "This is your own code again. It runs when you press Run.",
  link: "This code came with a link. Read it, then press Run.",
  file: "This code was opened from a file. Read it, then press Run.",
};

/** @param {State} state @returns {Verdict} */
export function verdictOf({ code, engines: { status }, session: { config } }) {
  const { files, run, problem, check, waits } = code;
  if (!files) return verdict("busy", "The source is on its way.");
  if (waits) return verdict("rest", WAITS[waits]);
  if (!run)
    return verdict("rest", "This is the source that Python runs. Change a line: it runs after a pause.");
  if (problem) return verdict("wrong", `${sentence(problem)}.`, problem.at ?? null, problem.details);
  if (status.yours.phase !== "ready") return verdict("busy", "Running: Python starts with your code.");
  if (status.c.phase !== "ready") return verdict("rest", "Yours runs. C is not there to compare it with.");
  if (!check) return verdict("busy", "Running.");
  if (check.difference) return differenceOf(check.difference, run, code.original ?? run, config.optimizer);
  const steps = `${check.equal} ${check.equal === 1 ? "step" : "steps"}`;
  if (checkWants(check) === "step" && check.equal < STEPS_AHEAD) {
    return verdict("busy", `Running: ${steps} compared with C.`);
  }
  return verdict("equal", `Equal to the last bit to C for ${steps}.`);
}

/** A reason as a sentence; a file keeps its small letter. @param {import("../../protocol/messages.js").Failure} problem */
const sentence = ({ reason, at }) => (at ? reason : reason.charAt(0).toUpperCase() + reason.slice(1));

/**
 * @param {Difference} difference @param {Files} files @param {Files} original @param {string} optimizer
 * @returns {Verdict}
 */
function differenceOf(difference, files, original, optimizer) {
  const { step, node, searched, column, index } = difference;
  const begins = `First differs from C at step ${step}`;
  if (!searched) return verdict("busy", `${begins}: looking for the node.`);
  const where = node ? placeOf(node.part === "grad" ? "backward" : node.op) : placeOf(optimizer);
  const place = where && changedIn(where, files, original);
  const line = place ? ` ${place.file}, line ${place.line}.` : "";
  if (node) {
    const numbers = `${exact(node.left)} in yours, ${exact(node.right)} in C`;
    return verdict(
      "differs",
      `${begins}, at ${node.name}: its ${partWords(node)} is ${numbers}.${line}`,
      place,
    );
  }
  const what =
    column === "train" || column === "val" ? `the ${column} loss` : `${column} of parameter ${index + 1}`;
  const numbers = `${exact(difference.left)} in yours, ${exact(difference.right)} in C`;
  const nodes = "Every node of every graph is right";
  return verdict("differs", `${begins}, in ${what}: ${numbers}. ${nodes}.${line}`, place);
}

/** The function that computes something: an operation by its symbol, backward, or an optimiser by its name. @param {string} what @returns {{file: FileName, name: string} | null} */
function placeOf(what) {
  if (what === "backward") return { file: "engine.py", name: "Value.backward" };
  const optimizer = DESCRIPTION.functions.optimizers[what];
  if (optimizer) return { file: "optim.py", name: `${what}.step` };
  const c = DESCRIPTION.functions.operations[what];
  return c ? { file: "engine.py", name: `Value.${c.replace("value_", "")}` } : null;
}

/**
 * The first changed line of that function; or of any function, since what it calls may be what was changed.
 * @param {{file: FileName, name: string}} where @param {Files} files @param {Files} original
 * @returns {CodePlace | null}
 */
function changedIn({ file, name }, files, original) {
  const plain = (/** @type {string} */ text) => text.toLowerCase().replaceAll("__", "");
  const span = spansOf(files[file]).find((each) => plain(each.name) === plain(name));
  const lines = changedLines(changesOf(original[file], files[file]));
  const inside = lines.find((line) => span && span.first <= line && line <= span.last);
  if (inside !== undefined) return { file, line: inside };
  const other = /** @type {FileName[]} */ (Object.keys(files)).find((each) => files[each] !== original[each]);
  return other ? { file: other, line: changedLines(changesOf(original[other], files[other]))[0] } : null;
}
