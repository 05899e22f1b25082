/** One node's data over the plane as an image: its scale, its colours, and its zero contour. */

import { contour } from "../node/contour.js";
import { fieldImage, scaleOf } from "../node/field-image.js";
import { enlarge } from "./draw.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./draw.js").Colours} Colours */

/** @typedef {import("../node/field-image.js").Scale} Scale */

/**
 * One node's data over the plane; `network` is the one that it was computed with.
 * @typedef {{
 *   network: import("./zero-lines.js").Network,
 *   node: string, label: number, data: Float64Array, columns: number, rows: number, scale: Scale, zeroLine: boolean,
 * }} Field
 */

/**
 * @param {import("../../state/queries.js").Answers["field"]} answer
 * @returns {Field}
 */
export function makeField({ args: { node, label, columns, rows }, of, reply }) {
  const data = reply?.field ?? new Float64Array();
  const scale = scaleOf(data);
  const { snapshot = null, config } = of;
  if (!config) throw new Error("a field is asked of a network");
  return {
    network: { snapshot, config },
    node: String(node),
    label,
    data,
    columns,
    rows,
    scale,
    zeroLine: scale.min <= 0 && scale.max >= 0,
  };
}

/** @param {Field | State["answers"]["surface"]} picture */
export const fieldOf = (picture) => (picture && "data" in picture ? picture : null);

/**
 * The network with which the picture was computed, whose lines belong to it: while a run is played, a slow engine's picture
 * is some steps old.
 * @param {Field | State["answers"]["surface"]} picture
 * @param {State} state
 * @returns {import("./zero-lines.js").Network}
 */
export function networkOf(picture, { session }) {
  if (!picture) return session;
  return "data" in picture ? picture.network : { snapshot: picture.of, config: picture.config };
}

/**
 * Draws the field and its zero contour. Non-finite cells are striped.
 * @param {CanvasRenderingContext2D} context
 * @param {Field} field
 * @param {Colours} colours
 * @param {number} size
 */
export function drawNode(context, field, colours, size) {
  const { data, columns, rows } = field;
  const image = fieldImage(field, colours);
  enlarge(context, image, size);
  if (field.zeroLine) drawZero(context, contour(data, columns, rows, 0), colours, size);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} pieces
 * @param {Colours} colours
 * @param {number} size
 */
function drawZero(context, pieces, colours, size) {
  context.beginPath();
  for (let i = 0; i < pieces.length; i += 4) {
    context.moveTo(pieces[i] * size, pieces[i + 1] * size);
    context.lineTo(pieces[i + 2] * size, pieces[i + 3] * size);
  }
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.stroke();
}
