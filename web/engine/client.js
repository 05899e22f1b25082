/** The page's end of the protocol: one worker and its requests. A worker that falls silent while it should answer has failed. */

import { mapGraphs, ReceivedColumns } from "../protocol/kept-columns.js";
import { Problem } from "../protocol/problem.js";

/** @typedef {import("../protocol/verbs.js").Verbs} Verbs */

/** How long a starting worker may be silent, in seconds: without a byte of a download, or while it initialises Python. */
const START_SILENCE = 60;

/** How long a request without work of its own may take, in seconds: far more than any on a busy machine. */
const SILENCE = 8;

/** How many times longer than its slowest answer so far the learner's code may take more: a busy machine is slow at everything. */
const SLACK = 3;

/** How often silence is looked at, in seconds. */
const TICK = 0.25;

/**
 * @typedef {import("../protocol/messages.js").Failure} Failure
 * @typedef {{
 *   onProgress(loaded: number, total: number): void,
 *   onReady(boot?: import("../protocol/messages.js").Boot, operations?: import("../protocol/operations.js").Operation[]): void,
 *   onFailed(failure: Failure): void,
 *   onPrinted?(text: string): void,
 * }} Listener
 * For an engine of the learner's own code: the files that it runs now, how long it may be silent, in seconds, and the
 * next worker.
 * @typedef {{files(): Record<string, string>, patience: number, makeWorker(): Worker, spare: import("./spare.js").Spare | null}} Own
 */

/**
 * Calls f after so many seconds in which the page itself ran: a laptop that slept, or a hidden page, has had few ticks.
 * @param {number} seconds
 * @param {() => void} f
 * @returns {() => void} cancels it
 */
export function afterTicks(seconds, f) {
  let left = Math.ceil(seconds / TICK);
  const timer = setInterval(() => {
    if (--left > 0) return;
    clearInterval(timer);
    f();
  }, 1000 * TICK);
  return () => clearInterval(timer);
}

/** @param {number} seconds @returns {Failure} */
const endless = (seconds) => ({
  reason: `the code ran for more than ${seconds.toFixed(1)} seconds without an end, as an endless loop does`,
  details: "",
});

/** What the learner's code has done when its worker breaks down. */
const ENDED = "the code has crashed Python";

/** Terminates a worker, of which the last message or error may be on its way still: it is not the next one's. @param {Worker} worker */
export function retire(worker) {
  worker.onmessage = null;
  worker.onerror = (event) => event.preventDefault();
  worker.terminate();
}

export class EngineClient {
  /**
   * @param {() => Worker} makeWorker
   * @param {Listener} listener
   * @param {Own} [own]
   */
  constructor(makeWorker, listener, own) {
    this.makeWorker = makeWorker;
    this.listener = listener;
    this.own = own;
    this.nextId = 1;
    this.heard = () => {};
    this.ready = false;
    this.sent = false;
    /** How long the slowest answer has taken, in seconds. */
    this.slowest = 0;
    this.received = new ReceivedColumns();
    /** @type {Map<number, {verb: string, args: unknown, resolve(reply: any): void, reject(error: Error): void}>} */
    this.waiting = new Map();
    /** @type {Worker | null} */
    this.worker = null;
  }

  /** Starts the worker; onReady or onFailed follows. */
  start() {
    this.stop("the engine was restarted");
    this.ready = this.sent = false;
    this.received = new ReceivedColumns();
    const { worker, awaits } = this.own?.spare?.take() ?? { worker: this.makeWorker(), awaits: null };
    this.worker = worker;
    this.worker.onmessage = ({ data }) => this.receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      const reason = this.ready ? "its worker crashed" : "its worker could not be loaded";
      this.fail({ reason: this.sent ? ENDED : reason, details: event.message ?? "" });
    };
    this.awaitStart();
    if (awaits !== null && this.own) this.sendFiles(this.own, awaits);
  }

  /** Whether the worker is still to ask for its files, and so will get those of that time. */
  get mayWait() {
    return this.worker !== null && !this.sent;
  }

  /** The worker runs the learner's code from here on, which may be an endless loop. @param {Own} own @param {number} took how long as much work takes there, in seconds */
  sendFiles({ files, patience }, took) {
    this.heard();
    const limit = patience + SLACK * took;
    this.heard = afterTicks(limit, () => this.fail(endless(limit)));
    this.sent = true;
    this.slowest = 0;
    this.worker?.postMessage({ files: files() });
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
    if (this.worker) retire(this.worker);
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
    } else if (data.awaits && this.own) this.sendFiles(this.own, data.took);
    else if (data.printed) this.listener.onPrinted?.(data.printed);
    else if (data.ready) {
      this.heard();
      this.ready = true;
      this.listener.onReady(data.boot, data.operations);
    } else if (data.failed) this.fail(data.failed);
    else {
      const request = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.error) request?.reject(new Problem(data.error.reason));
      else if (request) {
        const { verb, args, resolve } = request;
        resolve(mapGraphs(verb, args, data.reply, (graph) => this.received.unpack(graph)));
      }
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
    const reply = new Promise((resolve, reject) => this.waiting.set(id, { verb, args, resolve, reject }));
    worker.postMessage({ id, verb, args });
    const { own } = this;
    const limit = own ? own.patience + work + SLACK * this.slowest : Math.ceil(SILENCE + work);
    const start = performance.now();
    const answered = afterTicks(limit, () =>
      this.fail(
        own ? endless(limit) : { reason: `it did not answer "${verb}" for ${limit} seconds`, details: "" },
      ),
    );
    try {
      const answer = await reply;
      this.slowest = Math.max(this.slowest, (performance.now() - start) / 1000);
      return answer;
    } finally {
      answered();
    }
  }
}
