import assert from "node:assert/strict";
import { test } from "node:test";
import { checkpointBefore, lastStep } from "../../web/state/history.js";
import { patch } from "../../web/state/patch.js";
import { initialState, update } from "../../web/state/state.js";
import { makeSnapshot, play, startedState, stepReply } from "./fixtures.js";

test("a run starts paused at step 0, with C running and Python loading", () => {
  const state = initialState();
  assert.equal(state.run.playing, false);
  assert.equal(state.engines.active, "c");
  assert.equal(startedState().session.snapshot?.step, 0);
});

test("an unknown action is refused by its name", () => {
  assert.throws(
    () => update(initialState(), /** @type {any} */ ({ type: "run/fly" })),
    /no action "run\/fly"/,
  );
});

test("Python takes over when it is ready, unless an engine has been chosen", () => {
  const ready = (/** @type {any} */ state) => update(state, { type: "engine/ready", name: "python" });
  assert.equal(ready(startedState()).engines.active, "python");
  const chosen = update(startedState(), { type: "engine/choose", name: "c" });
  assert.equal(ready(chosen).engines.active, "c");
});

test("an engine that fails hands over to the other, and Retry loads it again", () => {
  let state = update(startedState(), { type: "engine/ready", name: "python" });
  state = update(state, { type: "engine/failed", name: "python", reason: "out of memory" });
  assert.equal(state.engines.active, "c");
  assert.equal(state.engines.status.python.reason, "out of memory");
  assert.equal(
    update(state, { type: "engine/retry", name: "python" }).engines.status.python.phase,
    "loading",
  );
});

test("steps extend the curve, with their losses at the steps of the log", () => {
  const state = play(startedState(), 3);
  assert.deepEqual(state.run.history?.train, Float64Array.of(1, 1 / 2, 1 / 3));
  assert.equal(state.session.snapshot?.step, 3);
});

test("a reply to an outdated state is dropped", () => {
  const state = startedState();
  const reply = stepReply(state, 1);
  const reset = update(update(state, { type: "run/reset" }), {
    type: "run/started",
    config: state.session.config,
    keepPoints: true,
    points: state.session.points,
    snapshot: makeSnapshot(0),
  });
  assert.equal(update(reset, reply), reset);
});

test("back undoes one step, and a stored snapshot is restored as the same object", () => {
  const first = play(startedState(), 1);
  const back = update(play(first, 1), { type: "run/back" });
  assert.equal(back.session.snapshot, first.session.snapshot);
  assert.equal(back.run.target, null);
});

test("a step between two snapshots is recomputed from the nearest earlier one", () => {
  let state = startedState();
  state = update(state, stepReply(state, 40));
  state = update(state, { type: "run/goto", step: 37 });
  assert.equal(state.session.snapshot?.step, 0);
  assert.equal(state.run.target, 37);
  state = update(state, stepReply(state, 37));
  assert.equal(state.session.snapshot?.step, 37);
  assert.equal(state.run.target, null);
  assert.equal(lastStep(/** @type {any} */ (state.run.history)), 40, "looking back cuts nothing off");
});

test("continuing from an earlier step branches, and keeps the losses it cuts off as the ghost", () => {
  let state = update(play(startedState(), 5), { type: "run/goto", step: 2 });
  assert.equal(state.run.history?.train.length, 5);
  state = update(state, stepReply(state, 1));
  assert.equal(state.run.history?.train.length, 3);
  assert.deepEqual(state.run.history?.ghost?.train, Float64Array.of(1 / 3, 1 / 4, 1 / 5));
  assert.equal(state.run.history?.ghost?.from, 2);
});

test("an edit at an earlier step branches there, and each step remembers its points", () => {
  const two = play(startedState(), 2);
  const edited = update(two, { type: "points/add", x: 0.5, y: 0.5 });
  const four = play(edited, 2);
  const back = update(four, { type: "run/goto", step: 1 });
  assert.equal(back.session.points, two.session.points);
  assert.equal(update(four, { type: "run/goto", step: 2 }).session.points, edited.session.points);
  const branched = update(back, { type: "points/remove", id: 0 });
  assert.equal(branched.run.history?.train.length, 1);
});

test("an edit during a step applies from the next step on", () => {
  const state = startedState();
  const reply = stepReply(state, 1);
  const edited = update(state, { type: "points/add", x: 0, y: 0 });
  const stepped = update(edited, reply);
  const history = /** @type {any} */ (stepped.run.history);
  assert.equal(checkpointBefore(history, 0).points, state.session.points);
  assert.equal(checkpointBefore(history, 1).points, edited.session.points);
});

