/**
 * The graph as SVG. Built once per layout, a few milliseconds at a time; after that only numbers, tints and marks change.
 * The plain edges within a group are one path; one path of all edges between groups would have to be rasterised as a whole for
 * each tile of the screen. Of an unfolded or large graph only the groups in view are drawn, and of a large one in the document.
 */

import { letterScale } from "../../protocol/browser.js";
import { idOf } from "../../protocol/nodes.js";
import { svg } from "../dom.js";
import { curvePath, isOpen } from "../layout/arrange.js";
import { opSize } from "../layout/dot.js";
import { groupOf } from "../layout/structure.js";
import { GroupView } from "./group.js";
import { READABLE_SCALE } from "./limits.js";
import { Overview } from "./overview.js";
import { WeightLines } from "./weights.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {import("../layout/structure.js").Picture} Picture */
/** @typedef {import("../layout/arrange.js").Layout} Layout */
/** @typedef {import("./node.js").Box | import("./card.js").Card} Box */
/** @typedef {import("./group.js").Rect} Rect */

/** Above this many boxes, groups out of view are not even in the document. */
const LARGE = 600;
/** So many boxes come into view in one frame, or one group: more would take too long. */
const AT_ONCE = 100;
/** The same for the frame in which the overview gives way to them. */
const FIRST = 40;
/** So many boxes at most stay drawn when they go out of view. */
const KEPT = 250;

