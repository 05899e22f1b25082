/** The symbol of a class, in its colour and shape. */

import { svg } from "./dom.js";

const SHAPES = [
  svg("circle", { cx: 8, cy: 8, r: 5.5 }),
  svg("path", { d: "M8 1.500 15 13.500H1z" }),
  svg("rect", { x: 2.5, y: 2.5, width: 11, height: 11 }),
];

/** @param {number} label */
export function classMark(label) {
  const mark = svg("svg", { viewBox: "0 0 16 16", class: `mark class-${label + 1}`, "aria-hidden": "true" });
  mark.append(SHAPES[label].cloneNode());
  return mark;
}
