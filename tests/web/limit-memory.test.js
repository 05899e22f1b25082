/** The limits of what the learner's code may take: memory and disk. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { limitDisk, limitMemory } from "../../web/worker/yours/limit-memory.js";

const PAGE = 65_536;

test("a memory grows as far as the limit, and no further", () => {
  const { grow } = WebAssembly.Memory.prototype;
  limitMemory(4 * PAGE);
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 100 });
    assert.equal(memory.grow(2), 1);
    assert.throws(() => memory.grow(2), /^RangeError: no more than 262144 bytes of memory$/);
    assert.equal(memory.grow(1), 3);
    assert.equal(memory.buffer.byteLength, 4 * PAGE);
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
});

/** What limitDisk needs of Emscripten's file system: nodes with contents, and an error by its number. */
function disk() {
  class ErrnoError extends Error {
    /** @param {number} errno */
    constructor(errno) {
      super(`error ${errno}`);
      this.errno = errno;
    }
  }
  /** @type {[number, number][]} */
  const written = [];
  const write = (/** @type {any[]} */ ...[, , , length, position]) =>
    written.push([length, position]) && length;
  const MEMFS = {
    ops_table: { file: { stream: { write } } },
    resizeFileStorage: (/** @type {{size: number}} */ node, /** @type {number} */ size) => (node.size = size),
  };
  return { FS: { ErrnoError, filesystems: { MEMFS } }, MEMFS, written };
}

test("a disk takes so many bytes in all, no file far out, and no file that is made longer by its size alone", () => {
  const { FS, MEMFS, written } = disk();
  limitDisk(FS, 100);
  const write = (/** @type {number} */ length, /** @type {number} */ position) =>
    MEMFS.ops_table.file.stream.write({}, new Uint8Array(), 0, length, position);
  assert.equal(write(60, 0), 60);
  assert.throws(() => write(10, 91), { errno: 51 });
  assert.throws(() => write(41, 0), { errno: 51 });
  assert.deepEqual(written, [[60, 0]]);
  const node = { size: 0 };
  MEMFS.resizeFileStorage(node, 100);
  assert.throws(() => MEMFS.resizeFileStorage(node, 101), { errno: 51 });
  assert.equal(node.size, 100);
});
