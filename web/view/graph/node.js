/** A node's box in an open group: its name over its data and its gradient. It has texts from when it comes into view until its group is removed. */

import { setText, svg } from "../dom.js";
import { NodeElement } from "./node-element.js";

/** From this level of detail on, a box has its formula in place of its name. */
const FORMULA = 2;

export class Box extends NodeElement {
  /**
   * @param {import("../../protocol/verbs.js").Graph} graph
   * @param {number} id
   * @param {import("./node-element.js").Place} place
   */
  constructor(graph, id, place) {
    const [width, height] = [place.width / 2, place.height / 2];
    super(graph, id, place, { kind: "node", tint: { x: 0, y: 0, width, height } });
    /** @type {{name: Text, data: Text, grad: Text} | null} */
    this.texts = null;
  }

  /** @override */
  write() {
    super.write();
    if (!this.texts) return;
    const [data, grad] = this.numbers;
    setText(this.texts.data, data);
    setText(this.texts.grad, grad);
  }

  /** Creates the texts when it first comes into view. @override @param {number} detail */
  setDetail(detail) {
    if (detail > 0 && !this.texts) this.addTexts();
    super.setDetail(detail);
    if (this.texts && detail > 0) setText(this.texts.name, detail >= FORMULA ? this.caption : this.name);
  }

  /** @override */
  strip() {
    for (const text of this.texts ? this.element.querySelectorAll("text") : []) text.remove();
    this.texts = null;
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
}
