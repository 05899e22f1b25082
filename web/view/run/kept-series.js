/** The kept curves in the chart: thin and faint, below the run's own. */

import { withKept } from "../../state/curves.js";

/** @typedef {import("../../state/types.js").State} State */

/** The colour of a kept curve by its place, as the style sheet has it. @param {number} i */
export const colourName = (i) => `--kept-${i + 1}`;

/** @param {any} columns those of the chart without them @param {State} state */
export const columnsOf = (columns, { view: { kept, logScale } }) =>
  kept.length > 0 ? withKept(columns, kept, logScale) : columns;

/** uPlot's styles: the val loss is dashed; the curve under the pointer in the legend stands out. @param {HTMLElement} stage @param {State} state */
export function seriesOf(stage, { view: { kept }, selection: { chart } }) {
  const style = getComputedStyle(stage);
  return kept.flatMap((_, i) => {
    const lit = chart.kept === i;
    const line = {
      stroke: style.getPropertyValue(colourName(i)).trim(),
      width: lit ? 2.5 : 1.25,
      alpha: lit ? 1 : 0.65,
      points: { show: false },
      spanGaps: true, // between two of its steps there may be others of a longer run
    };
    return [{ ...line, dash: [4, 4] }, line];
  });
}
