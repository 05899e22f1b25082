/** The operands of a walk's current move that are out of view, pinned to the border where their edges come in. */

import { svg } from "../../dom.js";
import { cardSize } from "../../layout/arrange.js";
import { Card } from "../card.js";

/** @typedef {import("../scene.js").Scene} Scene */
/** @typedef {import("./current-move.js").Move} Move */
/** @typedef {import("../zoom.js").Viewport} Viewport */
/** @typedef {import("../group.js").Rect} Rect */

/** From the border, in pixels. */
const MARGIN = 6;

/** @param {Rect[]} rects @returns {Rect} */
export function union(rects) {
  const [x, y] = [Math.min(...rects.map((r) => r.x)), Math.min(...rects.map((r) => r.y))];
  const right = Math.max(...rects.map((r) => r.x + r.width));
  const bottom = Math.max(...rects.map((r) => r.y + r.height));
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * The places of a move's result, with its operation, and of its operands; null for a move of all nodes.
 * @param {Scene} scene
 * @param {Move} move
 * @returns {{result: Rect, operands: {id: number, at: Rect}[]} | null}
 */
export function partsOf(scene, { node }) {
  const box = scene.box(node);
  if (!box) return null;
  const operands = scene.graph.prev[node].flatMap((id) => {
    const operand = scene.box(id);
    return operand ? { id, at: operand.rect } : [];
  });
  const op = scene.operation(node);
  return { result: union([box.rect, ...(op ? [op] : [])]), operands };
}

export class Pins {
  constructor() {
    this.element = svg("g", { class: "pins", "aria-hidden": "true" });
    /** @type {{card: Card, at: Rect}[]} */
    this.pins = [];
    /** What is pinned, and whether the scene was complete then. @type {{scene: Scene, move: Move | null, complete: boolean} | null} */
    this.of = null;
  }

  /** @param {Scene} scene @param {Move | null} move @param {Viewport} viewport */
  show(scene, move, viewport) {
    const { complete } = scene;
    if (this.of?.scene !== scene || this.of.move !== move || this.of.complete !== complete) {
      const parts = move && !scene.folded ? partsOf(scene, move) : null;
      this.of = { scene, move, complete };
      this.pins = (parts?.operands ?? []).map(({ id, at }) => {
        const name = scene.graph.name[id];
        const look = { compact: false, picture: false, wide: true, attribute: "data-pin" };
        const card = new Card(scene.graph, id, { x: 0, y: 0, ...cardSize(name.length) }, look);
        return { card, at };
      });
      this.element.replaceChildren(...this.pins.map(({ card }) => card.element));
    }
    if (scene.shown) for (const { card } of this.pins) card.show(scene.shown);
    this.place(viewport);
  }

  /** @param {Viewport} viewport */
  place(viewport) {
    const { k, x, y } = viewport.transform;
    const taken = /** @type {number[]} */ ([]);
    for (const { card, at } of this.pins) {
      card.element.toggleAttribute("hidden", viewport.shows(at));
      card.element.classList.toggle("away", !viewport.shows(at));
      if (viewport.shows(at)) continue;
      const [halfX, halfY] = [card.width / 2 + MARGIN, card.height / 2 + MARGIN];
      const left = clamp(k * (at.x + at.width / 2) + x, halfX, viewport.width - halfX);
      let top = clamp(k * (at.y + at.height / 2) + y, halfY, viewport.height - halfY);
      const away = top > viewport.height / 2 ? -1 : 1; // into the view
      while (taken.some((other) => Math.abs(other - top) < card.height + 2)) top += away * (card.height + 3);
      taken.push(top);
      card.element.setAttribute("transform", `translate(${left.toFixed(1)},${top.toFixed(1)})`);
    }
  }
}

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
