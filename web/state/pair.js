/**
 * Two parameters over their loss: the part of their plane that is drawn, the way of the run through it, and the train loss at
 * each place with all other parameters as they are now. While a run plays on a fast engine it follows; at rest it is finer, and comes a few
 * rows at a time.
 */

import { ENGINES } from "../protocol/engines.js";
import { parametersOf } from "../protocol/names.js";
import { lastStep, remember } from "./history.js";
import { edgesOf } from "./lesson/paths.js";
import { patch } from "./patch.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./lesson/paths.js").Edges} Edges */
/** The names of both, and whether only what is near the present place is drawn. @typedef {{first: string, second: string, close: boolean}} Pair */
/**
 * What was asked: the window, the places of the two in a snapshot's columns, the grid, and the state with all the others.
 * @typedef {Edges & {
 *   first: number, second: number, columns: number, rows: number, snapshot: import("./types.js").Snapshot,
 *   points: import("./types.js").Point[], config: import("./types.js").Config, engine: import("./types.js").EngineName,
 * }} Asked
 * @typedef {{asked: Asked, losses: Float64Array, filled: number}} Rows
 * `shown` is the last that is whole, `coming` has the rows that have arrived; when they were asked for, and how long they took.
 * @typedef {{shown: Rows | null, coming: Rows | null, at: number, ms: number}} PairAnswer
 * @typedef {{asked: Asked, losses: Float64Array, at: number, ms: number}} Arrived
 */

/** The picture is so many times as wide as high: the cells of a grid are squares. */
export const RATIO = 3 / 2;
/** How far around the present place is always drawn, and how far if nothing else is. */
const [AROUND, CLOSE] = [1, 0.3];
/** Engines that answer soon enough while a run plays, with a grid that they compute within a frame. */
const QUICK = ["c", "batched"];
const MOVING = { columns: 24, rows: 16 };
/** The edges are multiples of this part of the width, so that the picture stands still while the place moves in it. */
const PARTS = 16;

/**
 * The pair that is drawn: the one that was chosen, where the network has it, else the selected parameter and the next of its
 * neuron.
 * @param {State} state
 * @returns {Pair}
 */
export function pairOf({ view: { pair }, selection, session }) {
  const all = parametersOf(session.config);
  const has = (/** @type {string} */ name) => all.some((each) => each.name === name);
  if (pair && has(pair.first) && has(pair.second) && pair.first !== pair.second) return pair;
  const at = Math.max(
    0,
    all.findIndex(({ name }) => name === selection.node),
  );
  return { first: all[at].name, second: besides(all, at), close: pair?.close ?? false };
}

/** Another parameter of the same neuron: the next, or the one before its last. @param {{name: string, neuron: string}[]} all @param {number} at */
export function besides(all, at) {
  const near = [all[at + 1], all[at - 1]].find((each) => each?.neuron === all[at].neuron);
  return (near ?? all[at === 0 ? 1 : 0]).name;
}

/** The places of the two in a snapshot's columns. @param {State} state @returns {[number, number]} */
function columnsOf(state) {
  const { first, second } = pairOf(state);
  const names = parametersOf(state.session.config).map(({ name }) => name);
  return [names.indexOf(first), names.indexOf(second)];
}

/**
 * The way of the run up to the present step, through the steps whose parameters are held; the last place is the present one.
 * @param {State} state
 * @returns {{steps: number[], places: [number, number][]}}
 */
export function wayOf(state) {
  const { session, run } = state;
  const [first, second] = columnsOf(state);
  const now = session.snapshot;
  const before = (run.history?.checkpoints ?? []).filter(({ snapshot }) => snapshot.step < Number(now?.step));
  const all = [...before.map(({ snapshot }) => snapshot), ...(now ? [now] : [])];
  return {
    steps: all.map(({ step }) => step),
    places: all.map(({ data }) => [data[first], data[second]]),
  };
}

/**
 * The part of the plane around some places, with its edges at multiples of a sixteenth of its width, rounded up to a power of 2.
 *
 *     windowOf([[0.3, -0.2]], 1)   // { left: -2, right: 2.5, bottom: -1.75, top: 1.25 }
 *
 * @param {[number, number][]} places
 * @param {number} around how far around the last of them is drawn at least
 * @returns {Edges}
 */
