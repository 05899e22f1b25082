/** A worker that is started before it is needed, so that an edit of the learner's code runs as soon as it has been imported. */

import { retire } from "./client.js";

/** A worker; `awaits` is what it said when it asked for the files, how long it took to prepare, or null before. @typedef {{worker: Worker, awaits: number | null}} Started */

export class Spare {
  /** @param {() => Worker} makeWorker */
  constructor(makeWorker) {
    this.makeWorker = makeWorker;
    /** @type {Started | null} */
    this.next = null;
  }

  /** Starts a worker, if none is there. */
  prepare() {
    if (this.next) return;
    const worker = this.makeWorker();
    /** @type {Started} */
    const next = { worker, awaits: null };
    this.next = next;
    worker.onmessage = ({ data }) => {
      if (data.awaits) next.awaits = data.took;
      if (data.failed) this.discard(next);
    };
    worker.onerror = (event) => {
      event.preventDefault(); // the one that is made when it is needed says why
      this.discard(next);
    };
  }

  /** @param {Started} started */
  discard(started) {
    retire(started.worker);
    if (this.next === started) this.next = null;
  }

  /** The worker that is there, or a new one; the caller takes its messages from now on. @returns {Started} */
  take() {
    const { next } = this;
    this.next = null;
    return next ?? { worker: this.makeWorker(), awaits: null };
  }

  /** Frees its memory; one that is still starting is left to finish, since a start that breaks off counts as a failed one. */
  drop() {
    if (this.next && this.next.awaits !== null) this.discard(this.next);
  }
}
