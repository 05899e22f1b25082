/** The train and val loss by step. Scrubbing the curve is the same as scrubbing the timeline. */

import { STEP_LIMIT } from "../../state/run.js";
import { el, format, setText } from "../dom.js";
import { momentWords } from "../node/moment.js";
import { curveOptions } from "./curve.js";
import { uPlot } from "./uplot.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const log = el(
    "button",
    { type: "button", className: "quiet", "aria-pressed": "false", "aria-label": "Log scale" },
    "Log",
    el("span", { className: "spare" }, " scale"),
  );
  const legend = el(
    "span",
    { className: "legend soft" },
    el("i", { className: "line train" }),
    el("span", { "data-term": "train loss" }, "train"),
    el("i", { className: "line val" }),
    el("span", { "data-term": "val loss" }, "val"),
  );
  const readout = el("output", { className: "num soft", "aria-label": "Loss under the pointer" });
  const stage = el("div", {
    className: "chart",
    role: "img",
    "aria-label": "Curves of the train and val loss",
  });
  const moment = el("span", { className: "moment soft num" });
  const title = el("div", { className: "title" }, el("h2", {}, "Loss"), moment);
  const header = el("header", {}, title, readout, legend, log);
  root.append(header, stage);
  /** @type {State | null} */
  let shown = null;
  /** @type {uPlot | null} */
  let plot = null;
  /** What the curves were drawn from, and when. @type {{history?: State["run"]["history"], limit?: number, at: number}} */
  let drawn = { at: 0 };
  log.onclick = () => dispatch({ type: "view/log-scale", logScale: !shown?.view.logScale });

  /** A uPlot's colours and scales are fixed, so another theme or scale needs a new plot. */
  function rebuild() {
    plot?.destroy();
    plot = null; // where there is no room now, the next size builds it
    if (!shown || stage.clientWidth === 0) return;
    const range = () => /** @type {[number, number]} */ ([0, shown ? lastShown(shown) : 1]);
    plot = new uPlot(options(stage, shown.view.logScale, { range, scrub, hover }), columns(shown), stage);
    showStep(shown);
  }

  /** Redraws the curves, but not in every frame of a playing run, since uPlot redraws everything. @param {State} state */
  function redraw(state) {
    const now = performance.now();
    if (state.run.playing && now - drawn.at < CURVES_EVERY) return;
    plot?.setData(columns(state));
    drawn = { history: state.run.history, limit: state.run.limit, at: now };
  }

  /** @param {number} step */
  const scrub = (step) => dispatch({ type: "run/goto", step });

  /** @param {number | undefined} step the one under the pointer */
  function hover(step) {
    const losses = [shown?.run.history?.train, shown?.run.history?.val].map((all) => all?.[(step ?? 0) - 1]);
    const [train, val] = losses.map((loss) => (loss === undefined ? "–" : format(loss, 3)));
    setText(readout, step ? `step ${step}: ${train}, ${val}` : "");
    legend.hidden = moment.hidden = Boolean(step);
  }

  /** @param {State} state */
  function showStep({ session: { snapshot }, run: { target } }) {
    if (!plot || !snapshot) return;
    const at = target ?? snapshot.step;
    const left = plot.valToPos(at, "x");
    marker.style.transform = `translateX(${left + plot.bbox.left / devicePixelRatio}px)`;
    marker.hidden = !Number.isFinite(left);
  }
  const marker = el("div", { className: "now", hidden: true });
  stage.append(marker);

  new ResizeObserver(() => {
    if (plot && stage.clientWidth > 0) plot.setSize({ width: stage.clientWidth, height: stage.clientHeight });
    else rebuild();
    if (shown) showStep(shown);
  }).observe(stage);
  new MutationObserver(rebuild).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  return {
    sync(state) {
      const before = shown;
      shown = state;
      header.hidden = stage.hidden = state.view.confusion !== null;
      log.setAttribute("aria-pressed", String(state.view.logScale));
      if (!plot || before?.view.logScale !== state.view.logScale) rebuild();
      else if (drawn.history !== state.run.history || drawn.limit !== state.run.limit) redraw(state);
      showStep(state);
      const { snapshot } = state.session;
      if (snapshot) setText(moment, momentWords(snapshot.step));
    },
  };
}

/** The minimum interval between two redraws, in ms. */
const CURVES_EVERY = 30;

/** A curve is drawn from at most this many steps, evenly thinned: a screen has no more columns. */
const MOST_STEPS = 2000;

const NONE = new Float64Array();

/** The last step on the axis: the step limit, if that leaves the curve enough room. @param {State} state */
function lastShown({ run: { history, limit } }) {
  const done = Math.max(
    history?.train.length ?? 0,
    (history?.ghost?.from ?? 0) + (history?.ghost?.train.length ?? 0),
  );
  return Math.max(done, Math.min(limit, Math.max(STEP_LIMIT, 2 * done)));
}

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
 * @param {{range(): [number, number], scrub(step: number): void, hover(step: number | undefined): void}} listener
 */
function options(stage, logScale, { range, scrub, hover }) {
  const { ghost, val, train, scales, ...base } = curveOptions(stage, logScale);
  return {
    ...base,
    scales: { ...scales, x: { time: false, range } },
    hooks: { setCursor: [(/** @type {uPlot} */ { cursor, data }) => hover(data[0][cursor.idx ?? -1])] },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false }, bind: bindScrub(scrub) },
    series: [{}, ghost, val, train],
  };
}

/**
 * Pressing goes to the step under the pointer; dragging scrubs.
 * @param {(step: number) => void} scrub
 */
function bindScrub(scrub) {
  let pressed = false;
  /** @param {any} plot @param {unknown} _target @param {(event: MouseEvent) => null} handler @param {(down: boolean) => boolean} next */
  const bind = (plot, _target, handler, next) => (/** @type {MouseEvent} */ event) => {
    pressed = next(pressed);
    handler(event);
    if (pressed && plot.cursor.idx !== null) scrub(plot.data[0][plot.cursor.idx]);
    return null;
  };
  return {
    mousedown: (/** @type {any} */ plot, /** @type {any} */ target, /** @type {any} */ handler) =>
      bind(plot, target, handler, () => true),
    mousemove: (/** @type {any} */ plot, /** @type {any} */ target, /** @type {any} */ handler) =>
      bind(plot, target, handler, (down) => down),
    mouseup: (/** @type {any} */ plot, /** @type {any} */ target, /** @type {any} */ handler) =>
      bind(plot, target, handler, () => false),
  };
}
