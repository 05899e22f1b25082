/**
 * The user's edits of the points, with undo. Points are sorted by id, so a restored point returns to its old position.
 */

import { MOST_POINTS } from "../protocol/config.js";

/** @typedef {import("../protocol/messages.js").Point} Point */

/**
 * One point before and after an edit; null where it does not exist.
 * @typedef {{id: number, before: Point | null, after: Point | null}} Change
 */

/**
 * The effect of one user gesture. The moves of one drag share a gesture and form one edit.
 * @typedef {{changes: Change[], gesture: number | null}} Edit
 */

/** @typedef {{undo: Edit[], redo: Edit[]}} Edits */

/** The points live in [-2, 2] x [-2, 2]. */
export const EXTENT = 2;

/** @param {number} x */
export function clampToPlane(x) {
  return Math.min(EXTENT, Math.max(-EXTENT, x));
}

/**
 * The change that sets properties of one point.
 * @param {Point[]} points
 * @param {number} id
 * @param {Partial<Point> | null} properties null removes it
 * @returns {Change[]} empty when there is no such point, or nothing changes
 */
export function changeOf(points, id, properties) {
  const before = points.find((p) => p.id === id);
  if (!before) return [];
  const after = properties && { ...before, ...properties };
  const same = after && after.x === before.x && after.y === before.y && after.label === before.label;
  return same ? [] : [{ id, before, after }];
}

/**
 * The changes that replace all points by others. Unchanged points are left out.
 * @param {Point[]} from
 * @param {Point[]} to
 * @returns {Change[]}
 */
export function changesBetween(from, to) {
  const old = new Map(from.map((p) => [p.id, p]));
  const now = new Map(to.map((p) => [p.id, p]));
  const ids = [...new Set([...old.keys(), ...now.keys()])];
  return ids
    .map((id) => ({ id, before: old.get(id) ?? null, after: now.get(id) ?? null }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

/**
 * The points with the changes applied, forwards or backwards.
 * @param {Point[]} points
 * @param {Change[]} changes
 * @param {"before" | "after"} side
 * @returns {Point[]}
 */
export function applyChanges(points, changes, side) {
  const touched = new Map(changes.map((change) => [change.id, change[side]]));
  const kept = points.filter((p) => !touched.has(p.id));
  const put = [...touched.values()].filter((p) => p !== null);
  return [...kept, ...put].sort((a, b) => a.id - b.id);
}

/**
 * The edits with one more; the redo list is cleared.
 * @param {Edits} edits
 * @param {Edit} edit
 * @returns {Edits}
 */
export function pushEdit({ undo }, edit) {
  const last = undo[undo.length - 1];
  if (edit.gesture === null || last?.gesture !== edit.gesture) return { undo: [...undo, edit], redo: [] };
  const merged = new Map(last.changes.map((change) => [change.id, change]));
  for (const change of edit.changes) {
    merged.set(change.id, { ...change, before: merged.get(change.id)?.before ?? change.before });
  }
  return { undo: [...undo.slice(0, -1), { ...edit, changes: [...merged.values()] }], redo: [] };
}

/**
 * Undoes the last edit, or redoes the last one undone. An edit that has no effect on the points of the current step is
 * skipped.
 * @param {Point[]} points
 * @param {Edits} edits
 * @param {"undo" | "redo"} direction
 * @returns {{points: Point[], edits: Edits}}
 */
export function travel(points, edits, direction) {
  const [from, to] =
    direction === "undo" ? /** @type {const} */ (["undo", "redo"]) : /** @type {const} */ (["redo", "undo"]);
  let { [from]: left, [to]: done } = edits;
  while (left.length > 0) {
    const edit = { ...left[left.length - 1], gesture: null };
    left = left.slice(0, -1);
    done = [...done, edit];
    const result = applyChanges(points, edit.changes, direction === "undo" ? "before" : "after");
    if (changesBetween(points, result).length > 0) {
      return { points: result, edits: /** @type {Edits} */ ({ [from]: left, [to]: done }) };
    }
  }
  return { points, edits: /** @type {Edits} */ ({ [from]: left, [to]: done }) };
}

/** Whether the points are the learner's own in place of a data set's, whose ids are lower. @param {Point[]} points */
export const isOwn = ([first]) => first?.id >= MOST_POINTS;

/** Whether two lists hold the same points, to the last bit. @param {Point[]} a @param {Point[]} b */
export const samePoints = (a, b) =>
  a === b ||
  (a.length === b.length &&
    a.every((p, i) => {
      const q = b[i];
      return (
        p.id === q.id &&
        Object.is(p.x, q.x) &&
        Object.is(p.y, q.y) &&
        p.label === q.label &&
        p.split === q.split
      );
    }));
