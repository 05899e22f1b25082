import assert from "node:assert/strict";
import { test } from "node:test";
import { measure, stepTime, timeWords } from "../../web/state/speed.js";
import { update } from "../../web/state/state.js";
import { startedState, stepReply } from "./fixtures.js";

/**
 * What is measured of single steps of `each` ms with a clock that ticks once a millisecond.
 * @param {number} each @param {number} steps @param {number} [apart] from the end of one to the start of the next
 */
function measured(each, steps, apart = 0.377) {
  /** @type {ReturnType<typeof measure> | undefined} */
  let all;
  for (let i = 0, now = 0; i < steps; i++, now += each + apart) {
    all = measure(all, 1, Math.floor(now + each) - Math.floor(now));
  }
  return stepTime(all);
}

test("a clock of whole milliseconds gives the step time of fast and slow engines, from many steps", () => {
  for (const each of [0.016, 0.11, 0.9, 1.3, 33.3]) {
    const found = measured(each, 20_000);
    assert.ok(found !== null && Math.abs(found / each - 1) < 0.1, `${each} ms was found to be ${found}`);
  }
});

test("a few fast steps give no step time at all, and never 0", () => {
  for (const steps of [1, 2, 10]) assert.equal(measured(0.016, steps), null);
  assert.equal(stepTime(undefined), null);
  assert.equal(stepTime({ steps: 3, ms: 0 }), null);
});

test("the step time follows a change within two seconds' worth of steps", () => {
  let all = measure(undefined, 1000, 30_000);
  for (let i = 0; i < 200; i++) all = measure(all, 1, 60);
  assert.ok(Number(stepTime(all)) > 55);
});

test("the time of a step has a unit and at most three digits", () => {
  const words = [0.0016, 0.016, 0.11, 0.99, 1.25, 33.3].map(timeWords);
  assert.deepEqual(words, ["1.6 µs", "16 µs", "110 µs", "990 µs", "1.3 ms", "33 ms"]);
});

test("a reset keeps what was measured; another network starts anew", () => {
  const fresh = startedState();
  const state = update(fresh, stepReply(fresh, 1));
  const again = (/** @type {object} */ changes) => {
    const config = { ...state.session.config, ...changes };
    const starting = { config, keepPoints: true };
    const { points, snapshot } = state.session;
    const asked = { ...state, run: { ...state.run, starting } };
    return update(asked, {
      type: "run/started",
      ...starting,
      points,
      snapshot: /** @type {any} */ (snapshot),
    }).engines.measured;
  };
  assert.deepEqual(again({}), { c: { steps: 1, ms: 1 } });
  assert.deepEqual(again({ layers: [4] }), {});
});
