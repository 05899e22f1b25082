/**
 * Two engines compared on the same data, from the same state. In lockstep both make every step, and the results are
 * compared bit by bit; in a race both run independently for the same time.
 */

import { localOf } from "../protocol/nodes.js";
import { isOffered } from "./code/known.js";
import { refusalOfTwo, refused } from "./code/nonlin.js";
import { append } from "./losses.js";
import { patch } from "./patch.js";
import { stepped, timed } from "./run.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Surface} Surface */
/** @typedef {import("./types.js").EngineName} EngineName */
/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./types.js").Graph} Graph */
/** @typedef {import("./types.js").StepReply} Reply */

/**
 * What one engine has done since the comparison or the race began. `from` is the step at which it began.
 * @typedef {{
 *   from: number, train: Float64Array, val: Float64Array, snapshot: Snapshot | null, surface: Surface | null,
 *   steps: number,
 * }} Lane
 */

/** The first node that differs between two engines, for the point at (x, y): its data, or else its local derivative with respect to an operand,
 * or else its gradient.
 * @typedef {{name: string, op: string, part: "data" | "local" | "grad", operand: string, left: number, right: number, x: number, y: number}} DifferingNode */

/**
 * The first two values whose 64 bits differ. column is train, val, data, grad, m or v; index is that of the parameter.
 * node is the first node that differs, once it is known; `at` is the train point being searched.
 * @typedef {{
 *   step: number, column: string, index: number, left: number, right: number,
 *   node: DifferingNode | null, at: number, searched: boolean,
 * }} Difference
 */

/**
 * `equal` counts the steps that agreed to the last bit.
 * @typedef {{
 *   left: EngineName, right: EngineName, lanes: Record<string, Lane>, equal: number,
 *   difference: Difference | null,
 *   race: {seconds: number, running: boolean} | null,
 * }} Compare
 */

/** The length of a race. */
export const RACE_SECONDS = 5;

/** @param {number} from @returns {Lane} */
const startLane = (from) => {
  const [train, val] = [new Float64Array(), new Float64Array()];
  return { from, train, val, snapshot: null, surface: null, steps: 0 };
};

/**
 * A comparison of two engines from the current step.
 * @param {EngineName} left
 * @param {EngineName} right
 * @param {number} step
 * @returns {Compare}
 */
