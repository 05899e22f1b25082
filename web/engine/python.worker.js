/** The Python engine: the project's own wheel, in Pyodide, through bridge.py. */

import { serve } from "./serve.js";

/** @typedef {import("./protocol.js").Engine} Engine */

const SITE = new URL("../", import.meta.url);

/**
 * Reports the bytes of the listed files as they arrive, for a progress bar that tells the truth. Sizes are those
 * of the files themselves, since a server may compress them on the way. fetch is replaced by one that counts what
 * is read; modules come by import, which can't be watched, and count when they are there.
 */
class ByteCounter {
  /**
   * @param {Map<string, number>} sizes by URL
   * @param {(loaded: number, total: number) => void} progress
   */
  constructor(sizes, progress) {
    this.sizes = sizes;
    this.total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    this.loaded = 0;
    this.progress = progress;
    const fetchPlainly = self.fetch;
    self.fetch = async (input, init) => this.count(await fetchPlainly(input, init));
    this.add(0);
  }

  /** @param {number} bytes */
  add(bytes) {
    this.loaded += bytes;
    this.progress(this.loaded, this.total);
  }

  /** @param {Response} response */
  count(response) {
    if (!response.ok || !response.body || !this.sizes.has(response.url)) return response;
    const counting = new TransformStream({
      transform: (chunk, controller) => {
        this.add(chunk.byteLength);
        controller.enqueue(chunk);
      },
    });
    const counted = new Response(response.body.pipeThrough(counting), response);
    Object.defineProperty(counted, "url", { value: response.url });
    return counted;
  }

  /** @param {URL} url a module that has been imported */
  imported(url) {
    this.add(this.sizes.get(url.href) ?? 0);
  }
}

/**
 * Loads Pyodide, then micropip, then micrograd by micropip; everything from the site itself.
 * @param {(loaded: number, total: number) => void} progress
 */
async function boot(progress) {
  const assets = await (await fetch(new URL("assets.json", SITE))).json();
  const base = new URL(assets.pyodide.base, SITE);
  const wheel = new URL(assets.wheels.micrograd, SITE).href;
  const counter = new ByteCounter(fileSizes(assets.pyodide.files, base), progress);
  const [loader, machine] = ["pyodide.mjs", "pyodide.asm.mjs"].map((file) => new URL(file, base));
  const { loadPyodide } = await import(loader.href);
  counter.imported(loader);
  await import(machine.href);
  counter.imported(machine);
  const pyodide = await loadPyodide({ indexURL: base.href });
  await pyodide.loadPackage("micropip", { messageCallback() {} });
  const micropip = pyodide.pyimport("micropip");
  await micropip.install(wheel);
  micropip.destroy();
  const source = await (await fetch(new URL("./bridge.py", import.meta.url))).text();
  const bridge = pyodide.toPy({});
  pyodide.runPython(source, { globals: bridge, filename: "bridge.py" });
  return pythonEngine((name) => bridge.get(name));
}

/** @param {Record<string, number>} files @param {URL} base */
function fileSizes(files, base) {
  return new Map(Object.entries(files).map(([file, bytes]) => [new URL(file, base).href, bytes]));
}

/**
 * The verbs' engine over the functions of bridge.py.
 * @param {(name: string) => any} python
 * @returns {Engine}
 */
function pythonEngine(python) {
  const names = ["reset", "set_points", "set_hyper", "set_variant", "step", "snapshot", "restore"];
  const queries = ["trace", "surface", "predict", "packages"];
  const inside = ["gradient", "shares", "naive", "nudge", "field"];
  const call = Object.fromEntries(
    [...names, ...queries, ...inside].map((name) => [name, plain(python(name))]),
  );
  return {
    reset: (config) => call.reset({ ...config }),
    set_points: (points) =>
      call.set_points(
        Float64Array.from(points, (p) => p.x),
        Float64Array.from(points, (p) => p.y),
        points.map((p) => p.label),
        points.map((p) => p.split),
      ),
    set_hyper: ({ optimizer, lr, momentum, weight_decay, loss }) =>
      call.set_hyper({ optimizer, lr, momentum, weight_decay, loss }),
    set_variant: (zero_grad) => call.set_variant(zero_grad),
    step: () => call.step(),
    snapshot: () => call.snapshot(),
    restore: (snapshot) => call.restore(snapshot),
    trace: (x, y, label) => call.trace(Float64Array.of(x, y), label),
    surface: (columns, rows, extent) => call.surface(columns, rows, extent),
    predict: (x, y) => call.predict(Float64Array.of(x, y)),
    gradient: () => call.gradient(),
    shares: (parameter) => call.shares(parameter),
    naive: (x, y, label, root) => call.naive(Float64Array.of(x, y), label, root),
    nudge: (x, y, label, node, delta) => call.nudge(Float64Array.of(x, y), label, node, delta),
    field: (node, label, columns, rows, extent) => call.field(node, label, columns, rows, extent),
    packages: () => call.packages(),
  };
}

/**
 * A function of bridge.py whose error is the last line of Python's own: "ValueError: lr must be …" without the
 * traceback, and without the name of the exception where it is a refusal.
 * @param {(...args: any[]) => any} f
 */
function plain(f) {
  /** @param {any[]} args */
  return (...args) => {
    try {
      return f(...args);
    } catch (error) {
      const lines = String(error instanceof Error ? error.message : error)
        .trim()
        .split("\n");
      throw new Error(lines[lines.length - 1].replace(/^ValueError: /, ""));
    }
  };
}

serve(boot);
