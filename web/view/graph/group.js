/** A neuron, or another group, in the scene: one card, or its boxes with the operations and edges between them. */

import { svg } from "../dom.js";
import { boxSize } from "../layout/arrange.js";
import { opSize } from "../layout/dot.js";
import { INPUTS } from "../layout/structure.js";
import { Card } from "./card.js";
import { Box } from "./node.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {import("../layout/structure.js").Group} Group */
/** @typedef {import("../layout/structure.js").Picture} Picture */
/** @typedef {{x: number, y: number}} Place */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */

export class GroupView {
  /**
   * @param {Graph} graph
   * @param {Picture} picture
   * @param {Group} group
   * @param {Map<string, Place>} places of "n3" and "o3"
   * @param {Rect} bounds
   */
  constructor(graph, picture, group, places, bounds) {
    this.graph = graph;
    this.picture = picture;
    this.group = group;
    this.places = places;
    this.bounds = bounds;
    this.size = boxSize(picture, group);
    /** @type {Map<number, Box | Card>} */
    this.boxes = new Map();
    this.nodes = svg("g", { class: "group" });
    this.edges = svg("path", { class: "edge" });
    /** Whether it is in the document. */
    this.attached = false;
    /** Whether it is drawn: in view, or lately. */
    this.drawn = true;
    this.inView = true;
    /** @type {string[]} */
    this.curves = [];
  }

  /** Creates the elements, a few at a time. */
  *build() {
    const { graph, group, picture } = this;
    for (const [i, id] of group.boxes.entries()) {
      const at = { ...place(this.places, `n${id}`), ...this.size };
      const look = { compact: picture.compact, picture: group.name !== INPUTS };
      const box = group.folded ? new Card(graph, id, at, look) : new Box(graph, id, at);
      this.boxes.set(id, box);
      this.nodes.append(box.element);
      if (picture.folded && !group.folded && graph.name[id] === group.name) {
        box.element.append(closeSign(group.name, this.size));
      }
      if (i % 8 === 7) yield;
    }
    for (const id of group.ops) this.nodes.append(opElement(graph, id, place(this.places, `o${id}`)));
    this.edges.setAttribute("d", this.curves.join(""));
    yield;
  }

  /** The boxes of each role as one path, for the minimap. */
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

  /** @param {boolean} drawn */
  setDrawn(drawn) {
    this.drawn = drawn;
    for (const element of [this.nodes, this.edges]) element.toggleAttribute("hidden", !drawn);
    if (!drawn) for (const box of this.boxes.values()) box.strip();
  }

  /** @param {import("../node/values.js").Shown} shown @param {boolean} unseen whether also while it is out of view */
  show(shown, unseen) {
    if (!this.attached || !(this.inView || unseen)) return;
    for (const box of this.boxes.values()) box.show(shown, unseen);
  }
}

/** @param {Map<string, Place>} places @param {string} name @returns {Place} */
const place = (places, name) => places.get(name) ?? { x: 0, y: 0 };

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

/** The minus sign in the corner of an open group's result. @param {string} name @param {{width: number, height: number}} size */
function closeSign(name, { width, height }) {
  return svg(
    "g",
    { class: "fold-sign", "data-fold": name, transform: `translate(${width / 2 - 9},${9 - height / 2})` },
    svg("title", {}, `Close ${name} to a card`),
    svg("rect", { x: -7, y: -7, width: 14, height: 14, rx: 3 }),
    svg("path", { d: "M-3,0h6" }),
  );
}
