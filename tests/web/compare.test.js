import assert from "node:assert/strict";
import { test } from "node:test";
import { nextPlan } from "../../web/engine/plan.js";
import { bitsOf, compareReplies, differingNode } from "../../web/state/compare.js";
import { update } from "../../web/state/state.js";
import { makeSnapshot, startedState, stepReply } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */

/** Both engines ready, side by side, with their sessions in step. */
function sideBySide() {
  const ready = update(startedState(), { type: "engine/ready", name: "python" });
  const state = update(ready, { type: "compare/open", left: "python", right: "c" });
  const held = {
    snapshot: state.session.snapshot,
    points: state.session.points,
    config: state.session.config,
  };
  return { state, held: { python: held, c: held } };
}

/** @param {State} state @param {(reply: any) => void} [change] what is different on the right */
function bothStep(state, change = () => {}) {
  const { type: _, base, points, config, ...left } = stepReply(state, 1);
  const right = structuredClone(left);
  change(right);
  return /** @type {const} */ ({
    type: "compare/stepped",
    base,
    points,
    config,
    replies: { python: left, c: right },
  });
}

test("in lockstep every step is asked of both engines at once", () => {
  const { state, held } = sideBySide();
  const plan = /** @type {any} */ (
    nextPlan(update(state, { type: "run/step" }), held, { now: 0, stepAt: 0, budget: 10 })
  );
  assert.deepEqual(
    plan.asks.map((/** @type {any} */ { name, request }) => [name, request.verb, request.args.count]),
    [
      ["python", "step", 1],
      ["c", "step", 1],
    ],
  );
});

test("an engine at another state is restored to the page's before anything else", () => {
  const { state, held } = sideBySide();
  const plan = /** @type {any} */ (
    nextPlan(update(state, { type: "run/step" }), { ...held, c: null }, { now: 0, stepAt: 0, budget: 10 })
  );
  assert.deepEqual(
    plan.asks.map((/** @type {any} */ { name, request }) => [name, request.verb]),
    [["c", "restore"]],
  );
});

test("equal steps are counted, and the run continues", () => {
  let { state } = sideBySide();
  for (let i = 0; i < 3; i++) state = update(state, bothStep(state));
  assert.equal(state.compare?.equal, 3);
  assert.equal(state.session.snapshot?.step, 3);
  assert.deepEqual(state.compare?.lanes.c.train, Float64Array.of(1, 1 / 2, 1 / 3));
});

test("one different bit in one gradient stops the run a step before it, with both values", () => {
  const { state } = sideBySide();
  const one = update(state, bothStep(state));
  const two = update(
    one,
    bothStep(one, (reply) => (reply.snapshot.grad[1] += Number.EPSILON * 4)),
  );
  assert.equal(two.session.snapshot, one.session.snapshot);
  assert.equal(two.run.playing, false);
  const { step, column, index, left, right } = /** @type {any} */ (two.compare).difference;
  assert.deepEqual([step, column, index], [2, "grad", 1]);
  assert.notEqual(bitsOf(left), bitsOf(right));
});

test("after a difference the graphs of the train points are compared one by one, until a node differs", () => {
  const { state, held } = sideBySide();
  let differs = update(
    state,
    bothStep(state, (reply) => (reply.train[0] = 2)),
  );
  const graph = (/** @type {number} */ h) => ({
    name: ["x", "h1"],
    op: ["", "tanh"],
    data: [1, h],
    grad: [0, 0],
    prev: [[], [0]],
    local: [1],
  });
  for (const [right, at] of [
    [0.5, 1],
    [0.75, 2],
  ]) {
    const plan = /** @type {any} */ (nextPlan(differs, held, { now: 0, stepAt: 0, budget: 10 }));
    assert.equal(plan.asks[0].request.verb, "trace");
    const { actions } = plan.settle({ python: graph(0.5), c: graph(right) });
    differs = update(differs, actions[0]);
    assert.equal(differs.compare?.difference?.at, at);
  }
  assert.equal(differs.compare?.difference?.node?.name, "h1");
  assert.equal(differs.compare?.difference?.searched, true);
});

test("all NaNs are equal; 0 and -0 are not", () => {
  const { state } = sideBySide();
  const reply = /** @type {any} */ (stepReply(state, 1));
  const changed = (/** @type {number} */ a, /** @type {number} */ b) => {
    const [left, right] = [structuredClone(reply), structuredClone(reply)];
    left.snapshot.m[0] = a;
    right.snapshot.m[0] = b;
    return compareReplies(left, right)?.column;
  };
  assert.equal(changed(Number.NaN, -Number.NaN), undefined);
  assert.equal(changed(0, -0), "m");
  assert.equal(bitsOf(-0), "0x8000000000000000");
});

test("the first node that differs is found by its data, then by a local derivative, then by its gradient from the loss down", () => {
  const graph = (data = [1, 2, 3], grad = [9, 9, 9], local = [5, 6, 7]) =>
    /** @type {any} */ ({
      name: ["a", "b", "c"],
      op: ["", "*", "exp"],
      prev: [[], [0, 0], [1]],
      data,
      grad,
      local,
    });
  assert.equal(differingNode(graph(), graph([1, 2, 4], [0, 9, 9]))?.name, "c");
  const local = differingNode(graph(), graph([1, 2, 3], [0, 9, 9], [5, 5, 7]));
  assert.deepEqual(local, { name: "b", op: "*", part: "local", operand: "a", left: 6, right: 5 });
  const { name, part } = differingNode(graph(), graph([1, 2, 3], [0, 0, 9])) ?? {};
  assert.deepEqual([name, part], ["b", "grad"]);
  assert.equal(differingNode(graph(), graph()), null);
});

test("a race restarts both lanes and leaves the run where it was", () => {
  const { state } = sideBySide();
  let raced = update(update(state, bothStep(state)), { type: "compare/race", seconds: 5 });
  assert.equal(raced.compare?.lanes.c.from, 1);
  const reply = { train: [0.5], val: [0.5], before: null, snapshot: makeSnapshot(2), ms: 1 };
  raced = update(raced, { type: "compare/progress", name: "c", reply });
  raced = update(raced, { type: "compare/raced" });
  assert.equal(raced.compare?.lanes.c.steps, 1);
  assert.equal(raced.session.snapshot?.step, 1);
});

test("the time of every engine's steps is measured", () => {
  const { state } = sideBySide();
  const next = update(
    state,
    bothStep(state, (reply) => Object.assign(reply, { ms: 0.25 })),
  );
  assert.deepEqual(next.engines.measured, { python: { steps: 1, ms: 1 }, c: { steps: 1, ms: 0.25 } });
});

test("choosing another engine ends the comparison", () => {
  const { state } = sideBySide();
  assert.equal(update(state, { type: "engine/choose", name: "c" }).compare, null);
});
