import { Problem } from "../../protocol/problem.js";
import { damaged, fetched, fileName, instantiated } from "../assets.js";

/**
 * Reports the bytes of the expected files as they arrive, for an exact progress bar. Sizes are those of the uncompressed
 * files, since a server may compress them in transit. fetch is replaced by a version that counts what is read; an import
 * can't be observed, so a module counts once it has loaded.
 */
export class ByteCounter {
  /** @param {(loaded: number, total: number) => void} progress */
  constructor(progress) {
    this.progress = progress;
    /** @type {Map<string, number>} */
    this.sizes = new Map();
    this.loaded = 0;
    this.total = 0;
    /** @type {Promise<void>[]} */
    this.readers = [];
    this.fail = (/** @type {unknown} */ _reason) => {};
    /** @type {Promise<never>} */
    this.failure = new Promise(() => {});
    this.fetchPlainly = self.fetch;
    self.fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : new URL(input, self.location.href).href;
      const { fail, sizes } = this;
      if (!sizes.has(url)) return this.fetchPlainly.call(self, input, init);
      try {
        const response = await fetched(url, init, this.fetchPlainly.bind(self));
        return sizes === this.sizes ? this.count(response) : response;
      } catch (error) {
        fail(error);
        throw error;
      }
    };
    // Pyodide insists on the type application/wasm, and waits forever for a module that can't be instantiated
    WebAssembly.instantiateStreaming = (source, imports) => {
      const instance = instantiated(source, imports);
      instance.catch((error) => this.fail(error));
      return instance;
    };
  }

  /**
   * Starts counting from 0 towards these files. `failure` is rejected when one of them can't be loaded: for its .wasm
   * Pyodide only prints a warning and waits forever.
   * @param {Map<string, number>} sizes by URL
   */
  expect(sizes) {
    this.failure = new Promise((_, reject) => {
      this.fail = reject;
    });
    this.failure.catch(() => {}); // handled where a boot races against it
    this.sizes = sizes;
    this.total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    this.loaded = 0;
    this.readers = [];
    this.progress(0, this.total);
  }

  /**
   * Counts the bytes of a clone. The original response is passed on, because the browser caches compiled WebAssembly only
   * for network responses: a response rebuilt from counted chunks costs a second at every boot.
   * @param {Response} response
   */
  count(response) {
    this.readers.push(this.read(response.clone()));
    return response;
  }

  /** Counts to the end, where the file must have its size. @param {Response} response */
  async read({ url, body }) {
    const { readers, fail, sizes } = this;
    let bytes = 0;
    const write = (/** @type {Uint8Array} */ chunk) => {
      bytes += chunk.byteLength;
      if (readers === this.readers) this.add(chunk.byteLength); // ignore a boot that has been abandoned
    };
    try {
      await body?.pipeTo(new WritableStream({ write }));
    } catch (error) {
      fail(new Problem(`${fileName(url)} could not be loaded: it ended early`, error));
    }
    const size = sizes.get(url) ?? bytes;
    if (bytes !== size) fail(new Problem(damaged(url), `${bytes} bytes instead of ${size}`));
  }

  /** @param {string} url a module that has been imported */
  imported(url) {
    this.add(this.sizes.get(url) ?? 0);
  }

  /** @param {number} bytes */
  add(bytes) {
    this.loaded += bytes;
    this.progress(this.loaded, this.total);
  }

  /** Reports the last bytes and stops: what is fetched after the boot does not count. */
  async finish() {
    await Promise.all(this.readers);
    self.fetch = this.fetchPlainly;
  }
}
