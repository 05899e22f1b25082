/** One engine's half of the comparison: its speed, decision boundary, loss curve and log. */

import { ENGINES } from "../../protocol/engines.js";
import { stepTime, timeWords } from "../../state/speed.js";
import { themeColours } from "../colours.js";
import { el, exact, setText } from "../dom.js";
import { drawField, drawPoints } from "../plane/draw.js";
import { drawLevels } from "../plane/zero-lines.js";
import { curveOptions } from "./curve.js";
import { uPlot } from "./uplot.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/compare.js").Lane} Lane */
/** @typedef {import("../../protocol/messages.js").EngineName} EngineName */

/** How many lines of the log are shown, and how many points a long curve has. */
const LOG_LINES = 60;
const CURVE_POINTS = 2000;

/** @param {EngineName} name */
export function laneView(name) {
  const speed = el("output", { className: "num", "aria-label": `${ENGINES[name].label} speed` });
  const canvas = el("canvas", { role: "img", "aria-label": `Decision boundary of ${ENGINES[name].label}` });
  const picture = el("div", { className: "stage lane-stage" }, canvas);
  const chart = el("div", {
    className: "chart",
    role: "img",
    "aria-label": `Loss of ${ENGINES[name].label}`,
  });
  const log = el("pre", {
    className: "log num",
    tabIndex: 0,
    role: "log",
    "aria-live": "off",
    "aria-label": `Log of ${ENGINES[name].label}`,
  });
  const element = el(
    "section",
    { className: "panel lane", "aria-label": ENGINES[name].label },
    el("header", {}, el("h2", {}, ENGINES[name].label), speed),
    el("div", { className: "lane-top" }, picture, chart),
    log,
  );
  element.dataset.engine = name;
  /** @type {uPlot | null} */
  let plot = null;
  /** @type {Lane | null} */
  let shown = null;

  /** @param {State} state @param {Lane} lane */
  function paint(state, lane) {
    const size = picture.clientWidth;
    if (size === 0) return;
    const ratio = devicePixelRatio;
    if (canvas.width !== Math.round(size * ratio)) canvas.width = canvas.height = Math.round(size * ratio);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const colours = themeColours(element);
    if (lane.surface) drawField(context, lane.surface, colours, size);
    const { session, selection } = state;
    const snapshot = lane.surface?.of ?? session.snapshot;
    drawLevels(context, { ...session, snapshot }, selection, colours, size);
    drawPoints(context, { ...session, probe: null, selected: null }, colours, size);
  }

  /** @param {Lane} lane */
  function drawCurve(lane) {
    if (chart.clientWidth === 0) return;
    if (!plot) {
      const { val, train, ghost: _, ...options } = curveOptions(chart, false);
      plot = new uPlot(
        { ...options, cursor: { show: false }, series: [{}, val, train] },
        curveOf(lane),
        chart,
      );
    } else plot.setData(curveOf(lane));
  }

  return {
    element,
    /** Discards the plot, whose colours and size are fixed. */
    forget() {
      plot?.destroy();
      plot = null;
      shown = null;
    },
    /** @param {State} state @param {Lane} lane */
    sync(state, lane) {
      const before = shown;
      shown = lane;
      setText(speed, speedWords(lane, stepTime(state.engines.measured[name])));
      if (before?.surface !== lane.surface || before === null) paint(state, lane);
      if (before?.train === lane.train) return;
      drawCurve(lane);
      setText(log, logOf(lane, state.run.limit));
      log.scrollTop = log.scrollHeight;
    },
  };
}

/** @param {Lane} lane @param {number | null} ms a step */
export function speedWords({ steps }, ms) {
  if (steps === 0) return "no step yet";
  const made = `${steps.toLocaleString("en")} ${steps === 1 ? "step" : "steps"}`;
  if (ms === null) return made;
  return `${made} · ${timeWords(ms)} a step`;
}

/**
 * The columns step, val and train; a long run is thinned out.
 * @param {Lane} lane
 * @returns {any}
 */
function curveOf({ from, train, val }) {
  const every = Math.max(1, Math.ceil(train.length / CURVE_POINTS));
  const kept = Array.from({ length: Math.ceil(train.length / every) }, (_, i) => i * every);
  if (kept.length > 0) kept[kept.length - 1] = train.length - 1;
  const finite = (/** @type {number} */ x) => (Number.isFinite(x) ? x : null);
  return [kept.map((i) => from + i + 1), kept.map((i) => finite(val[i])), kept.map((i) => finite(train[i]))];
}

/**
 * The end of the log, as the command line prints it.
 * @param {Lane} lane
 * @param {number} limit
 */
export function logOf({ from, train, val }, limit) {
  const all = Math.max(limit, from + train.length);
  const lines = [];
  for (let i = Math.max(0, train.length - LOG_LINES); i < train.length; i++) {
    const step = `step ${from + i + 1}/${all}`;
    if ((from + i) % 10 === 0)
      lines.push(`${step}, val loss ${Number.isFinite(val[i]) ? val[i].toFixed(6) : exact(val[i])}`);
    lines.push(`${step}, train loss ${exact(train[i])}`);
  }
  return lines.join("\n");
}
