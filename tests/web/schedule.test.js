import assert from "node:assert/strict";
import { test } from "node:test";
import { holdingAt, PHASES, phaseAt } from "../../web/state/schedule.js";
import { openPage, skip } from "./walk-page.js";

/** @typedef {import("../../web/state/types.js").State} State */

test("a step is forward in topological order, zero_grad, backward in reverse, every parameter's update", {
  skip,
}, async () => {
  const { schedule, state } = await openPage();
  const { moves, ends, mean } = schedule;
  const graph = /** @type {NonNullable<State["answers"]["graph"]>} */ (state.answers.graph).graph;
  const made = graph.op.flatMap((op, id) => (op ? [id] : []));
  const count = made.length + 1; // all that is given comes first, in one move
  assert.deepEqual(
    moves.slice(0, count).map(({ phase, kind, node }) => [phase, kind, node]),
    [["forward", "given", -1], ...made.map((id) => ["forward", "node", id])],
  );
  const lines = moves.filter(({ kind }) => kind === "line");
  assert.equal(lines.length, graph.prev.flat().length);
  lines.slice(1).forEach(({ node, slot }, i) => {
    assert.ok(node < lines[i].node || (node === lines[i].node && slot === 1 && lines[i].slot === 0));
  });
  assert.equal(moves.filter(({ phase }) => phase === "update").length, state.session.snapshot?.data.length);
  assert.deepEqual(moves[count], { phase: "zero_grad", kind: "zero", node: -1, slot: -1 });
  assert.deepEqual(ends, { forward: count, zero_grad: count + 1, backward: mean, update: moves.length });
  assert.deepEqual(Object.keys(ends), [...PHASES]);
  assert.deepEqual(
    [0, count + 1, count + 2].map((at) => phaseAt(schedule, at)),
    ["forward", "zero_grad", "backward"],
  );
});

test("nodes that forward has not reached are blank, and gradients that backward has not reached are 0", {
  skip,
}, async () => {
  const { state, schedule } = await openPage();
  const traced = /** @type {NonNullable<State["answers"]["graph"]>} */ (state.answers.graph);
  const { graph } = traced;
  const half = holdingAt(traced, 20, null);
  const next = schedule.moves[20].node;
  graph.op.forEach((op, id) => {
    assert.equal(half.data[id], op === "" || id < next ? graph.data[id] : null);
    assert.equal(half.ahead[id], op !== "" && id >= next);
  });
  const seeded = holdingAt(traced, schedule.ends.zero_grad + 1, null);
  assert.deepEqual(seeded.grad, [...graph.op.slice(1).map(() => 0), 1]);
});

test("parameters hold the last step's gradients until zero_grad sets them to 0, and keep them without it", {
  skip,
}, async () => {
  for (const zero_grad of [true, false]) {
    const page = await openPage({ zero_grad });
    page.act("walk/unit", { unit: "update" });
    page.act("run/step");
    page.act("walk/unit", { unit: "op" });
    const { ends, mean, moves } = page.schedule;
    const traced = /** @type {NonNullable<State["answers"]["graph"]>} */ (page.state.answers.graph);
    const grads = (/** @type {number} */ at) => {
      const { grad } = holdingAt(traced, at, null);
      return moves.slice(mean).map(({ node }) => grad[node]);
    };
    const last = [...traced.snapshot.grad];
    assert.ok(last.some((grad) => grad !== 0));
    assert.deepEqual([grads(0), grads(ends.forward)], [last, last]);
    assert.deepEqual(grads(ends.zero_grad), zero_grad ? last.map(() => 0) : last);
    const own = moves.slice(mean).map(({ node }) => traced.graph.grad[node]);
    const expected = zero_grad ? own : own.map((grad, i) => last[i] + grad);
    assert.deepEqual(grads(mean - 1), expected);
  }
});

test("after the last line of backward every node has the engine's own gradient, to the last bit", {
  skip,
}, async () => {
  for (const changes of [{}, { layers: [] }, { layers: [4, 3, 2], loss: "logsumexp" }, { nonlin: "relu" }]) {
    const { state, schedule } = await openPage(changes);
    const traced = /** @type {NonNullable<State["answers"]["graph"]>} */ (state.answers.graph);
    const { grad } = holdingAt(traced, schedule.mean - 1, null);
    assert.deepEqual(Float64Array.from(/** @type {number[]} */ (grad)), traced.graph.grad);
  }
});
