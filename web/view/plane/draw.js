/** Draws the plane: the class probabilities, the points, the probe, the cursor. */

import { EXTENT } from "../../state/points.js";
import { rgb } from "../colours.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../protocol/messages.js").Point} Point */
/** @typedef {import("../colours.js").Colours} Colours */

/** The strength of the class colours in the field, weak enough for the points to stand out. */
const FIELD_STRENGTH = 0.5;

/** @param {number} x @param {number} size */
export const toPixelX = (x, size) => ((x + EXTENT) / (2 * EXTENT)) * size;
/** @param {number} y @param {number} size */
export const toPixelY = (y, size) => ((EXTENT - y) / (2 * EXTENT)) * size;
/** @param {number} px @param {number} size */
export const toPlaneX = (px, size) => (px / size) * 2 * EXTENT - EXTENT;
/** @param {number} py @param {number} size */
export const toPlaneY = (py, size) => EXTENT - (py / size) * 2 * EXTENT;

/**
 * The field: every pixel mixes the classes' colours by their probabilities.
 * @param {CanvasRenderingContext2D} context
 * @param {NonNullable<State["answers"]["surface"]>} surface
 * @param {Colours} colours
 * @param {number} size
 */
export function drawField(context, { probabilities, columns, rows }, colours, size) {
  const paper = rgb(colours.panel);
  const tints = colours.classes.map((hex) =>
    rgb(hex).map((c, i) => paper[i] + (c - paper[i]) * FIELD_STRENGTH),
  );
  const image = new ImageData(columns, rows);
  const { data } = image;
  const [[r0, g0, b0], [r1, g1, b1], [r2, g2, b2]] = tints;
  // unrolled: up to 193,600 cells in one frame, usually before V8 has optimised the code
  for (let from = 0, to = 0; to < data.length; from += 3, to += 4) {
    const [p0, p1, p2] = [probabilities[from], probabilities[from + 1], probabilities[from + 2]];
    data[to] = p0 * r0 + p1 * r1 + p2 * r2;
    data[to + 1] = p0 * g0 + p1 * g1 + p2 * g2;
    data[to + 2] = p0 * b0 + p1 * b1 + p2 * b2;
    data[to + 3] = 255;
  }
  enlarge(context, image, size);
}

/**
 * Draws an image of the grid's size, scaled up smoothly.
 * @param {CanvasRenderingContext2D} context
 * @param {ImageData} image
 * @param {number} size
 */
export function enlarge(context, image, size) {
  const small = new OffscreenCanvas(image.width, image.height);
  /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext("2d")).putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, size, size);
}

/**
 * The shape of a class, centred on a pixel: circle, triangle, square, of equal area.
 * @param {CanvasRenderingContext2D | Path2D} path
 * @param {number} label
 * @param {number} x @param {number} y
 * @param {number} r
 */
export function shape(path, label, x, y, r) {
  if (label === 0) path.arc(x, y, r, 0, 2 * Math.PI);
  else if (label === 1) {
    const [w, h] = [1.35 * r, 1.17 * r];
    path.moveTo(x, y - 1.35 * h);
    path.lineTo(x + w, y + h * 0.95);
    path.lineTo(x - w, y + h * 0.95);
    path.closePath();
  } else path.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
}

/** @param {Point[]} points */
const pointRadius = (points) => (points.length > 400 ? 3.2 : 5);
/** The radius of the probe's ring, in pixels. @param {Point[]} points */
export const ringRadius = (points) => pointRadius(points) + 6;

/**
 * The points: train filled, val hollow, test hollow and small. The probe has a ring, the selected point a halo. With
 * discs the points are small, and those without a disc faint.
 * @param {CanvasRenderingContext2D} context
 * @param {{points: State["session"]["points"], probe: State["probe"], selected: number | null}} shown
 * @param {Colours} colours
 * @param {number} size
 * @param {{overDiscs?: boolean}} [options]
 */
export function drawPoints(context, { points, probe, selected }, colours, size, { overDiscs } = {}) {
  const radius = pointRadius(points) * (overDiscs ? 0.7 : 1);
  for (const { id, x, y, label, split } of points) {
    const [px, py] = [toPixelX(x, size), toPixelY(y, size)];
    if (id === selected) ring(context, px, py, pointRadius(points) + 5, colours.accent, 3);
    context.globalAlpha = overDiscs && split !== "train" ? 0.4 : 1;
    context.beginPath();
    shape(context, label, px, py, split === "test" ? radius * 0.8 : radius);
    context.fillStyle = split === "train" ? colours.classes[label] : colours.panel;
    context.strokeStyle = split === "train" ? colours.panel : colours.classes[label];
    context.lineWidth = split === "train" ? 1.2 : 2;
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
  if (!probe) return;
  const [px, py] = [toPixelX(probe.x, size), toPixelY(probe.y, size)];
  ring(context, px, py, ringRadius(points), colours.panel, 4);
  ring(context, px, py, ringRadius(points), colours.ink, 2);
  if (probe.id !== null) return;
  context.beginPath();
  shape(context, probe.label, px, py, 2.5);
  context.fillStyle = colours.ink;
  context.fill();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x @param {number} y @param {number} r
 * @param {string} colour @param {number} width
 */
function ring(context, x, y, r, colour, width) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** Rings around some of the points. @param {CanvasRenderingContext2D} context @param {Point[]} points @param {Point[]} some @param {Colours} colours @param {number} size */
export function drawRings(context, points, some, colours, size) {
  for (const { x, y } of some)
    ring(context, toPixelX(x, size), toPixelY(y, size), ringRadius(points) + 1, colours.accent, 2.5);
}

/**
 * The keyboard cursor: a cross.
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number}} cursor
 * @param {Colours} colours
 * @param {number} size
 */
export function drawCursor(context, { x, y }, colours, size) {
  const [px, py] = [toPixelX(x, size), toPixelY(y, size)];
  for (const [colour, width] of /** @type {[string, number][]} */ ([
    [colours.panel, 4],
    [colours.ink, 1.5],
  ])) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(px - 9, py);
    context.lineTo(px + 9, py);
    context.moveTo(px, py - 9);
    context.lineTo(px, py + 9);
    context.stroke();
  }
}
