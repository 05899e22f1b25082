import assert from "node:assert/strict";
import { test } from "node:test";
import { untilNextMove } from "../../web/engine/requests.js";
import { startHistory } from "../../web/state/history.js";
import { patch } from "../../web/state/patch.js";
import { holdingAt } from "../../web/state/schedule.js";
import { update } from "../../web/state/state.js";
import { afterUpdate } from "../../web/state/walk.js";
import { openPage, skip } from "./walk-page.js";

/** @typedef {import("../../web/state/types.js").State} State */

/** @param {State} state */
const traced = ({ answers: { graph } }) => /** @type {NonNullable<typeof graph>} */ (graph);

test("a walk through a whole step, move by move, makes the engine's own step and leads to the next", {
  skip,
}, async () => {
  const page = await openPage();
  const { moves, mean } = page.schedule;
  const before = page.state.session.snapshot;
  for (let at = 1; at < moves.length; at++) {
    page.act("run/step");
    assert.deepEqual(page.place, [0, at]);
    assert.equal(page.state.session.snapshot, before, "the step is made after its last move");
  }
  const after = afterUpdate(page.state);
  const { data, grad } = holdingAt(traced(page.state), moves.length - 1, after);
  page.act("run/step");
  assert.deepEqual(page.place, [1, 0]);
  const { snapshot } = page.state.session;
  assert.deepEqual(after?.data, snapshot?.data);
  assert.equal(page.state.answers.graph?.snapshot, snapshot);
  moves.slice(mean).forEach(({ node }, i) => {
    const last = node === moves.at(-1)?.node; // its update is the remaining move
    assert.equal(data[node], (last ? before : snapshot)?.data[i]);
    assert.equal(grad[node], snapshot?.grad[i]);
  });
});

test("at the end of backward everything that the panels show is of before the update", { skip }, async () => {
  const page = await openPage();
  page.act("walk/unit", { unit: "update" });
  page.act("run/step");
  const { session, answers, run } = page.state;
  page.act("walk/unit", { unit: "phase" });
  for (let i = 0; i < 3; i++) page.act("run/step");
  const now = page.state;
  assert.deepEqual(page.place, [1, page.schedule.ends.backward]);
  assert.equal(now.session, session);
  assert.equal(now.run.history, run.history);
  assert.equal(now.answers.graph, answers.graph);
  assert.equal(now.answers.surface?.snapshot, session.snapshot);
  assert.equal(now.answers.queries.predict?.of.snapshot, session.snapshot);
});

test("in the middle of the update, parameters before the move have their new data and the others their old", {
  skip,
}, async () => {
  const page = await openPage();
  const { mean } = page.schedule;
  page.act("walk/goto", { at: mean + 4 });
  const after = afterUpdate(page.state);
  const { data } = holdingAt(traced(page.state), mean + 4, after);
  page.schedule.moves.slice(mean).forEach(({ node }, i) => {
    assert.equal(data[node], (i < 4 ? after : page.state.session.snapshot)?.data[i]);
  });
});

test("back undoes one move, also across the start of a step, without branching the run", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("walk/unit", { unit: "update" });
  for (let i = 0; i < 5; i++) page.act("run/step");
  const end = page.state.session.snapshot;
  page.act("run/goto", { step: 2 });
  page.act("walk/unit", { unit: "op" });
  page.act("run/back");
  const last = page.schedule.moves.length - 1;
  assert.deepEqual(page.place, [1, last]);
  page.act("run/back");
  assert.deepEqual(page.place, [1, last - 1]);
  page.act("walk/goto", { at: 3 });
  page.act("run/back");
  assert.deepEqual(page.place, [1, 2]);
  assert.equal(page.state.run.history?.train.length, 5);
  assert.equal(page.state.run.history?.ghost, null);
  page.act("run/goto", { step: 5 });
  assert.deepEqual(page.state.session.snapshot?.data, end?.data);
});

test("back stops at the earliest step of a run from a link or an earlier visit", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("walk/unit", { unit: "update" });
  for (let i = 0; i < 3; i++) page.act("run/step");
  const {
    session: { snapshot, config, points },
    run: { history },
  } = page.state;
  const { train, val } = /** @type {NonNullable<State["run"]["history"]>} */ (history);
  const checkpoint = { snapshot: /** @type {NonNullable<typeof snapshot>} */ (snapshot), points, config };
  page.state = patch(page.state, { run: { history: { ...startHistory(checkpoint), train, val } } });
  page.act("walk/unit", { unit: "op" });
  page.act("run/back");
  assert.deepEqual(page.place, [3, 0]);
});

