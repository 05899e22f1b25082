import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CONFIG, parseConfig } from "../../web/protocol/config.js";
import { configOfPreset, PRESETS, presetOf, STEPS } from "../../web/view/topbar/presets.js";
import { engineOf, missing } from "./wasm.js";

const skip = await missing("micrograd.wasm");

/** What a preset's run comes to: both losses of the last step and the lowest val loss, accuracies, and the share of zeros. @param {string} title */
async function ran(title) {
  const preset = PRESETS.find((each) => each.title === title);
  assert.ok(preset, title);
  const engine = await engineOf("micrograd.wasm");
  const points = engine.reset(configOfPreset(preset));
  const losses = Array.from({ length: STEPS }, () => engine.step());
  const { predicted } = engine.query("predictions", []);
  const { data } = engine.query("snapshot", []);
  /** @param {string} split */
  const accuracy = (split) => {
    const right = points.flatMap((p, i) => (p.split === split ? [Number(p.label === predicted[i])] : []));
    return right.reduce((sum, one) => sum + one, 0) / right.length;
  };
  const jumps = losses.slice(1).map(([train], i) => Math.abs(train - losses[i][0]));
  return {
    train: losses[STEPS - 1][0],
    val: losses[STEPS - 1][1],
    lowestVal: Math.min(...losses.map(([, val]) => val)),
    accuracy: { train: accuracy("train"), val: accuracy("val") },
    zeros: data.filter((x) => x === 0).length / data.length,
    jumps: [jumps.slice(0, 100), jumps.slice(-100)].map((some) => Math.max(...some)),
  };
}

test("every preset is a configuration of the page, and the first are the defaults", () => {
  assert.deepEqual(configOfPreset(PRESETS[0]), DEFAULT_CONFIG);
  for (const preset of PRESETS) {
    const config = configOfPreset(preset);
    assert.deepEqual(parseConfig(config), config);
    assert.equal(presetOf({ ...config, seed: "7" }), preset);
  }
  assert.equal(presetOf({ ...DEFAULT_CONFIG, lr: 0.2 }), null);
});

test("a preset without a hidden layer parts linear data, and the others with hidden layers theirs", {
  skip,
}, async () => {
  for (const title of ["Defaults", "No hidden layer", "Spiral", "SGD and ReLU", "Sparse"]) {
    assert.ok((await ran(title)).accuracy.train > 0.98, title);
  }
});

test("the preset Overfitting has a train loss near 0 while its val loss rises", { skip }, async () => {
  const { train, val, lowestVal, accuracy } = await ran("Overfitting");
  assert.ok(train < 0.001 && val > 3 * lowestVal, `${train} ${val} ${lowestVal}`);
  assert.ok(accuracy.train === 1 && accuracy.val < 0.7);
});

test("the preset Mini-batches jumps at first and comes to rest by its cosine", { skip }, async () => {
  const { jumps } = await ran("Mini-batches");
  assert.ok(jumps[0] > 0.2 && jumps[1] < jumps[0] / 2, String(jumps));
});

test("the preset Sparse has weights of exactly 0, and no other has", { skip }, async () => {
  for (const { title } of PRESETS) {
    const { zeros } = await ran(title);
    if (title === "Sparse") assert.ok(zeros > 0.4 && zeros < 0.8, String(zeros));
    else assert.equal(zeros, 0, title);
  }
});
