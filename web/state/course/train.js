/** Training with the learner's own my_micrograd.py: the engine Yours runs it, and its steps are compared with those of C. */

import { ENGINES } from "../../protocol/engines.js";
import { MINE } from "../../protocol/messages.js";
import { PAIR } from "../code/check.js";
import { isMine } from "../code/known.js";
import { heirOf, loading, withStatus } from "../engine-status.js";
import { patch } from "../patch.js";
import { STEP_LIMIT } from "../run.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Config} Config */

/** The settings that the file has code for, and the first of each, which another value is set back to. */
const CAN = /** @type {const} */ ({ loss: ["nll"], nonlin: ["tanh"], optimizer: ["adamw", "sgd"] });

/** What must change for the file to train; empty when it can. @param {Config} config @returns {Partial<Config>} */
export function needed(config) {
  const wrong = Object.entries(CAN).flatMap(([name, values]) => {
    const value = config[/** @type {keyof typeof CAN} */ (name)];
    return values.some((each) => each === value) ? [] : [[name, values[0]]];
  });
  return { ...Object.fromEntries(wrong), ...(config.zero_grad === false && { zero_grad: true }) };
}

/** The changed settings, as a sentence names them. @param {Partial<Config>} changes */
const listed = (changes) =>
  Object.entries(changes)
    .map(([name, value]) => (name === "zero_grad" ? "zero_grad is back" : `${name} is ${value} again`))
    .join(", ");

/** The engine Yours is to run the learner's file; the run rests until it does. @type {import("../types.js").Handlers["course/train"]} */
export function train(state) {
  const { source, exercises, solved } = state.course;
  const last = exercises?.at(-1);
  if (!last || !solved.includes(last.id)) {
    const text = "There is nothing to train yet: solve the last exercise first.";
    return { ...state, notice: { kind: "error", text } };
  }
  return patch(withStatus(state, PAIR.left, loading()), {
    course: { trains: true },
    code: { run: { [MINE]: source }, problem: null, printed: "", check: null, measure: null },
    run: { playing: false, pending: 0 },
  });
}

/** Yours has loaded the file: a run of its own begins, with the settings that the file can train. @param {State} state @returns {State} */
function beginTraining(state) {
  const { session, run } = state;
  const changes = needed(session.config);
  const config = { ...session.config, ...changes };
  const began = Number(session.snapshot?.step) > 0;
  const next = patch(state, {
    course: { trains: false },
    run: {
      starting: { config, keepPoints: true },
      playing: true,
      pending: 0,
      target: null,
      walk: null,
      unit: "update",
      limit: STEP_LIMIT,
      entry: began ? null : run.entry, // the run so far keeps its own
    },
  });
  const said = Object.keys(changes).length > 0;
  const text = `Your file has code for the course's settings only: ${listed(changes)}.`;
  return { ...next, compare: null, notice: said ? { kind: "info", text } : null };
}

/** After every action: a training begins, or goes on with another engine where the file has no code for a setting. @param {State} state @returns {State} */
export function settleTraining(state) {
  const { code, course, engines, run, session } = state;
  if (engines.active !== PAIR.left || !isMine(code.run)) return state;
  if (course.trains) return engines.status[PAIR.left].phase === "ready" ? beginTraining(state) : state;
  const [first] = Object.keys(needed(run.starting?.config ?? session.config));
  if (first === undefined) return state;
  const heir = heirOf(state) ?? "c";
  const text = `${MINE} has no code for this ${first}: ${ENGINES[heir].label} goes on with the run.`;
  return {
    ...patch(state, { engines: { active: heir }, code: { check: null } }),
    notice: { kind: "info", text },
  };
}
