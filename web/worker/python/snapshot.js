/**
 * Python's memory as it is after the boot, kept in Cache Storage from the first visit to the next, which starts
 * there instead of booting again. It is about the quick boot alone: whatever goes wrong here, Python boots normally.
 */

/** @typedef {{sha256: string, version: string, site: URL}} Origin what the memory is made of, and for which site */

/**
 * What is imported before the memory is taken, beside what Pyodide itself has: what bridge.py needs, and not
 * micropip, whose references into JavaScript can't be kept. Where the wheel lies must be the same in both boots,
 * since modules remember it: it is put there again for the lines of tracebacks and for modules yet to be imported.
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
 * How often making or using the memory may begin without a quick boot coming of it. A browser that it makes crash,
 * for want of memory or by a fault of its own, boots normally from then on, and not for ever in vain.
 */
const TRIES = 3;

export class PythonMemory {
  /**
   * @param {Cache} cache
   * @param {URL} folder stands for all that the memory depends on
   */
  constructor(cache, folder) {
    this.cache = cache;
    this.folder = folder;
    this.url = new URL("memory.gz", folder).href;
    this.triesUrl = new URL("tries", folder).href;
  }

  /**
   * null where there is no Cache Storage, or none for this page: in old browsers, private windows, on insecure
   * origins. Another browser version gets another memory, since what it can do is decided once, at boot.
   * @param {Origin} origin
   */
  static async open({ sha256, version, site }) {
    try {
      // the origin may be shared with other sites, as on GitHub Pages, so the cache has this one's path in its name
      const cache = await caches.open(`python-memory ${site.pathname}`);
      const browser = encodeURIComponent(navigator.userAgent);
      const recipe = (await sha256Of(new TextEncoder().encode(IMPORTS))).slice(0, 8);
      return new PythonMemory(
        cache,
        new URL(`python-memory/${version}/${sha256}/${recipe}/${browser}/`, site),
      );
    } catch {
      return null;
    }
  }

  /** Whether another try may begin, which it then has. */
  async begin() {
    try {
      const tries = Number((await (await this.cache.match(this.triesUrl))?.text()) ?? 0);
      if (tries >= TRIES) return false;
      await this.cache.put(this.triesUrl, new Response(String(tries + 1)));
      return true;
    } catch {
      return false; // the disk is full, say
    }
  }

  /** A quick boot has come of it. */
  async succeed() {
    await this.cache.delete(this.triesUrl).catch(() => {});
  }

  /** @returns {Promise<Response | undefined>} what was kept, still compressed, with its size */
  async find() {
    return this.cache.match(this.url).catch(() => undefined);
  }

  /**
   * Keeps the memory, compressed: a fifth of the 31 MB, and a checksum that says whether it is whole. Drops what
   * was kept for others: older versions of micrograd, of Pyodide, of the browser.
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

  /** What was kept is no good. */
  async discard() {
    await this.cache.delete(this.url).catch(() => {});
  }
}

/** @param {Response} kept @returns {Promise<ArrayBuffer>} refused where a bit of it has changed */
export function unpack(kept) {
  if (!kept.body) throw new Error("what was kept is empty");
  return new Response(kept.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** @param {BufferSource} bytes @returns {Promise<string>} hexadecimal */
export async function sha256Of(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
