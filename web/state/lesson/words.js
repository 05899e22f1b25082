/**
 * The vocabulary of the lessons: what may stand between braces in their prose, conditions and actions. Every value is
 * computed from the state; null means that it is not known yet. docs/lessons.md lists the words for those who write lessons.
 */

import { format } from "../../protocol/numbers.js";
import { quoted } from "../../protocol/problem.js";
import { GRAPH_WORDS } from "./graph-words.js";
import { RUN_WORDS } from "./run-words.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {number | string | string[]} Value */
/** A word's value; `of` is what follows "of" in the braces. @typedef {(state: State, of: string) => Value | null} Word */

/** Braces without others inside. */
const INNERMOST = /\{([^{}]+)\}/;

/** How many names a sentence lists. */
const NAMED = 6;

/** @type {Record<string, Word>} */
export const WORDS = {
  ...GRAPH_WORDS,
  ...RUN_WORDS,
  // {number of wrong nodes}: how many there are of something that is a list
  number(state, of) {
    const list = wordValue(of, state, {});
    return list === null ? null : Array.isArray(list) ? list.length : 1;
  },
  // {size of grad of h3}: without its sign
  size(state, of) {
    const value = wordValue(of, state, {});
    return typeof value === "number" ? Math.abs(value) : value;
  },
  // {first of silent neurons}
  first(state, of) {
    const list = wordValue(of, state, {});
    return Array.isArray(list) ? (list[0] ?? "none") : list;
  },
};

/**
 * The value of what stands between braces, `{loss}`, `{grad of h3}` or `{grad of h3 in before}`: a word, what it is about,
 * and the moment that a lesson noted under that name.
 *
 *     wordValue("number of consumers of h3", state, {})  // 3
 *
 * @param {string} text
 * @param {State} state
 * @param {Record<string, State>} notes
 * @returns {Value | null}
 */
export function wordValue(text, state, notes) {
  const [, about, note] = /^(.*?)(?: in (\w+))?$/.exec(text) ?? [];
  const [, name, of = ""] = /^(.*?)(?: of (.*))?$/.exec(about) ?? [];
  if (!Object.hasOwn(WORDS, name)) {
    throw new RangeError(`a lesson knows no word ${quoted(name)}; it knows ${Object.keys(WORDS).join(", ")}`);
  }
  const at = note === undefined ? state : notes[note];
  return at ? WORDS[name](at, of) : null;
}

/** Four decimals; four digits of a smaller number, so that two that are close can be told apart. @param {number} x */
const numberWords = (x) =>
  Math.abs(x) < 0.01 && Math.abs(x) >= 1e-6 ? format(x, 3 - Math.floor(Math.log10(Math.abs(x)))) : format(x);

/** A value as prose has it. @param {Value} value */
export function written(value) {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : numberWords(value);
  if (typeof value === "string") return value;
  if (value.length === 0) return "none";
  const shown = value.slice(0, NAMED);
  const rest = value.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length === 1 ? all[0] : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

/**
 * The text with its placeholders filled in; null while one of them is not known.
 * @param {string} text
 * @param {State} state
 * @param {Record<string, State>} notes
 */
export function filled(text, state, notes) {
  let [known, result] = [true, text];
  // from the inside out, as in {data of {flattest neuron}}
  while (known && INNERMOST.test(result)) {
    result = result.replace(INNERMOST, (_, inside) => {
      const value = wordValue(inside, state, notes);
      known &&= value !== null;
      return value === null ? "" : written(value);
    });
  }
  return known ? result : null;
}

/** One side of a condition: a placeholder, a number or a word. @param {string} text @param {State} state @param {Record<string, State>} notes @returns {Value | null} */
function side(text, state, notes) {
  const inside = /^\{(.+)\}$/.exec(text)?.[1];
  if (inside !== undefined) {
    const word = filled(inside, state, notes); // {consumers of {early node}}
    return word === null ? null : wordValue(word, state, notes);
  }
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** @type {Record<string, (a: Value, b: Value) => boolean>} */
const COMPARISONS = {
  "=": (a, b) => Object.is(a, b) || (Array.isArray(a) && a.length === 1 && a[0] === b),
  "!=": (a, b) => !COMPARISONS["="](a, b),
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
  has: (a, b) => Array.isArray(a) && a.includes(String(b)),
  "has no": (a, b) => Array.isArray(a) && !a.includes(String(b)),
};

/**
 * Whether a condition holds: "{step} >= 3", "{selected node} = h3", "{wrong nodes} has x", or two of them with "and"; false while a value is not known.
 * @param {string} text
 * @param {State} state
 * @param {Record<string, State>} notes
 */
export function holds(text, state, notes) {
  return text.split(" and ").every((each) => compares(each, state, notes));
}

/** @param {string} text @param {State} state @param {Record<string, State>} notes */
function compares(text, state, notes) {
  const [, left, sign, right] = /^(.*?) (=|!=|<=|>=|<|>|has no|has) (.*)$/.exec(text) ?? [];
  if (sign === undefined) throw new RangeError(`a condition compares two values, unlike ${quoted(text)}`);
  const [a, b] = [side(left, state, notes), side(right, state, notes)];
  return a !== null && b !== null && COMPARISONS[sign](a, b);
}

/** The action with its placeholders filled in; null while one is not known. @param {import("./lesson.js").Written} action @param {State} state @param {import("./lesson.js").Going} going @returns {import("../types.js").Action | null} */
export function readied(action, state, { notes }) {
  const values = Object.entries(action).map(([key, value]) => {
    if (typeof value !== "string") return [key, value];
    const inside = /^\{([^{}]+)\}$/.exec(value)?.[1]; // a number stays one
    return [key, inside === undefined ? filled(value, state, notes) : wordValue(inside, state, notes)];
  });
  const known = values.every(([key, value]) => value !== null || action[String(key)] === null);
  return known ? /** @type {import("../types.js").Action} */ (Object.fromEntries(values)) : null;
}
