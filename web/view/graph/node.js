/** A node's box in an open group: its name over its data and its gradient. Its texts are there only while it is in view. */

import { outputOf } from "../../protocol/nodes.js";
import { setText, svg } from "../dom.js";
import { boxNumber, tintClass, tintStrength } from "../node/values.js";
import { formula } from "../node/words.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/** A place in the scene; x and y are its middle. @typedef {{x: number, y: number, width: number, height: number}} Place */

/** From this level of detail on, a box has its formula in place of its name. */
const FORMULA = 2;

export class Box {
  /**
   * @param {Graph} graph
   * @param {number} id
   * @param {Place} place
   */
  constructor(graph, id, { x, y, width, height }) {
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
    this.id = id;
    this.name = graph.name[id];
    /** @type {number | null} */
    this.data = null;
    /** @type {number | null} */
    this.grad = null;
    this.strength = 0;
    /** @type {import("../node/values.js").Mark} */
    this.mark = "";
    this.caption = captionOf(graph, id);
    const [left, top] = [-width / 2, -height / 2];
    this.tint = svg("rect", { class: "tint", x: 0, y: 0, width: -left, height: height / 2 });
    this.element = svg(
      "g",
      {
        class: `node ${graph.role[id]}`,
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
    );
    /** @type {{name: Text, data: Text, grad: Text} | null} */
    this.texts = null;
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
    this.showTint(grad, top);
    if (mark !== this.mark) {
      if (this.mark) this.element.classList.remove(this.mark);
      if (mark) this.element.classList.add(mark);
      this.mark = mark;
    }
    const changed = data !== this.data || grad !== this.grad;
    this.data = data;
    this.grad = grad;
    if (changed) this.write();
  }

  /** @param {number | null} grad @param {number} top */
  showTint(grad, top) {
    const strength = grad === null ? 0 : tintStrength(grad, top);
    if (strength !== this.strength) this.tint.style.setProperty("--strength", String(strength));
    this.strength = strength;
    const name = tintClass(grad);
    if (this.tint.getAttribute("class") !== name) this.tint.setAttribute("class", name);
  }

  write() {
    if (!this.texts) return;
    const blank = this.data === null;
    setText(this.texts.data, blank ? "" : boxNumber(this.data));
    setText(this.texts.grad, blank ? "" : boxNumber(this.grad));
  }

  /** Creates the texts, or removes them at level 0, which is out of view. @param {number} detail */
  setDetail(detail) {
    if (detail === 0) {
      for (const text of this.texts ? this.element.querySelectorAll("text") : []) text.remove();
      this.texts = null;
      return;
    }
    if (!this.texts) this.addTexts();
    if (this.texts) setText(this.texts.name, detail >= FORMULA ? this.caption : this.name);
  }

  addTexts() {
    const texts = { name: new Text(this.name), data: new Text(), grad: new Text() };
    this.element.append(
      svg("text", { class: "name", y: -7 }, texts.name),
      svg("text", { class: "data", x: -this.width / 4, y: 8 }, texts.data),
      svg("text", { class: "grad", x: this.width / 4, y: 8 }, texts.grad),
    );
    this.texts = texts;
    this.write();
  }

  /** Says the numbers in the accessible name; not in every frame of a run, since a screen reader rebuilds what it knows. */
  tell() {
    const { label } = this;
    if (this.element.getAttribute("aria-label") !== label) this.element.setAttribute("aria-label", label);
  }

  get label() {
    return `${this.name}, data ${boxNumber(this.data)}, grad ${boxNumber(this.grad)}`;
  }
}

/** The name and its formula, with the neuron's own name left out of its parts. @param {Graph} graph @param {number} id */
export function captionOf(graph, id) {
  const name = graph.name[id];
  const neuron = graph.name[outputOf(graph, id)] ?? name;
  const short = (/** @type {number} */ i) => graph.name[i].replace(`${neuron}.`, "");
  const made = formula(graph, id, short);
  return made && made.replaceAll(" ", "") !== short(id) ? `${short(id)} = ${made}` : name;
}
