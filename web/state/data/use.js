/** Points of the learner's own take the place of those on the plane: one edit, which Undo takes back. The run goes on. */

import { MOST_POINTS } from "../../protocol/config.js";
import { changePoints } from "../edits.js";
import { patch } from "../patch.js";
import { changesBetween } from "../points.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("./points-of.js").NewPoint} NewPoint */

/** @type {import("../types.js").HandlersOf<"data">} */
export const DATA_ACTIONS = {
  "data/use": (state, { points: given, name }) => {
    // their ids are above those of any data set, by which isOwn knows them
    const first = Math.max(state.edits.nextId, MOST_POINTS);
    const points = given.map((point, i) => ({ ...point, id: first + i }));
    const next = changePoints(state, changesBetween(state.session.points, points));
    const { id, x, y, label } = points.find(({ split }) => split === "train") ?? points[0];
    const goesOn = (state.session.snapshot?.step ?? 0) > 0;
    const rest = goesOn ? " The network keeps what it has learned." : "";
    return {
      ...patch(next, {
        edits: { nextId: first + points.length },
        selection: { point: null, group: [] },
        view: { data: null, added: true },
      }),
      probe: { id, x, y, label },
      notice: {
        kind: goesOn ? "data" : "info",
        text: `${name} is on the plane: ${points.length} points.${rest} Undo brings the old points back.`,
      },
    };
  },
};
