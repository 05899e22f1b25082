/** Reads Graphviz's output into what drawing needs: rounded positions, with y pointing down. */

/** @typedef {import("./shape.js").Shape} Shape */

/**
 * The positions of a shape: the centres of the boxes and of the operations as x, y, x, y, … in the order of the nodes
 * (0, 0 for a leaf's operation), the height of each port, and the control points of the Bézier curves: of the edge to
 * each result, and of those from its operands.
 * @typedef {{
 *   width: number, height: number, boxes: number[], ops: number[], ports: number[],
 *   results: number[][], operands: number[][][],
 * }} ShapeLayout
 */

/**
 * @param {string} json Graphviz's output in the format json0
 * @param {Shape} shape
 * @returns {ShapeLayout}
 */
export function readShape(json, { op, prev, ports }) {
  const { bb, objects, edges } = JSON.parse(json);
  const [, , width, height] = numbers(bb);
  /** @param {number[]} xy */
  const flip = (xy) => xy.map((value, i) => Math.round(i % 2 === 0 ? value : height - value));
  /** @type {Map<string, any>} */
  const byName = new Map(objects.map((/** @type {any} */ object) => [object.name, object]));
  const names = objects.map((/** @type {any} */ { name }) => name);
  /** @param {string} name */
  const middle = (name) => flip(numbers(byName.get(name).pos));
  /** @type {Map<string, number[]>} */
  const curves = new Map(
    edges.map((/** @type {any} */ { tail, head, pos }) => [
      `${names[tail]} ${names[head]}`,
      flip(numbers(pos)),
    ]),
  );
  /** @param {string} from @param {string} to */
  const curve = (from, to) => /** @type {number[]} */ (curves.get(`${from} ${to}`));
  return {
    width: Math.round(width),
    height: Math.round(height),
    boxes: op.flatMap((_, i) => middle(`n${i}`)),
    ops: op.flatMap((o, i) => (o ? middle(`o${i}`) : [0, 0])),
    ports: Array.from({ length: ports }, (_, i) => middle(`p${i}`)[1]),
    results: op.map((o, i) => (o ? curve(`o${i}`, `n${i}`) : [])),
    operands: prev.map((operands, i) => operands.map((j) => curve(j < 0 ? `p${-1 - j}` : `n${j}`, `o${i}`))),
  };
}

/** The numbers of a position such as "27,18 34,20". @param {string} text */
const numbers = (text) => text.split(/[ ,]/).map(Number);
