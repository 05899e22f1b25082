import assert from "node:assert/strict";
import { test } from "node:test";
import { queryRequest } from "../../web/engine/query-request.js";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { patch } from "../../web/state/patch.js";
import {
  answerOf,
  knownContributions,
  openQueries,
  selectedParameter,
  shownField,
} from "../../web/state/queries.js";
import { update } from "../../web/state/state.js";
import { makeVerbs } from "../../web/worker/serve.js";
import { startedState, withReadout } from "./fixtures.js";
import { engineOf, missing, stateOf } from "./wasm.js";

/** @typedef {import("../../web/state/types.js").State} State */

/** A traced graph with the columns that tell where its nodes stand. @param {[name: string, layer: number, neuron: number, part: string][]} nodes */
const tracedOf = (...nodes) => {
  const [name, layer, neuron, part] = [0, 1, 2, 3].map((column) => nodes.map((node) => node[column]));
  return /** @type {any} */ ({ graph: { name, layer, neuron, part } });
};

const graph = tracedOf(
  ["x", 0, 1, "input"],
  ["h1.w2", 1, 1, "weight"],
  ["h1", 1, 1, "out"],
  ["z1", 2, 1, "out"],
  ["loss", 3, 0, "loss"],
);

/** @param {Parameters<typeof patch>[1]} [more] @returns {State} */
const stateWith = (more = {}) => withReadout(patch(startedState(), { answers: { graph }, ...more }));

/** What the engine's reply to the next question makes of the state. @param {State} state @param {any} reply @param {number} now */
function answer(state, reply, now = 0) {
  const request = queryRequest(state, now);
  if (!request?.action) throw new Error("nothing is asked");
  const action = request.action(reply);
  return action ? update(state, action) : state;
}

/** The arguments of the field that is asked for next. @param {State} state @param {number} [now] */
const fieldArgs = (state, now = 0) =>
  /** @type {import("../../web/protocol/verbs.js").Verbs["field"]["args"]} */ (
    queryRequest(state, now)?.args
  );

test("no query is sent while nothing needs one", () => {
  assert.equal(queryRequest(stateWith(), 0), null);
  assert.equal(queryRequest(stateWith({ selection: { node: "h1" } }), 0), null);
});

test("selecting a parameter queries its next update and its contributions, once", () => {
  let state = stateWith({ selection: { node: "h1.w2" } });
  assert.equal(selectedParameter(state), 1);
  assert.equal(queryRequest(state, 0)?.verb, "preview");
  state = answer(state, { after: {}, ms: 1 });
  assert.deepEqual(queryRequest(state, 0)?.args, { parameter: 1 });
  state = answer(state, { contributions: Float64Array.of(1), ms: 1 });
  assert.equal(queryRequest(state, 0), null);
  assert.equal(answerOf(state, "contributions")?.reply?.contributions[0], 1);
  assert.equal(answerOf(patch(state, { selection: { node: "h1.w1" } }), "contributions"), null);
});

test("at the place under the pointer, or else at the probe, the engine tells the numbers of that very place", () => {
  const place = { x: 0.123, y: -1.5, id: null };
  const over = update(stateWith({ view: { field: "h1" } }), { type: "plane/place", place });
  assert.equal(answerOf(over, "predict"), null, "the probe's answer is not the pointer's");
  const wanted = (/** @type {State} */ state) => {
    const asked = openQueries(state).filter(({ name }) => name === "predict" || name === "trace");
    return asked.map(({ name, args }) => [name, args]);
  };
  assert.deepEqual(wanted(over), [
    ["predict", { x: 0.123, y: -1.5 }],
    ["trace", { x: 0.123, y: -1.5, label: 0 }],
  ]);
  const away = update(over, { type: "plane/place", place: null });
  assert.deepEqual(wanted(away), [["trace", { x: -1, y: 0, label: 0 }]]);
});

test("while playing, queries are asked at most every 30 ms", () => {
  const state = stateWith({ run: { playing: true } });
  const later = patch(state, { session: { snapshot: structuredClone(state.session.snapshot) } });
  assert.equal(queryRequest(later, 29), null);
  assert.equal(queryRequest(later, 30)?.verb, "predict");
});

test("an answer holds until a part of the state that it depends on changes", () => {
  const state = answer(stateWith({ selection: { node: "h1.w2" } }), { ms: 1 });
  const later = patch(state, { session: { snapshot: structuredClone(state.session.snapshot) } });
  assert.ok(answerOf(state, "preview", { exact: true }));
  assert.equal(answerOf(later, "preview", { exact: true }), null);
  assert.ok(answerOf(later, "preview"), "the one before is shown until the next is there");
  assert.equal(queryRequest(later, 0)?.verb, "preview");
});

test("a refusal is an answer, and the query is not repeated", () => {
  const state = stateWith({ selection: { node: "h1.w2" } });
  const request = queryRequest(state, 0);
  const action = request?.refused?.("no train point");
  const next = update(state, /** @type {any} */ (action));
  assert.equal(answerOf(next, "preview")?.error, "no train point");
  assert.notEqual(queryRequest(next, 0)?.verb, "preview");
});

test("a new run starts without answers, since those of another network don't fit its graph", () => {
  const asked = answer(stateWith({ selection: { node: "h1.w2" } }), { ms: 1 });
  const config = { ...DEFAULT_CONFIG, layers: [2] };
  const starting = update(asked, { type: "config/set", changes: config });
  const { config: wanted, keepPoints } = /** @type {NonNullable<State["run"]["starting"]>} */ (
    starting.run.starting
  );
  const snapshot = /** @type {NonNullable<State["session"]["snapshot"]>} */ (asked.session.snapshot);
  const started = update(starting, { type: "run/started", config: wanted, keepPoints, points: [], snapshot });
  assert.equal(answerOf(started, "preview"), null);
});

