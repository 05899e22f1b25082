/**
 * What can be set on the page, and in which ranges: the engines' own, but for the number of points and the size of the
 * network, which a page that draws every point and every node has to bound.
 */

import { DESCRIPTION } from "../generated/description.js";
import { quoted } from "./problem.js";

/** @typedef {import("./messages.js").Config} Config */
/** What has a rule: all that is typed or chosen. @typedef {Exclude<keyof Config, "zero_grad">} Setting */
/** @typedef {(typeof DESCRIPTION.settings)[number]} Described */

const WHOLE = /^[+-]?[0-9]+$/;
const NUMBER = /^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
/** A link or a saved run may hold no more points or steps than the page itself allows. */
export const MOST_POINTS = 2000;
export const MOST_STEPS = 1e7;
export const MOST_LAYERS = 4;
export const MOST_NEURONS = 32;

/**
 * @typedef {{
 *   title: string, says: string, choices?: Record<string, string>, hint?: string,
 *   parse(text: string): unknown, show(value: any): string,
 * }} Rule `parse` gives undefined for a text that stands for nothing in range
 */

/** The settings that the first version of the page did not have: what it saved lacks them, and few change them. @type {Setting[]} */
export const LATER = [
  "noise",
  "split",
  "init_scale",
  "batch_size",
  "schedule",
  "schedule_steps",
  "beta1",
  "beta2",
  "eps",
  "l1",
];

/** What a person calls each setting, in the order of the dialog. @type {Record<Setting, string>} */
const TITLES = {
  dataset: "Data set",
  n: "Points",
  noise: "Noise",
  split: "Train, val, test in %",
  seed: "Seed",
  layers: "Hidden layers",
  nonlin: "Nonlinearity",
  init_scale: "Initial scale",
  loss: "Loss",
  batch_size: "Batch size, 0 for all",
  optimizer: "Optimiser",
  lr: "Learning rate",
  schedule: "Schedule",
  schedule_steps: "Schedule steps",
  momentum: "Momentum",
  beta1: "beta1",
  beta2: "beta2",
  eps: "eps",
  weight_decay: "Weight decay",
  l1: "L1",
};

/** What can be typed, where a number alone does not say it. @type {Partial<Record<Setting, string>>} */
const HINTS = { split: "such as 80,10,10", layers: "such as 8 or 6,5, or none" };

/** The rows that a choice is made of. @type {Partial<Record<Setting, {name: string, title: string}[]>>} */
const ROWS = {
  dataset: DESCRIPTION.datasets,
  nonlin: DESCRIPTION.operations,
  loss: DESCRIPTION.losses,
  optimizer: DESCRIPTION.optimizers,
  schedule: DESCRIPTION.schedules,
};

/** What a choice is called: "AdamW" of "adamw". @param {Setting} name @param {string} value */
export const titleOf = (name, value) => ROWS[name]?.find((row) => row.name === value)?.title ?? value;

/** The row of the optimiser in force. @param {Pick<Config, "optimizer">} config */
export function optimizerOf({ optimizer }) {
  const row = DESCRIPTION.optimizers.find(({ name }) => name === optimizer);
  if (!row) throw new RangeError(`there is no optimiser "${optimizer}"`);
  return row;
}

/** The row of the loss in force. @param {Pick<Config, "loss">} config */
export function lossOf({ loss }) {
  const row = DESCRIPTION.losses.find(({ name }) => name === loss);
  if (!row) throw new RangeError(`there is no loss "${loss}"`);
  return row;
}

/** A loss whose numbers never fail. */
export const SAFE_LOSS = DESCRIPTION.losses.find(({ limits }) => limits.length === 0);

/**
 * Whether the optimiser, or the schedule, in force reads a setting: one that no optimiser reads belongs to something else.
 * @param {Setting} name
 * @param {Config} config
 */
export function isUsed(name, config) {
  if (name === "schedule_steps") return config.schedule !== "constant";
  const isHyper = DESCRIPTION.optimizers.some(({ hyper }) => hyper.includes(name));
  return !isHyper || optimizerOf(config).hyper.includes(name);
}

/** @param {Setting} name @param {Described} row @returns {Rule} */
function choice(name, { choices: names = [] }) {
  const choices = Object.fromEntries(names.map((value) => [value, titleOf(name, value)]));
  return {
    title: TITLES[name],
    choices,
    says: `one of ${names.join(", ")}`,
    parse: (text) => (Object.hasOwn(choices, text) ? text : undefined),
    show: String,
  };
}

/** A whole number, as exact as it is typed. @param {string} text @param {bigint} low @param {bigint} high */
function parseWhole(text, low, high) {
  if (!WHOLE.test(text)) return undefined;
  const number = BigInt(text.replace("+", ""));
  return low <= number && number <= high ? number : undefined;
}