test("playing stops at the step limit and says so; playing on extends it", () => {
  let state = update(startedState(), { type: "run/limit", limit: 3 });
  state = play(update(state, { type: "run/play" }), 3);
  assert.equal(state.run.playing, false);
  assert.equal(state.notice?.kind, "limit");
  const on = update(state, { type: "run/play" });
  assert.equal(on.run.limit, 103);
  assert.equal(on.notice, null);
});

test("after a non-finite loss the run goes back to the last finite step and asks for a diagnosis", () => {
  let state = play(startedState(), 2);
  state = update(state, { ...stepReply(state, 3), train: [0.3, 0.2, Number.NaN] });
  assert.equal(state.run.playing, false);
  assert.equal(state.run.target, 4);
  assert.equal(state.notice?.kind, "nonfinite");
  assert.deepEqual(state.run.history?.train, Float64Array.of(1, 1 / 2, 0.3, 0.2));
  state = update(state, stepReply(state, 2));
  assert.equal(state.session.snapshot?.step, 4);
  assert.equal(state.run.diverged, 4);
});

test("the diagnosis says when the loss's numbers fail, if they do", () => {
  const diagnosed = (/** @type {string} */ loss) => {
    const config = { ...startedState().session.config, loss };
    const state = patch(startedState(), { session: { config } });
    return update(state, { type: "run/diagnosed", text: "The first is e2." }).notice?.text ?? "";
  };
  assert.match(diagnosed("nll"), /^The first is e2\. nll is not finite when a logit passes 709, /);
  assert.equal(diagnosed("logsumexp"), "The first is e2.");
});

test("a diverged run goes back further while its parameters are not finite", () => {
  let state = play(startedState(), 2);
  const broken = makeSnapshot(3);
  broken.data[0] = Number.POSITIVE_INFINITY;
  state = update(state, { ...stepReply(state, 1), snapshot: broken });
  state = update(state, { ...stepReply(state, 1), train: [Number.NaN] });
  assert.equal(state.session.snapshot?.step, 2);
  assert.equal(state.run.diverged, 2);
});

test("another optimiser starts with empty moments and t = 0; another lr keeps them", () => {
  const state = play(startedState(), 2);
  const sgd = update(state, { type: "config/set", changes: { optimizer: "sgd" } });
  const { step, optimizer, t, m } = /** @type {import("../../web/protocol/messages.js").Snapshot} */ (
    sgd.session.snapshot
  );
  assert.deepEqual({ step, optimizer, t, m: [...m] }, { step: 2, optimizer: "sgd", t: 0, m: [0, 0] });
  assert.equal(sgd.session.snapshot?.data, state.session.snapshot?.data);
  const slower = update(state, { type: "config/set", changes: { lr: 0.01 } });
  assert.equal(slower.session.snapshot, state.session.snapshot);
});

test("another network starts a new run on the same points; another data set replaces them, and undo restores them", () => {
  const state = update(startedState(), { type: "points/add", x: 1, y: 1 });
  const wider = update(state, { type: "config/set", changes: { layers: [4] } });
  assert.deepEqual(wider.run.starting?.config.layers, [4]);
  const answer = (/** @type {any} */ s, /** @type {any[]} */ points) =>
    update(s, { type: "run/started", ...s.run.starting, points, snapshot: makeSnapshot(0) });
  assert.equal(answer(wider, []).session.points, state.session.points);
  const other = [{ x: 0.25, y: 0.25, label: 2, split: "train" }];
  const replaced = answer(update(state, { type: "config/set", changes: { dataset: "rings" } }), other);
  assert.equal(replaced.session.points.length, 1);
  assert.deepEqual(update(replaced, { type: "points/undo" }).session.points, state.session.points);
});

test("a refused setting leaves the run unchanged and shows the reason", () => {
  const state = play(startedState(), 1);
  const asked = update(state, { type: "config/set", changes: { n: 7 } });
  const refused = update(asked, { type: "run/refused", reason: "n must be …" });
  assert.equal(refused.run.starting, null);
  assert.equal(refused.session.snapshot, state.session.snapshot);
  assert.equal(refused.notice?.text, "n must be …");
});

test("a run ends where it could no longer be saved", () => {
  const last = patch(startedState(), { session: { snapshot: makeSnapshot(1e7 - 1) } });
  const asked = update(last, { type: "run/step", count: 5 });
  assert.equal(asked.run.pending, 1);
  const full = patch(startedState(), { session: { snapshot: makeSnapshot(1e7) } });
  for (const type of /** @type {const} */ (["run/step", "run/play"])) {
    const state = update(full, { type });
    assert.deepEqual([state.run.pending, state.run.playing], [0, false]);
    assert.equal(state.notice?.text, "A run has at most 10,000,000 steps.");
  }
});
