/** Number formatting: short for display, with all digits where the exact value matters. */

/**
 * A number with four decimals and a real minus sign; very large and very small ones with an exponent.
 * @param {number} x
 * @param {number} [digits]
 * @param {number} [places] after the point of one with an exponent
 */
export function format(x, digits = 4, places = 1) {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "−inf";
  const size = Math.abs(x);
  const text =
    size >= 1e5 || (size > 0 && size < 0.5 * 10 ** -digits) ? x.toExponential(places) : x.toFixed(digits);
  return text.replace("-", "−").replace("e-", "e−").replace("e+", "e");
}

/** Puts a negative number in brackets, to follow an operator. @param {string} text as format writes it */
export const inBrackets = (text) => (text.startsWith("−") ? `(${text})` : text);

/**
 * A number with all its digits, as Python's repr and the printed log write it.
 * @param {number} x
 */
export function exact(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  if (Object.is(x, -0)) return "-0.0";
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return x.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  return Number.isInteger(x) ? `${x}.0` : String(x);
}
