/** The C engines: csrc/ as WebAssembly, without glue. The exports are those of csrc/wasm/exports.c. */

/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {import("../../protocol/messages.js").Point} Point */
/** @typedef {import("../../protocol/messages.js").Snapshot} Snapshot */

/** @type {import("../../protocol/messages.js").Split[]} */
const SPLITS = ["train", "val", "test"];
const OPS = ["", "+", "*", "**", "relu", "tanh", "exp", "log"];
const ROLES = ["param", "input", "const", "result"];
const DOUBLE = 8;
const INT = 4;

/** @typedef {"f64" | "i32" | "u8" | "text"} Type of a column's elements */

/**
 * The queries: their arguments in order, and the columns of their replies.
 * @type {Record<string, {args: string[], columns: Record<string, Type>}>}
 */
export const QUERIES = {
  points: { args: [], columns: { x: "f64", y: "f64", label: "i32", split: "i32" } },
  snapshot: {
    args: [],
    columns: { step: "f64", train: "f64", val: "f64", data: "f64", grad: "f64", m: "f64", v: "f64" },
  },
  trace: {
    args: ["x", "y", "label"],
    columns: {
      ...{ op: "u8", role: "u8", k: "f64", data: "f64", grad: "f64" },
      ...{ prev: "i32", local: "f64", contribution: "f64", name: "text" },
    },
  },
  surface: { args: ["columns", "rows", "extent"], columns: { probabilities: "f64" } },
  predict: { args: ["x", "y"], columns: { probabilities: "f64" } },
  gradient: { args: [], columns: { gradient: "f64" } },
  contributions: { args: ["parameter"], columns: { contributions: "f64" } },
  naive: { args: ["x", "y", "label", "root"], columns: { naive: "f64", grad: "f64", visits: "f64" } },
  nudge: {
    args: ["x", "y", "label", "node", "delta"],
    columns: { loss: "f64", nudged: "f64", predicted: "f64", measured: "f64", data: "f64" },
  },
  field: { args: ["node", "label", "columns", "rows", "extent"], columns: { field: "f64" } },
};

const ARRAYS = { f64: Float64Array, i32: Int32Array, u8: Uint8Array };

/**
 * The instantiated module. Streaming where the server says application/wasm, from the bytes where it doesn't.
 * @param {URL} url
 * @returns {Promise<Record<string, any>>}
 */
