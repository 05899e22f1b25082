/** What the fields of an experiment's file must be: each refusal names the field and what would be right. */

import { quoted } from "../../protocol/problem.js";

/** What is wrong, as the command lines say it; no value in it is longer than 40 letters. @param {string} what @param {string} right @param {unknown} value @returns {never} */
export function refuse(what, right, value) {
  throw new RangeError(`${what} must be ${right}, not '${shown(value)}'`);
}

/** A value as a sentence shows it, without what a terminal would obey. @param {unknown} value */
function shown(value) {
  const text = Array.isArray(value) ? "a list" : isObject(value) ? "an object" : quoted(value);
  return text.replace(/\p{Cc}/gu, "?");
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The fields of an object that are not null; it has no others than these.
 * @template {string} K
 * @param {unknown} value @param {string} what @param {readonly K[]} names @returns {Partial<Record<K, unknown>>}
 */
export function fieldsOf(value, what, names) {
  if (!isObject(value)) return refuse(what, "an object in braces", value);
  const entries = Object.entries(value);
  for (const [name] of entries) {
    if (!names.includes(/** @type {K} */ (name)))
      throw new RangeError(`${what} can't have '${shown(name)}', only ${names.join(", ")}`);
  }
  return /** @type {Partial<Record<K, unknown>>} */ (
    Object.fromEntries(entries.filter(([, field]) => field !== null))
  );
}

/** A field that can't be left out. @param {Record<string, unknown>} found @param {string} what @param {string} name */
export function needed(found, what, name) {
  if (found[name] === undefined) throw new RangeError(`${what} has no '${name}'`);
  return found[name];
}

/** @param {unknown} value @param {string} what @returns {unknown[]} */
export const itemsOf = (value, what) =>
  Array.isArray(value) ? value : refuse(what, "a list in square brackets", value);

const NOT_FINITE = new Map([
  ["nan", Number.NaN],
  ["inf", Infinity],
  ["-inf", -Infinity],
]);

/** @param {unknown} value @param {string} what @returns {number} */
export function numberOf(value, what) {
  const number = typeof value === "number" ? value : NOT_FINITE.get(String(value));
  return number ?? refuse(what, 'a number, "nan", "inf" or "-inf"', value);
}

/** So many numbers, one per parameter or step. @param {unknown} value @param {string} what @param {number} count @param {string} each */
export function numbersOf(value, what, count, each) {
  const items = itemsOf(value, what);
  if (items.length !== count)
    throw new RangeError(`${what} must have ${count} numbers, one per ${each}, not ${items.length}`);
  return Float64Array.from(items, (item, i) => numberOf(item, `${what}[${i}]`));
}

/** @param {unknown} value @param {string} what @param {number} most @returns {number} */
export function wholeOf(value, what, most) {
  const isWhole = Number.isInteger(value) && 0 <= Number(value) && Number(value) <= most;
  return isWhole ? Number(value) : refuse(what, `a whole number from 0 to ${most}`, value);
}

/** @template {string} T @param {unknown} value @param {string} what @param {readonly T[]} names @returns {T} */
export const oneOf = (value, what, names) =>
  names.includes(/** @type {T} */ (value))
    ? /** @type {T} */ (value)
    : refuse(what, `one of ${names.join(", ")}`, value);
