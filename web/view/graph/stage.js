/** The graph's stage: the SVG with the scene, its overlays, and the level of detail. */

import { el, svg } from "../dom.js";
import { MoveMarks } from "./current-move.js";
import { Marks } from "./highlight.js";
import { makeLabels, placeLabels } from "./labels.js";
import { makeMinimap } from "./minimap.js";
import { makeTip } from "./tip.js";
import { Viewport } from "./zoom.js";

/** @typedef {import("./scene.js").Scene} Scene */

/** The scales from which numbers, names and formulas are legible: their letters are then at least 8 pixels high. */
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
    this.moveMarks = new MoveMarks();
    this.tip = makeTip();
    this.viewport = new Viewport(this.svg, (transform) => this.moved(transform));
    this.minimap = makeMinimap(this.viewport);
    this.element = el("div", { className: "graph-stage" }, this.svg, this.minimap.element, this.tip.element);
    new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width > 0) this.viewport.resize(contentRect.width, contentRect.height);
    }).observe(this.element);
    this.slice = 0;
    this.more = 0;
    /** Called when nodes come into view whose numbers are not up to date. */
    this.onCame = () => {};
  }

  /**
   * Replaces the scene.
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

  /** Gives the boxes in view, and no others, as much text as is legible. */
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
   * @param {import("./current-move.js").Move | null} move the current move of a walk
   */
  mark(selected, hovered, move) {
    if (!this.scene) return;
    this.marks.show(this.scene, selected, hovered);
    this.moveMarks.show(this.scene, move);
    const box = this.scene.boxOf(hovered); // the walk's own line tells of its move, where it hides nothing
    if (box) this.scene.freshen(box);
    this.tip.show(box && (this.detail < 2 || box.name !== hovered) ? box : undefined, this.viewport);
  }

  /** Brings a box into view; does nothing if it is visible. @param {string | null} name */
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

/** The arrow heads of highlighted edges. */
function arrows() {
  const shape = { viewBox: "0 0 8 8", refX: 7, refY: 4, orient: "auto-start-reverse" };
  const marker = (/** @type {string} */ kind, /** @type {number} */ size, units = "userSpaceOnUse") =>
    svg(
      "marker",
      { id: `arrow-${kind}`, ...shape, markerWidth: size, markerHeight: size, markerUnits: units },
      svg("path", { class: `head ${kind}`, d: "M0,0.8L8,4L0,7.2z" }),
    );
  return svg("defs", {}, marker("operand", 7), marker("consumer", 7), marker("current", 9));
}
