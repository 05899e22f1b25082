/** Sums up the train points' contributions to a parameter's gradient. */

/**
 * `raise` and `lower` count the positive and the negative contributions, `up` and `down` are their sums, and `total` is
 * the gradient. `largest` has the indices of the largest contributions, sorted by size.
 * @typedef {{
 *   raise: number, lower: number, up: number, down: number, total: number, largest: number[],
 * }} Summary
 */

/**
 * Adds from the last point to the first, as backward does, so the total is the engine's gradient to the last bit.
 * @param {Float64Array} contributions
 * @param {number} count how many of the largest
 * @returns {Summary}
 */
export function sumUp(contributions, count) {
  const summary = { raise: 0, lower: 0, up: 0, down: 0, total: 0, largest: /** @type {number[]} */ ([]) };
  for (let k = contributions.length - 1; k >= 0; k--) {
    const contribution = contributions[k];
    summary.total += contribution;
    if (contribution > 0) {
      summary.raise++;
      summary.up += contribution;
    } else if (contribution < 0) {
      summary.lower++;
      summary.down += contribution;
    }
  }
  const { largest } = summary;
  const size = (/** @type {number} */ k) => Math.abs(contributions[k]);
  for (let k = 0; k < contributions.length; k++) {
    if (largest.length === count && !(size(k) > size(largest[count - 1]))) continue;
    let at = largest.length;
    while (at > 0 && size(k) > size(largest[at - 1])) at--;
    largest.splice(at, 0, k);
    if (largest.length > count) largest.pop();
  }
  return summary;
}
