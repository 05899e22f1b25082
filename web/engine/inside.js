/**
 * The verbs that look inside a step: where a gradient comes from, and what would be if. All are queries, which leave
 * the run as it is. A node is told by its id in the graph of the same label, or by its name there.
 */

/** @typedef {import("./protocol.js").Engine} Engine */
/** @typedef {{x: number, y: number, label: number}} Place */
/** @typedef {number | string} Node */

/** @param {Engine} engine */
export function insideVerbs(engine) {
  /** @param {Node} node @param {number} label */
  function idOf(node, label) {
    if (typeof node === "number") return whole("a node", node);
    const id = engine.trace(0, 0, label).name.indexOf(node);
    if (id < 0) throw new Error(`there is no node "${node}" in the graph of label ${label}`);
    return id;
  }

  return {
    gradient: () => ({ gradient: engine.gradient() }),

    /** @param {{parameter: number}} args */
    shares: ({ parameter }) => ({ shares: engine.shares(whole("a parameter", parameter)) }),

    /** The root is the loss unless another node is named. @param {Place & {root?: Node}} args */
    naive: ({ x, y, label, root = -1 }) => engine.naive(x, y, label, idOf(root, label)),

    /** @param {Place & {node: Node, delta: number}} args */
    nudge: ({ x, y, label, node, delta }) => engine.nudge(x, y, label, idOf(node, label), delta),

    /** @param {{node: Node, label: number, columns: number, rows: number, extent: number}} args */
    field({ node, label, columns, rows, extent }) {
      const start = performance.now();
      const id = idOf(node, label);
      const field = engine.field(id, label, whole("columns", columns), whole("rows", rows), extent);
      return { node: id, field, ms: performance.now() - start };
    },
  };
}

/** The C exports would cut a fraction off without a word. @param {string} what @param {number} number */
function whole(what, number) {
  if (!Number.isInteger(number)) throw new Error(`${what} must be a whole number, not ${number}`);
  return number;
}
