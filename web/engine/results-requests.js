/** Asks for what the accuracy curve and the loss over two parameters are drawn from. */

import { ENGINES } from "../protocol/engines.js";
import { ACCURACY_ACTIONS, accuracyWanted } from "../state/accuracy.js";
import { keepCurves } from "../state/keep-curves.js";
import { addHandlers } from "../state/late.js";
import { PAIR_ACTIONS, pairWanted, wayWanted } from "../state/pair.js";
import { queryDue } from "./pace.js";

/** @typedef {import("../state/types.js").State} State */
/** @template {keyof import("../protocol/verbs.js").Verbs} V @typedef {import("./requests.js").RequestOf<V>} RequestOf */

/** As many checkpoints at once as rows of a landscape, times this. */
const AT_ONCE = 4;

/** How long the engine may make steps once more at a time, in ms: the learner's next step waits for it. */
const SLICE = 30;

/** The predictions after a few checkpoints. @param {State} state @param {number} now @returns {RequestOf<"predictions_at"> | null} */
export function accuracyRequest(state, now) {
  const { accuracy } = state.answers;
  if (state.run.playing && accuracy && !queryDue(accuracy, now)) return null;
  const wanted = accuracyWanted(state, AT_ONCE * ENGINES[state.engines.active].landscape.atOnce);
  if (wanted.length === 0) return null;
  const { points, config, snapshot } = wanted[0].of;
  const starts = wanted.map(({ of, count }) => ({ snapshot: of.snapshot, count }));
  return {
    verb: "predictions_at",
    args: { config, points, starts, budget: SLICE },
    // no longer the page's own: that is restored before the next request
    held: ({ reached }) => ({ snapshot: reached ?? { ...snapshot }, points, config }),
    action: ({ predicted, reached, ms }) => ({
      type: "accuracy/known",
      wanted,
      predicted,
      reached,
      at: now,
      ms,
    }),
    refused: () => ({ type: "accuracy/known", wanted, predicted: null, reached: null, at: now, ms: 0 }),
  };
}

/** While playing, the loss over two parameters takes at most 1/PAIR_SHARE of the engine's time: the learner has asked to see it move. */
const PAIR_SHARE = 2;

/** The next rows of the loss over two parameters. @param {State} state @param {number} now @returns {RequestOf<"landscape"> | null} */
export function pairRequest(state, now) {
  const wanted = pairWanted(state);
  if (!wanted) return null;
  const last = state.answers.pair;
  if (state.run.playing && last && now - last.at < PAIR_SHARE * last.ms) return null;
  const { asked, args } = wanted;
  return {
    verb: "landscape",
    args,
    action: ({ losses, ms }) => ({ type: "pair/drawn", asked, losses, at: now, ms }),
    refused: () => ({
      type: "pair/drawn",
      asked,
      losses: new Float64Array(args.columns * args.rows).fill(Number.NaN),
      at: now,
      ms: 0,
    }),
  };
}

/** A step of the way whose parameters are not held. @param {State} state @returns {RequestOf<"replay"> | null} */
function wayRequest(state) {
  const of = wayWanted(state);
  if (!of) return null;
  const { points, config, snapshot: from } = of;
  return {
    verb: "replay",
    args: { config, points, snapshot: from, count: 1, budget: 0 },
    held: ({ snapshot }) => ({ snapshot, points, config }), // no longer the page's own
    action: ({ snapshot }) => ({ type: "pair/held", of, snapshot }),
    refused: () => ({ type: "view/params", params: "table" }), // it would be asked again and again
  };
}

/** Called when one of them is first opened, or a curve is kept. @param {import("../state/store.js").Store} store @param {import("../protocol/browser.js").Entries} storage */
export function startResults(store, storage) {
  addResults();
  keepCurves(store, storage);
  store.dispatch({ type: "chart/hover" }); // whoever asks the engines looks again
}

/** What it adds. Exported for tests. */
export const addResults = () =>
  addHandlers({
    actions: { ...ACCURACY_ACTIONS, ...PAIR_ACTIONS },
    ask: (state, now) => accuracyRequest(state, now) ?? pairRequest(state, now) ?? wayRequest(state),
  });
