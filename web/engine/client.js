/** The page's end of the protocol: one worker, its requests, and a restart when it hangs. */

/** @typedef {import("../protocol/verbs.js").Verbs} Verbs */

/** How long a reply may take before the worker is considered hung; one step of the largest networks takes seconds. */
const HANG_MS = 60_000;

/**
 * @typedef {{
 *   onProgress(loaded: number, total: number): void,
 *   onReady(boot?: import("../protocol/messages.js").Boot): void,
 *   onFailed(reason: string): void,
 * }} Listener
 */

export class EngineClient {
  /**
   * @param {() => Worker} makeWorker
   * @param {Listener} listener
   * @param {number} [hangMs]
   */
  constructor(makeWorker, listener, hangMs = HANG_MS) {
    this.makeWorker = makeWorker;
    this.listener = listener;
    this.hangMs = hangMs;
    this.nextId = 1;
    /** @type {Map<number, {resolve(reply: any): void, reject(error: Error): void}>} */
    this.waiting = new Map();
    /** @type {Worker | null} */
    this.worker = null;
  }

  /** Starts the worker; onReady or onFailed follows. */
  start() {
    this.stop("the engine was restarted");
    this.worker = this.makeWorker();
    this.worker.onmessage = ({ data }) => this.receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.fail(event.message || "its worker could not be loaded");
    };
  }

  /**
   * Terminates the worker and rejects every pending request with the reason.
   * @param {string} reason
   */
  stop(reason) {
    this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(new Error(reason));
    this.waiting.clear();
  }

  /** @param {string} reason */
  fail(reason) {
    this.stop(reason);
    this.listener.onFailed(reason);
  }

  /** @param {any} data */
  receive(data) {
    if (data.progress) this.listener.onProgress(data.progress.loaded, data.progress.total);
    else if (data.ready) this.listener.onReady(data.boot);
    else if (data.failed) this.fail(data.failed);
    else {
      const request = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.error !== undefined) request?.reject(new Error(data.error));
      else request?.resolve(data.reply);
    }
  }

  /**
   * Sends one request. If the engine refuses it, the promise is rejected with the engine's error message.
   * @template {keyof Verbs & string} V
   * @param {V} verb
   * @param {Verbs[V]["args"]} args
   * @returns {Promise<Verbs[V]["reply"]>}
   */
  async request(verb, args) {
    const { worker } = this;
    if (!worker) throw new Error("the engine is not running");
    const id = this.nextId++;
    const reply = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    worker.postMessage({ id, verb, args });
    const watchdog = setTimeout(
      () => this.fail(`no answer to "${verb}" for ${this.hangMs / 1000} seconds`),
      this.hangMs,
    );
    try {
      return await reply;
    } finally {
      clearTimeout(watchdog);
    }
  }
}
