/** Losses by step, as long as a run: appended to at every answer, so appending must not copy what is there. */

/** How many numbers of a buffer are in use. @type {WeakMap<ArrayBufferLike, number>} */
const used = new WeakMap();

/**
 * All losses and some more, as a new array; the old one stays as it is. Both share one buffer with room behind, unless
 * somebody else has appended to the old one already: as long as a run only grows, each number is copied a few times.
 *
 *     append(Float64Array.of(1.1, 0.9), [0.8])  // 1.1, 0.9, 0.8
 *
 * @param {Float64Array} losses
 * @param {ArrayLike<number>} more
 * @returns {Float64Array}
 */
export function append(losses, more) {
  const length = losses.length + more.length;
  let { buffer } = losses;
  const fits =
    used.get(buffer) === losses.length && length * Float64Array.BYTES_PER_ELEMENT <= buffer.byteLength;
  if (!fits) {
    const roomy = new Float64Array(Math.max(1024, 2 * length));
    roomy.set(losses);
    buffer = roomy.buffer;
  }
  used.set(buffer, length);
  const all = new Float64Array(buffer, 0, length);
  all.set(more, losses.length);
  return all;
}
