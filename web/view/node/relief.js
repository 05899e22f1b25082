/** The loss over two parameters, as a picture: the darker, the higher; and its contours. */

import { roundStep } from "../../state/histogram.js";
import { el } from "../dom.js";
import { contour } from "./contour.js";

/** @typedef {{asked: {columns: number, rows: number}, losses: Float64Array}} Landscape row by row from the top */
/** `lines` are segments x1, y1, x2, y2 with the picture's width and height as 1, one contour per `every`.
 * @typedef {{href: string, lines: number[], every: number, low: number, high: number}} Relief */

/** About so many contours are drawn. */
const CONTOURS = 9;
/** How much of the ink the highest loss has, out of 255. */
const DARKEST = 130;

/** The picture of all rows; null where no loss is finite, or all are the same. @param {Landscape} landscape @returns {Relief | null} */
export function reliefOf({ asked: { columns, rows }, losses }) {
  const finite = losses.filter(Number.isFinite);
  const [low, high] = [
    finite.reduce((a, b) => Math.min(a, b), Infinity),
    finite.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  if (!(high > low)) return null;
  const every = roundStep((high - low) / CONTOURS);
  const count = Math.floor(high / every) - Math.ceil(low / every) + 1;
  const levels = Array.from({ length: count }, (_, i) => (Math.ceil(low / every) + i) * every);
  const lines = levels.flatMap((level) => contour(losses, columns, rows, level));
  return { href: shaded(losses, columns, rows, low, high), lines, every, low, high };
}

/**
 * A pixel per cell, black and as opaque as the loss is high; the style sheet makes it white in the dark theme.
 * @param {Float64Array} losses @param {number} columns @param {number} rows @param {number} low @param {number} high
 */
function shaded(losses, columns, rows, low, high) {
  const canvas = el("canvas", { width: columns, height: rows });
  const context = canvas.getContext("2d");
  const image = new ImageData(columns, rows);
  losses.forEach((loss, i) => {
    image.data[4 * i + 3] = Number.isFinite(loss) ? (DARKEST * (loss - low)) / (high - low) : DARKEST;
  });
  context?.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
