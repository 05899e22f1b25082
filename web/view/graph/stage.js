/** The graph's stage: the pane in which the scene is moved, its overlays, and the level of detail. */

import { el, svg } from "../dom.js";
import { Marks } from "./highlight.js";
import { makeMinimap } from "./minimap.js";
import { readableScale } from "./scene.js";
import { MoveMarks } from "./walk/current-move.js";
import { Pins, partsOf, union } from "./walk/pins.js";
import { Viewport } from "./zoom.js";

/** @typedef {import("./scene.js").Scene} Scene */

/** The scale from which a box has its formula in place of its name. */
const FORMULA = 1.8;
const SLICE = 8;

export class Stage {
  constructor() {
    /** What is shown until a scene is complete. @type {Element | null} */
    this.drawn = null;
    this.pins = new Pins();
    /**
     * What takes the pointer and the focus. The scene is an SVG of its own, moved and scaled from outside by CSS: a transform
     * within an SVG lays out all its text anew whenever the scale changes.
     */
    this.pane = el(
      "div",
      { className: "stage-pane", role: "group", "aria-label": "Nodes and operations", "data-detail": 0 },
      svg("svg", { class: "overlay" }, arrows(), this.pins.element),
    );
    /** @type {Scene | null} */
    this.scene = null;
    /** 0 is the overview, 1 names and numbers, 2 formulas in place of names. */
    this.detail = 0;
    this.marks = new Marks();
    this.moveMarks = new MoveMarks();
    this.viewport = new Viewport(this.pane, (transform) => this.moved(transform));
    this.minimap = makeMinimap(this.viewport);
    this.element = el("div", { className: "graph-stage" }, this.pane);
    new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width === 0) return;
      this.viewport.resize(contentRect.width, contentRect.height);
      this.moved(this.viewport.transform); // another part of the scene is in view
      this.onResize();
    }).observe(this.element);
    this.slice = 0;
    this.more = 0;
    /** Called when nodes come into view whose numbers are not up to date. */
    this.onCame = () => {};
    /** Called when the size has changed. */
    this.onResize = () => {};
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
    else this.pane.prepend(scene.element);
    this.viewport.show(scene, Boolean(alike) && !this.viewport.fitted);
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

  /** Shows something until a scene is complete. @param {Element | null} drawn */
  cover(drawn) {
    if (!drawn || this.scene) return;
    this.drawn = drawn;
    this.pane.prepend(drawn);
  }

  /** @param {Scene} scene */
  finish(scene) {
    this.drawn?.remove();
    this.minimap.draw(scene);
    this.moved(this.viewport.transform);
  }

  /** @param {import("./zoom.js").Transform} transform */
  moved(transform) {
    const { k, x, y } = transform;
    if (this.scene) this.scene.element.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    this.minimap.update();
    this.pins.place(this.viewport);
    this.updateDetail();
  }

  /** Gives the boxes in view, and no others, as much text as is legible. */
  updateDetail() {
    const { scene } = this;
    if (!scene) return;
    const { k } = this.viewport.transform;
    const far = scene.overview !== null && k < readableScale() - 1e-6;
    scene.setFar(far);
    if (far) scene.overview?.moved(k);
    this.detail = far ? 0 : k < FORMULA ? 1 : 2;
    this.pane.setAttribute("data-detail", String(this.detail));
    // from far away no node can take the focus: the graph takes it, and leads to a node
    this.pane.setAttribute("tabindex", far || scene.large ? "0" : "-1");
    const view = this.viewport.visible();
    const { x, y, width, height } = view;
    if (scene.cull(view, far) > 0) {
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
   * @param {import("../../state/types.js").SelectionState} selection
   * @param {import("./walk/current-move.js").Move | null} move the current move of a walk
   */
  mark({ node, hovered, lit }, move) {
    if (!this.scene) return;
    this.marks.show(this.scene, node, hovered, lit);
    this.moveMarks.show(this.scene, move);
    this.pins.show(this.scene, move, this.viewport);
    const box = this.scene.boxOf(hovered);
    if (box) this.scene.freshen(box);
  }

  /**
   * Follows a walk: brings the operation of its move into view with what it reads and what it makes, near enough to be
   * read. What is further away than the panel is wide is pinned to its border.
   * @param {import("./walk/current-move.js").Move | null} move
   * @param {boolean} smooth
   */
  follow(move, smooth) {
    const { scene, viewport } = this;
    const parts = move && scene ? partsOf(scene, move) : null;
    if (!parts) return;
    const all = union([parts.result, ...parts.operands.map(({ at }) => at)]);
    const whole = viewport.holds(all, readableScale());
    const wanted = whole ? all : parts.result;
    if (viewport.transform.k < readableScale() || !viewport.shows(wanted)) {
      viewport.frame(wanted, {
        least: readableScale(),
        largest: Math.max(1.2, Math.min(viewport.transform.k, 2)),
        smooth,
      });
    }
  }

  /** Brings a box into view; does nothing if it is visible. @param {string | null} name */
  reveal(name) {
    const rect = this.rectOf(name);
    if (rect && !this.viewport.shows(rect)) this.viewport.centre(rect);
  }

  /** @param {string | null} name */
  rectOf(name) {
    return this.scene?.boxOf(name)?.rect;
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
