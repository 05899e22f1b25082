/** Points of the learner's own, and groups of points: one edit for each gesture, and nothing else changes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { GROUP_ACTIONS, groupOf, inside } from "../../web/state/data/group.js";
import { DATA_ACTIONS } from "../../web/state/data/use.js";
import { addHandlers } from "../../web/state/late.js";
import { patch } from "../../web/state/patch.js";
import { isOwn } from "../../web/state/points.js";
import { decodeRun, encodeRun } from "../../web/state/save.js";
import { initialState, update } from "../../web/state/state.js";
import { along } from "../../web/view/plane/tools/brush.js";
import { rectangle } from "../../web/view/plane/tools/select.js";
import { play, startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */
/** @typedef {import("../../web/state/types.js").Action} Action */

addHandlers({ actions: { ...DATA_ACTIONS, ...GROUP_ACTIONS }, settle: (state) => state });

const OWN = /** @type {const} */ ([
  { x: 0.5, y: -1, label: 2, split: "val" },
  { x: -0.25, y: 1, label: 0, split: "train" },
]);

/** @param {State} state @param {...Action} actions */
const after = (state, ...actions) => actions.reduce(update, state);
/** @param {State} state @param {string} [name] */
const use = (state, name = "birds.csv") => update(state, { type: "data/use", points: [...OWN], name });

test("own points take the place of the old ones in one edit, and the run goes on", () => {
  const start = play(startedState(), 3);
  const state = use(start);
  assert.deepEqual(
    state.session.points.map(({ id: _, ...point }) => point),
    OWN,
  );
  assert.equal(state.edits.undo.length, 1);
  assert.equal(state.session.snapshot, start.session.snapshot);
  assert.equal(state.session.config, start.session.config);
  assert.deepEqual(state.probe, { id: state.session.points[1].id, x: -0.25, y: 1, label: 0 });
  assert.equal(
    state.notice?.text,
    "birds.csv is on the plane: 2 points. The network keeps what it has learned. Undo brings the old points back.",
  );
  const undone = update(state, { type: "points/undo" });
  assert.deepEqual(undone.session.points, start.session.points);
  assert.deepEqual(update(undone, { type: "points/redo" }).session.points, state.session.points);
});

test("before the first step nothing has been learned, and the notice does not speak of it", () => {
  assert.equal(
    use(startedState()).notice?.text,
    "birds.csv is on the plane: 2 points. Undo brings the old points back.",
  );
});

test("own points are known by their ids, also after a reload, and those of a data set and by hand are none", () => {
  const start = startedState();
  assert.equal(isOwn(start.session.points), false);
  assert.equal(isOwn([]), false);
  assert.equal(isOwn(update(start, { type: "points/add", x: 0, y: 0 }).session.points), false);
  const state = use(start);
  assert.equal(isOwn(state.session.points), true);
  assert.equal(isOwn(use(state).session.points), true, "and those that follow them");
  assert.equal(isOwn(update(state, { type: "points/undo" }).session.points), false);
  const layers = { ...state.session.config, layers: [] };
  const snapshot = {
    ...state.session.snapshot,
    ...Object.fromEntries(["data", "grad", "m", "v"].map((k) => [k, new Float64Array(9)])),
  };
  const kept = patch(state, { session: { config: layers, snapshot: /** @type {any} */ (snapshot) } });
  assert.equal(isOwn(initialState(decodeRun(encodeRun(kept))).session.points), true);
});

test("the data set that the settings name brings its points back, though its name does not change", () => {
  const start = startedState();
  const { dataset } = start.session.config;
  assert.equal(update(start, { type: "config/set", changes: { dataset } }).run.starting, null);
  for (const changes of [{ n: 50 }, { seed: "7" }, { noise: 0.25 }, { split: [50, 25, 25] }]) {
    assert.equal(update(start, { type: "config/set", changes }).run.starting?.keepPoints, false);
  }
  const state = update(use(start), { type: "config/set", changes: { dataset } });
  assert.equal(state.run.starting?.keepPoints, false);
  assert.equal(
    update(use(start), { type: "config/set", changes: { layers: [4] } }).run.starting?.keepPoints,
    true,
  );
});

