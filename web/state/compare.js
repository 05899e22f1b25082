/**
 * Side by side: two engines on the same data from the same state. In lockstep every step is made by both and
 * compared bit by bit; in a race both run free for the same time.
 */

import { append } from "./losses.js";
import { stepped } from "./run.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */
/** @typedef {import("./state.js").Surface} Surface */
/** @typedef {import("../protocol/messages.js").EngineName} EngineName */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("../protocol/messages.js").Graph} Graph */

/** @typedef {{train: number[], val: number[], before: Snapshot | null, snapshot: Snapshot, ms: number}} Reply */

/**
 * What one engine has done since side by side began, or since the race did. `from` is the step it began at.
 * @typedef {{
 *   from: number, train: Float64Array, val: Float64Array, snapshot: Snapshot | null, surface: Surface | null,
 *   steps: number, ms: number,
 * }} Lane
 */

/**
 * The first two values that are not the same 64 bits. column is train, val, data, grad, m or v; index is the
 * parameter's. node names the first node that differs, once it is known; `at` is the train point that is looked at.
 * @typedef {{
 *   step: number, column: string, index: number, left: number, right: number,
 *   node: {name: string, op: string, part: string, left: number, right: number, x: number, y: number} | null,
 *   at: number, searched: boolean,
 * }} Difference
 */

/**
 * @typedef {{
 *   left: EngineName, right: EngineName, lanes: Record<string, Lane>, equal: number,
 *   difference: Difference | null,
 *   race: {seconds: number, running: boolean} | null,
 * }} Side
 */

/** How long a race takes. */
export const RACE_SECONDS = 5;

/** @param {number} from @returns {Lane} */
const startLane = (from) => {
  const [train, val] = [new Float64Array(), new Float64Array()];
  return { from, train, val, snapshot: null, surface: null, steps: 0, ms: 0 };
};

/**
 * Two engines side by side from where the run is.
 * @param {EngineName} left
 * @param {EngineName} right
 * @param {number} step
 * @returns {Side}
 */
export function openSide(left, right, step) {
  const lanes = { [left]: startLane(step), [right]: startLane(step) };
  return { left, right, lanes, equal: 0, difference: null, race: null };
}

/** The 64 bits of a double in hex; all NaNs are one value. @param {number} x */
export function bitsOf(x) {
  if (Number.isNaN(x)) return "nan";
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return `0x${view.getBigUint64(0).toString(16).padStart(16, "0")}`;
}

/**
 * The first place where two columns of doubles differ, -1 if nowhere. Object.is tells 0 from -0 and takes all
 * NaNs for equal, as the specification does.
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 */
export function firstDifference(a, b) {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}

/**
 * @param {Reply} left
 * @param {Reply} right
 * @returns {Difference | null}
 */
export function compareReplies(left, right) {
  const columns = /** @type {[string, ArrayLike<number>, ArrayLike<number>][]} */ ([
    ["train", left.train, right.train],
    ["val", left.val, right.val],
    ...["grad", "data", "m", "v"].map((name) => [
      name,
      left.snapshot[/** @type {"grad"} */ (name)],
      right.snapshot[/** @type {"grad"} */ (name)],
    ]),
  ]);
  for (const [column, a, b] of columns) {
    const index = firstDifference(a, b);
    if (index < 0) continue;
    const { step } = left.snapshot;
    return { step, column, index, left: a[index], right: b[index], node: null, at: 0, searched: false };
  }
  return null;
}

/**
 * The first node, in topological order, that two engines' graphs of one point differ in: its data, or else its
 * gradient.
 * @param {Graph} left
 * @param {Graph} right
 */
export function differingNode(left, right) {
  for (const part of /** @type {const} */ (["data", "grad"])) {
    const i = firstDifference(left[part], right[part]);
    if (i >= 0)
      return { name: left.name[i], op: left.op[i], part, left: left[part][i], right: right[part][i] };
  }
  return null;
}

/**
 * @param {Lane} lane
 * @param {Reply} reply
 * @returns {Lane}
 */
function advance(lane, { train, val, snapshot, ms }) {
  const before = snapshot.step - train.length;
  // after a way back in time the lane starts again from there
  const known =
    lane.from + lane.train.length === before ? lane : { ...startLane(before), surface: lane.surface };
  return {
    ...known,
    train: append(known.train, train),
    val: append(known.val, val),
    snapshot,
    steps: known.steps + train.length,
    ms: known.ms + ms * train.length,
  };
}

/**
 * The mean time of a step of each lane that has made one, in ms.
 * @param {Record<string, Lane>} lanes
 * @returns {Record<string, number>}
 */
function speeds(lanes) {
  const run = Object.entries(lanes).filter(([, { steps }]) => steps > 0);
  return Object.fromEntries(run.map(([name, { ms, steps }]) => [name, ms / steps]));
}

/**
 * Both engines have made one step. Where they agree the run goes on; where they don't, it stands at the step
 * before, and the node is looked for.
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function lockstepped(state, { replies, ...rest }) {
  if (!state.side || state.snapshot !== rest.base) return state;
  const { left, right, lanes } = state.side;
  const difference = compareReplies(replies[left], replies[right]);
  const moved = { ...lanes };
  for (const name of [left, right]) moved[name] = advance(lanes[name], replies[name]);
  if (difference) {
    const side = { ...state.side, lanes: moved, difference, race: null };
    return { ...state, side, playing: false, pending: 0 };
  }
  const next = stepped(state, { ...rest, ...replies[left], type: "run/stepped" });
  return {
    ...next,
    measured: { ...next.measured, ...speeds(moved) },
    side: { ...state.side, lanes: moved, equal: state.side.equal + 1, difference: null, race: null },
  };
}

/** @type {Record<string, (state: State, action: Action) => State>} */
export const SIDE_ACTIONS = {
  "side/open": (state, { left = "python", right = "c" }) => ({
    ...state,
    chosen: true,
    playing: false,
    pending: 0,
    unit: "update",
    walk: null,
    engine: state.engines[/** @type {EngineName} */ (left)].phase === "ready" ? left : state.engine,
    side: openSide(left, right, state.snapshot?.step ?? 0),
  }),
  "side/stepped": lockstepped,
  "side/searched": (state, { node, last }) => {
    if (!state.side?.difference) return state;
    const { difference } = state.side;
    const known = { ...difference, node, at: difference.at + 1, searched: Boolean(node) || last };
    return { ...state, side: { ...state.side, difference: known } };
  },
  "side/drawn": (state, { name, surface }) => {
    if (!state.side) return state;
    const lane = { ...state.side.lanes[name], surface };
    return { ...state, side: { ...state.side, lanes: { ...state.side.lanes, [name]: lane } } };
  },
  "side/race": (state, { seconds = RACE_SECONDS }) => {
    if (!state.side || !state.snapshot) return state;
    const { left, right } = state.side;
    const side = { ...openSide(left, right, state.snapshot.step), race: { seconds, running: true } };
    return { ...state, playing: false, pending: 0, side };
  },
  "side/progress": (state, { name, reply }) => {
    if (!state.side?.race?.running) return state;
    const lanes = { ...state.side.lanes, [name]: advance(state.side.lanes[name], reply) };
    return { ...state, measured: { ...state.measured, ...speeds(lanes) }, side: { ...state.side, lanes } };
  },
  "side/raced": (state) =>
    state.side?.race
      ? { ...state, side: { ...state.side, race: { ...state.side.race, running: false } } }
      : state,
  "side/lockstep": (state) =>
    state.side
      ? { ...state, side: openSide(state.side.left, state.side.right, state.snapshot?.step ?? 0) }
      : state,
};