test("while a walk plays through an update, the surface is updated", { skip }, async () => {
  const page = await openPage();
  page.act("run/play");
  page.act("walk/goto", { at: page.schedule.moves.length - 1 });
  page.state = patch(page.state, { run: { playing: true } });
  page.act("walk/tick");
  assert.equal(page.state.session.snapshot?.step, 1);
  assert.equal(page.state.run.playing, true);
  assert.equal(page.state.answers.surface?.snapshot, page.state.session.snapshot);
});

test("by phases a step takes four: forward, zero_grad, backward, update; so does going back", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("walk/unit", { unit: "phase" });
  const { forward, zero_grad, backward } = page.schedule.ends;
  const places = [
    [0, forward],
    [0, zero_grad],
    [0, backward],
    [1, 0],
    [1, forward],
  ];
  for (const place of places) {
    page.act("run/step");
    assert.deepEqual(page.place, place);
  }
  for (const place of [...places.slice(0, -1).reverse(), [0, 0]]) {
    page.act("run/back");
    assert.deepEqual(page.place, place);
  }
  page.act("run/back");
  assert.deepEqual(page.place, [0, 0], "before the start there is nothing");
});

test("a walk keeps its move in another step and for another probe, and begins anew with the run", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("walk/goto", { at: 40 });
  page.act("probe/set", { id: null, x: 0.5, y: 0.25, label: 1 });
  assert.deepEqual(page.place, [0, 40]);
  const late = page.schedule.mean + 2;
  page.act("walk/goto", { at: late });
  page.act("probe/set", { id: null, x: 0.5, y: 0.5, label: 1 });
  assert.deepEqual(page.place, [0, late]);
  page.act("walk/end");
  assert.deepEqual(page.place, [1, 0]);
  page.act("walk/goto", { at: late });
  page.act("run/goto", { step: 0 });
  assert.deepEqual(page.place, [0, late]);
  page.act("walk/goto", { at: 12 });
  page.act("run/reset");
  assert.deepEqual(page.place, [0, 0]);
  page.act("walk/unit", { unit: "update" });
  assert.equal(page.state.run.walk, null);
});

test("a step that is refused leaves the walk where it is", { skip }, async () => {
  const page = await openPage();
  const at = page.schedule.moves.length - 1;
  page.act("walk/goto", { at });
  page.state = update(page.state, { type: "run/step" });
  assert.equal(page.state.run.pending, 1);
  page.act("run/refused", { reason: "no train points" });
  assert.deepEqual(page.place, [0, at]);
  page.act("run/step");
  assert.deepEqual(page.place, [1, 0], "the next try works");
});

test("playing moves at the chosen speed, and stops at the limit before it needs another step", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("run/limit", { limit: 1 });
  page.act("run/speed", { speed: 10 });
  page.act("run/play");
  assert.equal(untilNextMove(page.state, { now: 1040, stepAt: 1000 }), 60);
  const last = page.schedule.moves.length - 1;
  for (let i = 0; i <= last; i++) page.act("walk/tick");
  assert.deepEqual(page.place, [1, 0]);
  assert.equal(page.state.run.playing, false, "the step limit is reached");
  page.act("run/play");
  for (let i = 0; i < last; i++) page.act("walk/tick");
  assert.deepEqual(page.place, [1, last]);
  page.state = patch(page.state, { run: { limit: 1, playing: true } });
  page.act("walk/tick");
  assert.deepEqual([...page.place, page.state.run.playing], [1, last, false]);
  assert.match(page.state.notice?.text ?? "", /Limit of 1 steps reached/);
});

test("without zero_grad the step has no such phase", { skip }, async () => {
  const page = await openPage();
  page.act("config/set", { changes: { zero_grad: false } });
  const { moves, ends } = page.schedule;
  assert.equal(ends.zero_grad, ends.forward);
  assert.ok(moves.every(({ kind }) => kind !== "zero"));
  page.act("walk/goto", { at: moves.length - 1 });
  page.act("run/step");
  assert.deepEqual(page.place, [1, 0]);
});
