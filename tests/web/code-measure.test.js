/** Central differences at every node of the graph in sight: what they ask for, and the sentence that comes of them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPlan } from "../../web/engine/check-plan.js";
import { measured, measureWords, nextNudge, STEP, startMeasure } from "../../web/state/code/measure.js";
import { update } from "../../web/state/state.js";
import { startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */

/** A page with the graph of loss = (a * 3)², whose gradients at a = 2 are d loss/da = 36 and d loss/d(a*3) = 12. @returns {State} */
function page() {
  const state = startedState();
  const graph = {
    name: ["a", "3", "a*3", "loss"],
    role: ["param", "const", "result", "result"],
    op: ["", "", "*", "**"],
    prev: [[], [], [0, 1], [2]],
  };
  const probe = { id: null, x: 0.5, y: -1, label: 2 };
  const traced = { graph, snapshot: state.session.snapshot, probe, config: state.session.config };
  const answers = { ...state.answers, graph: /** @type {any} */ (traced) };
  return { ...state, answers, probe };
}

/** @type {Record<number, (delta: number) => number>} */
const LOSS = { 0: (d) => (3 * (2 + d)) ** 2, 2: (d) => (6 + d) ** 2, 3: (d) => 36 + d };

/** @param {State} state @param {Record<number, number>} grads */
function measureAll(state, grads) {
  let measure = startMeasure(state);
  const asked = [];
  while (measure && measure.left.length > 0) {
    const { node, delta } = nextNudge(measure);
    asked.push(node);
    const nudged = LOSS[node](delta);
    const reply = {
      loss: 36,
      nudged,
      predicted: grads[node] * delta,
      measured: nudged - 36,
      data: new Float64Array(),
      ms: 1,
    };
    measure = measured(measure, reply);
  }
  return { asked, words: measureWords(update(state, { type: "code/measure", of: null, measure })) };
}

test("every node but constants is moved up and down, the loss first", () => {
  const { asked, words } = measureAll(page(), { 0: 36, 2: 12, 3: 1 });
  assert.deepEqual(asked, [3, 3, 2, 2, 0, 0]);
  assert.equal(words, "Central differences agree with the gradients of all 3 nodes.");
});

test("of wrong gradients the one that backward computed first is named, with both numbers", () => {
  const { words } = measureAll(page(), { 0: 108, 2: 36, 3: 1 });
  assert.equal(
    words,
    "Central differences disagree at 2 of 3 nodes, first at a*3: its gradient is 36.000000, the measured slope 12.000000.",
  );
});

test("a gradient that is not a number is wrong", () => {
  assert.match(
    measureAll(page(), { 0: Number.NaN, 2: 12, 3: 1 }).words,
    /^Central differences disagree at 1 of 3 nodes/,
  );
});

test("a measurement is of what is in sight: at another probe nothing is told and nothing asked", () => {
  const state = page();
  const measure = startMeasure(state);
  const going = update(state, { type: "code/measure", of: null, measure });
  assert.equal(measureWords(going), "Central differences: 0 of 3 nodes measured.");
  const ready = update(going, { type: "engine/ready", name: "yours" });
  const plan = /** @type {any} */ (
    checkPlan({ ...ready, code: { ...ready.code, check: null } }, { yours: ready.session })
  );
  assert.deepEqual(plan.asks, [
    { name: "yours", request: { verb: "nudge", args: { x: 0.5, y: -1, label: 2, node: 3, delta: STEP } } },
  ]);
  const elsewhere = { ...going, probe: { id: null, x: 0, y: 0, label: 0 } };
  assert.equal(measureWords(elsewhere), "");
  assert.equal(checkPlan({ ...elsewhere, engines: ready.engines }, { yours: ready.session }), null);
});

test("a new run of the code forgets what was measured", () => {
  const state = update(page(), { type: "code/measure", of: null, measure: startMeasure(page()) });
  const files = { "engine.py": "", "nn.py": "", "optim.py": "" };
  const read = update(state, { type: "code/arrived", original: files, kept: {} });
  assert.equal(update(read, { type: "code/run" }).code.measure, null);
});
