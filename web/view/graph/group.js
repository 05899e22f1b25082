/**
 * A neuron, or another group, in the scene: its boxes, operations and inner edges while they are visible and large enough
 * to be told apart, otherwise one silhouette per colour for all of its boxes.
 */

import { svg } from "../dom.js";
import { boxSize, opSize } from "../layout/dot.js";
import { tintClass, tintStrength } from "../node/values.js";
import { Box } from "./node.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {import("../layout/structure.js").Group} Group */
/** @typedef {{x: number, y: number}} Place */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */

export class GroupView {
  /**
   * @param {Graph} graph
   * @param {Group} group
   * @param {Map<string, Place>} places of "n3" and "o3"
   * @param {boolean} folded
   */
  constructor(graph, group, places, folded) {
    this.graph = graph;
    this.group = group;
    this.places = places;
    this.size = boxSize(folded);
    this.bounds = boundsOf(
      group.boxes.map((id) => place(places, `n${id}`)),
      this.size,
    );
    /** @type {Map<number, Box>} */
    this.boxes = new Map();
    this.nodes = svg("g", { class: "group" });
    this.edges = svg("path", { class: "edge" });
    this.silhouette = svg("g", { class: "silhouette", "data-group": group.name }, ...this.shapes());
    this.attached = false;
    /** @type {string[]} */
    this.curves = [];
    this.result = group.boxes.find((id) => graph.name[id] === group.name);
  }

  /** Creates the elements, a few at a time. */
  *build() {
    for (const [i, id] of this.group.boxes.entries()) {
      const box = new Box(this.graph, id, { ...place(this.places, `n${id}`), ...this.size });
      this.boxes.set(id, box);
      this.nodes.append(box.element);
      if (this.group.folded) box.element.append(unfoldSign(this.group.name, this.size));
      if (i % 8 === 7) yield;
    }
    for (const id of this.group.ops)
      this.nodes.append(opElement(this.graph, id, place(this.places, `o${id}`)));
    this.edges.setAttribute("d", this.curves.join(""));
    yield;
  }

  /** The boxes of each role as one path. */
  shapes() {
    /** @type {Record<string, string>} */
    const byRole = {};
    const { width, height } = this.size;
    for (const id of this.group.boxes) {
      const { x, y } = place(this.places, `n${id}`);
      const d = `M${x - width / 2},${y - height / 2}h${width}v${height}h${-width}z`;
      byRole[this.graph.role[id]] = `${byRole[this.graph.role[id]] ?? ""}${d}`;
    }
    return Object.entries(byRole).map(([role, d]) => svg("path", { class: `mini ${role}`, d }));
  }

  /**
   * Updates the boxes; a silhouette has the tint of the neuron's output.
   * @param {import("../node/values.js").Shown} shown
   */
  show({ data, grad: grads, mark }) {
    if (this.attached) for (const [id, box] of this.boxes) box.show(data[id], grads[id], mark(id));
    else if (this.result !== undefined) {
      const grad = grads[this.result];
      const name = `silhouette ${tintClass(grad).slice(5)}`;
      if (this.silhouette.getAttribute("class") !== name) this.silhouette.setAttribute("class", name);
      this.silhouette.style.setProperty("--strength", String(grad === null ? 0 : tintStrength(grad)));
    }
  }
}

/** @param {Map<string, Place>} places @param {string} name @returns {Place} */
const place = (places, name) => places.get(name) ?? { x: 0, y: 0 };

/** @param {Place[]} middles @param {{width: number, height: number}} size @returns {Rect} */
function boundsOf(middles, { width, height }) {
  const [xs, ys] = [middles.map(({ x }) => x), middles.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - width / 2, Math.min(...ys) - height / 2];
  return {
    x: left,
    y: top,
    width: Math.max(...xs) + width / 2 - left,
    height: Math.max(...ys) + height / 2 - top,
  };
}

/** @param {Graph} graph @param {number} id @param {Place} place */
function opElement({ op, k }, id, { x, y }) {
  const { width, height } = opSize(op[id]);
  const text = op[id] === "**" ? `**${k[id]}` : op[id];
  return svg(
    "g",
    { class: "op", "data-op": id, transform: `translate(${x},${y})` },
    svg("ellipse", { rx: width / 2, ry: height / 2 }),
    svg("text", {}, text),
  );
}

/** The plus sign in the corner of a folded neuron. @param {string} name @param {{width: number, height: number}} size */
function unfoldSign(name, { width, height }) {
  return svg(
    "g",
    { class: "fold-sign", "data-fold": name, transform: `translate(${width / 2 - 9},${9 - height / 2})` },
    svg("title", {}, `Unfold ${name}`),
    svg("rect", { x: -8, y: -8, width: 16, height: 16, rx: 3 }),
    svg("path", { d: "M-3,0h6M0,-3v6" }),
  );
}
