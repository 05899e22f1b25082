import assert from "node:assert/strict";
import { test } from "node:test";
import { nextRequest, untilNextMove } from "../../web/engine/requests.js";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { startHistory } from "../../web/state/history.js";
import { holdingAt, PHASES, phaseAt, scheduleOf } from "../../web/state/schedule.js";
import { initialState, update } from "../../web/state/state.js";
import { patch } from "../../web/state/types.js";
import { engineOf, missing } from "./wasm.js";

/** @typedef {import("../../web/state/types.js").State} State */

const skip = await missing("micrograd.wasm");
const CONFIG = { ...DEFAULT_CONFIG, n: 20, layers: [3] };

/** A page whose requests a real engine answers at once. @param {Partial<typeof CONFIG & {zero_grad: boolean}>} [changes] */
async function openPage(changes = {}) {
  const { makeVerbs } = await import("../../web/worker/serve.js");
  const verbs = /** @type {any} */ (makeVerbs(await engineOf("micrograd.wasm", CONFIG)));
  const config = { ...CONFIG, ...changes };
  const page = {
    state: update(initialState(), { type: "engine/ready", name: "c" }),
    held: /** @type {any} */ (null),
    now: 0,
    /** @param {string} type @param {object} [more] */
    act(type, more = {}) {
      page.state = update(page.state, /** @type {any} */ ({ type, ...more }));
      page.settle();
    },
    /** Answers until nothing is asked any more. */
    settle() {
      for (let i = 0; i < 100; i++, page.now += 1000) {
        const request = nextRequest(page.state, page.held, { now: page.now, stepAt: 0, budget: 1e6 });
        if (!request || "wait" in request) return;
        const reply = verbs[request.verb](request.args);
        if (request.held) page.held = request.held(reply);
        const action = request.action?.(reply);
        if (action) page.state = update(page.state, action);
      }
      throw new Error("the page does not come to rest");
    },
    /** Where it is: the step, and the moves of the walk. */
    get place() {
      const {
        session: { snapshot },
        run: { walk },
      } = page.state;
      return [(snapshot?.step ?? 0) - (walk?.kept ? 1 : 0), walk?.at];
    },
    get schedule() {
      const traced = page.state.run.walk?.kept ?? page.state.answers.graph;
      if (!traced) throw new Error("no graph");
      return scheduleOf(traced);
    },
  };
  page.settle();
  page.act("config/set", { changes: config });
  page.act("walk/unit", { unit: "op" });
  return page;
}

test("a step is forward in topological order, zero_grad, backward in reverse, every parameter's update", {
  skip,
}, async () => {
  const { schedule, state } = await openPage();
  const { moves, ends, mean } = schedule;
  const graph = /** @type {NonNullable<State["answers"]["graph"]>} */ (state.answers.graph).graph;
  const count = graph.op.length;
  assert.deepEqual(
    moves.slice(0, count).map(({ phase, node }) => [phase, node]),
    graph.op.map((_, id) => ["forward", id]),
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
  const half = holdingAt(traced, 30, null);
  graph.op.forEach((op, id) => {
    assert.equal(half.data[id], op === "" || id < 30 ? graph.data[id] : null);
    assert.equal(half.ahead[id], op !== "" && id >= 30);
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

test("a walk through a whole step, move by move, makes the engine's own step and leads to the next", {
  skip,
}, async () => {
  const page = await openPage();
  const { moves, mean } = page.schedule;
  for (let at = 1; at < moves.length; at++) {
    page.act("run/step");
    assert.deepEqual(page.place, [0, at]);
    assert.equal(page.state.session.snapshot?.step, at < mean ? 0 : 1);
  }
  const {
    run: { walk },
    session: { snapshot },
  } = page.state;
  const { data, grad } = holdingAt(/** @type {any} */ (walk?.kept), moves.length - 1, snapshot);
  moves.slice(mean).forEach(({ node }, i) => {
    const last = node === moves.at(-1)?.node; // its update is the remaining move
    assert.equal(data[node], (last ? walk?.kept?.snapshot : snapshot)?.data[i]);
    assert.equal(grad[node], snapshot?.grad[i]);
  });
  page.act("run/step");
  assert.deepEqual(page.place, [1, 0]);
  assert.equal(page.state.answers.graph?.snapshot, page.state.session.snapshot);
});

test("in the middle of the update, parameters before the move have their new data and the others their old", {
  skip,
}, async () => {
  const page = await openPage();
  const { mean } = page.schedule;
  page.act("walk/goto", { at: mean + 4 });
  const {
    run: { walk },
    session: { snapshot },
  } = page.state;
  const kept = /** @type {import("../../web/state/types.js").TracedGraph} */ (walk?.kept);
  const { data } = holdingAt(kept, mean + 4, snapshot);
  page.schedule.moves.slice(mean).forEach(({ node }, i) => {
    assert.equal(data[node], (i < 4 ? snapshot : kept.snapshot)?.data[i]);
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
  page.act("walk/goto", { at: page.schedule.mean - 1 });
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

test("a walk keeps its move in another step, and restarts when the run leaves its step", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("walk/goto", { at: 40 });
  page.act("probe/set", { id: null, x: 0.5, y: 0.25, label: 1 });
  assert.deepEqual(page.place, [0, 40]);
  page.act("walk/goto", { at: page.schedule.mean + 2 });
  assert.equal(page.state.session.snapshot?.step, 1);
  page.act("probe/set", { id: null, x: 0.5, y: 0.5, label: 1 });
  assert.deepEqual(page.place, [1, 0]);
  page.act("walk/goto", { at: page.schedule.mean + 2 });
  page.act("run/goto", { step: 0 });
  assert.deepEqual(page.place, [0, 0]);
  page.act("walk/goto", { at: 12 });
  page.act("run/reset");
  assert.deepEqual(page.place, [0, 0]);
  page.act("walk/unit", { unit: "update" });
  assert.equal(page.state.run.walk, null);
});

test("a step that is refused leaves the walk where it is", { skip }, async () => {
  const page = await openPage();
  const at = page.schedule.mean - 1;
  page.act("walk/goto", { at });
  page.state = update(page.state, { type: "run/step" });
  assert.equal(page.state.run.pending, 1);
  page.act("run/refused", { reason: "no train points" });
  assert.deepEqual(page.place, [0, at]);
  page.act("run/step");
  assert.deepEqual(page.place, [0, at + 1], "the next try works");
});

test("playing moves at the chosen speed, and stops at the limit before it needs another step", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("run/limit", { limit: 1 });
  page.act("run/speed", { speed: 10 });
  page.act("run/play");
  assert.equal(untilNextMove(page.state, { now: 1040, stepAt: 1000 }), 60);
  const { moves, mean } = page.schedule;
  for (let i = 0; i < moves.length; i++) page.act("walk/tick");
  assert.deepEqual(page.place, [1, 0]);
  assert.equal(page.state.run.playing, false, "the step limit is reached");
  page.act("run/play");
  for (let i = 0; i < mean - 1; i++) page.act("walk/tick");
  assert.deepEqual(page.place, [1, mean - 1]);
  page.state = patch(page.state, { run: { limit: 1, playing: true } });
  page.act("walk/tick");
  assert.deepEqual([...page.place, page.state.run.playing], [1, mean - 1, false]);
  assert.match(page.state.notice?.text ?? "", /limit of 1 steps/);
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
