// What the page's modules find in a browser, in Node: a document without a size, an engine that answers, and no other worker.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../../../web/worker/serve.js";
import { openWasm } from "../../c/open-wasm.js";
import { PageCanvas } from "./dom.js";
import { Outline } from "./drawing.js";
import { PageText } from "./node.js";

/** A worker that runs here if it is C's, and stays silent if it is another. @param {string} wasm the engine's file */
function workerClass(wasm) {
  return class {
    /** @param {URL} url */
    constructor(url) {
      /** @type {((event: {data: unknown}) => void) | null} */
      this.onmessage = null;
      /** @type {any} */
      this.port = {
        postMessage: (/** @type {unknown} */ data) => setImmediate(() => this.onmessage?.({ data })),
        onmessage: null,
      };
      if (url.pathname.endsWith("/c.worker.js")) serve(() => openWasm(wasm), this.port);
    }

    /** @param {unknown} data */
    postMessage(data) {
      setImmediate(() => this.port.onmessage?.({ data: structuredClone(data) }));
    }

    addEventListener() {}
    terminate() {}
  };
}

/** An observer that tells the size of what has one, once. @param {(element: any) => {width: number, height: number} | null} sizeOf */
const sizeObserver = (sizeOf) =>
  class {
    /** @param {(entries: unknown[]) => void} tell */
    constructor(tell) {
      this.tell = tell;
    }

    /** @param {unknown} element */
    observe(element) {
      const contentRect = sizeOf(element);
      if (contentRect) setImmediate(() => this.tell([{ contentRect, target: element }]));
    }

    unobserve() {}
    disconnect() {}
  };

class Silent {
  observe() {}
  disconnect() {}
}

class Pixels {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}

/**
 * @param {import("./dom.js").PageDocument} document
 * @param {{wasm: string, shapes: string, sizeOf: (element: any) => {width: number, height: number} | null, colours: Record<string, string>, dark: boolean}} given
 */
export function supply(document, { wasm, shapes, sizeOf, colours, dark }) {
  /** @type {Record<string, unknown>} */
  const globals = {
    window: globalThis,
    self: globalThis,
    document,
    location: new URL("http://127.0.0.1/"),
    localStorage: undefined,
    sessionStorage: undefined,
    navigator: { language: "en" },
    devicePixelRatio: 1,
    HTMLScriptElement: class {
      get noModule() {
        return false;
      }
    },
    Text: class extends PageText {
      /** @param {string} [data] */
      constructor(data = "") {
        super(document, data);
      }
    },
    Worker: workerClass(wasm),
    ResizeObserver: sizeObserver(sizeOf),
    MutationObserver: Silent,
    ImageData: Pixels,
    Path2D: Outline,
    OffscreenCanvas: class extends PageCanvas {
      constructor() {
        super(document, "canvas");
      }
    },
    matchMedia: () => ({ matches: dark, addEventListener() {} }),
    getComputedStyle: () => ({ getPropertyValue: (/** @type {string} */ name) => colours[name] ?? "" }),
    requestAnimationFrame: (/** @type {(time: number) => void} */ f) =>
      setTimeout(() => f(performance.now()), 1),
    cancelAnimationFrame: clearTimeout,
    requestIdleCallback: () => {},
    addEventListener() {},
    removeEventListener() {},
    dispatchEvent() {},
    /** The only file that the page asks for before it is drawn. @param {URL} url */
    fetch: async (url) => {
      if (url.href.startsWith("data:")) return real(url);
      if (!url.href.endsWith("/layout/shapes.json"))
        throw new Error(`${fileURLToPath(url)} is not asked for at first`);
      return new Response(await readFile(shapes));
    },
  };
  const real = fetch;
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}
