/** The size of a nudge: the slider's stops, and parsing of typed values. */

const STOPS = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** The slider goes from -MOST to MOST: the sign and the decade of the nudge, since useful sizes span several decades. */
export const MOST = STOPS.length;

/** @param {number} stop */
export const deltaAt = (stop) => (stop === 0 ? 0 : Math.sign(stop) * STOPS[Math.abs(stop) - 1]);

/** The stop nearest to a delta on the logarithmic scale. @param {number} delta */
export function stopOf(delta) {
  if (delta === 0) return 0;
  const distances = STOPS.map((stop) => Math.abs(Math.log(Math.abs(delta) / stop)));
  return Math.sign(delta) * (1 + distances.indexOf(Math.min(...distances)));
}

const NUMBER = /^[+-]?[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?$/;

/** Parses a typed nudge. Throws a RangeError that names the value and says what is valid. @param {string} text */
export function parseDelta(text) {
  const plain = text.trim().replace("−", "-");
  if (!NUMBER.test(plain) || !Number.isFinite(Number(plain))) {
    throw new RangeError(`A nudge must be a finite number, such as 0.01 or -1e-3, not '${text}'.`);
  }
  return Number(plain);
}
