import assert from "node:assert/strict";
import { test } from "node:test";
import { Frames } from "../../web/engine/frames.js";

/** @param {number} every @param {number} count @param {Frames} [frames] */
function shown(every, count, frames = new Frames()) {
  for (let i = 1; i <= count; i++) frames.seen(1000 + i * every);
  return frames;
}

test("an engine answers after two fifths of the time between two frames, of 60 a second until the display's rate is known", () => {
  assert.equal(new Frames().budget(), (2 / 5) * (1000 / 60));
  assert.equal(
    shown(1000 / 120, 10)
      .budget()
      .toFixed(6),
    ((2 / 5) * (1000 / 120)).toFixed(6),
  );
});

test("missed frames do not lengthen the budget", () => {
  assert.equal(shown(100, 10).budget(), (2 / 5) * (1000 / 60));
});

test("a frame rate measured long ago is forgotten", () => {
  const frames = shown(8, 5);
  assert.equal(frames.budget(), (2 / 5) * 8);
  for (let i = 1; i <= 40; i++) frames.seen(2000 + 16 * i);
  assert.equal(frames.budget(), (2 / 5) * 16);
});
