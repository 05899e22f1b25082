/** When the display shows its frames, learnt from those that the page has rendered. */

/** Until another is known: 60 a second. */
const USUAL_MS = 1000 / 60;

/** No display shows frames faster, so a shorter gap is not one between two frames. */
const SHORTEST_MS = 4;

/** So many gaps are remembered: the smallest is that between two frames of the display, the others are multiples. */
const MEMORY = 30;

/** An answer has to be here so long before its frame, as a part of the time between two: it is on its way for a while. */
const RESERVE = 0.3;

export class Frames {
  constructor() {
    this.last = 0;
    /** @type {number[]} */
    this.gaps = [];
  }

  /** The page has rendered a frame. @param {number} time */
  seen(time) {
    const gap = time - this.last;
    this.last = time;
    if (gap >= SHORTEST_MS) this.gaps = [gap, ...this.gaps].slice(0, MEMORY);
  }

  /**
   * How long an engine that is asked now may work: what is there now comes into the next frame, and its answer into
   * the one after that. So the engine works while the page renders, and every frame has an answer of its own.
   * @param {number} now
   */
  budget(now) {
    const every = Math.min(USUAL_MS, ...this.gaps);
    const sinceFrame = (now - this.last) % every;
    return 2 * every - sinceFrame - RESERVE * every;
  }
}
