/** The zero lines of the first layer: one per neuron, where w1*x + w2*y + b = 0. */

import { letterScale } from "../../protocol/browser.js";
import { layerNames, parametersOf } from "../../protocol/names.js";
import { EXTENT } from "../../state/points.js";
import { toPixelX, toPixelY } from "./draw.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./draw.js").Colours} Colours */
/** The settings of a network, and its parameters. @typedef {{config: State["session"]["config"], snapshot: State["session"]["snapshot"]}} Network */
/** @typedef {[x1: number, y1: number, x2: number, y2: number]} Line */

/**
 * The line w1*x + w2*y + b = 0 of a neuron of the first layer, clipped to the square; null if it misses the square.
 * @param {number} w1 @param {number} w2 @param {number} b
 * @returns {[number, number, number, number] | null}
 */
export function zeroLevel(w1, w2, b) {
  /** @type {[number, number][]} */
  const ends = [];
  for (const edge of [-EXTENT, EXTENT]) {
    const y = -(b + w1 * edge) / w2;
    if (Math.abs(y) <= EXTENT) ends.push([edge, y]);
    const x = -(b + w2 * edge) / w1;
    if (Math.abs(x) < EXTENT) ends.push([x, edge]);
  }
  return ends.length >= 2 ? [...ends[0], ...ends[1]] : null;
}

/** The lines that cross the square, with their neurons. @param {Network} network @returns {{name: string, line: Line}[]} */
export function levelsOf({ snapshot, config }) {
  if (!snapshot) return [];
  const { data } = snapshot;
  return layerNames(config)[0].flatMap((name, j) => {
    const line = zeroLevel(data[3 * j], data[3 * j + 1], data[3 * j + 2]);
    return line ? [{ name, line }] : [];
  });
}

/** Within this distance of a line the pointer is on it, in pixels. */
const REACH = 5;

/**
 * The neuron whose line is nearest to a pixel, if one is within reach.
 * @param {Network} network
 * @param {number} px @param {number} py
 * @param {number} size
 * @returns {string | null}
 */
export function levelAt(network, px, py, size) {
  let nearest = null;
  let best = REACH;
  for (const { name, line } of levelsOf(network)) {
    const d = distance(px, py, pixelsOf(line, size));
    if (d <= best) [best, nearest] = [d, name];
  }
  return nearest;
}

/** @param {Line} line @param {number} size @returns {Line} */
function pixelsOf([x1, y1, x2, y2], size) {
  return [toPixelX(x1, size), toPixelY(y1, size), toPixelX(x2, size), toPixelY(y2, size)];
}

/** The distance from a place to a line segment. @param {number} px @param {number} py @param {Line} line */
function distance(px, py, [x1, y1, x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((px - x1) * dx + (py - y1) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(px - x1 - t * dx, py - y1 - t * dy);
}

/**
 * Draws one line per neuron of the first layer; the hovered or selected one stands out and has a label.
 * @param {CanvasRenderingContext2D} context
 * @param {Network} network
 * @param {{node: string | null, hovered: string | null}} selection
 * @param {Colours} colours
 * @param {number} size
 * @param {{faint?: boolean}} [options] faint lines leave the word to what is painted below them
 */
export function drawLevels(context, network, { node, hovered }, colours, size, { faint } = {}) {
  const marked = hovered ?? node;
  const neuron = parametersOf(network.config).find(({ name }) => name === marked)?.neuron ?? marked;
  for (const { name, line } of levelsOf(network)) {
    const strong = name === neuron;
    const [x1, y1, x2, y2] = pixelsOf(line, size);
    context.strokeStyle = strong ? colours.accent : colours.ink;
    context.globalAlpha = strong ? 1 : faint ? 0.15 : 0.4;
    context.lineWidth = strong ? 2.5 : 1;
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    if (strong) drawName(context, name, (x1 + x2) / 2, (y1 + y2) / 2, colours, size);
  }
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} name @param {number} x @param {number} y
 * @param {Colours} colours
 * @param {number} size
 */
function drawName(context, name, x, y, colours, size) {
  context.font = `600 ${13 * letterScale()}px system-ui, sans-serif`;
  const width = context.measureText(name).width + 8;
  const left = Math.min(size - width, x + 4);
  const top = Math.max(0, y - 22 * letterScale());
  context.fillStyle = colours.accent;
  context.fillRect(left, top, width, 18 * letterScale());
  context.fillStyle = colours.panel;
  context.fillText(name, left + 4, top + 14 * letterScale());
}