/** The scale from which a box can be read: its letters, 12 high in the scene, are then 10 pixels high, or more by the reader's wish. */
export const readableScale = () => READABLE_SCALE * letterScale();

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
    this.large = picture.boxes.length > LARGE;
    /** @type {Map<string, Box>} */
    this.byName = new Map();
    /** @type {Map<string, Rect>} */
    this.frames = new Map();
    /** @type {import("../node/values.js").Shown | null} */
    this.shown = null;
    this.weights = new WeightLines();
    const places = placesOf(picture, layout);
    this.groups = picture.groups.map((group, i) => {
      const [x, y, width, height] = layout.groups.slice(4 * i, 4 * i + 4);
      return new GroupView(graph, picture, group, places, { x, y, width, height });
    });
    /** What an unfolded graph looks like from far away. */
    this.overview = picture.folded ? null : new Overview(graph, this.groups);
    /** Whether groups out of view are not drawn. */
    this.culls = this.large || this.overview !== null;
    /** The groups that are drawn but out of view, in the order in which they left. @type {Set<GroupView>} */
    this.left = new Set();
    /** Whether the overview is shown, and not the boxes. */
    this.far = false;
    /** The least scale at which everything that is drawn can be read. */
    this.least = this.overview ? Math.min(readableScale(), this.overview.least) : readableScale();
    this.hulls = svg("g", { class: "hulls" });
    this.edges = svg("g", { class: "edges" });
    this.lit = svg("g", { class: "lit" });
    this.move = svg("g", { class: "lit" });
    this.nodes = svg("g", { class: "nodes" });
    const { width, height } = layout;
    this.element = svg("svg", { class: picture.folded ? "scene folded" : "scene full", width, height });
    this.element.append(this.hulls, this.edges, this.lit, this.move, this.nodes);
    this.addHulls();
    if (this.overview) this.element.append(this.overview.element);
    this.pieces = this.build();
    this.complete = false;
  }

  /** Continues building until `deadline`. @param {number} deadline @returns {boolean} whether the scene is complete */
  advance(deadline) {
    while (!this.complete && performance.now() < deadline) this.complete = this.pieces.next().done === true;
    return this.complete;
  }

  *build() {
    if (this.overview) yield* this.overview.build(this.graph, this.groups);
    yield* this.addEdges();
    for (const view of this.groups) {
      if (!this.large) this.attach(view);
      view.setDrawn(!this.culls);
      view.inView = view.drawn;
      yield* view.build();
      for (const box of view.boxes.values()) this.byName.set(box.name, box);
    }
  }

  addHulls() {
    for (const { group, bounds } of this.groups) {
      if (!isOpen(group)) continue;
      this.frames.set(group.name, bounds);
      this.hulls.append(svg("rect", { class: "hull", "data-group": group.name, ...bounds, rx: 6 }));
    }
  }

  /** An edge within a group belongs to the group, any other to the scene. */
  *addEdges() {
    const home = new Map(this.groups.flatMap((view) => view.group.boxes.map((id) => [id, view])));
    for (const [i, { from, to, weight }] of this.picture.edges.entries()) {
      const d = curvePath(this.layout.edges[i]);
      const [start, end] = [from, to].map((name) => home.get(Number(name.slice(1))));
      if (weight < 0 && end && start === end) end.curves.push(d);
      else {
        const path = svg("path", { class: weight < 0 ? "edge" : "weight", d });
        this.edges.append(path);
        if (weight >= 0) this.weights.add(path, weight);
      }
      if (i % 64 === 63) yield;
    }
    this.element.classList.toggle("dense", this.weights.many);
  }

  /**
   * Draws the groups in view, those nearest to its middle first, and the one that has the focus. Those that go out of view
   * stay while there are few: a walk goes back and forth between a neuron and what it reads.
   * @param {Rect} view
   * @param {boolean} far whether the overview is shown instead
   * @returns {number} how many boxes came, and have to be shown their numbers; the others come in the next frames
   */
  cull(view, far) {
    if (!this.culls) return 0;
    /** @type {GroupView[]} */
    const missing = [];
    for (const group of this.groups) {
      const kept = meet(group.bounds, view) || group.nodes.contains(document.activeElement);
      const wanted = !far && group.boxes.size > 0 && kept;
      if (wanted && !group.inView) missing.push(group);
      if (wanted || !group.inView) continue;
      group.inView = false;
      this.left.add(group);
    }
    missing.sort((a, b) => distance(a.bounds, view) - distance(b.bounds, view));
    const most = this.groups.some(({ drawn }) => drawn) ? AT_ONCE : FIRST;
    let came = 0;
    for (const group of missing) {
      if (came > 0 && came + group.boxes.size > most) break;
      this.enter(group);
      came += group.boxes.size;
    }
    this.hideSome(far ? 0 : KEPT);
    return came;
  }

  /** @param {GroupView} group */
  enter(group) {
    this.left.delete(group);
    group.inView = true;
    if (!group.attached) this.attach(group);
    if (!group.drawn) group.setDrawn(true);
  }

  /** Hides groups out of view, the one that left first before the others, until `most` boxes are drawn. @param {number} most */
  hideSome(most) {
    let drawn = 0;
    for (const group of this.groups) if (group.drawn) drawn += group.boxes.size;
    for (const group of this.left) {
      if (drawn <= most) break;
      drawn -= group.boxes.size;
      this.left.delete(group);
      this.hide(group);
    }
  }

  /** @param {GroupView} group */
  attach(group) {
    group.attached = true;
    this.edges.append(group.edges);
    this.nodes.append(group.nodes);
  }

  /** @param {GroupView} group */
  hide(group) {
    group.setDrawn(false);
    if (!this.large) return;
    group.attached = false;
    group.edges.remove();
    group.nodes.remove();
  }

  /**
   * @param {import("../node/values.js").Shown} shown of a graph of the same structure
   * @param {boolean} unseen whether boxes out of view and all lines are updated too, which takes too long for every frame of a played run
   */
  show(shown, unseen) {
    this.shown = shown;
    for (const group of this.groups) group.show(shown, unseen);
    if (this.far) this.overview?.show(shown, unseen);
    this.weights.show(shown.data, unseen);
  }

  /** @param {boolean} far whether the boxes are too far away to be read, and the overview is shown instead */
  setFar(far) {
    if (far === this.far) return;
    this.far = far;
    if (far && this.shown) this.overview?.show(this.shown, true);
  }

  /** Gives every box that is drawn its numbers as its accessible name, for a screen reader that reads the page. */
  tell() {
    for (const box of this.present()) box.tell();
  }

  /** Updates a box that is about to be shown: a large graph does not update boxes out of view. @param {Box} box */
  freshen(box) {
    if (this.shown) box.show(this.shown);
  }

  /** @param {number} id @returns {Box | undefined} */
  box(id) {
    return this.byName.get(this.graph.name[id]);
  }

  /** The place of the ellipse that makes a node. @param {number} id @returns {Rect | null} */
  operation(id) {
    const i = this.picture.ops.indexOf(id);
    if (i < 0) return null;
    const [x, y] = this.layout.ops.slice(2 * i, 2 * i + 2);
    const { width, height } = opSize(this.graph.op[id]);
    return { x: x - width / 2, y: y - height / 2, width, height };
  }

  /** The boxes of the groups in view. */
  *present() {
    for (const group of this.groups) if (group.attached && group.inView) yield* group.boxes.values();
  }

  /** The box of a node: its own, or the card of the group it belongs to. @param {string | null} name */
  boxOf(name) {
    if (name === null) return undefined;
    const id = idOf(this.graph, name);
    return this.byName.get(name) ?? (id < 0 ? undefined : this.byName.get(groupOf(this.graph, id)));
  }

  /** Shows what a group's result sees over the plane. @param {string} name @param {string} url an image */
  see(name, url) {
    const box = this.byName.get(name);
    if (box && "see" in box) box.see(url);
    this.overview?.placed.find(({ card }) => card.name === name)?.card.see(url);
  }

  /**
   * Draws a node's edges again on top of the others: those from its operands and those to its consumers.
   * @param {Box | undefined} box
   */
  lightEdges(box) {
    /** @type {Element[]} */
    const lit = [];
    const ends = new Set(box ? [`n${box.id}`, `o${box.id}`] : []);
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

/** How far a rectangle is from the middle of another. @param {Rect} a @param {Rect} b */
function distance(a, b) {
  const [x, y] = [b.x + b.width / 2, b.y + b.height / 2];
  return Math.hypot(Math.max(a.x - x, 0, x - a.x - a.width), Math.max(a.y - y, 0, y - a.y - a.height));
}

/** @param {Rect} a @param {Rect} b */
const meet = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** @param {Picture} picture @param {Layout} layout */
function placesOf({ boxes, ops }, layout) {
  /** @type {[string, import("./group.js").Place][]} */
  const places = [];
  boxes.forEach((id, i) => {
    places.push([`n${id}`, { x: layout.boxes[2 * i], y: layout.boxes[2 * i + 1] }]);
  });
  ops.forEach((id, i) => {
    places.push([`o${id}`, { x: layout.ops[2 * i], y: layout.ops[2 * i + 1] }]);
  });
  return new Map(places);
}
