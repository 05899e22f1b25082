/** The engine Yours: when it is there, how its steps are checked by C, and the sentence that comes of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPlan } from "../../web/engine/check-plan.js";
import { graphRequest, surfaceRequest } from "../../web/engine/requests.js";
import { STEPS_AHEAD } from "../../web/state/code/check.js";
import { checked, repeated, searched } from "../../web/state/code/checking.js";
import { verdictOf } from "../../web/state/code/words.js";
import { patch } from "../../web/state/patch.js";
import { openQueries } from "../../web/state/queries.js";
import { update } from "../../web/state/state.js";
import { thumbnailWanted } from "../../web/state/thumbnails.js";
import { confine, reachable } from "../../web/worker/yours/confine.js";
import { makeSnapshot, startedState, stepReply, withReadout } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */

const FILES = {
  "engine.py": "class Value:\n    def tanh(self):\n        return 1\n",
  "nn.py": "",
  "optim.py": "class AdamW:\n    def step(self):\n        pass\n",
};
const EDITED = FILES["engine.py"].replace("return 1", "return 2");

/** The page once its code has been read. */
const read = () => update(startedState(), { type: "code/arrived", original: FILES, kept: {} });

/** The page with code that has been run, before its worker is there. */
const run = () =>
  update(update(read(), { type: "code/edit", file: "engine.py", text: EDITED }), { type: "code/run" });

const ready = () => update(run(), { type: "engine/ready", name: "yours" });

/** @param {State} state @param {Record<string, any>} held */
const plan = (state, held = {}) => /** @type {any} */ (checkPlan(state, held));

/** @param {State} state @param {(reply: any) => void} [change] what Yours computes otherwise */
function checkStep(state, change = () => {}) {
  const base = state.code.check?.base ?? makeSnapshot(0);
  const reply = () => ({ train: [1], val: [1], before: null, snapshot: makeSnapshot(base.step + 1), ms: 1 });
  const yours = reply();
  change(yours);
  return goOn(state, (check) => checked(check, { yours, c: reply() }));
}

/** What the plan makes of the engines' answers. @param {State} state @param {(check: import("../../web/state/code/check.js").Check) => any} next */
function goOn(state, next) {
  const of = /** @type {import("../../web/state/code/check.js").Check} */ (state.code.check);
  return update(state, { type: "code/check", of, check: next(of) });
}

test("Yours can't be chosen before it has code to run, and says what to do", () => {
  const state = update(read(), { type: "engine/choose", name: "yours" });
  assert.equal(state.engines.active, "c");
  assert.match(state.notice?.text ?? "", /press Edit the Python, and then Run/);
  assert.equal(update(ready(), { type: "engine/choose", name: "yours" }).engines.active, "yours");
});

test("code of an earlier visit waits until it is run", () => {
  const state = update(startedState(), {
    type: "code/arrived",
    original: FILES,
    kept: { "engine.py": EDITED },
  });
  assert.equal(state.code.waits, "visit");
  assert.equal(state.code.run, null);
  assert.match(verdictOf(state).text, /runs when you press Run/);
  assert.deepEqual(update(state, { type: "code/run" }).code.run, { ...FILES, "engine.py": EDITED });
});

test("new code in Yours, and a change from or to Yours, outdates all answers; a change between the page's own engines none", () => {
  /** The state with an answer of each kind about the present moment. @param {State} state @returns {State} */
  const answered = (state) => {
    const { snapshot, config } = state.session;
    const { probe, engines } = state;
    const columns = { name: ["loss"], part: ["loss"], layer: [0], neuron: [0] };
    const graph = /** @type {any} */ ({ graph: columns, snapshot, config, probe, engine: engines.active });
    const surface = /** @type {any} */ ({ snapshot, config, columns: 1000 });
    const thumbnails = /** @type {any} */ ({ loss: { of: snapshot, config, label: probe?.label, at: 1 } });
    return withReadout(patch(state, { answers: { graph, surface, thumbnails } }));
  };
  /** Which answers are asked for once more. @param {State} state */
  const asked = (state) => [
    graphRequest(state, 0) !== null,
    surfaceRequest(state, state.engines.active, state.answers.surface, 0) !== null,
    thumbnailWanted(state) !== null,
    openQueries(state).some(({ name }) => name === "predictions"),
  ];
  const [all, none] = [
    [true, true, true, true],
    [false, false, false, false],
  ];
  const yours = answered(ready());
  assert.deepEqual(asked(yours), none);
  assert.deepEqual(
    asked(update(update(yours, { type: "code/run" }), { type: "engine/ready", name: "yours" })),
    all,
  );
  assert.deepEqual(asked(update(yours, { type: "engine/choose", name: "c" })), all);
  const c = answered(update(ready(), { type: "engine/choose", name: "c" }));
  assert.deepEqual(asked(update(c, { type: "engine/choose", name: "yours" })), all);
  const { graph, surface } = update(yours, { type: "engine/choose", name: "c" }).answers;
  assert.ok(graph && surface, "the old ones stay in sight meanwhile");
  const [, ...shared] = asked(update(c, { type: "engine/choose", name: "batched" }));
  assert.deepEqual(shared.slice(0, 2), [false, false]);
});

