/** The train and val loss by step. Scrubbing the curve is the same as scrubbing the timeline. */

import { pause } from "../../protocol/browser.js";
import { keepsMore, MOST_KEPT } from "../../state/kept.js";
import { changed, choice, el, exact, format, setText } from "../dom.js";
import { arrival, missing } from "../later.js";
import { momentWords } from "../node/moment.js";
import {
  CURVES_EVERY,
  curveLegend,
  curveOptions,
  followStage,
  lastShown,
  marker,
  pointing,
  SPLITS,
} from "./curve.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const log = quiet("Log scale", "Log", " scale");
  log.setAttribute("aria-pressed", "false");
  const keep = quiet("Keep this curve", "Keep", " this curve");
  keep.onclick = () => dispatch({ type: "view/keep" });
  const confuse = quiet("Confusion matrix", "Confusion", " matrix");
  confuse.onclick = () => dispatch({ type: "view/confusion", split: "train" });
  const chart = choice("Curves", CHARTS, (value) => dispatch({ type: "view/chart", chart: value }));
  const stage = el("div", {
    className: "chart",
    role: "img",
    "aria-label": "Curves of the train and val loss",
  });
  const { element: legend, moment, numbers } = curveLegend("Loss under the pointer, or now", "loss");
  const header = el(
    "header",
    {},
    el("h2", { className: "sr-only" }, "Loss"),
    chart.element,
    keep,
    log,
    confuse,
  );
  root.append(header, stage, legend);
  /** @type {State | null} */
  let shown = null;
  /** @type {import("./uplot.js").uPlot | null} */
  let plot = null;
  /** What draws the plot: it is loaded once the panel has been shown. @type {typeof import("./uplot.js") | null} */
  let drawing = null;
  let asked = false;
  /** What the curves were drawn from, and when. @type {{history?: State["run"]["history"], limit?: number, at: number}} */
  let drawn = { at: 0 };
  /** What draws the kept curves, once there are any. @type {typeof import("./kept-series.js") | null} */
  let kept = null;
  const pointer = pointing(dispatch, () => shown);
  log.onclick = () => dispatch({ type: "view/log-scale", logScale: !shown?.view.logScale });

  async function loadKept() {
    kept ??= await arrival(() => import("./kept-series.js"));
    rebuild();
  }

  async function loadDrawing() {
    if (asked) return;
    asked = true;
    const arrived = await arrival(() => import("./uplot.js"));
    await pause(); // reading it took long enough for one task
    drawing = arrived;
    if (drawing) rebuild();
    else dispatch(missing("The chart"));
  }

  /** @param {State} state */
  const withKept = (state) => kept?.columnsOf(columns(state), state) ?? columns(state);

  /** A uPlot's colours and scales are fixed, so another theme or scale needs a new plot. */
  function rebuild() {
    plot?.destroy();
    plot = null; // where there is no room now, the next size builds it
    if (!shown || stage.clientWidth === 0) return;
    if (!drawing) return void loadDrawing();
    const range = () => /** @type {[number, number]} */ ([0, shown ? lastShown(shown) : 1]);
    const all = options(stage, shown.view.logScale, range, pointer);
    if (kept) all.series.splice(1, 0, ...kept.seriesOf(stage, shown));
    plot = new drawing.uPlot(all, withKept(shown), stage);
    now.show(plot, shown);
  }

  /** Redraws the curves, but not in every frame of a playing run, since uPlot redraws everything. @param {State} state */
  function redraw(state) {
    const now = performance.now();
    if (state.run.playing && now - drawn.at < CURVES_EVERY) return;
    plot?.setData(withKept(state));
    drawn = { history: state.run.history, limit: state.run.limit, at: now };
  }

  /** The losses of the step under the pointer, or of the step where the run is. @param {State} state */
  function tell({
    session: { snapshot },
    run: { history },
    selection: {
      chart: { step },
    },
  }) {
    setText(moment, step === null ? momentWords(snapshot?.step ?? 0) : `step ${step}`);
    for (const [i, split] of SPLITS.entries()) {
      const loss = step === null ? snapshot?.loss[split] : history?.[split][step - 1];
      const known = loss !== undefined && !Number.isNaN(loss);
      setText(numbers[i], known ? format(loss) : "–");
      numbers[i].title = known ? exact(loss) : "";
    }
  }

  const now = marker();
  stage.append(now.element);

  const place = () => shown && now.show(plot, shown);
  followStage(stage, () => plot, rebuild, place);

  return {
    sync(state) {
      const before = shown;
      shown = state;
      const { confusion, logScale, kept: curves } = state.view;
      const isLoss = state.view.chart === "loss";
      header.hidden = confusion !== null;
      stage.hidden = legend.hidden = log.hidden = keep.hidden = confusion !== null || !isLoss;
      confuse.hidden = isLoss;
      chart.set(state.view.chart);
      if (before?.view.chart !== state.view.chart) asked = false;
      keep.disabled = !keepsMore(state);
      keep.title = curves.length < MOST_KEPT ? KEEPS : `${MOST_KEPT} curves are kept: remove one first`;
      log.setAttribute("aria-pressed", String(logScale));
      if (curves.length > 0 && !kept) loadKept();
      if (!plot || changed(plotted, before, state)) rebuild();
      else if (drawn.history !== state.run.history || drawn.limit !== state.run.limit) redraw(state);
      now.show(plot, state);
      tell(state);
    },
  };
}

/** What a plot can't change once it is made. @param {State} state */
const plotted = ({ view, selection }) => [view.logScale, view.kept, selection.chart.kept];

/** @type {[string, State["view"]["chart"]][]} */
const CHARTS = [
  ["Loss", "loss"],
  ["Accuracy", "accuracy"],
];
const KEEPS = "Keep this curve to compare the next run with it";

/** @param {string} name @param {string} short @param {string} spare what only a wide panel has room for */
const quiet = (name, short, spare) =>
  el(
    "button",
    { type: "button", className: "quiet", "aria-label": name },
    short,
    el("span", { className: "spare" }, spare),
  );

/** A curve is drawn from at most this many steps, evenly thinned: a screen has no more columns. */
const MOST_STEPS = 2000;

const NONE = new Float64Array();

/**
 * The columns step, ghost, val and train. A loss of 0 or less is left out on a log scale.
 * @param {State} state
 * @returns {any}
 */
function columns({ run: { history }, view: { logScale } }) {
  const { train, val, ghost } = history ?? { train: NONE, val: NONE, ghost: null };
  const length = Math.max(train.length, ghost ? ghost.from + ghost.train.length : 0);
  const every = Math.ceil(length / MOST_STEPS) || 1;
  const steps = Array.from({ length: Math.ceil(length / every) }, (_, i) => length - i * every).reverse();
  const place = (/** @type {Float64Array} */ losses, from = 0) =>
    steps.map((s) => {
      const loss = losses[s - 1 - from];
      return s > from && Number.isFinite(loss) && (!logScale || loss > 0) ? loss : null;
    });
  return [steps, place(ghost?.train ?? NONE, ghost?.from), place(val), place(train)];
}

/**
 * uPlot options for the curves and the pointer.
 * @param {HTMLElement} stage
 * @param {boolean} logScale
 * @param {() => [number, number]} range
 * @param {ReturnType<typeof pointing>} pointer
 */
function options(stage, logScale, range, pointer) {
  const { ghost, val, train, scales, ...base } = curveOptions(stage, logScale);
  return {
    ...base,
    ...pointer,
    scales: { ...scales, x: { time: false, range } },
    series: [{}, ghost, val, train],
  };
}
