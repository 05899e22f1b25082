/** What a box and a card have in common: a place, a tint for the gradient, marks, and an accessible name with the numbers. */

import { svg } from "../dom.js";
import { boxNumber, tintClass, tintStrength } from "../node/values.js";
import { captionOf } from "../node/words.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */

/** A place in the scene; x and y are its middle. @typedef {Rect} Place */

export class NodeElement {
  /**
   * @param {Graph} graph
   * @param {number} id
   * @param {Place} place
   * @param {{kind: string, tint: Rect, attribute?: string}} look its classes, where its tint is, from its middle, and the
   *   attribute that has its name: only those with data-node can take the focus
   */
  constructor(graph, id, { x, y, width, height }, { kind, tint, attribute = "data-node" }) {
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
    this.id = id;
    this.name = graph.name[id];
    this.caption = captionOf(graph, id);
    /** @type {number | null} */
    this.data = null;
    /** @type {number | null} */
    this.grad = null;
    this.strength = 0;
    /** How much of it can be read: 0 is out of view. */
    this.detail = 1;
    /** Whether the numbers have changed since they were written. */
    this.stale = false;
    /** @type {import("../node/values.js").Mark} */
    this.mark = "";
    const body = { x: -width / 2, y: -height / 2, width, height, rx: 3 };
    this.tint = svg("rect", { class: "tint", ...tint });
    this.element = svg(
      "g",
      {
        class: `${kind} ${graph.role[id]}`,
        [attribute]: this.name,
        "data-id": id,
        "data-arrows": "",
        transform: `translate(${x},${y})`,
        ...(attribute === "data-node" ? { tabindex: -1 } : {}),
        role: "button",
        "aria-label": this.name,
      },
      svg("rect", { class: "body", ...body }),
      this.tint,
      svg("rect", { class: "frame", ...body }),
    );
  }

  /** Its rectangle in the scene. @returns {Rect} */
  get rect() {
    const { x, y, width, height } = this;
    return { x: x - width / 2, y: y - height / 2, width, height };
  }

  /**
   * @param {import("../node/values.js").Shown} shown of a graph of the same structure
   * @param {boolean} [unseen] whether the numbers are written also while it is out of view
   */
  show({ data, grad, mark, top, flat }, unseen = false) {
    const { id } = this;
    this.element.classList.toggle("flat", flat(id));
    this.showTint(grad[id], top);
    this.showMark(mark(id));
    if (data[id] !== this.data || grad[id] !== this.grad) this.stale = true;
    this.data = data[id];
    this.grad = grad[id];
    if (this.stale && (this.detail > 0 || unseen)) this.write();
  }

  /** @param {import("../node/values.js").Mark} mark */
  showMark(mark) {
    if (mark === this.mark) return;
    if (this.mark) this.element.classList.remove(this.mark);
    if (mark) this.element.classList.add(mark);
    this.mark = mark;
  }

  /** @param {number | null} grad @param {number} top the gradient that has the full tint */
  showTint(grad, top) {
    const strength = grad === null ? 0 : tintStrength(grad, top);
    if (strength !== this.strength) this.tint.style.setProperty("--strength", String(strength));
    this.strength = strength;
    const name = tintClass(grad);
    if (this.tint.getAttribute("class") !== name) this.tint.setAttribute("class", name);
  }

  /** The two numbers as they are written: blank where forward has not been. */
  get numbers() {
    return this.data === null ? ["", ""] : [boxNumber(this.data), boxNumber(this.grad)];
  }

  /** Writes the numbers. */
  write() {
    this.stale = false;
  }

  /** @param {number} detail */
  setDetail(detail) {
    this.detail = detail;
    if (this.stale && detail > 0) this.write();
  }

  /** Removes what is not needed while it is not drawn. */
  strip() {}

  /** Says the numbers in the accessible name; not in every frame of a run, since a screen reader rebuilds what it knows. */
  tell() {
    const label = `${this.name}, data ${boxNumber(this.data)}, grad ${boxNumber(this.grad)}`;
    if (this.element.getAttribute("aria-label") !== label) this.element.setAttribute("aria-label", label);
  }
}
