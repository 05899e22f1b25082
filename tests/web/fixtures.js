/** A run of a network with two parameters, whose engine is this file: step s logs the loss 1/s. */

import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { patch } from "../../web/state/patch.js";
import { initialState, update } from "../../web/state/state.js";

/** @typedef {import("../../web/state/types.js").State} State */

/** @param {number} step @returns {import("../../web/protocol/messages.js").Snapshot} */
export function makeSnapshot(step) {
  const column = () => Float64Array.of(step + 0.25, step + 0.5);
  const loss = step === 0 ? Number.NaN : 1 / step;
  return {
    step,
    loss: { train: loss, val: 2 * loss },
    optimizer: "adamw",
    t: step,
    data: column(),
    grad: column(),
    m: column(),
    v: column(),
  };
}

export const POINTS = /** @type {const} */ ([
  { x: -1, y: 0, label: 0, split: "train" },
  { x: 0, y: 1, label: 1, split: "train" },
  { x: 1, y: -1, label: 2, split: "val" },
]);

/** The state with the engine's answer about the probe's probabilities and the points' classes, which are always asked for. @param {State} state @returns {State} */
export function withReadout(state) {
  const { x, y } = /** @type {NonNullable<State["probe"]>} */ (state.probe);
  const { snapshot, config } = state.session;
  const of = { snapshot, config, engine: state.engines.active };
  const reply = { probabilities: Float64Array.of(0.5, 0.25, 0.25), ms: 0 };
  const predict = { args: { x, y }, of, reply, error: "", ms: 0, at: 0 };
  const predictions = {
    ...{ args: {}, of: { ...of, points: state.session.points }, error: "", ms: 0, at: 0 },
    reply: { predicted: Float64Array.from(state.session.points, () => 0), ms: 0 },
  };
  return patch(state, { answers: { queries: { ...state.answers.queries, predict, predictions } } });
}

/** The page after C has answered the first request. @returns {State} */
export function startedState() {
  const state = update(initialState(), { type: "engine/ready", name: "c" });
  const start = { config: DEFAULT_CONFIG, keepPoints: false };
  return update(state, { type: "run/started", ...start, points: [...POINTS], snapshot: makeSnapshot(0) });
}

/**
 * What the runner makes of an engine's answer to a request for `count` steps.
 * @param {State} state
 * @param {number} count
 * @returns {Extract<import("../../web/state/types.js").Action, {type: "run/stepped"}>}
 */
export function stepReply(state, count) {
  const base = /** @type {NonNullable<State["session"]["snapshot"]>} */ (state.session.snapshot);
  const losses = Array.from({ length: count }, (_, i) => 1 / (base.step + i + 1));
  return {
    type: "run/stepped",
    base,
    points: state.session.points,
    config: state.session.config,
    train: losses,
    val: losses.map((loss) => 2 * loss),
    before: count > 1 ? makeSnapshot(base.step + count - 1) : null,
    snapshot: makeSnapshot(base.step + count),
    ms: 1,
    shown: {},
  };
}

/** A number of single steps. @param {State} state @param {number} steps @returns {State} */
export function play(state, steps) {
  for (let i = 0; i < steps; i++) state = update(state, stepReply(state, 1));
  return state;
}

/** A number of steps at once, of which only the last two are held. @param {State} state @param {number} steps @returns {State} */
export const jump = (state, steps) => update(state, stepReply(state, steps));
