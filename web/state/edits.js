/** The actions that edit the points. */

import { MOST_POINTS } from "../protocol/config.js";
import { patch } from "./patch.js";
import { applyChanges, changeOf, changesBetween, clampToPlane, pushEdit, travel } from "./points.js";
import { edited, withProbe } from "./run.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Point} Point */

/** What is said where no further point has room. @type {import("./types.js").Notice} */
export const FULL = { kind: "info", text: `There are ${MOST_POINTS} points, and no more are possible.` };

/** @param {State} state @param {import("./points.js").Change[]} changes @param {number | null} [gesture] @returns {State} */
export function changePoints(state, changes, gesture = null) {
  if (changes.length === 0) return state;
  const points = applyChanges(state.session.points, changes, "after");
  return edited(patch(state, { edits: pushEdit(state.edits, { changes, gesture }) }), { points });
}

/** @param {"undo" | "redo"} direction @returns {(state: State) => State} */
const timeTravel = (direction) => (state) => {
  const { points, edits } = travel(state.session.points, state.edits, direction);
  const next = patch(state, { edits });
  return points === state.session.points ? next : edited(next, { points });
};

/** @param {State} state @param {number} id @param {Partial<Point> | null} properties null removes the point */
const changePoint = ({ session }, id, properties) => changeOf(session.points, id, properties);

/** @type {import("./types.js").HandlersOf<"points" | "probe">} */
export const POINT_ACTIONS = {
  "points/add": (state, { x, y, label = state.selection.label }) => {
    if (state.session.points.length >= MOST_POINTS) {
      return { ...state, notice: FULL };
    }
    const id = state.edits.nextId;
    /** @type {Point} */
    const point = { id, x: clampToPlane(x), y: clampToPlane(y), label, split: "train" };
    const next = patch(state, {
      edits: { nextId: id + 1 },
      selection: { point: id },
      view: { added: true },
    });
    return changePoints(next, [{ id, before: null, after: point }]);
  },
  "points/move": (state, { id, x, y, gesture = null }) =>
    changePoints(state, changePoint(state, id, { x: clampToPlane(x), y: clampToPlane(y) }), gesture),
  "points/relabel": (state, { id, label }) => changePoints(state, changePoint(state, id, { label })),
  "points/remove": (state, { id }) => {
    const { point } = state.selection;
    const next = changePoints(state, changePoint(state, id, null));
    return patch(next, { selection: { point: point === id ? null : point } });
  },
  "points/clear": (state) => changePoints(state, changesBetween(state.session.points, [])),
  "points/undo": timeTravel("undo"),
  "points/redo": timeTravel("redo"),
  "points/select": (state, { id }) => patch(state, { selection: { point: id } }),
  "points/label": (state, { label }) => patch(state, { selection: { label } }),
  "probe/set": (state, { id = null, x, y, label }) => withProbe({ ...state, probe: { id, x, y, label } }),
};
