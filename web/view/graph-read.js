/** Graphviz's answer, read into the little that drawing needs: rounded places, with y downwards. */

/** @typedef {import("./graph-structure.js").Picture} Picture */

/**
 * Places for a picture, in its order: the middles of boxes and ops as x, y, x, y, …, the control points of each
 * edge's Bézier curves likewise, and each group's x, y, width, height (all 0 where it has no frame).
 * @typedef {{
 *   width: number, height: number, boxes: number[], ops: number[], edges: number[][], groups: number[],
 * }} Layout
 */

/**
 * @param {string} json what Graphviz writes in its format json0
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
  const straighten = isFan(picture);
  const paths = curves.map((xy, i) => (straighten && picture.edges[i].weight >= 0 ? swing(xy) : xy));
  return {
    width: Math.round(width),
    height: Math.round(height),
    boxes: picture.boxes.flatMap((id) => middle(`n${id}`)),
    ops: picture.ops.flatMap((id) => middle(`o${id}`)),
    edges: paths,
    groups: picture.groups.flatMap(({ name }) => {
      const cluster = byName.get(`cluster_${name}`);
      if (!cluster) return [0, 0, 0, 0];
      const [left, top, right, bottom] = flip(numbers(cluster.bb));
      return [left, bottom, right - left, top - bottom];
    }),
  };
}

/**
 * Whether nothing stands between two layers but their edges, as when every neuron is folded.
 * @param {Picture} picture
 */
const isFan = ({ groups }) => groups.every(({ folded, ops }) => folded || ops.length === 0);

/** One smooth swing from an edge's first point to its last. @param {number[]} xy */
function swing(xy) {
  const [x1, y1] = xy;
  const [x2, y2] = xy.slice(-2);
  const middle = Math.round((x1 + x2) / 2);
  return [x1, y1, middle, y1, middle, y2, x2, y2];
}

/** The numbers of a place like "27,18 34,20". @param {string} text */
const numbers = (text) => text.split(/[ ,]/).map(Number);

/** The path of an edge: a point, then curves of three points each. @param {number[]} xy */
export function curvePath(xy) {
  return `M${xy[0]},${xy[1]}C${xy.slice(2).join(" ")}`;
}
