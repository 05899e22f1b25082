import assert from "node:assert/strict";
import { test } from "node:test";
import { patch } from "../../web/state/patch.js";
import { update } from "../../web/state/state.js";
import { startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */
/** @typedef {import("../../web/state/types.js").Action} Action */

/** @param {State} state @param {...Action} actions */
const after = (state, ...actions) => actions.reduce(update, state);

test("an added point is train, of the current class, last in order, and within the plane", () => {
  const state = after(
    startedState(),
    { type: "points/label", label: 2 },
    { type: "points/add", x: 3, y: -0.5 },
  );
  assert.deepEqual(state.session.points.at(-1), { id: 3, x: 2, y: -0.5, label: 2, split: "train" });
  assert.equal(state.selection.point, 3);
});

test("undo restores a removed point at its position in the order, with its split", () => {
  const start = startedState();
  const state = after(start, { type: "points/remove", id: 1 }, { type: "points/undo" });
  assert.deepEqual(state.session.points, start.session.points);
});

test("every edit can be undone and redone, in order", () => {
  const start = startedState();
  const edited = after(
    start,
    { type: "points/add", x: 0.5, y: 0.5 },
    { type: "points/move", id: 0, x: 0.1, y: 0.2 },
    { type: "points/relabel", id: 2, label: 0 },
    { type: "points/remove", id: 1 },
  );
  const undone = after(edited, ...Array(4).fill({ type: "points/undo" }));
  assert.deepEqual(undone.session.points, start.session.points);
  const redone = after(undone, ...Array(4).fill({ type: "points/redo" }));
  assert.deepEqual(redone.session.points, edited.session.points);
});

test("one drag is one edit, however many moves it has", () => {
  const start = startedState();
  const move = (/** @type {number} */ x) =>
    /** @type {const} */ ({ type: "points/move", id: 0, x, y: 0, gesture: 7 });
  const state = after(start, move(0.1), move(0.2), move(0.3));
  assert.equal(state.edits.undo.length, 1);
  assert.deepEqual(update(state, { type: "points/undo" }).session.points, start.session.points);
});

test("a new edit clears the redo list", () => {
  const state = after(
    startedState(),
    { type: "points/add", x: 0, y: 0 },
    { type: "points/undo" },
    { type: "points/add", x: 1, y: 1 },
  );
  assert.equal(state.edits.redo.length, 0);
  assert.equal(state.session.points.at(-1)?.id, 4, "an id is never given twice");
});

test("an edit that changes nothing is not recorded", () => {
  const state = startedState();
  assert.equal(update(state, { type: "points/relabel", id: 0, label: 0 }), state);
  assert.equal(update(state, { type: "points/move", id: 99, x: 0, y: 0 }), state);
});

test("undo skips edits of points that do not exist at this step", () => {
  let state = after(startedState(), { type: "points/add", x: 0, y: 0 });
  const id = state.session.points[state.session.points.length - 1].id;
  state = after(state, { type: "points/move", id, x: 1, y: 1 });
  const others = state.session.points.filter((p) => p.id !== id);
  const without = patch(state, { session: { points: others } });
  const undone = update(without, { type: "points/undo" });
  assert.deepEqual(
    undone.session.points.find((p) => p.id === id),
    { id, x: 0, y: 0, label: 0, split: "train" },
  );
});

test("the probe follows its point, and stays in place when the point is removed", () => {
  const start = startedState();
  assert.equal(start.probe?.id, 0);
  const moved = update(start, { type: "points/move", id: 0, x: 0.5, y: 0.25 });
  assert.deepEqual(moved.probe, { id: 0, x: 0.5, y: 0.25, label: 0 });
  const removed = update(moved, { type: "points/remove", id: 0 });
  assert.deepEqual(removed.probe, { id: null, x: 0.5, y: 0.25, label: 0 });
});

test("clearing the plane is one edit", () => {
  const start = startedState();
  const cleared = update(start, { type: "points/clear" });
  assert.equal(cleared.session.points.length, 0);
  assert.deepEqual(update(cleared, { type: "points/undo" }).session.points, start.session.points);
});

test("there are no more points than a saved run may hold", () => {
  const row = (/** @type {number} */ id) => ({
    id,
    x: 0,
    y: 0,
    label: 0,
    split: /** @type {const} */ ("train"),
  });
  const full = patch(startedState(), {
    session: { points: Array.from({ length: 2000 }, (_, id) => row(id)) },
  });
  const state = after(full, { type: "points/add", x: 0, y: 0 });
  assert.equal(state.session.points.length, 2000);
  assert.equal(state.notice?.text, "There are 2000 points, and no more are possible.");
});
