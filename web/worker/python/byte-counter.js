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
    this.fail = (/** @type {Error} */ _reason) => {};
    /** @type {Promise<never>} */
    this.failure = new Promise(() => {});
    this.fetchPlainly = self.fetch;
    self.fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : new URL(input, self.location.href).href;
      const { fail, sizes } = this;
      const expected = sizes.has(url);
      try {
        const response = await this.fetchPlainly.call(self, input, init);
        if (expected && !response.ok) throw new Error(`it was answered by ${response.status}`);
        return expected && sizes === this.sizes ? this.count(response) : response;
      } catch (error) {
        if (expected) fail(missing(url, error));
        throw error;
      }
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
    const { readers, fail } = this;
    const write = (/** @type {Uint8Array} */ chunk) => {
      if (readers === this.readers) this.add(chunk.byteLength); // ignore a boot that has been abandoned
    };
    // the reader of the response reports any error
    const reader = response.clone().body?.pipeTo(new WritableStream({ write }));
    if (reader) readers.push(reader.catch((error) => fail(missing(response.url, error))));
    return response;
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

/** @param {string} url @param {unknown} error */
function missing(url, error) {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`${url.slice(url.lastIndexOf("/") + 1)} could not be loaded: ${reason}`);
}
