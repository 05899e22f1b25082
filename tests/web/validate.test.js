import assert from "node:assert/strict";
import { test } from "node:test";
import { validated } from "../../web/state/validate.js";

/** @param {any} action @param {RegExp} reason */
const refused = (action, reason) => assert.throws(() => validated(action), reason);

test("a user's action passes with what it needs, and with nothing else", () => {
  const add = { type: "points/add", x: 0.5, y: -2, label: 1 };
  assert.deepEqual(validated({ ...add, split: "test" }), add);
  assert.deepEqual(validated({ type: "run/step" }), { type: "run/step" });
  const changes = { layers: [4, 3], lr: 0.1, seed: "7", zero_grad: false };
  assert.deepEqual(validated({ type: "config/set", changes }), { type: "config/set", changes });
});

test("what is no action is refused, whatever every object inherits", () => {
  for (const type of ["toString", "__proto__", "constructor", "no such thing", "", undefined]) {
    refused({ type }, /there is no action .*; there are .*run\/step/);
  }
  refused(null, /there is no action "undefined"/);
  refused("run/step", /there is no action "undefined"/);
});

test("an engine's reply can't be made up", () => {
  for (const type of ["run/stepped", "run/started", "engine/ready", "graph/traced"]) {
    refused({ type }, /there is no action/);
  }
});

test("a value out of range is named, with what would be right", () => {
  refused(
    { type: "points/add", x: Number.NaN, y: 0 },
    /x of points\/add must be a number from -2 to 2, not NaN/,
  );
  refused(
    { type: "points/add", x: 0, y: 0, label: 3 },
    /label of points\/add must be a whole number from 0 to 2, not 3/,
  );
  refused({ type: "points/move", id: 0.5, x: 0, y: 0 }, /id of points\/move must be a whole number/);
  refused({ type: "run/speed", speed: -1 }, /speed of run\/speed must be a number above 0, not -1/);
  refused({ type: "run/step", count: Infinity }, /count of run\/step must be a whole number from 0/);
  refused(
    { type: "engine/choose", name: "toString" },
    /name of engine\/choose must be one of python, c, batched/,
  );
  refused(
    { type: "view/theme", theme: {} },
    /theme of view\/theme must be one of system, light, dark, not \{\}/,
  );
  refused({ type: "view/theme" }, /theme of view\/theme must be .*, not undefined/);
});

test("settings have the rules of the settings dialog", () => {
  const set = (/** @type {any} */ changes) => ({ type: "config/set", changes });
  refused(set({ lr: -1 }), /lr must be a finite number >= 0, not '-1'/);
  refused(set({ lr: "0.1" }), /lr must be 0.1, not "0.1"/);
  refused(set({ toString: 1 }), /there is no setting toString/);
  refused(set({ loss: "" }), /loss must be one of/);
  refused(set({ layers: [99] }), /layers must be none or up to 4 sizes/);
  refused(set(null), /changes of config\/set must be settings, not null/);
});