export function openCompare(left, right, step) {
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
 * The first index at which two columns of doubles differ, or -1. Object.is distinguishes 0 from -0 and treats all NaNs
 * as equal, as the specification does.
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

/** What differs of a node, in words. @param {Pick<DifferingNode, "part" | "operand">} node */
export const partWords = ({ part, operand }) =>
  ({ data: "data", local: `local derivative with respect to ${operand}`, grad: "gradient" })[part];

/**
 * The node at which two engines' graphs of one point begin to differ: the first by data, or else by local derivative, as the
 * forward pass computes them; or else the first by gradient, as backward goes, from the loss down.
 * @param {Graph} left
 * @param {Graph} right
 * @returns {Omit<DifferingNode, "x" | "y"> | null}
 */
export function differingNode(left, right) {
  /** @param {number} i */
  const node = (i) => ({ name: left.name[i], op: left.op[i], operand: "" });
  const i = firstDifference(left.data, right.data);
  if (i >= 0) return { ...node(i), part: "data", left: left.data[i], right: right.data[i] };
  const locals = (/** @type {Graph} */ graph, /** @type {number} */ id) =>
    graph.prev[id].map((_, slot) => localOf(graph, id, slot));
  for (const at of left.prev.keys()) {
    const [mine, theirs] = [locals(left, at), locals(right, at)];
    const slot = firstDifference(mine, theirs);
    if (slot < 0) continue;
    const operand = left.name[left.prev[at][slot]] ?? "";
    return { ...node(at), part: "local", operand, left: mine[slot], right: theirs[slot] };
  }
  const last = left.grad.findLastIndex((x, at) => !Object.is(x, right.grad[at]));
  return last < 0 ? null : { ...node(last), part: "grad", left: left.grad[last], right: right.grad[last] };
}

/**
 * @param {Lane} lane
 * @param {Reply} reply
 * @returns {Lane}
 */
function advance(lane, { train, val, snapshot }) {
  const before = snapshot.step - train.length;
  // after going back to an earlier step the lane restarts there
  const known =
    lane.from + lane.train.length === before ? lane : { ...startLane(before), surface: lane.surface };
  return {
    ...known,
    train: append(known.train, train),
    val: append(known.val, val),
    snapshot,
    steps: known.steps + train.length,
  };
}

/**
 * Both engines have made one step. If they agree, the run continues; if not, it stays at the step before and the search
 * for the differing node begins.
 * @type {import("./types.js").Handlers["compare/stepped"]}
 */
export function lockstepped(state, { replies, ...base }) {
  const { compare } = state;
  if (!compare || state.session.snapshot !== base.base) return state;
  const { left, right, lanes, equal } = compare;
  const difference = compareReplies(replies[left], replies[right]);
  const moved = { ...lanes };
  for (const name of [left, right]) moved[name] = advance(lanes[name], replies[name]);
  const next = { ...compare, lanes: moved, race: null };
  if (difference) {
    return { ...patch(state, { run: { playing: false, pending: 0 } }), compare: { ...next, difference } };
  }
  const gone = stepped(state, { ...base, ...replies[left], shown: {} });
  const timedLeft = patch(state, { engines: timed(state, left, replies[left]) });
  return {
    ...patch(gone, { engines: timed(timedLeft, right, replies[right]) }),
    compare: { ...next, equal: equal + 1, difference: null },
  };
}

/** Restarts the comparison at the current step, paused. @param {State} state @param {EngineName} left @param {EngineName} right */
function reopen(state, left, right) {
  return { ...state, compare: openCompare(left, right, state.session.snapshot?.step ?? 0) };
}

/** @param {State} state @param {Partial<Compare>} changes @returns {State} */
const change = (state, changes) =>
  state.compare ? { ...state, compare: { ...state.compare, ...changes } } : state;

/** @param {Compare} compare @param {EngineName} name @param {Partial<Lane>} changes */
const changeLane = ({ lanes }, name, changes) => ({
  lanes: { ...lanes, [name]: { ...lanes[name], ...changes } },
});

/** @type {import("./types.js").HandlersOf<"compare">} */
export const COMPARE_ACTIONS = {
  "compare/open": (state, { left = "python", right = "c" }) => {
    if (![left, right].every((name) => isOffered(state, name))) return state;
    const why = refusalOfTwo(state);
    if (why) return refused(state, why);
    const active = state.engines.status[left].phase === "ready" ? left : state.engines.active;
    const run = /** @type {const} */ ({ playing: false, pending: 0, unit: "update", walk: null });
    return reopen(patch(state, { run, engines: { chosen: true, active } }), left, right);
  },
  "compare/stepped": lockstepped,
  "compare/searched": (state, { node, last }) => {
    const difference = state.compare?.difference;
    if (!difference) return state;
    const searched = Boolean(node) || last;
    return change(state, { difference: { ...difference, node, at: difference.at + 1, searched } });
  },
  "compare/drawn": (state, { name, surface }) =>
    state.compare ? change(state, changeLane(state.compare, name, { surface })) : state,
  "compare/race": (state, { seconds = RACE_SECONDS }) => {
    if (!state.compare || !state.session.snapshot) return state;
    const { left, right } = state.compare;
    const next = reopen(patch(state, { run: { playing: false, pending: 0 } }), left, right);
    return change(next, { race: { seconds, running: true } });
  },
  "compare/progress": (state, { name, reply }) => {
    if (!state.compare?.race?.running) return state;
    const { lanes } = changeLane(state.compare, name, advance(state.compare.lanes[name], reply));
    return change(patch(state, { engines: timed(state, name, reply) }), { lanes });
  },
  "compare/raced": (state) => {
    const race = state.compare?.race;
    return race ? change(state, { race: { ...race, running: false } }) : state;
  },
  "compare/lockstep": (state) =>
    state.compare ? reopen(state, state.compare.left, state.compare.right) : state,
};