export function windowOf(places, around) {
  const [x, y] = places[places.length - 1];
  const corners = /** @type {[number, number][]} */ ([
    [x - around, y - around],
    [x + around, y + around],
  ]);
  const edges = edgesOf([...places, ...corners], RATIO);
  const unit = 2 ** Math.ceil(Math.log2(edges.right - edges.left)) / PARTS;
  const snap = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ size) => {
    const from = Math.round((low + high - size) / 2 / unit) * unit;
    return [from, from + size];
  };
  const width = (Math.ceil((edges.right - edges.left) / unit / 3) * 3 + 3) * unit; // so that the height, too, is whole units
  const [left, right] = snap(edges.left, edges.right, width);
  const [bottom, top] = snap(edges.bottom, edges.top, width / RATIO);
  return { left, right, bottom, top };
}

/** The part of the plane that is drawn now. @param {State} state @returns {Edges | null} */
export function edgesNow(state) {
  const { places } = wayOf(state);
  const finite = places.filter((place) => place.every(Number.isFinite));
  if (finite.length === 0) return null;
  return pairOf(state).close ? windowOf(finite.slice(-1), CLOSE) : windowOf(finite, AROUND);
}

/** What to ask now; null where the picture is not open, or its engine too slow for a run that plays. @param {State} state @returns {Asked | null} */
function askedNow(state) {
  const { session, engines, run, view, compare } = state;
  const { snapshot, points, config } = session;
  const engine = engines.active;
  if (view.params !== "pair" || compare || !snapshot || (run.playing && !QUICK.includes(engine))) return null;
  const edges = edgesNow(state);
  if (!edges) return null;
  const { columns, rows } = run.playing ? MOVING : ENGINES[engine].landscape;
  const [first, second] = columnsOf(state);
  return { ...edges, first, second, columns, rows, snapshot, points, config, engine };
}

/** @param {Asked | undefined} a @param {Asked} b */
const same = (a, b) =>
  a !== undefined &&
  /** @type {(keyof Asked)[]} */ (Object.keys(b)).every((key) => Object.is(a[key], b[key]));

/**
 * The next rows that are missing: all of a coarse grid, a few of a fine one.
 * @param {State} state
 * @returns {{asked: Asked, args: import("../protocol/verbs.js").Verbs["landscape"]["args"]} | null}
 */
export function pairWanted(state) {
  const asked = askedNow(state);
  const { pair } = state.answers;
  if (!asked || (pair?.shown && same(pair.shown.asked, asked))) return null;
  const filled = pair?.coming && same(pair.coming.asked, asked) ? pair.coming.filled : 0;
  const most = state.run.playing ? asked.rows : ENGINES[asked.engine].landscape.atOnce;
  const rows = Math.min(most, asked.rows - filled);
  const edge = (/** @type {number} */ row) => asked.top - (row / asked.rows) * (asked.top - asked.bottom);
  const { first, second, left, right, columns } = asked;
  const [top, bottom] = [edge(filled), edge(filled + rows)];
  return { asked, args: { first, second, left, right, bottom, top, columns, rows } };
}

/** In a run of more steps, none is made once more for the way. */
const MOST_FILLED = 500;

/**
 * The first step whose parameters are held, but not those of the step after it, which was made: at rest it is made once more.
 * @param {State} state
 * @returns {import("./history.js").Checkpoint | null}
 */
export function wayWanted({ view, run, engines, compare }) {
  const { history, playing } = run;
  const slow = !history || history.train.length > MOST_FILLED || ENGINES[engines.active].own;
  if (slow || playing || compare || view.params !== "pair") return null;
  const { checkpoints, train } = history;
  const next = (/** @type {number} */ i) => checkpoints[i + 1]?.snapshot.step ?? train.length;
  return checkpoints.find(({ snapshot }, i) => next(i) > snapshot.step + 1) ?? null;
}

/** @type {Pick<import("./types.js").Handlers, "pair/drawn" | "pair/held">} */
export const PAIR_ACTIONS = {
  "pair/held": (state, { of, snapshot }) => {
    const { history } = state.run;
    if (!history?.checkpoints.includes(of) || snapshot.step >= lastStep(history)) return state;
    return patch(state, { run: { history: remember(history, { ...of, snapshot }) } });
  },

  "pair/drawn": (state, { asked, losses: arrived, at, ms }) => {
    const { shown = null, coming = null } = state.answers.pair ?? {};
    const before = coming && same(coming.asked, asked) ? coming : null;
    const losses = new Float64Array(asked.columns * asked.rows);
    losses.set(before?.losses ?? []);
    losses.set(arrived, (before?.filled ?? 0) * asked.columns);
    const filled = (before?.filled ?? 0) + arrived.length / asked.columns;
    const rows = { asked, losses, filled };
    const whole = filled >= asked.rows;
    return patch(state, {
      answers: { pair: { shown: whole ? rows : shown, coming: whole ? null : rows, at, ms } },
    });
  },
};
