/** Draws the decision boundary a few rows at a time, so that a slow engine does not delay the next step. */

/** @typedef {import("../protocol/verbs.js").Engine} Engine */
/** @typedef {import("../protocol/verbs.js").Verbs} Verbs */

/**
 * A surface in progress, for the parameters at the time it was begun, which `of` holds; `old` once they have changed.
 * @typedef {{
 *   of: import("../protocol/messages.js").Snapshot, size: string, rows: Iterator<Float64Array>, probabilities: Float64Array, filled: number, old: boolean,
 *   at: number, ms: number,
 * }} Picture
 */

export class Painter {
  /** @param {Engine} engine @param {() => import("../protocol/messages.js").Snapshot} snapshot the state of the engine now */
  constructor(engine, snapshot) {
    this.engine = engine;
    this.snapshot = snapshot;
    /** @type {Picture | null} */
    this.picture = null;
  }

  /** Called when the parameters have changed. */
  age() {
    if (this.picture) this.picture.old = true;
  }

  /** Called when the network has changed. */
  forget() {
    this.picture = null;
  }

  /**
   * Draws for `budget` ms, at least one row; probabilities is null until all rows are done. A request of the same size
   * continues where the last one stopped; with `moving` it continues even an outdated surface, which is then marked `old`.
   * @param {Verbs["picture"]["args"]} args
   * @returns {Verbs["picture"]["reply"]}
   */
  draw({ columns, rows, extent, budget = Number.POSITIVE_INFINITY, moving = false }) {
    const start = performance.now();
    const size = [columns, rows, extent].join();
    const same = this.picture?.size === size && (moving || !this.picture.old);
    const picture = (same && this.picture) || this.begin(size, columns, rows, extent, start);
    this.picture = null; // discarded if a row throws
    do {
      const row = picture.rows.next().value;
      picture.probabilities.set(row, picture.filled);
      picture.filled += row.length;
    } while (picture.filled < picture.probabilities.length && performance.now() - start < budget);
    const now = performance.now();
    picture.ms += now - start;
    const { probabilities, filled, old, of, at, ms } = picture;
    const finished = filled === probabilities.length;
    if (!finished) this.picture = picture;
    return { probabilities: finished ? probabilities : null, old, of, ms, begun: now - at };
  }

  /** @param {string} size @param {number} columns @param {number} rows @param {number} extent @param {number} at @returns {Picture} */
  begin(size, columns, rows, extent, at) {
    const probabilities = new Float64Array(3 * columns * rows);
    const parts = this.engine.surfaceRows?.(columns, rows, extent);
    const whole = () => [this.engine.query("surface", [columns, rows, extent]).probabilities].values();
    return {
      of: this.snapshot(),
      size,
      rows: parts ?? whole(),
      probabilities,
      filled: 0,
      old: false,
      at,
      ms: 0,
    };
  }
}
