import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { patch } from "../../web/state/patch.js";
import {
  boxNumber,
  shownGradients,
  shownNumbers,
  tintClass,
  tintStrength,
  tintTop,
} from "../../web/view/node/values.js";
import { makeSnapshot, startedState } from "./fixtures.js";
import { traceGraphs } from "./graph-fixtures.js";

const [graph] = await traceGraphs([[8], "tanh", "nll", 0]);

test("a box's number has four decimals and never more than eight characters", () => {
  assert.equal(boxNumber(0.39021), "0.3902");
  assert.equal(boxNumber(-0.02114), "−0.0211");
  assert.equal(boxNumber(155.76), "155.76");
  assert.equal(boxNumber(-2.87e-10), "−3e−10"); // rounded, not cut off
  assert.equal(boxNumber(1.4e-5), "1.4e−5");
  assert.equal(boxNumber(1.1e-16), "1e−16");
  assert.equal(boxNumber(null), "–");
  for (const x of [0, -1e-9, -12.345678, 9999.9999, -99999.4, 1e300, -1e-300, Number.NaN, -Infinity]) {
    assert.ok(boxNumber(x).length <= 8, `${x} ${boxNumber(x)}`);
  }
});

test("a tint grows with the gradient's magnitude over six decades, and is full at 1", () => {
  const sizes = [0, 1e-7, 1e-4, 1e-3, 1e-2, 0.1, 1, 50].map((size) => tintStrength(size));
  assert.deepEqual(
    sizes,
    [...sizes].sort((a, b) => a - b),
  );
  assert.equal(sizes[0], 0);
  assert.equal(sizes[1], 0);
  assert.ok(sizes[2] > 0 && sizes[5] < 1);
  assert.deepEqual(sizes.slice(6), [1, 1]);
  assert.equal(tintStrength(-0.1), tintStrength(0.1));
});

test("the tints follow the largest gradient of the network: its power of ten has the full tint, never more than 1", () => {
  const counts = (/** @type {number} */ id) => id < 3;
  assert.equal(tintTop([0.004, -0.03, null, 1], counts), 0.1);
  assert.equal(tintTop([0, 0, 0, 1], counts), 1);
  assert.equal(tintTop([250, Number.NaN, Infinity], counts), 1);
  assert.equal(tintStrength(0.1, 0.1), 1);
  assert.equal(tintStrength(0.01, 0.1), tintStrength(0.1));
});

test("the tint's class is the sign; a nan gradient is marked", () => {
  assert.deepEqual([0.1, -0.1, 0, Number.NaN, null].map(tintClass), [
    "tint positive",
    "tint negative",
    "tint",
    "tint nan",
    "tint",
  ]);
});

test("for the training loss, parameters show the snapshot's gradient and other nodes none", () => {
  const grad = Float64Array.from({ length: 51 }, (_, i) => i + 0.5);
  const snapshot = {
    step: 3,
    optimizer: "adamw",
    t: 3,
    loss: { train: 1, val: 1 },
    data: grad,
    grad,
    m: grad,
    v: grad,
  };
  const probe = { id: null, x: 0, y: 0, label: 0 };
  const engine = /** @type {const} */ ("c");
  const traced = { engine, graph, snapshot, probe, config: DEFAULT_CONFIG, at: 0 };
  const shown = shownGradients(traced, "train");
  assert.equal(shown[graph.name.indexOf("h1.w1")], 0.5);
  assert.equal(shown[graph.name.indexOf("z3.b")], 50.5);
  assert.equal(shown[graph.name.indexOf("loss")], null);
  assert.equal(shownGradients(traced, "point"), graph.grad);
});

test("an experiment's numbers are shown with the graph of their own step, never with a newer one's", () => {
  const state = startedState();
  const [old, now] = [makeSnapshot(1), makeSnapshot(2)];
  const reply = { naive: graph.grad.map((g) => g + 1), grad: graph.grad, visits: graph.grad, ms: 0 };
  /** @param {import("../../web/protocol/messages.js").Snapshot} snapshot */
  const shown = (snapshot) => {
    const { config } = state.session;
    const of = { snapshot, config, probe: state.probe, engine: state.engines.active };
    const answer = /** @type {any} */ ({ args: { x: -1, y: 0, label: 0, root: -1 }, of, reply, error: "" });
    const traced = /** @type {any} */ ({ graph, snapshot: now, probe: state.probe, config, engine: "c" });
    return shownNumbers(
      patch(state, {
        session: { snapshot: now },
        view: { experiment: { how: "naive", root: null, at: null } },
        run: { playing: true },
        answers: { graph: traced, queries: { naive: answer } },
      }),
    );
  };
  assert.equal(shown(old), null);
  assert.deepEqual(shown(now)?.grad, reply.naive);
});
