/** What happens to a run: it starts, goes on, goes back, branches, and breaks. */

import { exact } from "../protocol/numbers.js";
import { branch, extend, firstStep, lastStep, momentBefore, remember, startHistory } from "./history.js";
import { append } from "./losses.js";
import { changesBetween, pushEdit } from "./points.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */
/** @typedef {import("../protocol/messages.js").Config} Config */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */

/** How many steps a run takes until it stops and asks. */
export const STEP_LIMIT = 100;

/**
 * The state at a moment of the past; the target says to which step the engine has to go on from there.
 * @param {State} state
 * @param {number} step
 * @returns {State}
 */
export function goTo(state, step) {
  if (!state.history) return state;
  const wanted = Math.min(lastStep(state.history), Math.max(firstStep(state.history), Math.round(step)));
  const { snapshot, points, config } = momentBefore(state.history, wanted);
  const target = snapshot.step === wanted ? null : wanted;
  const still = { ...state, playing: false, pending: 0, diverged: null };
  return withProbe({ ...still, snapshot, points, config, target });
}

/**
 * The state after an edit of the points or the settings: the present moment is remembered with them, and if it
 * was in the past, the run branches here.
 * @param {State} state
 * @param {{points?: Point[], config?: Config, snapshot?: Snapshot}} changed
 * @returns {State}
 */
export function edited(state, changed) {
  const next = { ...state, ...changed };
  if (!next.snapshot || !next.history) return next;
  const { snapshot, points, config } = next;
  const history = remember(branch(next.history, snapshot.step), { snapshot, points, config });
  return withProbe({ ...next, history, target: null });
}

/** The probe follows its point; one whose point is gone stays where it was. @param {State} state @returns {State} */
export function withProbe(state) {
  const { probe, points } = state;
  if (!probe || probe.id === null) return state;
  const point = points.find((p) => p.id === probe.id);
  if (!point) return { ...state, probe: { ...probe, id: null } };
  if (point.x === probe.x && point.y === probe.y && point.label === probe.label) return state;
  return { ...state, probe: { id: point.id, x: point.x, y: point.y, label: point.label } };
}

/** @param {State} state @param {Action} action @returns {State} */
export function started(state, { config, keepPoints, points: made, snapshot }) {
  if (state.starting?.config !== config) return state;
  const kept = keepPoints && state.points.length > 0;
  const points = kept
    ? state.points
    : made.map((/** @type {Point} */ p, /** @type {number} */ id) => ({ ...p, id }));
  const replaced = !kept && state.points.length > 0 ? changesBetween(state.points, points) : [];
  const edits =
    replaced.length > 0 ? pushEdit(state.edits, { changes: replaced, gesture: null }) : state.edits;
  const first = points.find((/** @type {Point} */ p) => p.split === "train") ?? {
    id: null,
    x: 0,
    y: 0,
    label: 0,
  };
  const { id, x, y, label } = first;
  return withProbe({
    ...state,
    config,
    points,
    snapshot,
    edits,
    nextId: Math.max(state.nextId, made.length),
    history: startHistory({ snapshot, points, config }),
    starting: null,
    target: null,
    pending: 0,
    diverged: null,
    answers: {},
    probe: state.probe && kept ? state.probe : { id, x, y, label },
  });
}

/** @param {State} state @param {Action} action @returns {State} */
export function stepped(state, { base, points, config, train, val, before, snapshot, ms, shown }) {
  if (state.snapshot !== base || !state.history) return state;
  const finite = train.findIndex((/** @type {number} */ loss) => !Number.isFinite(loss));
  if (finite >= 0) return diverge(state, { base, train, val, finite });
  // an edit may have come while the engine was stepping: the steps belong to the points that made them
  const made = [base, before].filter((s) => s !== null).map((s) => ({ snapshot: s, points, config }));
  if (state.target !== null) {
    const history = [...made, { snapshot, points, config }].reduce(remember, state.history);
    const target = snapshot.step >= state.target ? null : state.target;
    return settle({ ...state, ...shown, snapshot, target, history, ...timed(state, ms) });
  }
  const known = made.reduce(remember, branch(state.history, base.step));
  const moment = { snapshot, points: state.points, config: state.config };
  const history = extend(known, { train, val }, moment);
  const pending = Math.max(0, state.pending - train.length);
  return atLimit({ ...state, ...shown, snapshot, history, pending, ...timed(state, ms) });
}

/** How long a step took, of the engine that made it. @param {State} state @param {number} ms */
const timed = ({ engine, measured }, ms) => ({ msPerStep: ms, measured: { ...measured, [engine]: ms } });

/** @param {State} state @returns {State} */
function atLimit(state) {
  if (!state.snapshot || !state.playing || state.snapshot.step < state.limit) return state;
  return stopAtLimit(state);
}

/** @param {State} state @returns {State} */
export function stopAtLimit(state) {
  const text = `Training stopped at its limit of ${state.limit} steps.`;
  return { ...state, playing: false, notice: { kind: "limit", text } };
}

/**
 * A loss that is not finite: the run goes back to the last step whose loss was, and asks what broke.
 * @param {State} state
 * @param {{base: Snapshot, train: number[], val: number[], finite: number}} reply `finite`: how many losses are
 * @returns {State}
 */
function diverge(state, { base, train, val, finite }) {
  if (!state.history) return state;
  const branched = branch(state.history, base.step);
  const history = {
    ...branched,
    train: append(branched.train, train.slice(0, finite)),
    val: append(branched.val, val.slice(0, finite)),
  };
  const step = base.step + finite;
  const text = `The loss of step ${step + 1} is ${exact(train[finite])}; the run went back to step ${step}.`;
  return settle({
    ...goTo({ ...state, history }, step),
    diverged: step,
    notice: { kind: "nonfinite", text },
  });
}

/**
 * Once a diverged run is back: while its parameters are not finite themselves, one more step back, to where the
 * first node that is not can be seen.
 * @param {State} state
 * @returns {State}
 */
function settle(state) {
  const { diverged, target, snapshot } = state;
  if (diverged === null || target !== null || !snapshot || !state.history) return state;
  if (snapshot.step === firstStep(state.history)) return state;
  if (snapshot.data.every(Number.isFinite)) return state;
  return settle({ ...goTo(state, snapshot.step - 1), diverged: snapshot.step - 1 });
}