export async function instantiate(url) {
  const imports = {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: wasiStubs(),
  };
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} could not be loaded: ${response.status}`);
  const streams = response.headers.get("content-type") === "application/wasm";
  const { instance } = streams
    ? await WebAssembly.instantiateStreaming(response, imports)
    : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  return instance.exports;
}

/** What a C library may ask of its system: to end, and to write its last words. */
function wasiStubs() {
  /** @param {number} status */
  const proc_exit = (status) => {
    throw new Error(`the C engine ended with status ${status}: out of memory`);
  };
  return { proc_exit, fd_write: () => 0, fd_seek: () => 0, fd_close: () => 0 };
}

/** The verbs' engine over the exports. Views of the memory die when it grows, so each is made when it is used. */
export class CEngine {
  /** @param {Record<string, any>} exports */
  constructor(exports) {
    this.c = exports;
    exports._initialize?.();
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
    return this.texts(address, 1)[0];
  }

  /** Zero-terminated strings that lie one after the other. @param {number} address @param {number} count */
  texts(address, count) {
    const bytes = new Uint8Array(this.c.memory.buffer);
    return Array.from({ length: count }, () => {
      const end = bytes.indexOf(0, address);
      const text = new TextDecoder().decode(bytes.subarray(address, end));
      address = end + 1;
      return text;
    });
  }

  /**
   * Calls f with a buffer that lives as long as the call.
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
    if (status !== 0) throw new Error(this.text(this.c.error_text()));
  }

  /**
   * @param {(address: number) => number} call
   * @param {Record<string, unknown>} settings
   */
  withSettings(call, settings) {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${settingText(value)}`);
    const text = new TextEncoder().encode(`${lines.join("\n")}\0`);
    this.withBuffer(text.length, (address) => {
      this.bytes(address, text.length).set(text);
      this.check(call(address));
    });
  }

  /** @param {Config} config */
  reset(config) {
    this.withSettings(this.c.open_session, config);
    return { points: this.points() };
  }

  /** @param {Config} config */
  set_hyper({ optimizer, lr, momentum, weight_decay, loss }) {
    this.withSettings(this.c.set_hyper, { optimizer, lr, momentum, weight_decay, loss });
  }

  /** @param {boolean} zero_grad */
  set_variant(zero_grad) {
    this.c.set_variant(zero_grad ? 1 : 0);
  }

  /**
   * A query's reply: its columns by their names, copied. Arguments stand in the order of QUERIES.
   * @param {string} verb
   * @param {number[]} args
   * @returns {Record<string, any>}
   */
  query(verb, ...args) {
    this.check(this.c[verb](...args));
    const columns = Object.entries(QUERIES[verb].columns);
    return Object.fromEntries(columns.map(([name, type], i) => [name, this.column(i, type)]));
  }

  /** @param {number} i @param {Type} type */
  column(i, type) {
    const address = this.c.answer_column(i);
    const length = this.c.answer_length(i);
    if (type === "text") return this.texts(address, length);
    return new ARRAYS[type](this.c.memory.buffer, address, length).slice();
  }

  points() {
    const { x, y, label, split } = this.query("points");
    return Array.from(x, (_, i) => ({ x: x[i], y: y[i], label: label[i], split: SPLITS[split[i]] }));
  }

  /** @param {Point[]} points */
  set_points(points) {
    const n = points.length;
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

  /** @returns {Snapshot} */
  snapshot() {
    const { step, train, val, data, grad, m, v } = this.query("snapshot");
    return { step: step[0], loss: { train: train[0], val: val[0] }, data, grad, m, v };
  }

  /** @param {Snapshot} snapshot */
  restore({ step, loss, data, grad, m, v }) {
    const all = Float64Array.of(step, loss.train, loss.val, ...data, ...grad, ...m, ...v);
    this.withBuffer(all.length * DOUBLE, (address) => {
      this.doubles(address, all.length).set(all);
      this.check(this.c.restore(data.length, address));
    });
  }

  /** @param {number} x @param {number} y @param {number} label @returns {import("../../protocol/messages.js").Graph} */
  trace(x, y, label) {
    const { op, role, k, data, grad, prev, local, contribution, name } = this.query("trace", x, y, label);
    const operands = Array.from(op, (_, i) => [0, 1].filter((j) => prev[2 * i + j] >= 0));
    /** @param {Float64Array | Int32Array} column @returns {number[][]} */
    const pairs = (column) => operands.map((js, i) => js.map((j) => column[2 * i + j]));
    return {
      op: Array.from(op, (code) => OPS[code]),
      k: [...k],
      data,
      grad,
      prev: pairs(prev),
      local: pairs(local),
      share: pairs(contribution),
      role: Array.from(role, (code) => ROLES[code]),
      name,
    };
  }

  /** @param {number} columns @param {number} rows @param {number} extent @returns {Float64Array} */
  surface(columns, rows, extent) {
    return this.query("surface", columns, rows, extent).probabilities;
  }

  /** @param {number} x @param {number} y @returns {number[]} */
  predict(x, y) {
    return [...this.query("predict", x, y).probabilities];
  }

  /** @returns {Float64Array} */
  gradient() {
    return this.query("gradient").gradient;
  }

  /** @param {number} parameter @returns {Float64Array} */
  shares(parameter) {
    return this.query("contributions", parameter).contributions;
  }

  /** @param {number} x @param {number} y @param {number} label @param {number} root @returns {import("../../protocol/messages.js").Naive} */
  naive(x, y, label, root) {
    return /** @type {any} */ (this.query("naive", x, y, label, root));
  }

  /** @param {number} x @param {number} y @param {number} label @param {number} node @param {number} delta */
  nudge(x, y, label, node, delta) {
    const { loss, nudged, predicted, measured, data } = this.query("nudge", x, y, label, node, delta);
    return {
      loss: loss[0],
      nudged: nudged[0],
      predicted: predicted[0],
      measured: measured[0],
      data,
    };
  }

  /** @param {number} node @param {number} label @param {number} columns @param {number} rows @param {number} extent @returns {Float64Array} */
  field(node, label, columns, rows, extent) {
    return this.query("field", node, label, columns, rows, extent).field;
  }

  packages() {
    return [];
  }
}

/** A value as it would be typed after an option. @param {unknown} value */
function settingText(value) {
  return Array.isArray(value) ? value.join(",") || "none" : String(value);
}
