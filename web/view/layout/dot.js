/** A group's shape in Graphviz's DOT language: Graphviz decides every position inside it. */

/** @typedef {import("./shape.js").Shape} Shape */

/** The size of a node's box in points, the scene's units; its letters are 12 high. */
export const NODE = { width: 105, height: 31 };

/** @param {string} op */
export const opSize = (op) => ({ width: op.length > 1 ? Math.max(36, 6.2 * op.length + 9) : 20, height: 20 });

/** @param {number} points */
const inches = (points) => (points / 72).toFixed(3);

/**
 * The ports p0, p1, … are points to the left of everything; box n3 and operation o3 are those of the fourth node.
 * Graphviz keeps an edge of high weight short and straight: an operation stands close to its result.
 * @param {Shape} shape
 */
export function shapeDot({ op, prev, ports }) {
  const size = (/** @type {{width: number, height: number}} */ { width, height }) =>
    `width=${inches(width)} height=${inches(height)}`;
  const all = Array.from({ length: ports }, (_, i) => `p${i} [shape=point width=0.02]`);
  return [
    "digraph group {",
    `rankdir=LR ranksep=${inches(8)} nodesep=${inches(4)}`,
    `node [shape=box fixedsize=true label="" ${size(NODE)}]`,
    "edge [arrowhead=none]",
    ...(ports > 0 ? ["{rank=min", ...all, "}"] : []),
    ...op.flatMap((o, i) => (o ? [`n${i}`, `o${i} [shape=ellipse ${size(opSize(o))}]`] : `n${i}`)),
    ...op.flatMap((o, i) => (o ? `o${i} -> n${i} [weight=8]` : [])),
    ...prev.flatMap((operands, i) =>
      operands.map((j) => (j < 0 ? `p${-1 - j} -> o${i}:w [weight=1]` : `n${j} -> o${i} [weight=4]`)),
    ),
    "}",
  ].join("\n");
}
