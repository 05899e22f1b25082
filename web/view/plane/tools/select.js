/** Select: a rectangle or a lasso takes points together; then they are moved, relabelled or removed as one. */

import { groupOf, inside } from "../../../state/data/group.js";
import { clampToPlane } from "../../../state/points.js";
import { arrowOf, pointAt, reachOf, STILL } from "../input.js";
import { nextGesture } from "./layer.js";

/** @typedef {import("./layer.js").Hand} Hand */
/** @typedef {import("./layer.js").Spot} Spot */
/** @typedef {{x: number, y: number}} Place */

/** The rectangle with two opposite corners. @param {Place} a @param {Place} b @returns {Place[]} */
export const rectangle = (a, b) => [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];

/**
 * @param {{size: number}} layer
 * @param {() => import("../../../state/types.js").State} getState
 * @param {import("../../index.js").Dispatch} dispatch
 * @param {() => boolean} isLasso
 * @returns {Hand}
 */
export function select(layer, getState, dispatch, isLasso) {
  /** Where the pointer went down, and its way since, unless it drags the group. @type {{from: Spot, last: Place, drags: boolean, moved: boolean, adds: boolean} | null} */
  let press = null;
  /** @type {Place[]} */
  let line = [];
  let gesture = 0;
  /** The keyboard's cursor, and the first corner of its rectangle. */
  const cursor = { x: 0, y: 0 };
  /** @type {Place | null} */
  let corner = null;

  const ids = () => groupOf(getState()).map(({ id }) => id);
  /** @param {number[]} some @param {boolean} adds */
  const take = (some, adds) =>
    dispatch({ type: "group/select", ids: [...new Set([...(adds ? ids() : []), ...some])] });
  /** Takes what the line goes around. @param {boolean} adds */
  function close(adds) {
    take(
      inside(getState().session.points, line).map(({ id }) => id),
      adds,
    );
    line = [];
  }

  /** @param {number} dx @param {number} dy */
  function arrow(dx, dy) {
    if (corner === null && ids().length > 0) return dispatch({ type: "group/move", dx, dy, gesture });
    Object.assign(cursor, { x: clampToPlane(cursor.x + dx), y: clampToPlane(cursor.y + dy) });
    if (corner) line = rectangle(corner, cursor);
  }

  /** Moves the group, and returns where it has come: at the edge of the plane it stays behind the pointer. @param {Place} from @param {Place} to */
  function drag(from, to) {
    const [before] = groupOf(getState());
    dispatch({ type: "group/move", dx: to.x - from.x, dy: to.y - from.y, gesture });
    const [after] = groupOf(getState());
    return { x: from.x + after.x - before.x, y: from.y + after.y - before.y };
  }

  function enter() {
    if (corner === null) {
      corner = { ...cursor };
      take([], false);
      return;
    }
    corner = null;
    close(false);
    gesture = nextGesture();
  }

  /** One thing at a time: the rectangle, then the group. */
  function letGo() {
    if (corner === null && line.length === 0 && ids().length === 0) return false;
    if (corner === null && line.length === 0) take([], false);
    corner = press = null;
    line = [];
    return true;
  }

  return {
    help:
      "Select points on the plane from -2 to 2. Arrow keys move the cursor, Enter begins and ends a rectangle, A takes all. Arrow " +
      "keys move what is selected, 1, 2, 3 set its class, Delete removes it, Escape lets go of it, and then of the tool.",
    down(spot, { pointerType, shiftKey }) {
      const point = pointAt(getState().session.points, spot.px, spot.py, layer.size, reachOf(pointerType));
      if (point && !ids().includes(point.id)) take([point.id], shiftKey);
      press = { from: spot, last: spot, drags: point !== null, moved: false, adds: shiftKey };
      gesture = nextGesture();
      line = [];
      corner = null;
    },
    move(spots) {
      if (!press) return;
      const to = spots[spots.length - 1];
      if (!press.moved && Math.hypot(to.px - press.from.px, to.py - press.from.py) < STILL) return;
      press.moved = true;
      if (press.drags) {
        press.last = drag(press.last, to);
      } else
        line = isLasso() ? [...(line.length > 0 ? line : [press.from]), ...spots] : rectangle(press.from, to);
    },
    up() {
      if (!press) return;
      const { drags, moved, adds } = press;
      press = null;
      if (!drags && moved) close(adds);
      else if (!drags && !adds) take([], false);
      gesture = nextGesture();
    },
    cancel() {
      press = null;
      line = [];
    },
    key(event) {
      const { key } = event;
      const by = arrowOf(event);
      if (by) arrow(by.dx, by.dy);
      else if (key === "Enter") enter();
      else if (key === "a" || key === "A")
        take(
          getState().session.points.map(({ id }) => id),
          false,
        );
      else if (key === "Delete" || key === "Backspace") dispatch({ type: "group/remove" });
      else if (["1", "2", "3"].includes(key) && ids().length > 0) {
        dispatch({ type: "points/label", label: Number(key) - 1 });
        dispatch({ type: "group/relabel", label: Number(key) - 1 });
      } else if (key === "Escape") return letGo();
      else return false;
      return true;
    },
    keyUp() {
      gesture = nextGesture();
    },
    outline: () => line,
    cursor: () => (corner !== null || ids().length === 0 ? cursor : null),
  };
}
