/** When the display shows its frames, learnt from those that the page has rendered. */

/** Until another is known: 60 a second. */
const USUAL_MS = 1000 / 60;

/** No display shows frames faster, so a shorter gap is not one between two frames. */
const SHORTEST_MS = 4;

/** So many gaps are remembered: the smallest is that between two frames of the display, the others are multiples. */
const MEMORY = 30;

/**
 * An engine answers after such a part of the time between two frames. With the way there and back that is less than
 * one frame, so every frame has an answer of its own; and as it is asked again at once, it never rests.
 */
const PART = 2 / 5;

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

  /** How long an engine works until it answers, in ms. */
  budget() {
    return PART * Math.min(USUAL_MS, ...this.gaps);
  }
}
