/**
 * The drawing of a lesson: the ways of two parameters through the runs that it noted, one from the same start each; and
 * below them the train loss over the two, with all other parameters as they were at the start, or at the end of a run. It is
 * asked for a few rows at a time, when nothing else is.
 */

import { ENGINES } from "../../protocol/engines.js";
import { parameterNames } from "../../protocol/names.js";
import { patch } from "../patch.js";
import { stageOf } from "./lesson.js";

/** @typedef {import("../types.js").State} State */
/** One run: a place after each of its steps, the first one before step 1.
 * @typedef {{note: string, title: string, places: [number, number][]}} Path */
/** The part of the plane of the two parameters that is drawn. @typedef {{left: number, right: number, bottom: number, top: number}} Edges */
/**
 * What was asked: `first` and `second` are the places of the parameters in a snapshot's columns, `of` has the values of all
 * others.
 * @typedef {Edges & {
 *   first: number, second: number, columns: number, rows: number, of: import("../types.js").Snapshot,
 *   points: import("../types.js").Point[], config: import("../types.js").Config,
 * }} Asked
 * The rows that have arrived, from the top. @typedef {{asked: Asked, losses: Float64Array, filled: number}} Landscape
 */

/** The drawn part reaches this much further than the paths, as a part of their width. */
const MARGIN = 0.12;

/** The drawing of the stage, once it is done. @param {State} state */
function drawingOf({ view: { lesson } }) {
  return lesson?.done ? (stageOf(lesson)?.draw ?? null) : null;
}

/** The parameters of the drawing: their places in a snapshot's columns, -1 where the network has none. @param {State} state */
const placesOf = (state) =>
  (drawingOf(state)?.paths ?? []).map((name) => parameterNames(state.session.config).indexOf(name));

/** The noted runs that the drawing shows. @param {State} state @returns {{note: string, title: string, noted: State}[]} */
function notedRuns(state) {
  const notes = state.view.lesson?.notes ?? {};
  return Object.entries(drawingOf(state)?.notes ?? {}).flatMap(([note, title]) =>
    notes[note] ? [{ note, title, noted: notes[note] }] : [],
  );
}

/** @param {State} state @returns {Path[]} */
export function pathsOf(state) {
  const [first, second] = placesOf(state);
  return notedRuns(state).map(({ note, title, noted: { run, session } }) => {
    const made = (run.history?.checkpoints ?? []).filter(
      ({ snapshot }) => snapshot.step <= Number(session.snapshot?.step),
    );
    return {
      note,
      title,
      places: made.map(({ snapshot: { data } }) => [data[first], data[second]]),
    };
  });
}

/**
 * The part of the plane around some places, with a margin, `ratio` times as wide as high, so that a unit is as long on both
 * axes and right angles are right.
 *
 *     edgesOf([[0, 0], [1, 0.25]], 2)  // { left: -0.12, right: 1.12, bottom: -0.185, top: 0.435 }
 *
 * @param {[number, number][]} places
 * @param {number} ratio
 * @returns {Edges}
 */
export function edgesOf(places, ratio) {
  const ends = [0, 1]
    .map((i) => places.map((place) => place[i]))
    .map((xs) => [Math.min(...xs), Math.max(...xs)]);
  const [width, height] = ends.map(([low, high]) => (high - low) * (1 + 2 * MARGIN));
  const wide = Math.max(width, height * ratio) || 1;
  const [x, y] = ends.map(([low, high]) => (low + high) / 2);
  return { left: x - wide / 2, right: x + wide / 2, bottom: y - wide / ratio / 2, top: y + wide / ratio / 2 };
}

/** The state that has the other parameters. @param {State} state */
function groundOf(state) {
  const runs = notedRuns(state);
  const chosen = runs.find(({ note }) => note === state.view.lesson?.ground)?.noted;
  return chosen ? chosen.session.snapshot : runs[0]?.noted.run.history?.checkpoints[0]?.snapshot;
}

/** What the drawing needs to know of the engine; null without a drawing. @param {State} state @returns {Asked | null} */
function askedFor(state) {
  const [first, second] = placesOf(state);
  const of = groundOf(state);
  if (!of || !(first >= 0) || !(second >= 0)) return null;
  const { columns, rows } = ENGINES[state.engines.active].landscape;
  const places = pathsOf(state).flatMap((path) => path.places);
  const { points, config } = state.session;
  return { ...edgesOf(places, columns / rows), first, second, columns, rows, of, points, config };
}

/** @param {Asked | undefined} a @param {Asked} b */
const same = (a, b) =>
  a !== undefined &&
  /** @type {(keyof Asked)[]} */ (Object.keys(b)).every((key) => Object.is(a[key], b[key]));

/** The landscape of the drawing, as far as it has arrived. @param {State} state @returns {Landscape | null} */
export function landscapeOf(state) {
  const asked = askedFor(state);
  const { landscape } = state.answers;
  return asked && landscape && same(landscape.asked, asked) ? landscape : null;
}

/**
 * The next rows that are missing.
 * @param {State} state
 * @returns {{asked: Asked, args: import("../../protocol/verbs.js").Verbs["landscape_at"]["args"]} | null}
 */
export function landscapeWanted(state) {
  const asked = askedFor(state);
  const filled = landscapeOf(state)?.filled ?? 0;
  if (!asked || state.compare || filled >= asked.rows) return null;
  const { of, points: _, config: __, ...window } = asked;
  const rows = Math.min(ENGINES[state.engines.active].landscape.atOnce, asked.rows - filled);
  const edge = (/** @type {number} */ row) => window.top - (row / window.rows) * (window.top - window.bottom);
  const [top, bottom] = [edge(filled), edge(filled + rows)];
  return { asked, args: { ...window, snapshot: of, top, bottom, rows } };
}

/** @type {import("../types.js").HandlersOf<"landscape">} */
export const LANDSCAPE_ACTIONS = {
  "landscape/drawn": (state, { asked, losses: arrived }) => {
    const now = askedFor(state);
    if (!now || !same(asked, now)) return state; // the drawing is another one by now
    const { filled: from, losses: before } = landscapeOf(state) ?? { filled: 0, losses: [] };
    const losses = new Float64Array(asked.columns * asked.rows);
    losses.set(before);
    losses.set(arrived, from * asked.columns);
    const filled = from + arrived.length / asked.columns;
    return patch(state, { answers: { landscape: { asked, losses, filled } } });
  },
};