test("one stroke of the brush is one edit, of train points of the current class", () => {
  const start = update(startedState(), { type: "points/label", label: 1 });
  const stroke = (/** @type {{x: number, y: number}[]} */ places) =>
    /** @type {const} */ ({ type: "brush/add", places, gesture: 1.5 });
  const state = after(
    start,
    stroke([{ x: 0, y: 0 }]),
    stroke([
      { x: 0.5, y: 3 },
      { x: 1, y: 0 },
    ]),
  );
  assert.deepEqual(state.session.points.slice(3), [
    { id: 3, x: 0, y: 0, label: 1, split: "train" },
    { id: 4, x: 0.5, y: 2, label: 1, split: "train" },
    { id: 5, x: 1, y: 0, label: 1, split: "train" },
  ]);
  assert.equal(state.edits.undo.length, 1);
  assert.deepEqual(update(state, { type: "points/undo" }).session.points, start.session.points);
});

test("the brush stops at 2,000 points, and says so", () => {
  const places = Array.from({ length: 2100 }, (_, i) => ({ x: i / 2000, y: 0 }));
  const state = update(startedState(), { type: "brush/add", places, gesture: 1.5 });
  assert.equal(state.session.points.length, 2000);
  assert.equal(state.notice?.text, "There are 2000 points, and no more are possible.");
});

test("the brush leaves points at equal distances on its way", () => {
  assert.deepEqual(along({ px: 0, py: 0 }, { px: 30, py: 40 }, 20), [
    { px: 12, py: 16 },
    { px: 24, py: 32 },
  ]);
  assert.deepEqual(along({ px: 0, py: 0 }, { px: 3, py: 4 }, 20), []);
  assert.deepEqual(along({ px: 5, py: 5 }, { px: 5, py: 5 }, 20), []);
});

test("a line takes the points inside of it, whichever way it goes", () => {
  const { points } = startedState().session;
  const ids = (/** @type {{x: number, y: number}[]} */ line) => inside(points, line).map(({ id }) => id);
  assert.deepEqual(ids(rectangle({ x: -1.5, y: -0.5 }, { x: 0.5, y: 1.5 })), [0, 1]);
  assert.deepEqual(ids(rectangle({ x: 0.5, y: 1.5 }, { x: -1.5, y: -0.5 })), [0, 1]);
  // a lasso around the first and the last, past the one between
  const around = [
    ...[
      { x: -1.2, y: 0.2 },
      { x: -0.8, y: 0.2 },
      { x: 0, y: -0.8 },
      { x: 1.2, y: -0.8 },
    ],
    ...[
      { x: 1.2, y: -1.2 },
      { x: -0.2, y: -1.2 },
      { x: -1.2, y: -0.2 },
    ],
  ];
  assert.deepEqual(ids(around), [0, 2]);
  assert.deepEqual(ids([]), []);
});

test("a group is moved, relabelled and removed, each in one edit", () => {
  const start = update(startedState(), { type: "group/select", ids: [0, 2] });
  const move = (/** @type {number} */ dx) =>
    /** @type {const} */ ({ type: "group/move", dx, dy: 0.25, gesture: 2.5 });
  const moved = after(start, move(0.25), move(0.5));
  assert.deepEqual(
    moved.session.points.map(({ x, y }) => [x, y]),
    [
      [-0.25, 0.5],
      [0, 1],
      [1.75, -0.5],
    ],
  );
  assert.equal(moved.edits.undo.length, 1);
  const relabelled = update(moved, { type: "group/relabel", label: 1 });
  assert.deepEqual(
    relabelled.session.points.map(({ label }) => label),
    [1, 1, 1],
  );
  const removed = update(relabelled, { type: "group/remove" });
  assert.deepEqual(
    removed.session.points.map(({ id }) => id),
    [1],
  );
  assert.deepEqual(groupOf(removed), []);
  const undone = after(removed, ...Array(3).fill({ type: "points/undo" }));
  assert.deepEqual(undone.session.points, start.session.points);
});

test("a group keeps its shape at the edge of the plane", () => {
  const start = update(startedState(), { type: "group/select", ids: [0, 2] });
  const state = update(start, { type: "group/move", dx: 3, dy: -9 });
  assert.deepEqual(
    state.session.points.map(({ x, y }) => [x, y]),
    [
      [0, -1],
      [0, 1],
      [2, -2],
    ],
  );
});

test("a group that has gone changes nothing", () => {
  const start = update(startedState(), { type: "group/select", ids: [99] });
  for (const action of /** @type {const} */ ([
    { type: "group/move", dx: 1, dy: 0 },
    { type: "group/relabel", label: 1 },
    { type: "group/remove" },
  ])) {
    assert.equal(update(start, action).session, start.session);
  }
});
