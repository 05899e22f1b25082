/** Reads Graphviz's output into what drawing needs: rounded positions, with y pointing down. */

import { boxSize, routesWeights } from "./dot.js";

/** @typedef {import("./structure.js").Picture} Picture */

/**
 * The positions for a picture, in its order: the centres of boxes and ops as x, y, x, y, …, the control points of each
 * edge's Bézier curves likewise, and each group's x, y, width, height (all 0 if it has no frame).
 * @typedef {{
 *   width: number, height: number, boxes: number[], ops: number[], edges: number[][], groups: number[],
 * }} Layout
 */

/**
 * @param {string} json Graphviz's output in the format json0
 * @param {Picture} picture
 * @returns {Layout}
 */
export function readLayout(json, picture) {
  const { bb, objects, edges } = JSON.parse(json);
  const [, , width, height] = numbers(bb);
  /** @param {number[]} xy */
  const flip = (xy) => xy.map((value, i) => Math.round(i % 2 === 0 ? value : height - value));
  /** @type {Map<string, any>} */
  const byName = new Map(objects.map((/** @type {any} */ object) => [object.name, object]));
  /** @param {string} name */
  const middle = (name) => flip(numbers(byName.get(name).pos));
  /** @type {number[][]} */
  const curves = [];
  for (const { id, pos } of edges) if (id !== undefined) curves[id] = flip(numbers(pos));
  const swings = !routesWeights(picture);
  const half = boxSize(picture.folded).width / 2;
  picture.edges.forEach(({ from, to, weight }, i) => {
    if (weight >= 0 && swings) curves[i] = swing(middle(from), middle(to), half);
  });
  return {
    width: Math.round(width),
    height: Math.round(height),
    boxes: picture.boxes.flatMap((id) => middle(`n${id}`)),
    ops: picture.ops.flatMap((id) => middle(`o${id}`)),
    edges: curves,
    groups: picture.groups.flatMap(({ name }) => {
      const cluster = byName.get(`cluster_${name}`);
      if (!cluster) return [0, 0, 0, 0];
      const [left, top, right, bottom] = flip(numbers(cluster.bb));
      return [left, bottom, right - left, top - bottom];
    }),
  };
}

/** The edge of a folded neuron: one smooth curve between two boxes. @param {number[]} from @param {number[]} to @param {number} half half of a box's width */
function swing([fromX, fromY], [toX, toY], half) {
  const [x1, x2] = [fromX + half, toX - half];
  const middle = Math.round((x1 + x2) / 2);
  return [x1, fromY, middle, fromY, middle, toY, x2, toY];
}

/** The numbers of a position such as "27,18 34,20". @param {string} text */
const numbers = (text) => text.split(/[ ,]/).map(Number);

/** The SVG path of an edge: a start point, then curves of three points each. @param {number[]} xy */
export function curvePath(xy) {
  return `M${xy[0]},${xy[1]}C${xy.slice(2).join(" ")}`;
}
