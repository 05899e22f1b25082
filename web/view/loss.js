/** The loss of train and val over the steps. Hovering the curve and scrubbing the timeline are the same thing. */

import uPlot from "../vendor/uplot.js";
import { el, format, setText } from "./dom.js";

/** @typedef {import("../state.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {import("./index.js").Dispatch} dispatch
 * @returns {import("./index.js").View}
 */
export function mount(root, dispatch) {
  const log = el("button", { type: "button", className: "quiet", "aria-pressed": "false" }, "Log scale");
  const legend = el(
    "span",
    { className: "legend soft" },
    el("i", { className: "line train" }),
    "train",
    el("i", { className: "line val" }),
    "val",
  );
  const readout = el("output", { className: "num soft", "aria-label": "Loss under the pointer" });
  const stage = el("div", {
    className: "chart",
    role: "img",
    "aria-label": "Curves of the train and val loss",
  });
  root.append(el("header", {}, el("h2", {}, "Loss"), readout, legend, log), stage);
  /** @type {State | null} */
  let shown = null;
  /** @type {uPlot | null} */
  let plot = null;
  log.onclick = () => dispatch({ type: "view/log-scale", logScale: !shown?.logScale });

  /** A plot has its colours and its scale for life, so another theme or scale is another plot. */
  function rebuild() {
    plot?.destroy();
    const { clientWidth: width, clientHeight: height } = stage;
    if (!shown || width === 0) return;
    plot = new uPlot(
      options(stage, { width, height }, shown.logScale, { scrub, hover }),
      columns(shown),
      stage,
    );
    showStep(shown);
  }

  /** @param {number} index the place under the pointer; step s was logged at s - 1 */
  function scrub(index) {
    if (shown?.history) dispatch({ type: "run/goto", step: index });
  }

  /** @param {number | null | undefined} index */
  function hover(index) {
    const losses = [shown?.history?.train, shown?.history?.val].map((all) => all?.[(index ?? 0) - 1]);
    const [train, val] = losses.map((loss) => (loss === undefined ? "–" : format(loss, 3)));
    setText(readout, index ? `step ${index}: ${train}, ${val}` : "");
    legend.hidden = Boolean(index);
  }

  /** @param {State} state */
  function showStep({ snapshot, target }) {
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
      log.setAttribute("aria-pressed", String(state.logScale));
      if (!plot || before?.logScale !== state.logScale) rebuild();
      else if (before?.history !== state.history || before?.limit !== state.limit)
        plot.setData(columns(state));
      showStep(state);
    },
  };
}

/**
 * Steps, train, val, and what a branch cut off. A loss of 0 or less has no place on a log scale.
 * @param {State} state
 * @returns {any}
 */
function columns({ history, limit, logScale }) {
  const train = history?.train ?? [];
  const ghost = history?.ghost ?? null;
  const length = Math.max(limit, train.length, ghost ? ghost.from + ghost.train.length : 0);
  const steps = Array.from({ length: length + 1 }, (_, s) => s);
  const place = (/** @type {number[]} */ losses, from = 0) =>
    steps.map((s) => {
      const loss = losses[s - 1 - from];
      return s > from && Number.isFinite(loss) && (!logScale || loss > 0) ? loss : null;
    });
  return [
    steps,
    ghost ? place(ghost.train, ghost.from) : steps.map(() => null),
    place(history?.val ?? []),
    place(train),
  ];
}

/**
 * @param {HTMLElement} stage
 * @param {{width: number, height: number}} size
 * @param {boolean} logScale
 * @param {{scrub(index: number): void, hover(index: number | null | undefined): void}} listener
 * @returns {any}
 */
function options(stage, size, logScale, { scrub, hover }) {
  const style = getComputedStyle(stage);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--ink-soft"),
    grid: { stroke: colour("--line-soft"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1, size: 4 },
    font: "11px system-ui, sans-serif",
  };
  const line = { points: { show: false }, spanGaps: false };
  return {
    ...size,
    legend: { show: false },
    hooks: { setCursor: [(/** @type {uPlot} */ plot) => hover(plot.cursor.idx)] },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false }, bind: bindScrub(scrub) },
    scales: { x: { time: false }, y: logScale ? { distr: 3 } : { range: zeroBased } },
    axes: [
      { ...axis, size: 28 },
      { ...axis, size: 46 },
    ],
    series: [
      {},
      { ...line, stroke: colour("--line"), width: 2, dash: [3, 3] },
      { ...line, stroke: colour("--warn"), width: 1.5, dash: [6, 4] },
      { ...line, stroke: colour("--accent"), width: 2 },
    ],
  };
}

/** @param {unknown} _plot @param {number | null} _low @param {number | null} high */
function zeroBased(_plot, _low, high) {
  return [0, (high ?? 1) * 1.06 || 1];
}

/**
 * Pressing the curve goes to the step under the pointer; dragging scrubs.
 * @param {(index: number) => void} scrub
 */
function bindScrub(scrub) {
  let pressed = false;
  /** @param {any} plot @param {unknown} _target @param {(event: MouseEvent) => null} handler @param {(down: boolean) => boolean} next */
  const bind = (plot, _target, handler, next) => (/** @type {MouseEvent} */ event) => {
    pressed = next(pressed);
    handler(event);
    if (pressed && plot.cursor.idx !== null) scrub(plot.cursor.idx);
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
