/** Estimates the display's frame interval from the frames that the page has rendered. */

/** The interval assumed until one has been measured: 60 frames a second. */
const USUAL_MS = 1000 / 60;

/** No display is faster, so a shorter gap is not a frame interval. */
const SHORTEST_MS = 4;

/** How many gaps are kept: the smallest is the display's frame interval, the others are multiples of it. */
const MEMORY = 30;

/**
 * The part of a frame interval after which an engine replies. With messaging overhead this stays below one frame, so
 * every frame gets its own reply; the next request follows at once, so the engine is never idle.
 */
const PART = 2 / 5;

export class Frames {
  constructor() {
    this.last = 0;
    /** @type {number[]} */
    this.gaps = [];
  }

  /** Records a rendered frame. @param {number} time */
  seen(time) {
    const gap = time - this.last;
    this.last = time;
    if (gap >= SHORTEST_MS) this.gaps = [gap, ...this.gaps].slice(0, MEMORY);
  }

  /** How long an engine works before it replies, in ms. */
  budget() {
    return PART * Math.min(USUAL_MS, ...this.gaps);
  }
}
