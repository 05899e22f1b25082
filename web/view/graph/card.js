/** A folded group as one card: a picture of what its result sees over the plane, its name, its data and its gradient. */

import { setText, svg } from "../dom.js";
import { boxNumber, tintClass, tintStrength } from "../node/values.js";
import { captionOf } from "./node.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {import("./node.js").Place} Place */

/** Of the picture, in the scene's units; a compact card has a small one beside its name. */
const THUMBNAIL = { wide: 17, compact: 13 };
/** The room for a number of seven characters. */
const NUMBER = 51;

export class Card {
  /**
   * @param {Graph} graph
   * @param {number} id of the result
   * @param {Place} place
   * @param {{compact: boolean, picture: boolean, wide?: boolean}} look an input has no picture and, unless wide, no room for
   *   its gradient
   */
  constructor(graph, id, place, { compact, picture, wide = picture }) {
    const { x, y, width, height } = place;
    Object.assign(this, place);
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
    /** @type {import("../node/values.js").Mark} */
    this.mark = "";
    const [left, top] = [-width / 2, -height / 2];
    const slim = compact || !wide;
    const tinted = slim ? 5 : NUMBER + 4;
    const side = THUMBNAIL[compact ? "compact" : "wide"];
    const row = compact ? -7.5 : 0;
    this.image = picture ? svg("image", { x: left + 2, y: row - side / 2, width: side, height: side }) : null;
    this.tint = svg("rect", { class: "tint", x: width / 2 - tinted, y: top, width: tinted, height });
    this.dataText = svg("text", {
      class: "data",
      x: width / 2 - (slim ? 8 : NUMBER + 7),
      y: compact ? 7.5 : 0,
    });
    this.gradText = slim ? null : svg("text", { class: "grad", x: width / 2 - 3 });
    this.element = svg(
      "g",
      {
        class: `node card ${graph.role[id]}`,
        "data-node": this.name,
        "data-id": id,
        "data-arrows": "",
        transform: `translate(${x},${y})`,
        tabindex: -1,
        role: "button",
        "aria-label": this.name,
      },
      svg("rect", { class: "body", x: left, y: top, width, height, rx: 3 }),
      this.tint,
      svg("rect", { class: "frame", x: left, y: top, width, height, rx: 3 }),
      ...(this.image ? [this.image] : []),
      svg("text", { class: "name", x: left + (picture ? side + 5 : 5), y: row }, this.name),
      this.dataText,
      ...(this.gradText ? [this.gradText] : []),
    );
  }

  /**
   * @param {number | null} data null where it is not there yet
   * @param {number | null} grad
   * @param {import("../node/values.js").Mark} [mark]
   * @param {number} [top] the gradient that has the full tint
   * @param {boolean} [flat] whether the neuron passes hardly any gradient on
   */
  show(data, grad, mark = "", top = 1, flat = false) {
    this.element.classList.toggle("flat", flat);
    const strength = String(grad === null ? 0 : tintStrength(grad, top));
    if (this.tint.style.getPropertyValue("--strength") !== strength)
      this.tint.style.setProperty("--strength", strength);
    const name = tintClass(grad);
    if (this.tint.getAttribute("class") !== name) this.tint.setAttribute("class", name);
    if (mark !== this.mark) {
      if (this.mark) this.element.classList.remove(this.mark);
      if (mark) this.element.classList.add(mark);
      this.mark = mark;
    }
    this.data = data;
    this.grad = grad;
    setText(this.dataText, data === null ? "" : boxNumber(data));
    if (this.gradText) setText(this.gradText, data === null ? "" : boxNumber(grad));
  }

  /** @param {string} url an image of its data over the plane */
  see(url) {
    if (this.image?.getAttribute("href") !== url) this.image?.setAttribute("href", url);
  }

  setDetail() {}

  /** Says the numbers in the accessible name; not in every frame of a run, since a screen reader rebuilds what it knows. */
  tell() {
    const label = `${this.name}, data ${boxNumber(this.data)}, grad ${boxNumber(this.grad)}`;
    if (this.element.getAttribute("aria-label") !== label) this.element.setAttribute("aria-label", label);
  }
}
