/**
 * The verbs that look inside a step: where a gradient comes from, and what would be if. All are queries, which leave
 * the run as it is. A node is told by its id in the graph of the same label, or by its name there.
 */

/** @typedef {import("../protocol/messages.js").Engine} Engine */
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

    /** The next step as it would be: it is made, and taken back. */
    preview() {
      return timed(() => {
        const now = engine.snapshot();
        const gradient = engine.gradient();
        engine.step();
        const after = engine.snapshot();
        engine.restore(now);
        return { after, gradient };
      });
    },

    /** @param {{parameter: number}} args */
    shares: ({ parameter }) => timed(() => ({ shares: engine.shares(whole("a parameter", parameter)) })),

    /** The root is the loss unless another node is named. @param {Place & {root?: Node}} args */
    naive: ({ x, y, label, root = -1 }) => timed(() => engine.naive(x, y, label, idOf(root, label))),

    /** @param {Place & {node: Node, delta: number}} args */
    nudge: ({ x, y, label, node, delta }) => timed(() => engine.nudge(x, y, label, idOf(node, label), delta)),

    /** @param {{node: Node, label: number, columns: number, rows: number, extent: number}} args */
    field({ node, label, columns, rows, extent }) {
      return timed(() => {
        const id = idOf(node, label);
        return {
          node: id,
          field: engine.field(id, label, whole("columns", columns), whole("rows", rows), extent),
        };
      });
    },
  };
}

/** An answer, with the ms that it took. @template {object} T @param {() => T} answer @returns {T & {ms: number}} */
function timed(answer) {
  const start = performance.now();
  const reply = answer();
  return { ...reply, ms: performance.now() - start };
}

/** The C exports would cut a fraction off without a word. @param {string} what @param {number} number */
function whole(what, number) {
  if (!Number.isInteger(number)) throw new Error(`${what} must be a whole number, not ${number}`);
  return number;
}
