/**
 * The step time of each engine. It comes from many steps: a browser's clock may tick only once a millisecond, and a step of
 * a fast engine takes a hundredth of that.
 */

/** Recent steps, and the time that they took together. @typedef {{steps: number, ms: number}} Measured */

/** With less time than this, a tick of the clock would still be more than 5 % of it. */
const ENOUGH_MS = 20;
/** Beyond this time all steps so far count half, so that the figure follows the present. */
const WINDOW_MS = 2000;

/**
 * @param {Measured | undefined} before
 * @param {number} steps
 * @param {number} ms of all of them
 * @returns {Measured}
 */
export function measure(before, steps, ms) {
  const all = { steps: (before?.steps ?? 0) + steps, ms: (before?.ms ?? 0) + ms };
  return all.ms > WINDOW_MS ? { steps: all.steps / 2, ms: all.ms / 2 } : all;
}

/** ms per step, or null while too little has been measured. @param {Measured | undefined} measured */
export function stepTime(measured) {
  return measured && measured.ms >= ENOUGH_MS ? measured.ms / measured.steps : null;
}

/** "16 µs", "1.2 ms", "35 ms". @param {number} ms */
export function timeWords(ms) {
  if (ms < 0.01) return `${(ms * 1000).toFixed(1)} µs`;
  return ms < 1 ? `${Math.round(ms * 1000)} µs` : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}
