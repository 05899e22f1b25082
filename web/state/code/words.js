/** What came of the learner's code, in one sentence, with the place in the code that it is about. */

import { MINE } from "../../protocol/messages.js";
import { parameterNames } from "../../protocol/names.js";
import { exact } from "../../protocol/numbers.js";
import { partWords } from "../compare.js";
import { STEPS_AHEAD } from "./check.js";
import { checkWants } from "./checking.js";
import { isMine } from "./known.js";
import { measuredAt } from "./measure.js";
import { ownNonlin } from "./nonlin.js";
import { changedIn, functionFor, placeWords } from "./places.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../compare.js").Difference} Difference */
/** @typedef {import("../../protocol/problem.js").CodePlace} CodePlace */

/** `kind` decides the colour; `details` unfold. @typedef {{kind: "rest" | "busy" | "equal" | "differs" | "wrong", text: string, place: CodePlace | null, details: string}} Verdict */

/** @param {Verdict["kind"]} kind @param {string} text @param {CodePlace | null} [place] @param {string} [details] @returns {Verdict} */
const verdict = (kind, text, place = null, details = "") => ({ kind, text, place, details });

/** Why the code does not run by itself. */
const WAITS = {
  visit: "This is your code from an earlier visit. It runs when you press Run.",
  own: "This is your own code again. It runs when you press Run.",
  preset: "This is the change as code. It runs when you press Run.",
  link: "This code came with a link. Read it, then press Run.",
  file: "This code was opened from a file. Read it, then press Run.",
};

/** @param {State} state @returns {Verdict} */
export function verdictOf(state) {
  const { code } = state;
  const { files, run, waits } = code;
  if (!files) return verdict("busy", "The source is on its way.");
  if (waits) return verdict("rest", WAITS[waits]);
  if (!run)
    return verdict("rest", "This is the source that Python runs. Change a line: it runs after a pause.");
  if (isMine(run)) return verdict("rest", `Yours runs ${MINE}. Press Run, and it runs these files again.`);
  return runVerdict(state);
}

/** What came of the files that Yours runs. @param {State} state @returns {Verdict} */
export function runVerdict(state) {
  const { code, engines } = state;
  const { status } = engines;
  const { problem, check } = code;
  const nonlin = ownNonlin(state);
  if (problem) {
    const rests = nonlin === null ? "" : ` The run waits, as no other engine has ${nonlin}.`;
    return verdict("wrong", `${sentence(problem)}.${rests}`, problem.at ?? null, problem.details);
  }
  if (status.yours.phase !== "ready") return verdict("busy", "Starting Python with your code.");
  if (nonlin !== null) return judged(state, nonlin);
  if (status.c.phase !== "ready")
    return verdict("rest", "Yours runs, but C is not available to compare it with.");
  if (!check) return verdict("busy", "Running.");
  if (check.difference) return differenceOf(state, check.difference);
  const steps = `${check.equal} ${check.equal === 1 ? "step" : "steps"}`;
  if (checkWants(check) === "step" && check.equal < STEPS_AHEAD) {
    return verdict("busy", `Running: ${steps} compared with C.`);
  }
  return verdict("equal", `Equal to C to the last bit for ${steps}.`);
}

/** A reason as a sentence; a file keeps its small letter. @param {import("../../protocol/messages.js").Failure} problem */
const sentence = ({ reason, at }) => (at ? reason : reason.charAt(0).toUpperCase() + reason.slice(1));

/** What central differences say where C can't say anything. @param {State} state @param {string} nonlin @returns {Verdict} */
function judged(state, nonlin) {
  const { measure } = state.code;
  const begins = `C has no ${nonlin}, so central differences judge the gradients`;
  if (!measure) return verdict("busy", `${begins}.`);
  const { left, first, count, snapshot } = measure;
  if (left.length > 0)
    return verdict("busy", `${begins}: ${count - left.length} of ${count} nodes measured.`);
  const step = `at step ${snapshot?.step ?? 0}`;
  if (!first) return verdict("equal", `${begins}: right at all ${count} nodes ${step}.`);
  const place = measuredAt(state, measure);
  return verdict("differs", `${begins}: wrong ${step}, first at ${first.name}.${placeWords(place)}`, place);
}

/** @param {State} state @param {Difference} difference @returns {Verdict} */
function differenceOf({ code, session: { config } }, difference) {
  const { step, node, searched, column, index } = difference;
  const begins = `First differs from C at step ${step}`;
  if (!searched) return verdict("busy", `${begins}: looking for the node.`);
  const where = node
    ? functionFor(node.part === "grad" ? "backward" : node.op, code.operations)
    : functionFor(config.optimizer);
  const { run, original } = code;
  const place = where && run && original && !isMine(run) ? changedIn([where], run, original) : null;
  const line = placeWords(place);
  if (node) {
    const numbers = `${exact(node.left)} in yours, ${exact(node.right)} in C`;
    return verdict(
      "differs",
      `${begins}, at ${node.name}: its ${partWords(node)} is ${numbers}.${line}`,
      place,
    );
  }
  const what =
    column === "train" || column === "val"
      ? `the ${column} loss`
      : `${column} of ${parameterNames(config)[index]}`;
  const numbers = `${exact(difference.left)} in yours, ${exact(difference.right)} in C`;
  const nodes = "Every node of every graph is right";
  return verdict("differs", `${begins}, in ${what}: ${numbers}. ${nodes}.${line}`, place);
}
