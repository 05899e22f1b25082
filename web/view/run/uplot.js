/** uPlot, in a browser that has what it needs while it is imported; so it is imported after that. */

import "./uplot-needs.js";

/** @typedef {import("../../vendor/uplot.js").default} uPlot */

export const { default: uPlot } = await import("../../vendor/uplot.js");
