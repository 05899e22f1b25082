/** Reading the columns of a reply from C's memory: a copy of each, as what its type stands for in the table of verbs. */

import { DESCRIPTION } from "../../generated/description.js";

/** C's memory, as c-engine.js has it. @typedef {import("./c-engine.js").CEngine} CEngine */

const OPS = DESCRIPTION.operations.map(({ name }) => name);
const ROLES = DESCRIPTION.roles;
export const OPTIMIZERS = DESCRIPTION.optimizers.map(({ name }) => name);
const INT = 4;

/** Consecutive zero-terminated strings. @param {CEngine} engine @param {number} address @param {number} count */
export const textsAt = (engine, address, count) => {
  const end = endOfTexts(engine, address, count);
  const all = new TextDecoder().decode(engine.bytes(address, end - address));
  return all.split("\0").slice(0, count);
};

/** @param {CEngine} engine @param {number} address @param {number} count */
function endOfTexts(engine, address, count) {
  const bytes = new Uint8Array(engine.c.memory.buffer);
  let end = address;
  for (let i = 0; i < count; i++) end = bytes.indexOf(0, end) + 1;
  return end;
}

/** Numbers, which differ between any two replies. @type {Record<string, (engine: CEngine, address: number, length: number) => unknown>} */
const NUMBERS = {
  scalar: (engine, address) => engine.doubles(address, 1)[0],
  optimizer: (engine, address) => OPTIMIZERS[engine.doubles(address, 1)[0]],
  f64: (engine, address, length) => engine.doubles(address, length).slice(),
  pairs: (engine, address, length) => engine.doubles(address, length).slice(),
};

/**
 * What tells a graph's structure: how many bytes the column has, and what they mean.
 * @type {Record<string, {bytes(engine: CEngine, address: number, length: number): number, read(engine: CEngine, address: number, length: number): unknown}>}
 */
const STRUCTURE = {
  i32: {
    bytes: (_, __, length) => length * INT,
    read: (engine, address, length) => engine.ints(address, length).slice(),
  },
  text: {
    bytes: (engine, address, length) => endOfTexts(engine, address, length) - address,
    read: textsAt,
  },
  op: {
    bytes: (_, __, length) => length,
    read: (engine, address, length) => Array.from(engine.bytes(address, length), (code) => OPS[code]),
  },
  role: {
    bytes: (_, __, length) => length,
    read: (engine, address, length) => Array.from(engine.bytes(address, length), (code) => ROLES[code]),
  },
  prev: {
    bytes: (_, __, length) => length * INT,
    read: (engine, address, length) => operands(engine.ints(address, length)),
  },
};

/** A list per node of its operands. C has two entries per node, and -1 where there is none. @param {Int32Array} prev */
const operands = (prev) =>
  Array.from({ length: prev.length / 2 }, (_, i) =>
    [...prev.subarray(2 * i, 2 * i + 2)].filter((id) => id >= 0),
  );

/** Two numbers per node -> one for each of its operands. @param {Float64Array} pairs @param {number[][]} prev */
function perOperand(pairs, prev) {
  const numbers = new Float64Array(prev.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (let i = 0; i < prev.length; i++) {
    for (let slot = 0; slot < prev[i].length; slot++) numbers[next++] = pairs[2 * i + slot];
  }
  return numbers;
}

/** Reads replies. A column that tells a graph's structure is the same object as in the last reply if it has the same bytes. */
export class ColumnReader {
  /** @param {CEngine} engine */
  constructor(engine) {
    this.engine = engine;
    /** By the column's name. @type {Map<string, {bytes: Uint8Array, column: unknown}>} */
    this.kept = new Map();
  }

  /** The columns of C's last reply. @param {Readonly<Record<string, string>>} types @returns {any} */
  columns(types) {
    const { engine } = this;
    const columns = Object.entries(types).map(([name, type], i) => {
      const [address, length] = [engine.c.answer_column(i), engine.c.answer_length(i)];
      const read = NUMBERS[type];
      return [name, read ? read(engine, address, length) : this.structure(name, type, address, length)];
    });
    const reply = Object.fromEntries(columns);
    for (const [name, type] of Object.entries(types)) {
      if (type === "pairs") reply[name] = perOperand(reply[name], reply.prev);
    }
    return reply;
  }

  /** @param {string} name @param {string} type @param {number} address @param {number} length */
  structure(name, type, address, length) {
    const { engine } = this;
    const now = engine.bytes(address, STRUCTURE[type].bytes(engine, address, length));
    const last = this.kept.get(name);
    if (last && sameBytes(last.bytes, now)) return last.column;
    const column = STRUCTURE[type].read(engine, address, length);
    this.kept.set(name, { bytes: now.slice(), column });
    return column;
  }
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
