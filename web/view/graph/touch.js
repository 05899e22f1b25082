/**
 * Fingers on the graph. Where the page scrolls, a finger that moves up or down scrolls it, as it does elsewhere; one that moves
 * sideways drags the graph, and two zoom it. Where it does not, one finger drags the graph anywhere. `touch-action` in the style
 * sheet says which.
 */

/** So far a finger goes before its way is clear, and so near a tap has to be to what it means, in pixels. */
const SLOP = 8;
const REACH = 22;

/** What a tap may mean: a node, a card, the sign that closes a group. */
const TARGETS = "[data-node], [data-op], [data-card], [data-fold]";

/** Leaves to the page what is the page's, before anything else hears of it. @param {HTMLElement} pane */
export function shareWithPage(pane) {
  /** Where the only finger came down, until its way is clear. @type {Touch | null} */
  let start = null;
  const options = { capture: true, passive: true };

  pane.addEventListener(
    "touchstart",
    ({ touches }) => {
      const shared = touches.length === 1 && getComputedStyle(pane).touchAction !== "none";
      start = shared ? touches[0] : null;
    },
    options,
  );
  pane.addEventListener(
    "touchmove",
    (event) => {
      const [dx, dy] = start
        ? [event.touches[0].clientX - start.clientX, event.touches[0].clientY - start.clientY].map(Math.abs)
        : [Number.POSITIVE_INFINITY, 0];
      const sideways = dx > SLOP && dx > dy;
      if (sideways) start = null;
      if (!sideways || !event.cancelable) event.stopImmediatePropagation();
    },
    options,
  );
}

/**
 * The element that a tap means: the one that it hits, or the nearest within a finger's reach.
 * @param {HTMLElement} pane
 * @param {{target: EventTarget | null, clientX: number, clientY: number}} event
 */
export function tapped(pane, { target, clientX, clientY }) {
  const hit = /** @type {Element} */ (target);
  if (hit.closest(TARGETS)) return hit;
  let nearest = hit;
  let best = REACH;
  for (const each of pane.querySelectorAll(TARGETS)) {
    const { left, right, top, bottom, width } = each.getBoundingClientRect();
    const dx = Math.max(left - clientX, 0, clientX - right);
    const dy = Math.max(top - clientY, 0, clientY - bottom);
    const far = Math.hypot(dx, dy);
    if (width > 0 && far < best) [best, nearest] = [far, each];
  }
  return nearest;
}
