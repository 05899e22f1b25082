/** The losses of every step. They are appended to with every reply, so appending must not copy them all. */

/** How many numbers of each buffer are in use. @type {WeakMap<ArrayBufferLike, number>} */
const used = new WeakMap();

/**
 * The losses with more appended, as a new array; the old one is unchanged. Both share a buffer with spare capacity, unless
 * another array has already grown from the old one. Capacity doubles, so each number is copied a few times at most.
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
