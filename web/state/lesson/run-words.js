/** The words of the lessons that are about the run: steps, losses, parameters, points, engines. */

import { titleOf } from "../../protocol/config.js";
import { parameterNames } from "../../protocol/names.js";
import { RACE_SECONDS } from "../compare.js";
import { answerOf, knownContributions, selectedParameter } from "../queries.js";
import { stepTime, timeWords } from "../speed.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("./words.js").Word} Word */

/** The train loss that a step logged, as in {loss of step 3}; without a step, the last one. @type {Word} */
function loss({ session: { snapshot }, run: { history } }, of) {
  if (of === "") return snapshot && snapshot.step > 0 ? snapshot.loss.train : null;
  const step = Number(/^step (\d+)$/.exec(of)?.[1]);
  if (!(step > 0)) throw new RangeError(`"loss of" is followed by a step, such as "step 3", not by "${of}"`);
  return history?.train[step - 1] ?? null;
}

/** A column of the snapshot, for one parameter. @param {"data" | "grad" | "truth"} column @returns {Word} */
const ofParameter = (column) => (state, of) => {
  const values = state.session.snapshot?.[column];
  return values?.[parameterNames(state.session.config).indexOf(of)] ?? null;
};

/** The parameters whose accumulated gradient is not the true one. @type {Word} */
function accumulated({ session: { snapshot, config } }) {
  const truth = snapshot?.truth;
  if (!snapshot || !truth) return null;
  return parameterNames(config).filter((_, i) => !Object.is(snapshot.grad[i], truth[i]));
}

/** The contributions of the train points to the selected parameter's gradient, once they are those of this very moment. @param {State} state */
function present(state) {
  return answerOf(state, "contributions", { exact: true }) ? knownContributions(state) : null;
}

/** How many points have a contribution of this sign. @param {1 | -1} sign @returns {Word} */
const pushing = (sign) => (state) =>
  present(state)?.contributions.filter((each) => Math.sign(each) === sign).length ?? null;

/** The train point with the largest contribution. @param {State} state */
function strongest(state) {
  const known = present(state);
  if (!known) return null;
  const sizes = known.contributions.map(Math.abs);
  const at = sizes.indexOf(sizes.reduce((a, b) => Math.max(a, b), 0));
  return at < 0 ? null : { point: known.points[at], value: known.contributions[at] };
}

/** The train point with the largest loss. @param {State} state */
function hardest(state) {
  const losses = answerOf(state, "point_losses", { exact: true })?.reply?.losses;
  if (!losses?.length) return null;
  const loss = losses.reduce((a, b) => Math.max(a, b));
  const point = state.session.points.filter(({ split }) => split === "train")[losses.indexOf(loss)];
  return point ? { point, loss } : null; // none while a loss is nan
}

/** What the selected parameter's gradient and data will be after the next step. @param {State} state */
function next(state) {
  const reply = answerOf(state, "preview", { exact: true })?.reply;
  const { snapshot } = state.session;
  const i = selectedParameter(state);
  if (!reply || !snapshot || i < 0) return null;
  return { grad: reply.gradient[i], update: reply.after.data[i] - snapshot.data[i] };
}

/** @param {"python" | "c"} name @returns {Word} */
const time = (name) => (state) => {
  const ms = stepTime(state.engines.measured[name]);
  return ms === null ? null : timeWords(ms);
};

/** @param {State} state */
function raceRatio({ compare }) {
  if (!compare?.race || compare.race.running) return null;
  const [left, right] = [compare.left, compare.right].map((name) => compare.lanes[name].steps);
  return left > 0 ? Math.round(right / left) : null;
}

/** @param {"left" | "right"} side @returns {Word} */
const raced = (side) => (state) => state.compare?.lanes[state.compare[side]].steps ?? null;

/** @param {import("../types.js").Place | {x: number, y: number, label: number}} point */
const words = ({ x, y }) => `(${x.toFixed(2)}, ${y.toFixed(2)})`.replaceAll("-", "−");

/** @type {Record<string, Word>} */
export const RUN_WORDS = {
  step: ({ session }) => session.snapshot?.step ?? null,
  moves: ({ run }) => run.walk?.at ?? 0,
  loss,
  "val loss": ({ session: { snapshot } }) => (snapshot && snapshot.step > 0 ? snapshot.loss.val : null),
  playing: ({ run }) => (run.playing ? "yes" : "no"),
  unit: ({ run }) => run.unit,
  lr: ({ session }) => session.config.lr,
  optimiser: ({ session }) => titleOf("optimizer", session.config.optimizer),
  zero_grad: ({ session }) => (session.config.zero_grad === false ? "off" : "on"),
  notice: ({ notice }) => notice?.kind ?? "none",
  diagnosis: ({ run }) => (run.diverged === null ? "done" : "under way"),
  "notice text": ({ notice }) => notice?.text ?? "none",

  "selected node": ({ selection }) => selection.node ?? "none",
  parameters: ({ session }) => parameterNames(session.config),
  "parameter value": ofParameter("data"),
  "step grad": ofParameter("grad"),
  "step true grad": ofParameter("truth"),
  "accumulated parameters": accumulated,
  "next grad": (state) => next(state)?.grad ?? null,
  "next update": (state) => next(state)?.update ?? null,

  points: ({ session }) =>
    session.points.filter(({ split }) => split === "train").map(({ id }) => String(id)),
  "raising points": pushing(1),
  "lowering points": pushing(-1),
  "pushing points": (state) => present(state)?.contributions.filter((each) => each !== 0).length ?? null,
  "strongest point": (state) => strongest(state)?.point.id ?? null,
  "strongest place": (state) => {
    const point = strongest(state)?.point;
    return point ? words(point) : null;
  },
  "strongest class": (state) => {
    const point = strongest(state)?.point;
    return point ? point.label + 1 : null;
  },
  "strongest contribution": (state) => strongest(state)?.value ?? null,
  "hardest point": (state) => hardest(state)?.point.id ?? null,
  "hardest loss": (state) => hardest(state)?.loss ?? null,
  "probe point": ({ probe }) => probe?.id ?? "none",
  "probe place": ({ probe }) => (probe ? words(probe) : null),
  "probe class": ({ probe }) => (probe ? probe.label + 1 : null),

  engine: ({ engines }) => engines.active,
  "Python step": time("python"),
  "C step": time("c"),
  comparing: ({ compare }) => (compare ? "yes" : "no"),
  "equal steps": ({ compare }) => compare?.equal ?? null,
  differing: ({ compare }) => (compare ? (compare.difference ? "yes" : "no") : null),
  race: ({ compare }) => (!compare?.race ? "none" : compare.race.running ? "running" : "over"),
  "race seconds": ({ compare }) => compare?.race?.seconds ?? null,
  "Python steps": raced("left"),
  "C steps": raced("right"),
  "race ratio": raceRatio,
  "race length": () => RACE_SECONDS,
};
