/** Random numbers from a seed, for tests that print it. */

/** The generator mulberry32, with a different stream for every seed. @param {number} seed */
export function random(seed) {
  let s = seed;
  const next = () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** Uniform in [0, 1). */
    next,
    /** @param {number} low @param {number} high both included */
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    /** @template T @param {readonly T[]} list */
    of: (list) => list[Math.floor(next() * list.length)],
  };
}
