/**
 * A snapshot of Python's memory after the boot, kept in Cache Storage, from which the next visit starts instead of booting
 * again. Only the warm start depends on it: whatever goes wrong here, Python boots normally.
 */

import { openCache } from "../../protocol/browser.js";
import { bytesOf } from "../../protocol/pack.js";

/** @typedef {{sha256: string, version: string, site: URL}} Origin what the snapshot is made from, and for which site */

/**
 * What is imported before the snapshot is taken, besides Pyodide's own modules: what bridge.py needs, but not micropip,
 * whose references to JavaScript objects can't be saved. The wheel's path must be the same in both boots, because modules
 * remember it: the file is needed for source lines in tracebacks and for later imports.
 */
export const WHEEL_PATH = "/home/pyodide/micrograd.whl";
export const IMPORTS = `
import sys
sys.path.append("${WHEEL_PATH}")
import array, dataclasses, importlib, pkgutil, micrograd
for module in pkgutil.iter_modules(micrograd.__path__, "micrograd."):
    if module.name != "micrograd.__main__":
        importlib.import_module(module.name)
`;

/**
 * How many attempts to make or use a snapshot may fail. A browser that crashes on it, for lack of memory or because of a
 * bug, boots normally from then on.
 */
const TRIES = 3;

export class PythonMemory {
  /**
   * @param {Cache} cache
   * @param {URL} folder identifies everything that the snapshot depends on
   */
  constructor(cache, folder) {
    this.cache = cache;
    this.folder = folder;
    this.url = new URL("memory.gz", folder).href;
    this.triesUrl = new URL("tries", folder).href;
  }

  /**
   * Returns null where Cache Storage is not available: in old browsers, private windows and insecure contexts. Every
   * browser version gets its own snapshot, because Python detects the browser's features only at boot.
   * @param {Origin} origin
   */
  static async open({ sha256, version, site }) {
    // other sites may share the origin, as on GitHub Pages, so the cache is named after this site's path
    const cache = await openCache(`python-memory ${site.pathname}`);
    if (!cache) return null;
    try {
      const browser = encodeURIComponent(navigator.userAgent);
      const recipe = (await sha256Of(new TextEncoder().encode(IMPORTS))).slice(0, 8);
      return new PythonMemory(
        cache,
        new URL(`python-memory/${version}/${sha256}/${recipe}/${browser}/`, site),
      );
    } catch {
      return null; // there is no SHA-256 in an insecure context
    }
  }

  /** Starts another attempt, if one is left; returns whether it did. */
  async begin() {
    try {
      const tries = Number((await (await this.cache.match(this.triesUrl))?.text()) ?? 0);
      if (tries >= TRIES) return false;
      await this.cache.put(this.triesUrl, new Response(String(tries + 1)));
      return true;
    } catch {
      return false; // for instance, the disk is full
    }
  }

  /** Called after a successful warm start: resets the attempts. */
  async succeed() {
    await this.cache.delete(this.triesUrl).catch(() => {});
  }

  /** @returns {Promise<Response | undefined>} the snapshot, still compressed, with its size */
  async find() {
    return this.cache.match(this.url).catch(() => undefined);
  }

  /**
   * Saves the snapshot compressed, at a fifth of its 31 MB, with a checksum. Deletes the snapshots of other versions of
   * micrograd, Pyodide and the browser.
   * @param {Uint8Array<ArrayBuffer>} memory
   */
  async keep(memory) {
    const compressed = new Blob([memory]).stream().pipeThrough(new CompressionStream("gzip"));
    const body = await new Response(compressed).arrayBuffer();
    await this.cache.put(
      this.url,
      new Response(body, { headers: { "content-length": String(body.byteLength) } }),
    );
    for (const request of await this.cache.keys()) {
      if (!request.url.startsWith(this.folder.href)) await this.cache.delete(request);
    }
  }

  /** Deletes a snapshot that is not usable. */
  async discard() {
    await this.cache.delete(this.url).catch(() => {});
  }

  /** Deletes a snapshot with which Python started and later died, and allows no other of its kind. */
  async condemn() {
    await this.discard();
    await this.cache.put(this.triesUrl, new Response(String(TRIES))).catch(() => {});
  }
}

/** @param {Response} kept @returns {Promise<ArrayBuffer>} rejected if a single bit has changed */
export function unpack(kept) {
  if (!kept.body) throw new Error("the saved snapshot is empty");
  return bytesOf(kept.body.pipeThrough(new DecompressionStream("gzip")));
}

/** @param {BufferSource} bytes @returns {Promise<string>} hexadecimal */
export async function sha256Of(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
