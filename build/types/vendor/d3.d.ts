export * from "d3-selection";
export * from "d3-zoom";

import "d3-transition"; // adds selection.transition()
