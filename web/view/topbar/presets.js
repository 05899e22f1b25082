/** Settings by name: whole configurations that show one thing each. Loaded with the dialog. */

import { DEFAULT_CONFIG } from "../../protocol/config.js";

/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {{title: string, shows: string, changes: Partial<Config>}} Preset what it shows is seen within `STEPS` steps */

/** @type {Preset[]} */
export const PRESETS = [
  { title: "Defaults", shows: "Yin-yang with 8 neurons, as on a new page", changes: {} },
  {
    title: "No hidden layer",
    shows: "Straight borders are enough for linear data",
    changes: { dataset: "linear", layers: [] },
  },
  {
    title: "Spiral",
    shows: "Two layers of 16 wind the borders once around",
    changes: { dataset: "spiral", n: 200, layers: [16, 16], lr: 0.03 },
  },
  {
    title: "Overfitting",
    shows: "Few, noisy points: the train loss goes to 0, and the val loss rises",
    changes: {
      ...{ dataset: "moons", n: 90, noise: 0.5, split: [50, 25, 25] },
      ...{ layers: [16, 16], weight_decay: 0 },
    },
  },
  {
    title: "Mini-batches",
    shows: "64 points a step make the train loss jump; the cosine brings it to rest",
    changes: {
      ...{ dataset: "checkerboard", n: 400, layers: [16, 16], lr: 0.05 },
      ...{ batch_size: 64, schedule: "cosine", schedule_steps: 600 },
    },
  },
  {
    title: "SGD and ReLU",
    shows: "Momentum and straight pieces do as well on the rings",
    changes: { dataset: "rings", nonlin: "relu", optimizer: "sgd" },
  },
  {
    title: "Sparse",
    shows: "L1 sets almost half of the weights to exactly 0",
    changes: { dataset: "xor", n: 200, layers: [16], optimizer: "sgd", lr: 0.3, l1: 0.02 },
  },
];

/** So many steps show what the presets are about. */
export const STEPS = 600;

/** @param {Preset} preset @returns {Config} */
export const configOfPreset = ({ changes }) => ({ ...DEFAULT_CONFIG, ...changes });

/** The preset that a configuration is, whatever its seed. @param {Config} config */
export const presetOf = (config) =>
  PRESETS.find((preset) =>
    Object.entries(configOfPreset(preset)).every(
      ([name, value]) =>
        name === "seed" || String(config[/** @type {keyof Config} */ (name)]) === String(value),
    ),
  ) ?? null;
