/**
 * Confines a worker to computing, before it runs code that is not ours. Everything of its global scope goes but what is listed
 * here: no network, no storage, no other worker, no message to the page that only our modules may send.
 *
 * What cannot be taken away is the syntax `import()`. The worker is therefore made from a blob, and so has the page's own
 * Content-Security-Policy: code loads from this site alone, connections go nowhere else, and text is never compiled as a script.
 */

/** The language itself. */
const LANGUAGE =
  "globalThis Infinity NaN undefined Object Function Array Number Boolean String Symbol BigInt Date Promise RegExp Math JSON " +
  "eval Reflect Proxy Intl Atomics Map Set WeakMap WeakSet WeakRef FinalizationRegistry Iterator ArrayBuffer SharedArrayBuffer " +
  "DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array " +
  "Float16Array Float32Array Float64Array Error EvalError RangeError ReferenceError SyntaxError TypeError URIError " +
  "AggregateError SuppressedError DisposableStack AsyncDisposableStack parseInt parseFloat isNaN isFinite decodeURI " +
  "decodeURIComponent encodeURI encodeURIComponent escape unescape WebAssembly";

/** What Python's runtime uses of the browser while it computes: time, random numbers, texts, and its own queue of tasks. */
const BROWSER =
  "self performance crypto console TextEncoder TextDecoder structuredClone queueMicrotask setTimeout clearTimeout " +
  "setInterval clearInterval MessageChannel MessagePort DOMException AbortController AbortSignal Event EventTarget " +
  "MessageEvent ErrorEvent PromiseRejectionEvent";

const KEPT = new Set(["constructor", ...`${LANGUAGE} ${BROWSER}`.split(" ")]);

/**
 * Takes everything else from the global scope and from what it inherits. What can't be deleted is replaced by undefined; throws
 * if something stays in reach.
 * @param {object} [scope]
 */
export function confine(scope = globalThis) {
  for (let part = scope; part && part !== Object.prototype; part = Object.getPrototypeOf(part)) {
    for (const name of Object.getOwnPropertyNames(part)) if (!KEPT.has(name)) remove(part, name);
  }
  const left = reachable(scope);
  if (left.length > 0) throw new Error(`${left.join(", ")} can't be taken out of reach`);
}

/** What the code, or Pyodide's account of how the code ended it, would write to the console; before Pyodide is loaded, which keeps the functions. */
export function silence() {
  for (const name of Object.keys(console)) Reflect.set(console, name, () => {});
}

/** @param {object} part @param {string} name */
function remove(part, name) {
  if (part === EventTarget.prototype) return; // listeners reach nothing by themselves
  if (Reflect.deleteProperty(part, name)) return;
  Reflect.defineProperty(part, name, { value: undefined });
}

/** The names of a scope that reach further than computing. @param {object} scope */
export function reachable(scope) {
  const global = /** @type {Record<string, unknown>} */ (scope);
  return FORBIDDEN.filter((name) => global[name] !== undefined);
}

/** Every way out that a worker is known to have: what a test asks for by name. */
export const FORBIDDEN = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "importScripts",
  "indexedDB",
  "caches",
  "cookieStore",
  "BroadcastChannel",
  "Worker",
  "SharedWorker",
  "postMessage",
  "navigator",
  "fonts",
  "FontFace",
  "FileReaderSync",
  "close",
];
