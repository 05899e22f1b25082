/** A node's data over the plane as an image: the scale of its colours, and its pixels. */

import { rgb } from "../colours.js";

/** @typedef {import("../colours.js").Colours} Colours */

/**
 * The range of the colour scale. min and max are those of the finite values; the scale ends before them when a few cells
 * have far larger values than the others. odd is the fraction of cells that are inf or nan.
 * @typedef {{low: number, high: number, min: number, max: number, odd: number}} Scale
 */

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
 * One pixel per cell. Non-finite cells are striped.
 * @param {{data: Float64Array, columns: number, rows: number, scale: Scale}} field
 * @param {Colours} colours
 */
export function fieldImage({ data, columns, rows, scale }, colours) {
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
  return image;
}