test("once it is ready Yours has the run, and is checked against C from where the run is", () => {
  const state = ready();
  assert.equal(state.engines.active, "yours");
  const first = plan(state);
  assert.deepEqual(
    first.asks.map((/** @type {any} */ { name, request }) => [name, request.verb]),
    [
      ["yours", "restore"],
      ["c", "restore"],
    ],
  );
  const { held } = first.settle({});
  assert.deepEqual(
    plan(state, held).asks.map((/** @type {any} */ { name, request }) => [name, request.verb]),
    [
      ["yours", "step"],
      ["c", "step"],
    ],
  );
});

test("before C repeats steps it gets the learning rate and the points that have changed meanwhile, both", () => {
  const state = ready();
  const { snapshot, points, config } = state.session;
  const session = { snapshot, points, config };
  const asked = [];
  let held = { yours: session, c: { snapshot, points: points.slice(1), config: { ...config, lr: 0.5 } } };
  for (let next = plan(state, held); next.asks.length === 1; next = plan(state, held)) {
    const [{ name, request }] = next.asks;
    asked.push([name, request.verb]);
    held = { ...held, ...next.settle({}).held };
  }
  assert.deepEqual(asked, [
    ["c", "set_hyper"],
    ["c", "set_points"],
  ]);
  assert.deepEqual(held.c, session);
});

test("steps that agree are counted; those of the run are repeated by C, and counted once", () => {
  let state = ready();
  for (let i = 0; i < STEPS_AHEAD; i++) state = checkStep(state);
  assert.equal(verdictOf(state).text, "Equal to C to the last bit for 10 steps.");
  const reply = stepReply(state, 12);
  state = update(state, reply);
  const { asks } = plan(state, {
    c: { snapshot: reply.base, points: reply.points, config: reply.config },
  });
  assert.deepEqual([asks.length, asks[0].name, asks[0].request.args.count], [1, "c", 12]);
  state = goOn(state, (check) => repeated(check, reply));
  assert.equal(verdictOf(state).text, "Equal to C to the last bit for 12 steps.");
});

test("if C comes to other bits than the run, both make those steps once more, one by one", () => {
  let state = ready();
  for (let i = 0; i < STEPS_AHEAD; i++) state = checkStep(state);
  const reply = stepReply(state, 3);
  state = update(state, reply);
  const other = { ...reply, train: [...reply.train.slice(0, 2), 7] };
  state = goOn(state, (check) => repeated(check, other));
  assert.deepEqual([state.code.check?.left, state.code.check?.base], [3, reply.base]);
  assert.equal(plan(state).asks.length, 2);
});

test("a difference is told with step, node, operand, both numbers and the changed line", () => {
  let state = checkStep(checkStep(ready()), (reply) => (reply.train[0] = 2));
  assert.match(verdictOf(state).text, /^First differs from C at step 2: looking for the node/);
  const node = {
    ...{ name: "h1", op: "tanh", part: /** @type {const} */ ("local"), operand: "h1.sum2" },
    ...{ left: 0.5, right: 0.25, x: 0, y: 0 },
  };
  state = goOn(state, (check) => searched(check, node, false));
  assert.deepEqual(verdictOf(state), {
    kind: "differs",
    text: "First differs from C at step 2, at h1: its local derivative with respect to h1.sum2 is 0.5 in yours, 0.25 in C. engine.py, line 3.",
    place: { file: "engine.py", line: 3 },
    details: "",
  });
});

test("a mistake in the code is told, and another engine goes on with the run", () => {
  const reason = "engine.py, line 3: SyntaxError: '(' was never closed";
  const at = { file: "engine.py", line: 3 };
  const state = update(ready(), { type: "engine/failed", name: "yours", reason, details: "Traceback …", at });
  assert.equal(state.engines.active, "c");
  assert.equal(state.session.snapshot?.step, 0);
  assert.deepEqual(verdictOf(state), {
    kind: "wrong",
    text: `${reason}.`,
    place: at,
    details: "Traceback …",
  });
});

test("another edit takes the sentence back, and starts the engine anew", () => {
  const failed = update(run(), { type: "engine/failed", name: "yours", reason: "it failed" });
  const again = update(failed, { type: "code/run" });
  assert.equal(again.code.problem, null);
  assert.equal(again.engines.status.yours.phase, "loading");
  assert.notEqual(again.code.run, failed.code.run);
});

test("a scope is confined to what is listed, inherited names included", () => {
  const parent = Object.create(null, {
    fetch: { value: () => {}, configurable: true },
    caches: { get: () => ({}), configurable: true },
    performance: { value: {}, configurable: true },
  });
  const scope = Object.assign(Object.create(parent), { WebSocket: class {}, Math, somethingNew: 1 });
  confine(scope);
  assert.deepEqual(reachable(scope), []);
  assert.deepEqual(Object.keys(scope), ["Math"]);
  assert.ok("performance" in scope);
  const stubborn = Object.defineProperty({}, "fetch", { value: () => {} });
  assert.throws(() => confine(stubborn), /fetch can't be taken out of reach|Cannot redefine/);
});