test("a field is first coarse and then fine, and stays coarse while playing", () => {
  let state = stateWith({ view: { field: "h1" } });
  assert.equal(fieldArgs(state).columns, 110);
  state = answer(state, { field: new Float64Array(1), ms: 1 });
  assert.equal(fieldArgs(state).columns, 220);
  assert.equal(answerOf(state, "field")?.args.columns, 110);
  state = answer(state, { field: new Float64Array(1), ms: 1 });
  assert.equal(queryRequest(state, 0)?.verb, "trace", "the number at the probe");
  assert.equal(
    fieldArgs(patch(state, { run: { playing: true }, view: { field: "loss" } }), 1000).columns,
    110,
  );
});

test("while playing, a query waits until it is due", () => {
  const state = answer(
    stateWith({ view: { field: "h1" }, run: { playing: true } }),
    { field: new Float64Array(1), ms: 10 },
    100,
  );
  const later = /** @type {State} */ (
    patch(state, { session: { snapshot: structuredClone(state.session.snapshot) } })
  );
  assert.notEqual(queryRequest(later, 150)?.verb, "field");
  assert.equal(queryRequest(later, 181)?.verb, "field");
});

test("the hovered hidden neuron's field takes precedence over the chosen one", () => {
  assert.equal(shownField(stateWith({ view: { field: "loss" } })), "loss");
  assert.equal(shownField(stateWith({ view: { field: "loss" }, selection: { hovered: "h1" } })), "h1");
  assert.equal(shownField(stateWith({ view: { field: "selected" }, selection: { node: "h1.w2" } })), "h1.w2");
  assert.equal(shownField(stateWith({ view: { field: "gone" } })), null);
});

test("hovering a parameter's row shows its neuron's field; hovering over the plane does not change the field", () => {
  const hover = (/** @type {object} */ more) =>
    shownField(
      update(stateWith({ view: { field: "loss" } }), { type: "node/hover", name: "h1.w2", ...more }),
    );
  assert.equal(hover({}), "h1");
  assert.equal(hover({ name: "h1" }), "h1");
  assert.equal(hover({ name: "x" }), "loss");
  assert.equal(hover({ field: false }), "loss");
  const state = stateWith({ view: { field: "loss" }, selection: { hovered: "h1" }, run: { playing: true } });
  assert.equal(shownField(state), "loss");
});

test("every class's probability can be shown, each by the graph of its own label", () => {
  const names = tracedOf(["p1", 3, 1, "p"], ["loss", 3, 0, "loss"]);
  const state = stateWith({ answers: { graph: names }, view: { field: "p3" } });
  assert.equal(fieldArgs(state).label, 2);
  assert.equal(fieldArgs(patch(state, { view: { field: "loss" } })).label, 0);
  const config = { ...DEFAULT_CONFIG, loss: "logsumexp" };
  const shifted = stateWith({ view: { field: "p3" }, session: { config } });
  assert.equal(shownField(shifted), null, "the log-sum-exp loss has none");
});

test("contributions keep their train points when the points change", () => {
  let state = stateWith({ selection: { node: "h1.w2" } });
  state = answer(state, { after: {}, ms: 1 });
  state = answer(state, { contributions: Float64Array.of(1, 2), ms: 1 });
  const moved = patch(state, { session: { points: [] }, run: { playing: true } });
  for (const at of [state, moved]) {
    assert.deepEqual(
      knownContributions(at)?.points.map(({ id }) => id),
      [0, 1],
    );
  }
  assert.equal(knownContributions(patch(state, { selection: { node: "h1" } })), null);
});

const skip = await missing("micrograd.wasm");

test("a preview is the next step, and leaves the engine unchanged", { skip }, async () => {
  const engine = await engineOf("micrograd.wasm", { n: 20 });
  for (let i = 0; i < 3; i++) engine.step();
  const before = stateOf(engine);
  const { after, gradient } = await makeVerbs(engine).preview({});
  assert.deepEqual(stateOf(engine), before);
  engine.step();
  const { loss, ...state } = after;
  assert.deepEqual(engine.query("snapshot", []), { ...state, ...loss });
  assert.deepEqual(gradient, after.grad);
});

test("a step without zero_grad has the true gradient beside the accumulated one, also after going back", {
  skip,
}, async () => {
  const verbs = /** @type {any} */ (makeVerbs(await engineOf("micrograd.wasm")));
  const config = { ...DEFAULT_CONFIG, n: 20 };
  const { points, snapshot: start } = verbs.reset({ config });
  const numbered = points.map((/** @type {object} */ p, /** @type {number} */ id) => ({ ...p, id }));
  assert.equal(verbs.step({ count: 2, budget: 1e9 }).snapshot.truth, undefined);
  const without = { ...config, zero_grad: false };
  verbs.restore({ config: without, points: numbered, snapshot: start });
  const { before, snapshot } = verbs.step({ count: 2, budget: 1e9 });
  assert.deepEqual(before.truth, before.grad, "nothing has accumulated yet");
  const sum = snapshot.truth.map((/** @type {number} */ g, /** @type {number} */ i) => before.grad[i] + g);
  sum.forEach((/** @type {number} */ g, /** @type {number} */ i) => {
    assert.ok(Math.abs(g - snapshot.grad[i]) < 1e-12);
  });
  verbs.restore({ config: without, points: numbered, snapshot: before });
  assert.deepEqual(verbs.step({ count: 1, budget: 0 }).snapshot, snapshot);
});
