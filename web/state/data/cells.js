/** What a cell of a table holds: a number, a name, or nothing. */

/** A number with a point or a comma; the minus may be the typographic one. */
const NUMBER = /^[+\-−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+\-−]?\d+)?$/;

/** What programs write where there is no value. */
const MISSING = new Set(
  ["", "na", "n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "missing", "#n/a", "<na>"].flatMap(
    (text) => [text, text.toUpperCase()],
  ),
)
  .add("NaN")
  .add("None")
  .add("Null");

/** @param {string} cell */
export const isMissing = (cell) => MISSING.has(cell) || cell.trim() === "";

/**
 * The number that a cell stands for, or nan. A comma is a decimal comma.
 *
 *     toNumber("−1,5e2")  // -150
 *     toNumber("12 cm")   // nan
 *
 * @param {string} cell
 */
export function toNumber(cell) {
  const text = cell.trim();
  if (!NUMBER.test(text)) return Number.NaN;
  const number = Number(text.replace(",", ".").replaceAll("−", "-"));
  return Number.isFinite(number) ? number : Number.NaN;
}

/** A column of many different values names no classes. */
const MOST_VALUES = 50;

/**
 * What is known of a column: how many of its cells are numbers, others or missing, the range of the numbers, whether they are all
 * whole, and how often each value stands in it, or null if there are too many.
 */
export class Column {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.numbers = 0;
    this.others = 0;
    this.missing = 0;
    this.low = Infinity;
    this.high = -Infinity;
    this.whole = true;
    /** @type {Map<string, number> | null} */
    this.values = new Map();
  }

  /** @param {string} cell */
  add(cell) {
    if (isMissing(cell)) {
      this.missing++;
      return;
    }
    const number = toNumber(cell);
    if (Number.isNaN(number)) this.others++;
    else {
      this.numbers++;
      this.low = Math.min(this.low, number);
      this.high = Math.max(this.high, number);
      this.whole &&= Number.isInteger(number);
    }
    if (!this.values) return;
    const value = cell.trim();
    this.values.set(value, (this.values.get(value) ?? 0) + 1);
    if (this.values.size > MOST_VALUES) this.values = null;
  }

  /** Whether it can be a coordinate: at least half of what is there is a number. */
  get isNumeric() {
    return this.numbers > 0 && this.numbers >= this.others;
  }
}
