/** The C engines: csrc/ as WebAssembly, without generated glue code. The exports are in csrc/wasm/exports.c. */

import { DESCRIPTION } from "../../generated/description.js";
import { hyperOf } from "../../protocol/messages.js";
import { CLASSES } from "../../protocol/names.js";
import { Problem } from "../../protocol/problem.js";
import { QUERIES } from "../../protocol/verbs.js";
import { fetched, instantiated } from "../assets.js";
import { ColumnReader, OPTIMIZERS, textsAt } from "./columns.js";

/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {import("../../protocol/messages.js").Point} Point */
/** @typedef {import("../../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("../../protocol/verbs.js").QueryVerb} QueryVerb */

const SPLITS = /** @type {import("../../protocol/messages.js").Split[]} */ (DESCRIPTION.splits);
const NUMBERS = DESCRIPTION.settings
  .filter(({ kind }) => ["number", "positive", "fraction"].includes(kind))
  .map(({ name }) => name);
const DOUBLE = 8;
const INT = 4;

/** The columns of the points that reset has made: a query of C only, whose session generates the points. */
const POINTS = /** @type {const} */ ({ x: "f64", y: "f64", label: "i32", split: "i32" });

/**
 * The exports of the instantiated module.
 * @param {URL} url
 * @returns {Promise<Record<string, any>>}
 */
export async function instantiate(url) {
  const imports = {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: wasiStubs(),
  };
  const { instance } = await instantiated(await fetched(url), imports);
  return instance.exports;
}

/** How a call ends that runs out of memory: C has undone it, and error_text() says how much was missing. */
class OutOfMemory extends Error {}

/** The system calls that a C library may make: exit, and writing its last message. */
function wasiStubs() {
  const proc_exit = () => {
    throw new OutOfMemory("the C engine is out of memory");
  };
  return { proc_exit, fd_write: () => 0, fd_seek: () => 0, fd_close: () => 0 };
}

/**
 * The exports, with each function so that a call which runs out of memory throws C's sentence and leaves the engine usable.
 * An exception skips the code that puts C's stack pointer back, so that is done here.
 * @param {Record<string, any>} exports @param {() => string} sentence
 */
function guarded(exports, sentence) {
  const stack = exports.__stack_pointer;
  const guard =
    (/** @type {Function} */ call) =>
    (/** @type {unknown[]} */ ...args) => {
      const top = stack.value;
      try {
        return call(...args);
      } catch (error) {
        if (!(error instanceof OutOfMemory)) throw error;
        stack.value = top;
        throw new Problem(sentence());
      }
    };
  const entries = Object.entries(exports);
  return Object.fromEntries(entries.map(([name, x]) => [name, typeof x === "function" ? guard(x) : x]));
}

/** The engine over the exports. Growing the memory detaches its views, so each view is made when it is used. */
export class CEngine {
  /** @param {Record<string, any>} exports */
  constructor(exports) {
    exports._initialize?.();
    this.c = guarded(exports, () => this.text(exports.error_text()));
    this.reader = new ColumnReader(this);
    /** @type {import("../../protocol/messages.js").Boot} */
    this.boot = "normal";
  }

  /** @param {number} address @param {number} length */
  doubles(address, length) {
    return new Float64Array(this.c.memory.buffer, address, length);
  }

  /** @param {number} address @param {number} length */
  ints(address, length) {
    return new Int32Array(this.c.memory.buffer, address, length);
  }

  /** @param {number} address @param {number} length */
  bytes(address, length) {
    return new Uint8Array(this.c.memory.buffer, address, length);
  }

  /** @param {number} address */
  text(address) {
    return textsAt(this, address, 1)[0];
  }

  /**
   * Calls f with a buffer that is freed when the call returns.
   * @template T
   * @param {number} bytes
   * @param {(address: number) => T} f
   */
  withBuffer(bytes, f) {
    const address = this.c.buffer_alloc(bytes);
    try {
      return f(address);
    } finally {
      this.c.buffer_free(address);
    }
  }

  /** @param {number} status */
  check(status) {
    if (status !== 0) throw new Problem(this.text(this.c.error_text()));
  }

