/**
 * What can be set on the page, and in which ranges: those of micrograd/config.py, but for the number of points
 * and the size of the network, which a page that draws every point and every node has to bound.
 */

/** @typedef {import("./messages.js").Config} Config */
/** What has a rule: all that is typed or chosen. @typedef {Exclude<keyof Config, "zero_grad">} Setting */

const WHOLE = /^[+-]?[0-9]+$/;
const NUMBER = /^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const MOST_SEED = 2n ** 64n - 1n;
const MOST_LAYERS = 3;
const MOST_NEURONS = 16;

/**
 * @typedef {{
 *   title: string, says: string, choices?: Record<string, string>, hint?: string,
 *   parse(text: string): unknown, show(value: any): string,
 * }} Rule `parse` gives undefined for a text that stands for nothing in range
 */

/** @param {string} title @param {Record<string, string>} choices @returns {Rule} */
const choice = (title, choices) => ({
  title,
  choices,
  says: `one of ${Object.keys(choices).join(", ")}`,
  parse: (text) => (Object.hasOwn(choices, text) ? text : undefined),
  show: String,
});

/** @param {string} title @param {number} low @param {number} high @returns {Rule} */
const whole = (title, low, high) => ({
  title,
  says: `a whole number from ${low} to ${high}`,
  parse: (text) =>
    WHOLE.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : undefined,
  show: String,
});

/** @param {string} title @returns {Rule} */
const number = (title) => ({
  title,
  says: "a finite number >= 0",
  parse: (text) =>
    NUMBER.test(text) && Number(text) >= 0 && Number(text) < Infinity ? Number(text) : undefined,
  show: String,
});

/** @type {Rule} */
const seed = {
  title: "Seed",
  says: `a whole number from 1 to ${MOST_SEED}`,
  parse: (text) =>
    WHOLE.test(text) && BigInt(text.replace("+", "")) >= 1n && BigInt(text.replace("+", "")) <= MOST_SEED
      ? String(BigInt(text.replace("+", "")))
      : undefined,
  show: String,
};

/** @type {Rule} */
const layers = {
  title: "Hidden layers",
  hint: "such as 8 or 6,5, or none",
  says: `none or up to ${MOST_LAYERS} sizes from 1 to ${MOST_NEURONS} with commas, since every node is drawn; the command line takes larger ones`,
  parse(text) {
    if (text === "none") return [];
    const sizes = text.split(",").map((size) => whole("", 1, MOST_NEURONS).parse(size.trim()));
    return sizes.length <= MOST_LAYERS && !sizes.includes(undefined) ? sizes : undefined;
  },
  show: (/** @type {number[]} */ sizes) => sizes.join(",") || "none",
};

/** @type {Record<Setting, Rule>} */
export const RULES = {
  dataset: choice("Data set", { yinyang: "Yin-yang", spiral: "Spiral", rings: "Rings", blobs: "Blobs" }),
  n: whole("Points", 2, 2000),
  seed,
  layers,
  nonlin: choice("Nonlinearity", { tanh: "tanh", relu: "ReLU" }),
  loss: choice("Loss", { nll: "nll, as it is taught", logsumexp: "log-sum-exp, never overflows" }),
  optimizer: choice("Optimiser", { adamw: "AdamW", sgd: "SGD with momentum" }),
  lr: number("Learning rate"),
  momentum: number("Momentum (SGD)"),
  weight_decay: number("Weight decay"),
};

/**
 * The value of one setting. Throws a RangeError that says what it must be, and what it was.
 * @template {Setting} K
 * @param {K} name
 * @param {string} text
 * @returns {Config[K]}
 */
export function parseSetting(name, text) {
  const value = RULES[name].parse(text.trim());
  if (value === undefined) throw new RangeError(`${name} must be ${RULES[name].says}, not '${text}'`);
  return /** @type {Config[K]} */ (value);
}

/**
 * A whole configuration from anywhere: every setting is there and in range, or a RangeError says which isn't.
 * @param {Record<string, unknown>} data
 * @returns {Config}
 */
export function parseConfig(data) {
  const names = /** @type {Setting[]} */ (Object.keys(RULES));
  const entries = names.map((name) => {
    const value = data[name];
    if (value === undefined) throw new RangeError(`${name} is missing`);
    return [name, parseSetting(name, RULES[name].show(value))];
  });
  const experiment = data.zero_grad === false ? { zero_grad: false } : {};
  return { ...Object.fromEntries(entries), ...experiment };
}
