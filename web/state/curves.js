/** What kept curves are called, where they are drawn, and how they outlast the visit. */

import { parseConfig, RULES } from "../protocol/config.js";
import { MOST_KEPT, MOST_LOSSES } from "./kept.js";
import { decodeDoubles, encodeDoubles } from "./save.js";

/** @typedef {import("./types.js").Config} Config */

/**
 * The losses of every `every`-th step up to the last one, and what the run was made with: the settings at its start and at its end.
 * @typedef {{
 *   began: Config, config: Config, own: boolean, edited: boolean, last: number, every: number, train: Float64Array, val: Float64Array,
 * }} Kept `own` if the learner's code has made it, `edited` if its points are not those of the data set
 */
/** @typedef {keyof Config} Name */

/** Settings whose value says what it is of. @param {Name} name */
const speaks = (name) => name === "layers" || Boolean(RULES[/** @type {"lr"} */ (name)]?.choices);

/** A setting's value for people: "AdamW", "16,16", "0.05". @param {Name} name @param {Config} config */
function shownAs(name, config) {
  const rule = RULES[/** @type {"lr"} */ (name)];
  const text = rule?.show(config[name]) ?? String(config[name]);
  if (name === "layers" && text === "none") return "no hidden layer";
  return rule?.choices?.[text] ?? text;
}

/** "lr 0.05", or "lr 0.1→0.05" where it was changed on the way. @param {Name} name @param {Kept} kept */
function settingWords(name, { began, config }) {
  if (name === "zero_grad") return config.zero_grad === false ? "no zero_grad" : "zero_grad";
  const values = [shownAs(name, began), shownAs(name, config)];
  const value = values[0] === values[1] ? values[0] : values.join("→");
  return speaks(name) ? value : `${name} ${value}`;
}

/**
 * A name for each kept curve, made of the settings that are not the same in all of them and in the current run.
 *
 *     namesOf([atTenth, atTwentieth], config)   // ["lr 0.1", "lr 0.05"]
 *
 * @param {Kept[]} kept
 * @param {Config} now
 */
export function namesOf(kept, now) {
  const all = [now, ...kept.flatMap(({ began, config }) => [began, config])];
  const names = /** @type {Name[]} */ ([...new Set(all.flatMap((config) => Object.keys(config)))]);
  const differing = names.filter((name) => new Set(all.map((config) => shownAs(name, config))).size > 1);
  const seen = /** @type {Map<string, number>} */ (new Map());
  return kept.map((curve) => {
    const words = differing.map((name) => settingWords(name, curve));
    if (curve.edited) words.push("points edited");
    if (curve.own) words.push("your code");
    const text = words.join(" · ") || "same settings";
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return times > 1 ? `${text} (${times})` : text;
  });
}

/** The step of its i-th loss. @param {Kept} kept @param {number} i */
export const stepOf = ({ last, every, train }, i) => last - (train.length - 1 - i) * every;

/** The place of the latest kept step that is not after this one; -1 where the curve has none. @param {Kept} kept @param {number} step */
export function placeAt({ last, every, train }, step) {
  if (step > last) return -1;
  return Math.max(-1, train.length - 1 - Math.ceil((last - step) / every));
}

/**
 * The columns of a chart with the kept curves in front: all steps of all curves, and null where one has no number.
 * @param {(number | null)[][]} columns the steps, sorted, then a column for each curve that is drawn anyway
 * @param {Kept[]} kept
 * @param {boolean} logScale
 * @returns {(number | null)[][]}
 */
export function withKept([steps, ...curves], kept, logScale) {
  const own = /** @type {number[]} */ (steps);
  const all = new Set(own);
  for (const curve of kept) curve.train.forEach((_, i) => void all.add(stepOf(curve, i)));
  const joined = [...all].sort((a, b) => a - b);
  const places = new Map(joined.map((step, i) => [step, i]));
  const spread = (
    /** @type {ArrayLike<number | null>} */ losses,
    /** @type {(i: number) => number} */ step,
  ) => {
    const column = /** @type {(number | null)[]} */ (Array(joined.length).fill(null));
    for (let i = 0; i < losses.length; i++) {
      const loss = losses[i];
      if (loss !== null && Number.isFinite(loss) && (!logScale || loss > 0))
        column[/** @type {number} */ (places.get(step(i)))] = loss;
    }
    return column;
  };
  return [
    joined,
    ...kept.flatMap((curve) => [curve.val, curve.train].map((l) => spread(l, (i) => stepOf(curve, i)))),
    ...curves.map((curve) => spread(curve, (i) => own[i])),
  ];
}

// --- as text ---

/** @param {Kept[]} kept */
export const encodeKept = (kept) =>
  JSON.stringify(
    kept.map(({ train, val, ...rest }) => ({
      ...rest,
      train: encodeDoubles(train),
      val: encodeDoubles(val),
    })),
  );

/** The curves that a text holds; those that are damaged, or of settings that the page no longer has, are left out. @param {string} text @returns {Kept[]} */
export function decodeKept(text) {
  try {
    const all = JSON.parse(text);
    return Array.isArray(all) ? all.flatMap(decodeOne).slice(0, MOST_KEPT) : [];
  } catch {
    return [];
  }
}

/** @param {any} saved @returns {Kept[]} */
function decodeOne(saved) {
  try {
    const [train, val] = [decodeDoubles(saved.train), decodeDoubles(saved.val)];
    const { last, every } = saved;
    const fits = train.length > 0 && train.length === val.length && train.length <= MOST_LOSSES;
    const counted = [last, every].every((x) => Number.isSafeInteger(x) && x > 0);
    if (!fits || !counted || last - (train.length - 1) * every < 1) return [];
    const [began, config] = [saved.began, saved.config].map((each) =>
      parseConfig(Object(each), [String(Object(each).nonlin)]),
    );
    return [
      { began, config, own: saved.own === true, edited: saved.edited === true, last, every, train, val },
    ];
  } catch {
    return [];
  }
}
