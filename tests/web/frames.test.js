import assert from "node:assert/strict";
import { test } from "node:test";
import { Frames } from "../../web/frames.js";

const EVERY = 10;

/** A page that has rendered at these frames of a display that shows one every 10 ms. @param {number[]} rendered */
function framesOf(rendered) {
  const frames = new Frames();
  for (const i of rendered) frames.seen(i * EVERY);
  return frames;
}

test("an answer is there before the frame after the next one, wherever in a frame it is asked for", () => {
  const frames = framesOf([100, 101, 102]);
  for (const phase of [0, 1, 5, 9]) {
    const now = 102 * EVERY + phase;
    const answer = now + frames.budget(now);
    assert.ok(answer > 103 * EVERY && answer < 104 * EVERY, `${phase}`);
  }
});

test("the display's rate is seen although the page renders only some of its frames", () => {
  const frames = framesOf([100, 103, 104, 107, 109]);
  assert.ok(Math.abs(frames.budget(109 * EVERY) - framesOf([1, 2]).budget(2 * EVERY)) < 1e-9);
});

test("after a rest, and in a hidden tab, which shows no frames, an engine works as long as ever", () => {
  const frames = framesOf([100, 101]);
  for (const rest of [100, 12_345, 1e6]) {
    const ms = frames.budget(101 * EVERY + rest);
    assert.ok(ms > 0 && ms <= 2 * EVERY, `${ms}`);
  }
});
