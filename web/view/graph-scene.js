/**
 * The picture as SVG. Built once per layout, a few milliseconds at a time; from then on only numbers, tints and marks
 * change. The many plain edges of a group are a single path: 3,700 elements less in the largest graph.
 */

import { svg } from "./dom.js";
import { boxSize, opSize } from "./graph-dot.js";
import { Box } from "./graph-node.js";
import { curvePath } from "./graph-read.js";

/** @typedef {import("../engine/protocol.js").Graph} Graph */
/** @typedef {import("./graph-structure.js").Picture} Picture */
/** @typedef {import("./graph-read.js").Layout} Layout */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */

export class Scene {
  /**
   * @param {Graph} graph
   * @param {Picture} picture
   * @param {Layout} layout
   */
  constructor(graph, picture, layout) {
    this.graph = graph;
    this.picture = picture;
    this.layout = layout;
    this.width = layout.width;
    this.height = layout.height;
    this.folded = picture.folded;
    /** @type {Map<number, Box>} */
    this.boxes = new Map();
    /** @type {Map<string, Box>} */
    this.byName = new Map();
    /** @type {Map<string, Rect>} */
    this.frames = new Map();
    /** @type {{path: SVGPathElement, weight: number}[]} */
    this.weighted = [];
    this.hulls = svg("g", { class: "hulls" });
    this.edges = svg("g", { class: "edges" });
    this.lit = svg("g", { class: "lit" });
    this.nodes = svg("g", { class: "nodes" });
    this.element = svg("g", { class: picture.folded ? "scene folded" : "scene full" });
    this.element.append(this.hulls, this.edges, this.lit, this.nodes);
    this.addHulls();
    this.pieces = this.build();
    this.complete = false;
  }

  /** Builds on until `deadline`. @param {number} deadline @returns {boolean} whether all is there */
  advance(deadline) {
    while (!this.complete && performance.now() < deadline) this.complete = this.pieces.next().done === true;
    return this.complete;
  }

  /** Boxes first: they are what is looked at. */
  *build() {
    const size = boxSize(this.folded);
    for (const [i, id] of this.picture.boxes.entries()) {
      const box = new Box(this.graph, id, {
        x: this.layout.boxes[2 * i],
        y: this.layout.boxes[2 * i + 1],
        ...size,
      });
      this.boxes.set(id, box);
      this.byName.set(box.name, box);
      this.nodes.append(box.element);
      if (i % 8 === 7) yield;
    }
    yield* this.addEdges();
    for (const [i, id] of this.picture.ops.entries()) {
      this.nodes.append(opElement(this.graph, id, this.layout.ops[2 * i], this.layout.ops[2 * i + 1]));
      if (i % 8 === 7) yield;
    }
  }

  addHulls() {
    this.picture.groups.forEach(({ name, layer }, i) => {
      const [x, y, width, height] = this.layout.groups.slice(4 * i, 4 * i + 4);
      if (width === 0) return;
      this.frames.set(name, { x, y, width, height });
      this.hulls.append(
        svg("rect", {
          class: `hull ${layer % 2 ? "odd" : "even"}`,
          "data-group": name,
          x,
          y,
          width,
          height,
          rx: 6,
        }),
      );
    });
  }

  *addEdges() {
    const { edges, groups } = this.picture;
    const home = new Map(groups.flatMap((group, i) => group.boxes.map((id) => [id, i])));
    /** @type {string[][]} */
    const plain = groups.map(() => []);
    for (const [i, { to, weight }] of edges.entries()) {
      const d = curvePath(this.layout.edges[i]);
      if (weight < 0) plain[home.get(Number(to.slice(1))) ?? 0].push(d);
      else this.weighted.push({ path: svg("path", { d, class: "weight" }), weight });
      if (i % 64 === 63) yield;
    }
    for (const paths of plain)
      if (paths.length) this.edges.append(svg("path", { class: "edge", d: paths.join("") }));
    this.edges.append(...this.weighted.map(({ path }) => path));
  }

  /**
   * @param {Graph} graph the same structure with other numbers
   * @param {ArrayLike<number | null>} grads
   */
  show(graph, grads) {
    for (const [id, box] of this.boxes) box.show(graph.data[id], grads[id]);
    for (const { path, weight } of this.weighted) showWeight(path, graph.data[weight]);
  }

  /** The box that stands for a node: its own, or that of the folded neuron it is in. @param {string | null} name */
  boxOf(name) {
    if (name === null) return undefined;
    return this.byName.get(name) ?? this.byName.get(name.replace(/\.(w\d+.*|b|sum\d+)$/, ""));
  }

  /**
   * Draws a node's edges again, above the others: those that it is made of and those to its consumers.
   * @param {Box[]} boxes
   */
  lightEdges(boxes) {
    /** @type {Element[]} */
    const lit = [];
    const ends = new Set(boxes.flatMap(({ id }) => [`n${id}`, `o${id}`]));
    const reached = new Set(ends);
    for (const { from, to } of this.picture.edges) if (ends.has(from) && to.startsWith("o")) reached.add(to);
    this.picture.edges.forEach(({ from, to }, i) => {
      const incoming = ends.has(to);
      if (!incoming && !reached.has(from)) return;
      const kind = incoming ? "operand" : "consumer";
      lit.push(
        svg("path", { class: kind, d: curvePath(this.layout.edges[i]), "marker-end": `url(#arrow-${kind})` }),
      );
    });
    this.lit.replaceChildren(...lit);
  }
}

/** @param {Graph} graph @param {number} id @param {number} x @param {number} y */
function opElement({ op, k }, id, x, y) {
  const { width, height } = opSize(op[id]);
  const text = op[id] === "**" ? `**${k[id]}` : op[id];
  return svg(
    "g",
    { class: "op", "data-op": id, transform: `translate(${x},${y})` },
    svg("ellipse", { rx: width / 2, ry: height / 2 }),
    svg("text", {}, text),
  );
}

/** A folded neuron's weight: the sign is the colour, the size the width, up to 3. @param {SVGPathElement} path @param {number} weight */
function showWeight(path, weight) {
  const width = (0.5 + 1.2 * Math.min(Math.abs(weight), 3)).toFixed(1);
  if (path.getAttribute("stroke-width") !== width) path.setAttribute("stroke-width", width);
  const name = weight < 0 ? "weight negative" : "weight positive";
  if (path.getAttribute("class") !== name) path.setAttribute("class", name);
}
