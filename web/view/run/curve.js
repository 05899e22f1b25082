/** The style shared by all loss curves. */

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
    font: "11px system-ui, sans-serif",
  };
  const line = { points: { show: false }, spanGaps: false };
  return {
    width: stage.clientWidth,
    height: stage.clientHeight,
    legend: { show: false },
    scales: { x: { time: false }, y: logScale ? { distr: 3 } : { range: zeroBased } },
    axes: [
      { ...axis, size: 28 },
      { ...axis, size: 46 },
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
