/** What all curves share: their style, the axis of steps, the line where the run is, the legend, the pointer. */

import { letterScale } from "../../protocol/browser.js";
import { STEP_LIMIT } from "../../state/run.js";
import { el } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/** The splits that have a curve. */
export const SPLITS = /** @type {const} */ (["train", "val"]);
/** The minimum interval between two redraws of a playing run, in ms, since uPlot redraws everything. */
export const CURVES_EVERY = 30;

/**
 * uPlot options: the size of the stage, and the styles of the series by name.
 * @param {HTMLElement} stage
 * @param {boolean} logScale
 * @returns {any}
 */
export function curveOptions(stage, logScale) {
  const style = getComputedStyle(stage);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--ink-soft"),
    grid: { stroke: colour("--line-soft"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1, size: 4 },
    font: `${11 * letterScale()}px system-ui, sans-serif`,
  };
  const line = { points: { show: false }, spanGaps: false };
  return {
    width: stage.clientWidth,
    height: stage.clientHeight,
    legend: { show: false },
    scales: { x: { time: false }, y: logScale ? { distr: 3 } : { range: zeroBased } },
    axes: [
      { ...axis, size: 28 * letterScale() },
      { ...axis, size: 46 * letterScale() },
    ],
    ghost: { ...line, stroke: colour("--line"), width: 2, dash: [3, 3] },
    val: { ...line, stroke: colour("--warn"), width: 1.5, dash: [6, 4] },
    train: { ...line, stroke: colour("--accent"), width: 2 },
  };
}

/** @param {unknown} _plot @param {number | null} _low @param {number | null} high */
function zeroBased(_plot, _low, high) {
  return [0, (high ?? 1) * 1.06 || 1];
}

/** The last step on the axis: the step limit, if that leaves the curve enough room. @param {State} state */
export function lastShown({ run: { history, limit }, view: { kept } }) {
  const done = Math.max(
    ...kept.map(({ last }) => last),
    history?.train.length ?? 0,
    (history?.ghost?.from ?? 0) + (history?.ghost?.train.length ?? 0),
  );
  return Math.max(done, Math.min(limit, Math.max(STEP_LIMIT, 2 * done)));
}

/** The line at the step where the run is, or is on its way to. */
export function marker() {
  const element = el("div", { className: "now", hidden: true });
  return {
    element,
    /** @param {any} plot @param {State} state */
    show(plot, { session: { snapshot }, run: { target } }) {
      if (!plot || !snapshot) return;
      const left = plot.valToPos(target ?? snapshot.step, "x");
      element.style.transform = `translateX(${left + plot.bbox.left / devicePixelRatio}px)`;
      element.hidden = !Number.isFinite(left);
    },
  };
}

/** Pressing goes to the step under the pointer; dragging scrubs. @param {(step: number) => void} scrub */
function bindScrub(scrub) {
  let pressed = false;
  const bind =
    (/** @type {(down: boolean) => boolean} */ next) =>
    (/** @type {any} */ plot, /** @type {any} */ _target, /** @type {any} */ handler) =>
    (/** @type {MouseEvent} */ event) => {
      pressed = next(pressed);
      handler(event);
      if (pressed && plot.cursor.idx !== null) scrub(plot.data[0][plot.cursor.idx]);
      return null;
    };
  return { mousedown: bind(() => true), mousemove: bind((down) => down), mouseup: bind(() => false) };
}

/**
 * uPlot options for the pointer: the step under it is told, and scrubbed to.
 * @param {import("../index.js").Dispatch} dispatch @param {() => State | null} getState
 */
export function pointing(dispatch, getState) {
  /** @param {any} plot */
  const hover = ({ cursor, data }) => {
    const step = data[0][cursor.idx ?? -1] ?? null;
    if (step !== getState()?.selection.chart.step) dispatch({ type: "chart/hover", step });
  };
  const bind = bindScrub((step) => dispatch({ type: "run/goto", step }));
  return {
    hooks: { setCursor: [hover] },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false }, bind },
  };
}

/**
 * The legend under a chart: the moment that its numbers are of, and a number for each split.
 * @param {string} label @param {string} [word] the glossary's, behind the split's name
 */
export function curveLegend(label, word = "") {
  const moment = el("span", { className: "moment soft num" });
  const numbers = SPLITS.map(() => el("span", { className: "num" }));
  const items = SPLITS.map((split, i) =>
    el(
      "span",
      {},
      el("i", { className: `line ${split}` }),
      el("span", word ? { "data-term": `${split} ${word}` } : {}, split),
      numbers[i],
    ),
  );
  const element = el(
    "div",
    { className: "legend soft", role: "group", "aria-label": label },
    moment,
    ...items,
  );
  return { element, moment, numbers };
}

/**
 * Keeps a chart as large as its stage, and in the colours of the theme, which are fixed in a plot.
 * @param {HTMLElement} stage @param {() => any} getPlot @param {() => void} rebuild @param {() => void} place puts its line where it belongs
 */
export function followStage(stage, getPlot, rebuild, place) {
  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = stage;
    if (getPlot() && width > 0) getPlot().setSize({ width, height });
    else rebuild();
    place();
  }).observe(stage);
  new MutationObserver(rebuild).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
