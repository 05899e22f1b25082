/** Several points as one: drawn by a brush, or selected and then moved, relabelled or removed together. */

import { MOST_POINTS } from "../../protocol/config.js";
import { changePoints, FULL } from "../edits.js";
import { patch } from "../patch.js";
import { clampToPlane, EXTENT } from "../points.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Point} Point */

/** The points of the group; one that was undone since is no longer among them. @param {State} state */
export function groupOf({ session, selection }) {
  const ids = new Set(selection.group);
  return ids.size === 0 ? [] : session.points.filter(({ id }) => ids.has(id));
}

/**
 * The points inside a closed line, by the even-odd rule: a ray to the right crosses it an odd number of times.
 * @param {Point[]} points
 * @param {{x: number, y: number}[]} line
 */
export function inside(points, line) {
  return points.filter(({ x, y }) => {
    let odd = false;
    for (const [i, a] of line.entries()) {
      const b = line[(i + 1) % line.length];
      const crosses = a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x);
      if (crosses) odd = !odd;
    }
    return odd;
  });
}

/** As far as all of them can go without leaving the plane, so that the group keeps its shape. @param {number[]} places @param {number} by */
function within(places, by) {
  return Math.min(EXTENT - Math.max(...places), Math.max(-EXTENT - Math.min(...places), by));
}

/** @param {State} state @param {(point: Point) => Point | null} change @param {number | null} [gesture] */
function changeGroup(state, change, gesture) {
  const changes = groupOf(state).map((before) => ({ id: before.id, before, after: change(before) }));
  return changePoints(
    state,
    changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)),
    gesture,
  );
}

/** @type {import("../types.js").HandlersOf<"group" | "brush">} */
export const GROUP_ACTIONS = {
  "group/select": (state, { ids }) => patch(state, { selection: { group: ids, point: null } }),
  "group/move": (state, { dx, dy, gesture = null }) => {
    const group = groupOf(state);
    if (group.length === 0) return state;
    const right = within(
      group.map(({ x }) => x),
      dx,
    );
    const up = within(
      group.map(({ y }) => y),
      dy,
    );
    const moved = (/** @type {Point} */ p) => ({
      ...p,
      x: clampToPlane(p.x + right),
      y: clampToPlane(p.y + up),
    });
    return changeGroup(state, moved, gesture);
  },
  "group/relabel": (state, { label }) => changeGroup(state, (point) => ({ ...point, label })),
  "group/remove": (state) =>
    patch(
      changeGroup(state, () => null),
      { selection: { group: [] } },
    ),

  "brush/add": (state, { places, gesture }) => {
    const room = MOST_POINTS - state.session.points.length;
    const { nextId } = state.edits;
    const { label } = state.selection;
    const added = places.slice(0, room).map(({ x, y }, i) => ({
      ...{ id: nextId + i, x: clampToPlane(x), y: clampToPlane(y), label },
      split: /** @type {const} */ ("train"),
    }));
    const next = places.length > room ? { ...state, notice: FULL } : state;
    const changes = added.map((after) => ({ id: after.id, before: null, after }));
    return changePoints(
      patch(next, { edits: { nextId: nextId + added.length }, view: { added: true } }),
      changes,
      gesture,
    );
  },
};
