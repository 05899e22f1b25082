/** One node's data over the plane as an image: its scale, its colours, and its zero contour. */

import { enlarge, rgb } from "./draw.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./draw.js").Colours} Colours */

/**
 * The range of the colour scale. min and max are those of the finite values; the scale ends before them when a few cells
 * have far larger values than the others. odd is the fraction of cells that are inf or nan.
 * @typedef {{low: number, high: number, min: number, max: number, odd: number}} Scale
 */

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

/** The scale ends at the largest magnitude, unless that exceeds the 98th percentile by more than this factor. */
const FAR = 4;
const MOST = 0.98;
/** The sample size for the 98th percentile. */
const SAMPLE = 8192;

/** The scale of the data; if all are on one side of zero, so is the scale. @param {Float64Array} data @returns {Scale} */
export function scaleOf(data) {
  let [min, max, odd] = [Infinity, -Infinity, 0];
  for (const x of data) {
    if (!Number.isFinite(x)) odd++;
    else {
      if (x < min) min = x;
      if (x > max) max = x;
    }
  }
  if (odd === data.length) [min, max] = [0, 0];
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const usual = usualSize(data);
  const end = usual > 0 && largest > FAR * usual ? usual : largest;
  return { low: min >= 0 ? 0 : -end, high: max <= 0 ? 0 : end, min, max, odd: odd / data.length };
}

/** @param {Float64Array} data */
function usualSize(data) {
  const every = Math.ceil(data.length / SAMPLE);
  const sizes = new Float64Array(Math.ceil(data.length / every)).map((_, i) => Math.abs(data[i * every]));
  const finite = sizes.filter(Number.isFinite).sort();
  return finite[Math.floor(MOST * (finite.length - 1))] ?? 0;
}

/** The strength of the colour at the ends of the scale, weak enough for the points to stand out. */
const STRENGTH = 0.6;
const STEPS = 255;
/** The number of stripes across the plane, where data is not finite. */
const STRIPES = 90;
const STRIPE_STRENGTH = 0.4;

/** @param {number[]} colour */
const pixelOf = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** Colour ramps, one per theme. @type {WeakMap<Colours, Uint32Array>} */
const RAMPS = new WeakMap();

/** @param {Colours} colours */
function rampOf(colours) {
  const known = RAMPS.get(colours) ?? ramp(colours);
  RAMPS.set(colours, known);
  return known;
}

/**
 * The colours from the low end through 0 to the high end, as pixels.
 * @param {Colours} colours
 */
function ramp(colours) {
  const paper = rgb(colours.panel);
  const ends = [rgb(colours.negative), rgb(colours.positive)];
  return Uint32Array.from({ length: 2 * STEPS + 1 }, (_, i) => {
    const part = (i - STEPS) / STEPS;
    const tint = ends[part > 0 ? 1 : 0];
    return pixelOf(paper.map((c, k) => Math.round(c + (tint[k] - c) * STRENGTH * Math.abs(part))));
  });
}

/**
 * Draws the field and its zero contour. Non-finite cells are striped.
 * @param {CanvasRenderingContext2D} context
 * @param {Field} field
 * @param {Colours} colours
 * @param {number} size
 */
export function drawNode(context, field, colours, size) {
  const { data, columns, rows, scale } = field;
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const tints = rampOf(colours);
  const [paper, soft] = [rgb(colours.panel), rgb(colours.soft)];
  const stripes = [paper, paper.map((c, k) => Math.round(c + (soft[k] - c) * STRIPE_STRENGTH))].map(pixelOf);
  const stretch = STEPS / (Math.max(-scale.low, scale.high) || 1);
  for (let i = 0; i < data.length; i++) {
    const x = data[i];
    if (Number.isFinite(x))
      pixels[i] = tints[STEPS + Math.max(-STEPS, Math.min(STEPS, Math.round(x * stretch)))];
    else pixels[i] = stripes[Math.floor((((i % columns) + Math.floor(i / columns)) * STRIPES) / columns) & 1];
  }
  enlarge(context, image, size);
  if (field.zeroLine) drawZero(context, zeroContour(data, columns, rows), colours, size);
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

/**
 * The zero contour of the data, by marching squares between the cell centres: segments x1, y1, x2, y2, with the plane's
 * width and height as 1. A square with a non-finite corner has no segment. (d3-contour makes closed regions: their borders
 * along the plane's edge and around non-finite cells would have to be taken out again.)
 * @param {Float64Array} data
 * @param {number} columns @param {number} rows
 * @returns {number[]}
 */
export function zeroContour(data, columns, rows) {
  /** @type {number[]} */
  const pieces = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const [a, b, c, d] = [data[at], data[at + 1], data[at + columns + 1], data[at + columns]];
      const above = Number(a > 0) + Number(b > 0) + Number(c > 0) + Number(d > 0);
      if (above === 0 || above === 4 || !Number.isFinite(a + b + c + d)) continue;
      for (const place of crossings(a, b, c, d)) {
        pieces.push((column + 0.5 + place[0]) / columns, (row + 0.5 + place[1]) / rows);
      }
    }
  }
  return pieces;
}

/**
 * The zero crossings on the edges of one square, clockwise from the top: two, or four at a saddle.
 * @param {number} a @param {number} b @param {number} c @param {number} d
 */
function crossings(a, b, c, d) {
  /** @type {[number, number][]} */
  const places = [];
  if (a > 0 !== b > 0) places.push([a / (a - b), 0]);
  if (b > 0 !== c > 0) places.push([1, b / (b - c)]);
  if (d > 0 !== c > 0) places.push([d / (d - c), 1]);
  if (a > 0 !== d > 0) places.push([0, a / (a - d)]);
  return places;
}
