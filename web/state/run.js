/** The life of a run: it starts, continues, goes back, branches, and diverges. */

import { continuedBy, HYPER, sameStructure } from "../protocol/messages.js";
import { exact } from "../protocol/numbers.js";
import { branch, checkpointBefore, extend, firstStep, lastStep, remember, startHistory } from "./history.js";
import { append } from "./losses.js";
import { patch } from "./patch.js";
import { changesBetween, isOwn, pushEdit } from "./points.js";
import { measure } from "./speed.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Handlers} Handlers */
/** @typedef {import("./types.js").Snapshot} Snapshot */

/** After how many steps a run stops and asks. */
export const STEP_LIMIT = 100;

/**
 * The state at an earlier step: its checkpoint, or the nearest earlier one with the step as the target of a replay.
 * @param {State} state
 * @param {number} step
 * @returns {State}
 */
export function goTo(state, step) {
  const { history } = state.run;
  if (!history) return state;
  const wanted = Math.min(lastStep(history), Math.max(firstStep(history), Math.round(step)));
  const { snapshot, points, config } = checkpointBefore(history, wanted);
  const target = snapshot.step === wanted ? null : wanted;
  return withProbe(
    patch(state, {
      session: { snapshot, points, config },
      run: { playing: false, pending: 0, diverged: null, target },
    }),
  );
}

/**
 * The state after an edit of points or settings: it becomes the checkpoint of its step, and if later steps exist, the
 * run branches there.
 * @param {State} state
 * @param {Partial<State["session"]>} changes
 * @returns {State}
 */
export function edited(state, changes) {
  const next = patch(state, { session: changes });
  const { snapshot, points, config } = next.session;
  if (!snapshot || !next.run.history) return next;
  const history = remember(branch(next.run.history, snapshot.step), { snapshot, points, config });
  return withProbe(patch(next, { run: { history, target: null } }));
}

/** The settings that the points are made of. @type {(keyof import("../protocol/messages.js").Config)[]} */
const DATA = ["seed", "dataset", "n", "noise", "split"];

/** Settings that only steer the steps change the run from here on; any other starts it anew. @type {Handlers["config/set"]} */
export function configure(state, { changes }) {
  const { session, run } = state;
  const config = { ...(run.starting?.config ?? session.config), ...changes };
  const fresh = DATA.some((name) => name in changes);
  if (!session.snapshot || !sameStructure(config, session.config) || (fresh && isOwn(session.points))) {
    const keepPoints = !fresh && (run.starting?.keepPoints ?? true);
    return { ...patch(state, { run: { playing: false, starting: { config, keepPoints } } }), notice: null };
  }
  if (HYPER.every((name) => config[name] === session.config[name])) {
    return patch(state, { run: { starting: null } });
  }
  const snapshot = continuedBy(session.snapshot, config.optimizer);
  // a start that was asked for before is taken back
  const here = patch(state, { run: { starting: null } });
  return edited({ ...here, notice: null }, { config, snapshot });
}

/** The probe follows its point; if the point is removed, the probe stays in place. @param {State} state @returns {State} */
export function withProbe(state) {
  const { probe } = state;
  if (!probe || probe.id === null) return state;
  const point = state.session.points.find((p) => p.id === probe.id);
  if (!point) return { ...state, probe: { ...probe, id: null } };
  if (point.x === probe.x && point.y === probe.y && point.label === probe.label) return state;
  return { ...state, probe: { id: point.id, x: point.x, y: point.y, label: point.label } };
}

