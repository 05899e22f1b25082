/** The graph in Graphviz's language, in the bytes of --graph: twin of graph_dot in micrograd/graph.py. */

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/** @type {Record<string, string>} */
const FILL = { param: "lightgreen", input: "lightblue", const: "lightgray", result: "white" };

/** @param {Graph} graph */
export function graphDot(graph) {
  const lines = [
    "digraph micrograd {",
    "  rankdir=LR",
    '  node [shape=record style=filled fontname="Courier" fontsize=10 height=0.3]',
    "  edge [arrowsize=0.6]",
  ];
  for (const [i, op] of graph.op.entries()) {
    const numbers = `data ${fixed(graph.data[i])}|grad ${fixed(graph.grad[i])}`;
    lines.push(`  n${i} [label="{${escaped(graph.name[i])}|${numbers}}" fillcolor=${FILL[graph.role[i]]}]`);
    if (!op) continue;
    const text = op === "**" ? `**${graph.k[i]}` : op;
    lines.push(`  o${i} [label="${text}" shape=ellipse fillcolor=white]`, `  o${i} -> n${i}`);
    lines.push(...graph.prev[i].map((operand) => `  n${operand} -> o${i}`));
  }
  return `${[...lines, "}"].join("\n")}\n`;
}

/** What a record label would take for its own syntax gets a backslash. @param {string} name */
const escaped = (name) => name.replace(/[\\"{}|<> ]/g, "\\$&");

/**
 * Four decimals as C and Python print them: of two that are equally near the even one, and -0 with its sign.
 * @param {number} x
 */
export function fixed(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const size = Math.abs(x);
  if (size >= 1e21) return `${sign}${BigInt(size)}.0000`;
  const digits = size.toFixed(60); // exact: a tie has no more than 60 decimals
  const [head, rest] = [digits.slice(0, -56), digits.slice(-56)];
  const isTie = /^50*$/.test(rest);
  return sign + (isTie && Number(head.at(-1)) % 2 === 0 ? head : size.toFixed(4));
}
