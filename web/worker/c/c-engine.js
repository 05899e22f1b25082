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
    const bytes = new Uint8Array(this.c.memory.buffer, address);
    return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
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

  points() {
    const n = this.c.points_count();
    return this.withBuffer(n * 2 * (DOUBLE + INT), (x) => {
      const y = x + n * DOUBLE;
      const label = y + n * DOUBLE;
      const split = label + n * INT;
      this.c.get_points(x, y, label, split);
      const [xs, ys] = [this.doubles(x, n), this.doubles(y, n)];
      const [labels, splits] = [this.ints(label, n), this.ints(split, n)];
      return Array.from(xs, (_, i) => ({ x: xs[i], y: ys[i], label: labels[i], split: SPLITS[splits[i]] }));
    });
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
    const count = this.c.parameters_count();
    return this.withBuffer((3 + 4 * count) * DOUBLE, (address) => {
      this.c.get_snapshot(address);
      const all = this.doubles(address, 3 + 4 * count).slice();
      const [data, grad, m, v] = [0, 1, 2, 3].map((i) => all.slice(3 + i * count, 3 + (i + 1) * count));
      return { step: all[0], loss: { train: all[1], val: all[2] }, data, grad, m, v };
    });
  }

  /** @param {Snapshot} snapshot */
  restore({ step, loss, data, grad, m, v }) {
    const count = this.c.parameters_count();
    if (data.length !== count) {
      throw new Error(`a snapshot of ${data.length} parameters; the network has ${count}`);
    }
    this.withBuffer((3 + 4 * count) * DOUBLE, (address) => {
      this.doubles(address, 3 + 4 * count).set([step, loss.train, loss.val, ...data, ...grad, ...m, ...v]);
      this.check(this.c.restore(address));
    });
  }

  /** @param {number} x @param {number} y @param {number} label */
  trace(x, y, label) {
    this.check(this.c.trace(x, y, label));
    const n = this.c.graph_size();
    const prev = this.ints(this.c.graph_prev(), 2 * n);
    const local = this.doubles(this.c.graph_local(), 2 * n);
    const share = this.doubles(this.c.graph_share(), 2 * n);
    const op = Array.from(this.bytes(this.c.graph_op(), n), (code) => OPS[code]);
    const role = Array.from(this.bytes(this.c.graph_role(), n), (code) => ROLES[code]);
    const operands = op.map((_, i) => [0, 1].filter((j) => prev[2 * i + j] >= 0));
    return {
      op,
      k: [...this.doubles(this.c.graph_k(), n)],
      data: this.doubles(this.c.graph_data(), n).slice(),
      grad: this.doubles(this.c.graph_grad(), n).slice(),
      prev: operands.map((js, i) => js.map((j) => prev[2 * i + j])),
      local: operands.map((js, i) => js.map((j) => local[2 * i + j])),
      share: operands.map((js, i) => js.map((j) => share[2 * i + j])),
      role,
      name: op.map((_, i) => this.text(this.c.graph_name(i))),
    };
  }

  /** @param {number} columns @param {number} rows @param {number} extent */
  surface(columns, rows, extent) {
    return this.doubles(this.c.surface(columns, rows, extent), columns * rows * 3).slice();
  }

  /** @param {number} x @param {number} y */
  predict(x, y) {
    return [...this.doubles(this.c.predict(x, y), 3)];
  }

  /** The numbers of the answer to a question that is not refused. @param {number} status */
  answer(status) {
    this.check(status);
    return this.doubles(this.c.answer_numbers(), this.c.answer_count()).slice();
  }

  gradient() {
    return this.answer(this.c.gradient());
  }

  /** @param {number} parameter */
  shares(parameter) {
    return this.answer(this.c.shares(parameter));
  }

  /** @param {number} x @param {number} y @param {number} label @param {number} root */
  naive(x, y, label, root) {
    const all = this.answer(this.c.naive(x, y, label, root));
    const [naive, grad, visits] = [0, 1, 2].map((i) =>
      all.slice((i * all.length) / 3, ((i + 1) * all.length) / 3),
    );
    return { naive, grad, visits };
  }

  /** @param {number} x @param {number} y @param {number} label @param {number} node @param {number} delta */
  nudge(x, y, label, node, delta) {
    const all = this.answer(this.c.nudge(x, y, label, node, delta));
    const [loss, nudged, predicted, measured] = all;
    return { loss, nudged, predicted, measured, data: all.slice(4) };
  }

  /** @param {number} node @param {number} label @param {number} columns @param {number} rows @param {number} extent */
  field(node, label, columns, rows, extent) {
    return this.answer(this.c.field(node, label, columns, rows, extent));
  }

  packages() {
    return [];
  }
}

/** A value as it would be typed after an option. @param {unknown} value */
function settingText(value) {
  return Array.isArray(value) ? value.join(",") || "none" : String(value);
}
