/** uPlot, in a browser that has what it needs. */

import "./uplot-needs.js";
import uPlot from "../../vendor/uplot.js";

export { uPlot };
