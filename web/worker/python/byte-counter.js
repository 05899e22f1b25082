/**
 * Reports the bytes of the expected files as they arrive, for a progress bar that tells the truth. Sizes are those
 * of the files themselves, since a server may compress them on the way. fetch is replaced by one that counts what
 * is read; modules come by import, which can't be watched, and count when they are there.
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
   * Begins at nothing, towards all of these. `failure` is rejected when one of them does not come: Pyodide itself
   * only warns of its .wasm, and waits for ever.
   * @param {Map<string, number>} sizes by URL
   */
  expect(sizes) {
    this.failure = new Promise((_, reject) => {
      this.fail = reject;
    });
    this.failure.catch(() => {}); // it is heard where a boot races against it
    this.sizes = sizes;
    this.total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    this.loaded = 0;
    this.readers = [];
    this.progress(0, this.total);
  }

  /**
   * Counts a copy as it arrives. The response itself is handed on, since the browser keeps compiled WebAssembly for
   * the next visit only with a response of its own: one made here of counted chunks cost a second at every boot.
   * @param {Response} response
   */
  count(response) {
    const { readers, fail } = this;
    const write = (/** @type {Uint8Array} */ chunk) => {
      if (readers === this.readers) this.add(chunk.byteLength); // and nothing for a boot that has been given up
    };
    // whoever reads the response hears of what is wrong with it
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

  /** Reports the last bytes, and nothing more: what is fetched after the boot is no part of it. */
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