  /**
   * Settings as lines `name=value`, and beside them the values of the numbers, which C does not read from text.
   * @param {(lines: number, numbers: number) => number} call
   * @param {Record<string, unknown>} settings
   */
  withSettings(call, settings) {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${settingText(value)}`);
    const text = new TextEncoder().encode(`${lines.join("\n")}\0`);
    const values = Object.entries(settings)
      .filter(([name]) => NUMBERS.includes(name))
      .map(([, value]) => Number(value));
    this.withBuffer(values.length * DOUBLE + text.length, (address) => {
      this.doubles(address, values.length).set(values);
      this.bytes(address + values.length * DOUBLE, text.length).set(text);
      this.check(call(address + values.length * DOUBLE, address));
    });
  }

  /** @param {Config} config */
  reset(config) {
    this.withSettings(this.c.open_session, config);
    return this.points();
  }

  /** The session's points. */
  points() {
    this.check(this.c.points());
    const { x, y, label, split } = this.reader.columns(POINTS);
    return Array.from(/** @type {Float64Array} */ (x), (_, i) => ({
      x: x[i],
      y: y[i],
      label: label[i],
      split: SPLITS[split[i]],
    }));
  }

  /** @param {Config} config */
  set_hyper(config) {
    this.withSettings(this.c.set_hyper, hyperOf(config));
  }

  /** @param {boolean} zero_grad */
  set_variant(zero_grad) {
    this.c.set_variant(zero_grad ? 1 : 0);
  }

  /**
   * A query's reply, its columns copied.
   * @template {QueryVerb} V
   * @param {V} verb
   * @param {number[]} args in the order of the table
   * @returns {import("../../protocol/verbs.js").Columns<V>}
   */
  query(verb, args) {
    this.check(this.c[verb](...args));
    return this.reader.columns(QUERIES[verb].reply);
  }

  /** @param {Point[]} points */
  set_points(points) {
    const n = points.length;
    points.forEach(checkPoint);
    this.withBuffer(n * 2 * (DOUBLE + INT), (x) => {
      const y = x + n * DOUBLE;
      const label = y + n * DOUBLE;
      const split = label + n * INT;
      this.doubles(x, n).set(points.map((p) => p.x));
      this.doubles(y, n).set(points.map((p) => p.y));
      this.ints(label, n).set(points.map((p) => p.label));
      this.ints(split, n).set(points.map((p) => SPLITS.indexOf(p.split)));
      this.check(this.c.set_points(n, x, y, label, split));
    });
  }

  /** @returns {[number, number]} */
  step() {
    this.check(this.c.step());
    return [this.c.train_loss(), this.c.val_loss()];
  }

  /** @param {Snapshot} snapshot */
  restore({ step, loss, optimizer, t, data, grad, m, v }) {
    const head = [step, loss.train, loss.val, OPTIMIZERS.indexOf(optimizer), t];
    const columns = [data, grad, m, v];
    const lengths = columns.map((column) => column.length);
    if (new Set(lengths).size > 1) {
      throw new Problem(`data, grad, m and v of a snapshot must be of one length, not ${lengths.join(", ")}`);
    }
    const count = data.length;
    this.withBuffer((head.length + 4 * count) * DOUBLE, (address) => {
      const all = this.doubles(address, head.length + 4 * count);
      all.set(head);
      for (const [i, column] of columns.entries()) all.set(column, head.length + i * count);
      this.check(this.c.restore(count, address));
    });
  }

  packages() {
    return [];
  }
}

/**
 * Throws for a point that an array of doubles and ints can't hold; C checks the rest, and the sentences are the same.
 * @param {Point} point
 */
function checkPoint({ x, y, label, split }) {
  for (const [name, number] of Object.entries({ x, y })) {
    if (typeof number !== "number") throw new Problem(`a point's ${name} must be finite, not ${number}`);
  }
  if (label !== (label | 0)) throw new Problem(`a label must be from 0 to ${CLASSES - 1}, not ${label}`);
  if (!SPLITS.includes(split))
    throw new Problem(`a split must be one of ${SPLITS.join(", ")}, not '${split}'`);
}

/** A value as it is typed after an option of the command line. @param {unknown} value */
function settingText(value) {
  return Array.isArray(value) ? value.join(",") || "none" : String(value);
}
