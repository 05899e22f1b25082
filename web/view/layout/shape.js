/**
 * The shape of a group: its operations and how they are connected, without names, ids or numbers. Groups of one shape,
 * such as all neurons of a layer, are laid out once.
 */

/** @typedef {import("./structure.js").Graph} Graph */
/** @typedef {import("./structure.js").Group} Group */

/**
 * The nodes of a group in the order of their ids: `op` is "" for a leaf, `prev` has the operands, which are an index
 * among the nodes or, below 0, a port: -1 is the first. A port is where the data of another group comes in.
 * @typedef {{op: string[], prev: number[][], ports: number}} Shape
 */

/**
 * @param {Graph} graph
 * @param {Group} group
 * @returns {{shape: Shape, reads: number[]}} and the node of the graph that comes in at each port
 */
export function shapeOf({ op, prev }, { boxes }) {
  const index = new Map(boxes.map((id, i) => [id, i]));
  /** @type {number[]} */
  const reads = [];
  const portOf = (/** @type {number} */ id) => {
    if (!reads.includes(id)) reads.push(id);
    return -1 - reads.indexOf(id);
  };
  const operands = boxes.map((id) => prev[id].map((operand) => index.get(operand) ?? portOf(operand)));
  return { shape: { op: boxes.map((id) => op[id]), prev: operands, ports: reads.length }, reads };
}

/** A short word for a shape: the same for the same operations and connections. @param {Shape} shape */
export function shapeKey({ op, prev }) {
  return hash(op.map((o, i) => `${o} ${prev[i]}`).join("\n"));
}

/** 64 bits of FNV-1a, as two halves of 32 that start apart. @param {string} text */
function hash(text) {
  let [a, b] = [0x811c9dc5, 0x050c5d1f];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193) ^ (b >>> 15);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
