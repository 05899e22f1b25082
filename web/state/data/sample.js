/** Choices that look random and come out the same for the same table: a sample of many rows, and a split. */

/** @typedef {import("../../protocol/messages.js").Split} Split */

/** Whole numbers below n, by Marsaglia's xorshift with 32 bits; the engines' has 64. @param {number} seed */
function generator(seed) {
  let s = seed;
  return (/** @type {number} */ n) => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return Math.floor(((s >>> 0) / 2 ** 32) * n);
  };
}

/**
 * An evenly drawn sample: one row, by chance, out of each of `most` equal stretches. Every k-th row would meet with whatever
 * repeats in the order of the rows.
 * @param {number} count
 * @param {number} most
 * @returns {number[]} ascending
 */
export function stretches(count, most) {
  const below = generator(1);
  return Array.from({ length: most }, (_, k) => {
    const [from, to] = [Math.floor((k * count) / most), Math.floor(((k + 1) * count) / most)];
    return from + below(to - from);
  });
}

/**
 * 80 % train, 10 % val and 10 % test, in a shuffled order: a table is often sorted by its classes.
 * @param {number} count
 * @returns {Split[]}
 */
export function shuffledSplits(count) {
  const tenth = Math.floor(count / 10);
  /** @type {Split[]} */
  const splits = Array.from({ length: count }, (_, i) =>
    i < tenth ? "val" : i < 2 * tenth ? "test" : "train",
  );
  const below = generator(2);
  for (let i = count - 1; i > 0; i--) {
    const j = below(i + 1);
    [splits[i], splits[j]] = [splits[j], splits[i]];
  }
  return splits;
}
