/** Gradients on the plane: each train point's contribution to a parameter's gradient, and the descent direction at the probe. */

import { ringRadius, toPixelX, toPixelY } from "./draw.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./draw.js").Colours} Colours */
/** @typedef {NonNullable<ReturnType<typeof import("../../state/queries.js").knownContributions>>} Contributions */

/** The radius of the largest contribution's disc, in pixels; smaller when there are very many points. */
const LARGEST = 19;
const LARGEST_OF_MANY = 12;
const MANY = 400;

/** The finite contribution of the largest magnitude. @param {ArrayLike<number>} contributions */
export function largestContribution(contributions) {
  let largest = 0;
  for (const contribution of Array.from(contributions)) {
    if (Number.isFinite(contribution) && Math.abs(contribution) > Math.abs(largest)) largest = contribution;
  }
  return largest;
}

/** The disc's area is proportional to the contribution's magnitude. @param {number} contribution @param {number} largest @param {number} count */
export function discRadius(contribution, largest, count) {
  const full = count > MANY ? LARGEST_OF_MANY : LARGEST;
  if (Number.isNaN(contribution) || largest === 0) return 0;
  return full * Math.sqrt(Math.min(1, Math.abs(contribution / largest)));
}

/**
 * Draws the discs, large ones first, so that none is hidden.
 * @param {CanvasRenderingContext2D} context
 * @param {Contributions} known
 * @param {Colours} colours
 * @param {number} size
 */
export function drawDiscs(context, { points, contributions }, colours, size) {
  const largest = largestContribution(contributions);
  const order = points
    .map((_, k) => k)
    .sort((a, b) => Math.abs(contributions[b]) - Math.abs(contributions[a]));
  for (const k of order) {
    const radius = discRadius(contributions[k], largest, points.length);
    if (radius < 0.5) continue;
    context.beginPath();
    context.arc(toPixelX(points[k].x, size), toPixelY(points[k].y, size), radius, 0, 2 * Math.PI);
    context.globalAlpha = 0.6;
    context.fillStyle = contributions[k] > 0 ? colours.positive : colours.negative;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = colours.panel;
    context.lineWidth = 1;
    context.stroke();
  }
}

/** The arrow's length is logarithmic: between FAINT and 1, ten times the gradient adds DECADE pixels; it is clamped outside. */
export const FAINT = 1e-4;
export const DECADE = 10;
const SHORTEST = 12;

/**
 * The direction in which the probe's loss falls fastest, -dL/d(x, y), with the arrow's length in pixels. null if it is 0
 * or not finite.
 * @param {State["answers"]["graph"]} traced
 */
export function descent(traced) {
  if (!traced) return null;
  const { graph, probe } = traced;
  const [dx, dy] = ["x", "y"].map((name) => 0 - graph.grad[graph.name.indexOf(name)]);
  const size = Math.hypot(dx, dy);
  if (!(size > 0 && Number.isFinite(size))) return null;
  const decades = Math.min(-Math.log10(FAINT), Math.max(0, Math.log10(size / FAINT)));
  return { probe, dx, dy, size, length: SHORTEST + DECADE * decades };
}

/**
 * Draws the arrow, from the probe's ring outwards.
 * @param {CanvasRenderingContext2D} context
 * @param {State} state
 * @param {Colours} colours
 * @param {number} size
 */
export function drawDescent(context, state, colours, size) {
  const arrow = descent(state.answers.graph);
  if (!arrow) return;
  const [ux, uy] = [arrow.dx / arrow.size, -arrow.dy / arrow.size];
  const from = ringRadius(state.session.points);
  const [px, py] = [toPixelX(arrow.probe.x, size), toPixelY(arrow.probe.y, size)];
  /** A place relative to the arrow: the distance along it, and beside it. @type {(along: number, beside?: number) => [number, number]} */
  const at = (along, beside = 0) => [px + ux * along - uy * beside, py + uy * along + ux * beside];
  const tip = from + arrow.length;
  const path = new Path2D();
  path.moveTo(...at(from));
  path.lineTo(...at(tip - 6));
  const head = new Path2D();
  head.moveTo(...at(tip));
  head.lineTo(...at(tip - 9, 4.5));
  head.lineTo(...at(tip - 9, -4.5));
  head.closePath();
  context.lineJoin = "round";
  for (const [colour, more] of /** @type {[string, number][]} */ ([
    [colours.panel, 3],
    [colours.ink, 0],
  ])) {
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = 2 + more;
    context.stroke(path);
    context.fill(head);
    if (more > 0) context.stroke(head);
  }
}
