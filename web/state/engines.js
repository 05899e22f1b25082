/** What becomes of the engines: they load, are ready, fail, and are chosen. */

import { ENGINES } from "../protocol/engines.js";
import { codeReady } from "./code/code.js";
import { isOffered, NOTHING_TO_RUN } from "./code/known.js";
import { ownNonlin, refusal, refused } from "./code/nonlin.js";
import { activate, heirOf, loading, SCALAR, withStatus } from "./engine-status.js";
import { patch } from "./patch.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Handlers} Handlers */

/** @type {Handlers["engine/ready"]} */
function engineReady(state, { name, boot, operations = [] }) {
  const { active, chosen, status } = state.engines;
  const next = withStatus(state, name, { phase: "ready", reason: "", details: "", boot });
  if (ENGINES[name].own) return codeReady(next, operations);
  const takesOver = (name === "python" && !chosen && !state.view.lesson) || status[active].phase === "failed";
  return saidScalar(takesOver ? activate(next, name) : next);
}

/** @type {Handlers["engine/failed"]} */
function engineFailed(state, { name, reason, details = "", again = false, at = null }) {
  const { active, status } = state.engines;
  const { own } = ENGINES[name];
  const marked = own
    ? patch(state, { code: { problem: { reason, details, at }, check: null }, course: { trains: false } })
    : state;
  const failed = withStatus(marked, name, { phase: "failed", reason, details });
  const nonlin = ownNonlin(state);
  const heir = active === name && !again && nonlin === null ? heirOf(state, name) : undefined;
  const next = heir ? activate(failed, heir) : failed;
  if (status[name].phase !== "ready") return next;
  const ends = heir
    ? ` ${ENGINES[heir].label} continues the run.`
    : own && nonlin !== null
      ? ` The run waits for it, as no other engine has ${nonlin}.`
      : "";
  const text = `${ENGINES[name].label} stopped: ${reason}.${again ? " It restarts, and nothing is lost." : ends}`;
  return { ...next, notice: { kind: "error", text } };
}

/** @type {Handlers["engine/choose"]} */
function choose(state, { name }) {
  if (!isOffered(state, name)) return { ...state, notice: { kind: "error", text: NOTHING_TO_RUN } };
  const why = refusal(state, name);
  if (why) return refused(state, why);
  return saidScalar({ ...patch(activate(state, name), { engines: { chosen: true } }), compare: null });
}

/** Says once, when C batched first runs, that it is no faster here. @param {State} state @returns {State} */
function saidScalar(state) {
  const { active, status } = state.engines;
  const { phase, boot, told } = status[active];
  if (phase !== "ready" || boot !== "scalar" || told) return state;
  return { ...withStatus(state, active, { told: true }), notice: { kind: "info", text: SCALAR } };
}

/** @type {import("./types.js").HandlersOf<"engine">} */
export const ENGINE_ACTIONS = {
  "engine/progress": (state, { name, loaded, total }) =>
    withStatus(state, name, { phase: "loading", loaded, total }),
  "engine/ready": engineReady,
  "engine/failed": engineFailed,
  "engine/retry": (state, { name }) => withStatus(state, name, loading()),
  "engine/choose": choose,
};
