/** What the train points do to a parameter's gradient, in short. */

/**
 * `up` and `down` are the sums of those that raise it and of those that lower it; `total` is the gradient. `largest` has
 * the places of the shares that weigh most, in the order of their size.
 * @typedef {{
 *   raise: number, lower: number, up: number, down: number, total: number, largest: number[],
 * }} Summary
 */

/**
 * Added from the last point to the first, as backward does: so the total is the engine's gradient, to the last bit.
 * @param {Float64Array} shares
 * @param {number} count how many of the largest
 * @returns {Summary}
 */
export function sumUp(shares, count) {
  const summary = { raise: 0, lower: 0, up: 0, down: 0, total: 0, largest: /** @type {number[]} */ ([]) };
  for (let k = shares.length - 1; k >= 0; k--) {
    const share = shares[k];
    summary.total += share;
    if (share > 0) {
      summary.raise++;
      summary.up += share;
    } else if (share < 0) {
      summary.lower++;
      summary.down += share;
    }
  }
  const { largest } = summary;
  const size = (/** @type {number} */ k) => Math.abs(shares[k]);
  for (let k = 0; k < shares.length; k++) {
    if (largest.length === count && !(size(k) > size(largest[count - 1]))) continue;
    let at = largest.length;
    while (at > 0 && size(k) > size(largest[at - 1])) at--;
    largest.splice(at, 0, k);
    if (largest.length > count) largest.pop();
  }
  return summary;
}
