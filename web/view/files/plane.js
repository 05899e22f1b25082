/** The plane as a picture: what is painted, the zero lines, the points. */

import { Problem } from "../../protocol/problem.js";
import { answerOf, shownField } from "../../state/queries.js";
import { themeColours } from "../colours.js";
import { drawField, drawPoints } from "../plane/draw.js";
import { drawNode, makeField } from "../plane/field.js";
import { drawLevels } from "../plane/zero-lines.js";
import { SvgContext } from "./svg-context.js";

/** @typedef {import("../../state/types.js").State} State */

/** The size in the units of the drawing, of which a point's radius is 5, and how many pixels a unit has. */
export const SIZE = 480;
const RATIO = 2.5;

/** @param {number} size @param {number} ratio */
function blank(size, ratio) {
  const canvas = new OffscreenCanvas(size * ratio, size * ratio);
  const context = canvas.getContext("2d");
  if (!context) throw new Problem("This browser has no memory left for the picture");
  context.scale(ratio, ratio);
  // the drawing uses nothing that a canvas on the page has and this one has not
  return { canvas, context: /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (context)) };
}

/** What is painted under the points. @param {CanvasRenderingContext2D} context @param {State} state @param {import("../colours.js").Colours} colours */
export function paint(context, state, colours) {
  const answer = shownField(state) === null ? null : answerOf(state, "field");
  const { surface } = state.answers;
  if (answer?.reply) drawNode(context, makeField(answer), colours, SIZE);
  else if (surface) drawField(context, surface, colours, SIZE);
  else throw new Problem("The plane is still on its way: try again in a moment");
}

/** What stands on it. @param {CanvasRenderingContext2D} context @param {State} state @param {import("../colours.js").Colours} colours */
export function drawMarks(context, { session, probe }, colours) {
  drawLevels(context, session, { node: null, hovered: null }, colours, SIZE);
  drawPoints(context, { points: session.points, probe, selected: null }, colours, SIZE);
}

/** @param {State} state @param {Element} themed @returns {Promise<Blob>} */
export function planePng(state, themed) {
  const colours = themeColours(themed);
  const { canvas, context } = blank(SIZE, RATIO);
  paint(context, state, colours);
  drawMarks(context, state, colours);
  return canvas.convertToBlob({ type: "image/png" });
}

/** What is painted is an image inside of it, everything else is lines and shapes. @param {State} state @param {Element} themed @returns {Promise<string>} */
export async function planeSvg(state, themed) {
  const colours = themeColours(themed);
  const { canvas, context } = blank(SIZE, 1);
  paint(context, state, colours);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  const svg = new SvgContext();
  const href = `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
  svg.add("image", { href, width: String(SIZE), height: String(SIZE) });
  drawMarks(/** @type {any} */ (svg), state, colours);
  return svg.text(SIZE);
}
