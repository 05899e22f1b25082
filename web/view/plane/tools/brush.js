/** Brush: adds points of the current class along the way of the pointer. */

import { clampToPlane } from "../../../state/points.js";
import { toPlaneX, toPlaneY } from "../draw.js";
import { arrowOf } from "../input.js";
import { nextGesture } from "./layer.js";

/** @typedef {import("./layer.js").Hand} Hand */
/** @typedef {import("./layer.js").Spot} Spot */

/** The distance between two points of one stroke, in pixels. */
const SPACING = 14;

/**
 * The places of new points on the way from the last one to where the pointer is, each a spacing from the one before.
 * @param {{px: number, py: number}} last
 * @param {{px: number, py: number}} to
 * @param {number} [spacing]
 */
export function along(last, to, spacing = SPACING) {
  const length = Math.hypot(to.px - last.px, to.py - last.py);
  const count = Math.floor(length / spacing);
  return Array.from({ length: count }, (_, i) => {
    const part = ((i + 1) * spacing) / length;
    return { px: last.px + (to.px - last.px) * part, py: last.py + (to.py - last.py) * part };
  });
}

/**
 * @param {{size: number}} layer
 * @param {import("../../index.js").Dispatch} dispatch
 * @returns {Hand}
 */
export function brush(layer, dispatch) {
  let gesture = 0;
  /** The last point of the stroke. @type {{px: number, py: number} | null} */
  let last = null;
  const cursor = { x: 0, y: 0 };
  /** Whether the keyboard's brush is down. */
  let down = false;

  /** @param {{x: number, y: number}[]} places */
  const add = (places) => {
    if (places.length > 0) dispatch({ type: "brush/add", places, gesture });
  };
  const placeOf = (/** @type {{px: number, py: number}} */ { px, py }) => ({
    x: clampToPlane(toPlaneX(px, layer.size)),
    y: clampToPlane(toPlaneY(py, layer.size)),
  });

  return {
    help:
      "The brush on the plane from -2 to 2. Arrow keys move it, Enter puts it down and lifts it, and where it is down it adds " +
      "points of the current class. 1, 2, 3 choose the class, Escape puts it away.",
    down(spot) {
      gesture = nextGesture();
      last = spot;
      add([placeOf(spot)]);
    },
    move(spots) {
      /** @type {{px: number, py: number}[]} */
      const passed = [];
      for (const spot of last ? spots : []) {
        passed.push(...along(passed.at(-1) ?? /** @type {Spot} */ (last), spot));
      }
      last = passed.at(-1) ?? last;
      add(
        passed.filter(({ px, py }) => Math.min(px, py) >= 0 && Math.max(px, py) <= layer.size).map(placeOf),
      );
    },
    up() {
      last = null;
    },
    cancel() {
      last = null;
    },
    key(event) {
      const arrow = arrowOf(event);
      if (arrow) {
        Object.assign(cursor, { x: clampToPlane(cursor.x + arrow.dx), y: clampToPlane(cursor.y + arrow.dy) });
        if (down) add([{ ...cursor }]);
      } else if (event.key === "Enter") {
        down = !down;
        if (down) {
          gesture = nextGesture();
          add([{ ...cursor }]);
        }
      } else if (event.key === "Escape" && down) down = false;
      else return false;
      return true;
    },
    keyUp() {},
    outline: () => [],
    cursor: () => cursor,
  };
}
