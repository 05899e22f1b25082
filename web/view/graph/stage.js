/** The place of the picture: the SVG, what stands around the scene in it, and how near the scene is. */

import { el, svg } from "../dom.js";
import { MoveMarks } from "./current-move.js";
import { Marks } from "./highlight.js";
import { makeLabels, placeLabels } from "./labels.js";
import { makeMinimap } from "./minimap.js";
import { makeTip } from "./tip.js";
import { Viewport } from "./zoom.js";

/** @typedef {import("./scene.js").Scene} Scene */

/** From which scale on numbers, names and formulas can be read: their letters are then at least 8 pixels high. */
const DETAIL = { full: [0.72, 1.12, 1.8], folded: [0.62, 0.62, 1.7] };
const SLICE = 8;

export class Stage {
  constructor() {
    this.svg = svg("svg", {
      class: "stage-svg",
      role: "group",
      "aria-label": "Nodes and operations",
      "data-detail": 0,
    });
    this.labelLayer = svg("g", { class: "labels" });
    this.svg.append(arrows(), this.labelLayer);
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {import("./labels.js").Label[]} */
    this.labels = [];
    this.detail = 0;
    this.marks = new Marks();
    this.turns = new MoveMarks();
    this.tip = makeTip();
    this.viewport = new Viewport(this.svg, (transform) => this.moved(transform));
    this.minimap = makeMinimap(this.viewport);
    this.element = el("div", { className: "graph-stage" }, this.svg, this.minimap.element, this.tip.element);
    new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width > 0) this.viewport.resize(contentRect.width, contentRect.height);
    }).observe(this.element);
    this.slice = 0;
    this.more = 0;
    /** Called when nodes come into sight that have not been shown their numbers. */
    this.onCame = () => {};
  }

  /**
   * Puts another scene in the place of the old one.
   * @param {Scene} scene
   * @param {() => void} onPiece called after every piece that was built
   */
  setScene(scene, onPiece) {
    const old = this.scene;
    const alike = old && old.folded === scene.folded && groupNames(old) === groupNames(scene);
    cancelAnimationFrame(this.slice);
    this.scene = scene;
    if (old) old.element.replaceWith(scene.element);
    else this.svg.insertBefore(scene.element, this.labelLayer);
    if (alike && !this.viewport.fitted)
      this.viewport.scene = { x: 0, y: 0, width: scene.width, height: scene.height };
    else this.viewport.show(scene.width, scene.height);
    this.labels = [];
    this.labelLayer.replaceChildren();
    const build = () => {
      const complete = scene.advance(performance.now() + SLICE);
      if (complete) this.finish(scene);
      else this.slice = requestAnimationFrame(build);
      this.updateDetail();
      onPiece();
    };
    build();
    this.moved(this.viewport.transform);
  }

  /** @param {Scene} scene */
  finish(scene) {
    this.labels = makeLabels(scene, this.viewport.fitScale());
    this.labelLayer.replaceChildren(...this.labels.map(({ element }) => element));
    this.minimap.draw(scene);
    this.moved(this.viewport.transform);
  }

  /** @param {import("./zoom.js").Transform} transform */
  moved(transform) {
    const { k, x, y } = transform;
    this.scene?.element.setAttribute("transform", `translate(${x},${y})scale(${k})`);
    placeLabels(this.labels, transform);
    this.minimap.update();
    this.updateDetail();
    this.tip.show(undefined, this.viewport);
  }

  /** Texts for the boxes in sight and for no others, as much of them as can be read. */
  updateDetail() {
    const { scene } = this;
    if (!scene) return;
    const { k } = this.viewport.transform;
    const steps = scene.folded ? DETAIL.folded : DETAIL.full;
    this.detail = steps.filter((step) => k >= step).length;
    this.svg.setAttribute("data-detail", String(this.detail));
    const view = this.viewport.visible();
    const { x, y, width, height } = view;
    if (scene.cull(view, k) > 0) {
      this.onCame();
      cancelAnimationFrame(this.more);
      this.more = requestAnimationFrame(() => this.updateDetail());
    }
    for (const box of scene.present()) {
      const [dx, dy] = [Math.abs(box.x - x - width / 2), Math.abs(box.y - y - height / 2)];
      const inSight = dx < (width + box.width) / 2 && dy < (height + box.height) / 2;
      box.setDetail(inSight ? this.detail : 0);
    }
  }

  /**
   * @param {string | null} selected
   * @param {string | null} hovered
   * @param {import("./current-move.js").Turn | null} turn the move that is being made
   */
  mark(selected, hovered, turn) {
    if (!this.scene) return;
    this.marks.show(this.scene, selected, hovered);
    this.turns.show(this.scene, turn);
    const name = hovered ?? (turn && this.scene.graph.name[turn.node]) ?? null;
    const box = this.scene.boxOf(name);
    if (box) this.scene.freshen(box);
    this.tip.show(box && (this.detail < 2 || box.name !== name) ? box : undefined, this.viewport);
  }

  /** Moves only if the box is out of sight. @param {string | null} name */
  reveal(name) {
    const rect = this.rectOf(name);
    if (rect && !this.viewport.shows(rect)) this.viewport.centre(rect);
  }

  /** @param {string | null} name */
  rectOf(name) {
    const box = this.scene?.boxOf(name);
    return (
      box && { x: box.x - box.width / 2, y: box.y - box.height / 2, width: box.width, height: box.height }
    );
  }
}

/** @param {Scene} scene */
const groupNames = ({ picture }) => picture.groups.map(({ name, folded }) => `${name}${folded}`).join();

/** The heads of lit edges. */
function arrows() {
  const shape = { viewBox: "0 0 8 8", refX: 7, refY: 4, orient: "auto-start-reverse" };
  const marker = (/** @type {string} */ kind, /** @type {number} */ size, units = "userSpaceOnUse") =>
    svg(
      "marker",
      { id: `arrow-${kind}`, ...shape, markerWidth: size, markerHeight: size, markerUnits: units },
      svg("path", { class: `head ${kind}`, d: "M0,0.8L8,4L0,7.2z" }),
    );
  return svg("defs", {}, marker("operand", 7), marker("consumer", 7), marker("turn", 9));
}
