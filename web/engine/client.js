/** The page's end of the protocol: one worker and its requests. A worker that falls silent while it should answer has failed. */

import { Problem } from "../protocol/problem.js";

/** @typedef {import("../protocol/verbs.js").Verbs} Verbs */

/** How long a starting worker may be silent, in seconds: without a byte of a download, or while it initialises Python. */
const START_SILENCE = 60;

/** How long a request without work of its own may take, in seconds: far more than any on a busy machine. */
const SILENCE = 8;

/**
 * @typedef {import("../protocol/messages.js").Failure} Failure
 * @typedef {{
 *   onProgress(loaded: number, total: number): void,
 *   onReady(boot?: import("../protocol/messages.js").Boot): void,
 *   onFailed(failure: Failure): void,
 * }} Listener
 */

/**
 * Calls f after so many seconds in which the page itself ran: a laptop that slept, or a hidden page, has had few ticks.
 * @param {number} seconds
 * @param {() => void} f
 * @returns {() => void} cancels it
 */
function afterTicks(seconds, f) {
  let left = Math.ceil(seconds);
  const timer = setInterval(() => {
    if (--left > 0) return;
    clearInterval(timer);
    f();
  }, 1000);
  return () => clearInterval(timer);
}

export class EngineClient {
  /**
   * @param {() => Worker} makeWorker
   * @param {Listener} listener
   */
  constructor(makeWorker, listener) {
    this.makeWorker = makeWorker;
    this.listener = listener;
    this.nextId = 1;
    this.heard = () => {};
    this.ready = false;
    /** @type {Map<number, {resolve(reply: any): void, reject(error: Error): void}>} */
    this.waiting = new Map();
    /** @type {Worker | null} */
    this.worker = null;
  }

  /** Starts the worker; onReady or onFailed follows. */
  start() {
    this.stop("the engine was restarted");
    this.ready = false;
    this.worker = this.makeWorker();
    this.worker.onmessage = ({ data }) => this.receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      const reason = this.ready ? "its worker broke down" : "its worker could not be loaded";
      this.fail({ reason, details: event.message ?? "" });
    };
    this.awaitStart();
  }

  /** Begins to count the silence of the starting worker. */
  awaitStart() {
    this.heard();
    this.heard = afterTicks(START_SILENCE, () =>
      this.fail({ reason: `nothing arrived for ${START_SILENCE} seconds`, details: "" }),
    );
  }

  /**
   * Terminates the worker and rejects every pending request with the reason.
   * @param {string} reason
   */
  stop(reason) {
    this.heard();
    this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(new Problem(reason));
    this.waiting.clear();
  }

  /** @param {Failure} failure */
  fail(failure) {
    this.stop(failure.reason);
    this.listener.onFailed(failure);
  }

  /** @param {any} data */
  receive(data) {
    if (data.progress) {
      this.awaitStart();
      this.listener.onProgress(data.progress.loaded, data.progress.total);
    } else if (data.ready) {
      this.heard();
      this.ready = true;
      this.listener.onReady(data.boot);
    } else if (data.failed) this.fail(data.failed);
    else {
      const request = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.error) request?.reject(new Problem(data.error.reason));
      else request?.resolve(data.reply);
    }
  }

  /**
   * Sends one request. If the engine refuses it, the promise is rejected with the engine's sentence.
   * @template {keyof Verbs & string} V
   * @param {V} verb
   * @param {Verbs[V]["args"]} args
   * @param {number} [work] how long the computation itself may take, in seconds
   * @returns {Promise<Verbs[V]["reply"]>}
   */
  async request(verb, args, work = 0) {
    const { worker } = this;
    if (!worker) throw new Problem("the engine is not running");
    const id = this.nextId++;
    const reply = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    worker.postMessage({ id, verb, args });
    const limit = Math.ceil(SILENCE + work);
    const answered = afterTicks(limit, () =>
      this.fail({ reason: `it did not answer "${verb}" for ${limit} seconds`, details: "" }),
    );
    try {
      return await reply;
    } finally {
      answered();
    }
  }
}