/** @type {Handlers["run/started"]} */
export function started(state, { config, keepPoints, points: made, snapshot }) {
  if (state.run.starting?.config !== config) return state;
  const before = state.session.points;
  const kept = keepPoints && before.length > 0;
  const points = kept ? before : made.map((p, id) => ({ ...p, id }));
  const replaced = !kept && before.length > 0 ? changesBetween(before, points) : [];
  const edits = replaced.length > 0 ? pushEdit(state.edits, { changes: replaced, gesture: null }) : {};
  const next = patch(state, {
    session: { config, points, snapshot },
    run: {
      history: startHistory({ snapshot, points, config }),
      rebuilding: null,
      starting: null,
      target: null,
      pending: state.run.starting.steps ?? 0,
      made: kept ? state.run.made : points,
      diverged: null,
    },
    edits: { ...edits, nextId: Math.max(state.edits.nextId, made.length) },
    answers: { queries: {} },
    // a step of another network, or on other points, takes another time
    engines: kept && sameStructure(config, state.session.config) ? {} : { measured: {} },
  });
  const { id, x, y, label } = points.find((p) => p.split === "train") ?? { id: null, x: 0, y: 0, label: 0 };
  return withProbe({ ...next, probe: state.probe && kept ? state.probe : { id, x, y, label } });
}

/** @type {Handlers["run/stepped"]} */
export function stepped(state, { base, points, config, train, val, before, snapshot, ms, shown }) {
  const { session, run } = state;
  if (session.snapshot !== base || !run.history) return state;
  const finite = train.findIndex((loss) => !Number.isFinite(loss));
  if (finite >= 0) return diverge(state, { base, train, val, finite });
  // an edit may have arrived while the engine was stepping: the steps belong to the points they were made with
  const made = [base, before].filter((s) => s !== null).map((s) => ({ snapshot: s, points, config }));
  const next = patch(state, {
    session: { snapshot },
    answers: shown,
    engines: timed(state, state.engines.active, { train, ms }),
  });
  if (run.target !== null) {
    const history = [...made, { snapshot, points, config }].reduce(remember, run.history);
    return settle(patch(next, { run: { history, target: snapshot.step >= run.target ? null : run.target } }));
  }
  const known = made.reduce(remember, branch(run.history, base.step));
  const history = extend(known, { train, val }, { ...session, snapshot });
  return atLimit(patch(next, { run: { history, pending: Math.max(0, run.pending - train.length) } }));
}

/** Records the time of an engine's steps. @param {State} state @param {import("./types.js").EngineName} name @param {{train: number[], ms: number}} reply `ms` is that of one step */
export const timed = ({ engines: { measured } }, name, { train, ms }) => ({
  measured: { ...measured, [name]: measure(measured[name], train.length, ms * train.length) },
});

/** @param {State} state @returns {State} */
function atLimit(state) {
  const { playing, limit } = state.run;
  const { snapshot } = state.session;
  return snapshot && playing && snapshot.step >= limit ? stopAtLimit(state) : state;
}

/** @param {State} state @returns {State} */
export function stopAtLimit(state) {
  const text = `Limit of ${state.run.limit} steps reached.`;
  return { ...patch(state, { run: { playing: false } }), notice: { kind: "limit", text } };
}

/**
 * After a non-finite loss: the run goes back to the last step with a finite loss, and asks for a diagnosis.
 * @param {State} state
 * @param {{base: Snapshot, train: number[], val: number[], finite: number}} reply `finite`: how many losses are
 * @returns {State}
 */
function diverge(state, { base, train, val, finite }) {
  if (!state.run.history) return state;
  const branched = branch(state.run.history, base.step);
  const history = {
    ...branched,
    train: append(branched.train, train.slice(0, finite)),
    val: append(branched.val, val.slice(0, finite)),
  };
  const step = base.step + finite;
  const text = `The loss of step ${step + 1} is ${exact(train[finite])}; the run went back to step ${step}.`;
  const gone = goTo(patch(state, { run: { history } }), step);
  return settle({ ...patch(gone, { run: { diverged: step } }), notice: { kind: "nonfinite", text } });
}

/**
 * After a diverged run has gone back: as long as its parameters are not finite either, it goes back one more step, to
 * where the first non-finite node can be found.
 * @param {State} state
 * @returns {State}
 */
function settle(state) {
  const { diverged, target, history } = state.run;
  const { snapshot } = state.session;
  if (diverged === null || target !== null || !snapshot || !history) return state;
  if (snapshot.step === firstStep(history) || snapshot.data.every(Number.isFinite)) return state;
  return settle(patch(goTo(state, snapshot.step - 1), { run: { diverged: snapshot.step - 1 } }));
}
