/** Python = C = C batched in the browser, for random runs of 1,000 steps: a property, with the seed that makes the runs. */

import { RULES } from "../../web/protocol/config.js";
import { random } from "../random.js";
import { inBits } from "./bits.js";
import { run } from "./clients.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("../../web/protocol/messages.js").Config} Config */
/** @typedef {import("../../web/protocol/messages.js").EngineName} EngineName */
/** @typedef {import("../../web/protocol/messages.js").Point} Point */

const SEED = 20261124;
const RUNS = 32;
/** So that two Playwright workers share them. */
const PARTS = 4;
const STEPS = 1000;

/** All that a setting may be. @param {keyof typeof RULES} name */
const choicesOf = (name) => Object.keys(RULES[name].choices ?? {});

/** A run: settings, and in half of all cases the user's own points. Small, as Python makes every step too. @param {number} i */
function randomRun(i) {
  const { next, whole, of } = random(SEED + i);
  /** @type {Config} */
  const config = {
    seed: String(whole(1, 2 ** 31)),
    dataset: of(choicesOf("dataset")),
    n: whole(5, 9),
    noise: of([0, 0.2]),
    split: of([
      [80, 10, 10],
      [60, 0, 40],
    ]),
    layers: Array.from({ length: whole(0, 2) }, () => whole(1, 4)),
    nonlin: of(choicesOf("nonlin")),
    init_scale: of([1, 0.5]),
    batch_size: of([0, 2, 3]),
    schedule: of(choicesOf("schedule")),
    schedule_steps: of([100, 700]),
    beta1: of([0, 0.9]),
    beta2: of([0.95, 0.999]),
    eps: of([1e-8, 0.01]),
    l1: of([0, 0.001]),
    optimizer: of(choicesOf("optimizer")),
    lr: of([0.01, 0.1, 0.5]),
    momentum: of([0, 0.5, 0.9]),
    weight_decay: of([0, 0.0001, 0.01]),
    loss: of(choicesOf("loss")),
  };
  const own = next() < 0.5 ? whole(1, 8) : 0;
  const points = Array.from({ length: own }, (_, id) => ({
    ...{ id, x: 4 * next() - 2, y: 4 * next() - 2, label: of([0, 1, 2]) },
    split:
      id === 0
        ? /** @type {const} */ ("train")
        : of(/** @type {const} */ (["train", "train", "val", "test"])),
  }));
  return { config, points: own > 0 ? points : null };
}

for (let part = 0; part < PARTS; part++) {
  const mine = Array.from({ length: RUNS / PARTS }, (_, i) => part + PARTS * i);
  test(`three engines make the same 1,000 steps of random runs ${mine.join(", ")} (seed ${SEED})`, async ({
    engines,
  }) => {
    test.setTimeout(300_000);
    for (const i of mine) {
      const { config, points } = randomRun(i);
      const what = `run ${i}: ${JSON.stringify({ config, points })}`;
      const c = inBits(await run(engines, "c", config, STEPS, points));
      expect(c.train.length, what).toBeGreaterThan(0);
      for (const name of /** @type {EngineName[]} */ (["batched", "python"])) {
        expect(inBits(await run(engines, name, config, STEPS, points)), `${name}, ${what}`).toEqual(c);
      }
    }
  });
}