/** Beyond 2**53 a number is kept as its digits. @param {Setting} name @param {Described} row @returns {Rule} */
function whole(name, row) {
  const [low, most] = [BigInt(row.low ?? 0), BigInt(row.high ?? 0)];
  const high = name === "n" ? BigInt(MOST_POINTS) : most;
  const digits = high > BigInt(Number.MAX_SAFE_INTEGER);
  return {
    title: TITLES[name],
    says: `a whole number from ${low} to ${high}`,
    parse(text) {
      const number = parseWhole(text, low, high);
      return number === undefined ? undefined : digits ? String(number) : Number(number);
    },
    show: String,
  };
}

/** @param {string} says @param {(x: number) => boolean} isValid @returns {(name: Setting) => Rule} */
const numberThat = (says, isValid) => (name) => ({
  title: TITLES[name],
  says,
  parse: (text) => (NUMBER.test(text) && isValid(Number(text)) ? Number(text) : undefined),
  show: String,
});
const number = numberThat("a finite number >= 0", (x) => x >= 0 && x < Infinity);
const positive = numberThat("a finite number > 0", (x) => x > 0 && x < Infinity);
const fraction = numberThat("a number >= 0 and < 1", (x) => x >= 0 && x < 1);

/** The percentages of the splits. @param {Setting} name @returns {Rule} */
const shares = (name) => ({
  title: TITLES[name],
  hint: HINTS[name],
  says: `${DESCRIPTION.splits.length} whole percentages with commas that add up to 100, such as 80,10,10`,
  parse(text) {
    const all = text.split(",").map((share) => Number(parseWhole(share.trim(), 0n, 100n) ?? Number.NaN));
    const total = all.reduce((sum, share) => sum + share, 0); // nan if any is
    return all.length === DESCRIPTION.splits.length && total === 100 ? all : undefined;
  },
  show: String,
});

/** @param {Setting} name @param {Described} row @returns {Rule} */
const sizes = (name, { low }) => ({
  title: TITLES[name],
  hint: HINTS[name],
  says: `none or up to ${MOST_LAYERS} sizes from ${low} to ${MOST_NEURONS} with commas, since every node is drawn; the command line takes larger ones`,
  parse(text) {
    if (text === "none") return [];
    const all = text
      .split(",")
      .map((size) => parseWhole(size.trim(), BigInt(low ?? 1), BigInt(MOST_NEURONS)));
    return all.length <= MOST_LAYERS && !all.includes(undefined) ? all.map(Number) : undefined;
  },
  show: (/** @type {number[]} */ value) => value.join(",") || "none",
});

const KINDS = { choice, whole, number, positive, fraction, shares, sizes };

/** @type {Record<Setting, Rule>} */
export const RULES = Object.assign(
  {},
  ...DESCRIPTION.settings.flatMap((row) => {
    const name = /** @type {Setting} */ (row.name);
    return Object.hasOwn(TITLES, name) ? [{ [name]: KINDS[row.kind](name, row) }] : []; // steps are the command line's
  }),
);

/**
 * The value of one setting. Throws a RangeError that says what it must be, and what it was.
 * @template {Setting} K
 * @param {K} name
 * @param {string} text
 * @param {string[]} [own] the nonlinearities that the learner's code brings along
 * @returns {Config[K]}
 */
export function parseSetting(name, text, own = []) {
  const isOwn = name === "nonlin" && own.includes(text.trim());
  const value = isOwn ? text.trim() : RULES[name].parse(text.trim());
  if (value === undefined) {
    const more = name === "nonlin" ? own.map((each) => `, ${each}`).join("") : "";
    throw new RangeError(`${name} must be ${RULES[name].says}${more}, not '${text}'`);
  }
  return /** @type {Config[K]} */ (value);
}

/**
 * A whole configuration from anywhere, in range, or a RangeError says what isn't. What an earlier version of the page did not
 * have has its default.
 * @param {Record<string, unknown>} data
 * @param {string[]} [own] the nonlinearities that the learner's code brings along
 * @returns {Config}
 */
export function parseConfig(data, own = []) {
  const names = /** @type {Setting[]} */ (Object.keys(RULES));
  const entries = names.map((name) => {
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    if (value === undefined && !LATER.includes(name)) throw new RangeError(`${name} is missing`);
    if (value === undefined) return [name, DEFAULT_CONFIG[name]];
    const readable = typeof value !== "object" || (Array.isArray(value) && value.every(Number.isFinite));
    if (!readable) throw new RangeError(`${name} must be ${RULES[name].says}, not ${quoted(value)}`);
    return [name, parseSetting(name, RULES[name].show(value), own)];
  });
  const experiment = data.zero_grad === false ? { zero_grad: false } : {};
  return { ...Object.fromEntries(entries), ...experiment };
}

/** The engines' own defaults. @type {Config} */
export const DEFAULT_CONFIG = Object.assign(
  {},
  ...DESCRIPTION.settings.flatMap(({ name, default: text }) =>
    Object.hasOwn(RULES, name) ? [{ [name]: parseSetting(/** @type {Setting} */ (name), text) }] : [],
  ),
);
