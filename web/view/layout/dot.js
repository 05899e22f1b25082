/**
 * The graph in Graphviz's DOT language. Graphviz decides every position; the hints come from the network: neurons are
 * clusters, layers follow each other, and edges inside a neuron are short.
 */

/** @typedef {import("./structure.js").Graph} Graph */
/** @typedef {import("./structure.js").Picture} Picture */

/** Box sizes in points, the scene's units. @param {boolean} folded */
export const boxSize = (folded) => (folded ? { width: 104, height: 38 } : { width: 98, height: 26 });

/** @param {string} op */
export const opSize = (op) => ({ width: op.length > 1 ? 30 : 18, height: 18 });

/** Above this many nodes Graphviz is not asked to keep layers apart: for 1,887 nodes that took 120 s, without it 2 s. */
const MANY = 500;

/** Above this many nodes its search for the best order and positions is limited as well. */
const VERY_MANY = 2500;

/** @param {number} points */
const inches = (points) => (points / 72).toFixed(3);

/**
 * @param {Graph} graph
 * @param {Picture} picture
 */
export function pictureDot(graph, picture) {
  const { width, height } = boxSize(picture.folded);
  const count = picture.boxes.length;
  const routed = routesWeights(picture);
  const edges = picture.edges.flatMap((edge, i) =>
    edge.weight < 0 || routed
      ? `${edge.from} -> ${edge.to} [id=${i} ${edgeHints(graph, picture, edge)}]`
      : [],
  );
  return [
    "digraph micrograd {",
    `rankdir=LR newrank=true ${count > VERY_MANY ? "nslimit=0.1 mclimit=0.1" : ""}`,
    `ranksep=${inches(picture.folded ? 13 : 12)} nodesep=${inches(picture.folded ? 5 : 3)}`,
    `node [shape=box fixedsize=true label="" width=${inches(width)} height=${inches(height)}]`,
    "edge [arrowhead=none]",
    ...picture.groups.flatMap((group) => groupLines(graph, group)),
    ...edges,
    ...(picture.folded ? orderLines(graph, picture) : []),
    ...(picture.folded || count <= MANY ? layerLines(graph, picture) : []),
    "}",
  ].join("\n");
}

/** @param {Graph} graph @param {import("./structure.js").Group} group */
function groupLines(graph, { name, layer, boxes, ops, folded }) {
  const nodes = boxes.map((id) => `n${id}`);
  for (const id of ops) {
    const { width, height } = opSize(graph.op[id]);
    nodes.push(`o${id} [shape=ellipse width=${inches(width)} height=${inches(height)}]`);
  }
  if (layer === 0) return ["{rank=same", ...nodes, "}"];
  if (folded || ops.length === 0) return nodes;
  return [`subgraph "cluster_${name}" {margin=4`, ...nodes, "}"];
}

/** Above this many edges of folded neurons, Graphviz never routes them: they would push each other apart. */
const FEW = 150;

/**
 * Whether Graphviz routes the edges of folded neurons: only if a neuron is unfolded. Otherwise nothing lies between two
 * layers, and smooth curves are easier to follow.
 * @param {Picture} picture
 */
export function routesWeights({ groups, edges }) {
  const unfolded = groups.some(({ folded, ops }) => !folded && ops.length > 0);
  return unfolded && edges.filter(({ weight }) => weight >= 0).length <= FEW;
}

/**
 * Graphviz keeps an edge of high weight short and straight: high inside a neuron, low between layers.
 * @param {Graph} graph
 * @param {Picture} picture
 * @param {import("./structure.js").Edge} edge
 */
function edgeHints({ role }, { folded, groups }, { from, to, weight }) {
  if (weight >= 0) return "weight=1 tailport=e headport=w";
  if (folded) return "weight=2";
  const [start, end] = [from, to].map((name) => Number(name.slice(1)));
  const home = groups.find(({ boxes }) => boxes.includes(end));
  if (home?.boxes.includes(start)) return "weight=8";
  return role[start] === "input" ? "weight=2" : "weight=1";
}

/**
 * Keeps the layers in order: invisible edges lead from a layer's results through a point to the next layer, so that every
 * neuron is to the right of its operands. Between folded neurons there is room for the edges.
 * @param {Graph} graph
 * @param {Picture} picture
 */
function layerLines({ op, name }, { groups, edges, folded }) {
  const layers = byLayer(groups);
  return layers.slice(1, -1).flatMap((layer, i) => {
    const results = layers[i].flatMap((group) =>
      i === 0 ? group.boxes : group.boxes.filter((id) => name[id] === group.name),
    );
    const firsts = layer.flatMap((group) =>
      group.folded ? group.boxes : group.boxes.filter((id) => op[id] === ""),
    );
    const between = edges.filter(({ to, weight }) => weight >= 0 && firsts.includes(Number(to.slice(1))));
    const length = folded ? Math.min(12, 2 + Math.ceil(between.length / 12)) : 1;
    // between folded neurons these edges also centre the layers on each other
    const weight = folded ? 1 : 0;
    return [
      `g${i} [width=0.01 height=0.01 style=invis]`,
      ...results.map((id) => `n${id} -> g${i} [style=invis weight=${weight} minlen=${length}]`),
      ...firsts.map((id) => `g${i} -> n${id} [style=invis weight=${weight}]`),
    ];
  });
}

/** @param {import("./structure.js").Group[]} groups */
function byLayer(groups) {
  const layers = [...new Set(groups.map(({ layer }) => layer))];
  return layers.map((layer) => groups.filter((group) => group.layer === layer));
}

/**
 * Orders the neurons of a layer from top to bottom by number: their results share a rank, in this order.
 * @param {Graph} graph
 * @param {Picture} picture
 */
function orderLines({ name }, { groups }) {
  return byLayer(groups).flatMap((layer) => {
    const results = layer
      .map((group) => group.boxes.find((id) => name[id] === group.name))
      .filter((id) => id !== undefined);
    if (results.length < 2) return [];
    return [`{rank=same ${results.map((id) => `n${id}`).join(" -> ")} [style=invis]}`];
  });
}
