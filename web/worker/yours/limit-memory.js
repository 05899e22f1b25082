/**
 * How much memory the learner's code may have. Pyodide's own limit is 4 GB, which a loop fills in two seconds: a machine with
 * less would swap, and browsers end the page that takes too much. So the growth of WebAssembly's memory ends earlier: Python
 * then raises MemoryError, as it does on a machine that has no more. Files lie outside of that memory: the disk is full sooner.
 */

const PAGE = 65_536;
const NO_SPACE = 51; // ENOSPC, as Emscripten counts

/** In bytes. The largest run that the page allows, 2,000 points and three layers of 16, takes less than half of it. */
export const MOST_MEMORY = 1024 * 1024 * 1024;

/** Of files, in bytes: the package writes none. */
export const MOST_WRITTEN = 64 * 1024 * 1024;

/** Refuses every growth beyond so many bytes, as an engine without memory does. @param {number} [most] @param {{grow(pages: number): number}} [memory] what has the growth */
export function limitMemory(most = MOST_MEMORY, memory = WebAssembly.Memory.prototype) {
  const { grow } = memory;
  memory.grow = function (pages) {
    const { byteLength } = /** @type {WebAssembly.Memory} */ (/** @type {unknown} */ (this)).buffer;
    if (byteLength + pages * PAGE > most) throw new RangeError(`no more than ${most} bytes of memory`);
    return grow.call(this, pages);
  };
}

/**
 * Refuses to write more than so many bytes in all, and files that would be longer: "No space left on device".
 * @param {any} FS Emscripten's, whose files lie in JavaScript's memory @param {number} [most]
 */
export function limitDisk(FS, most = MOST_WRITTEN) {
  const { MEMFS } = FS.filesystems;
  const { stream } = MEMFS.ops_table.file;
  const { write } = stream;
  const { resizeFileStorage } = MEMFS;
  let left = most;
  stream.write = (/** @type {any[]} */ ...args) => {
    const [, , , length, position] = args;
    left -= length;
    if (left < 0 || position + length > most) throw new FS.ErrnoError(NO_SPACE);
    return write(...args);
  };
  MEMFS.resizeFileStorage = (/** @type {unknown} */ node, /** @type {number} */ size) => {
    if (size > most) throw new FS.ErrnoError(NO_SPACE);
    return resizeFileStorage(node, size);
  };
}
