/** A folded group as one card: a picture of what its result sees over the plane, its name, its data and its gradient. */

import { setText, svg } from "../dom.js";
import { NodeElement } from "./node-element.js";

/** Of the picture, in the scene's units; a compact card has a small one beside its name. */
const THUMBNAIL = { wide: 17, compact: 13 };
/** The room for a number of seven characters. */
const NUMBER = 51;

export class Card extends NodeElement {
  /**
   * @param {import("../../protocol/verbs.js").Graph} graph
   * @param {number} id of the result
   * @param {import("./node-element.js").Place} place
   * @param {{compact: boolean, picture: boolean, wide?: boolean, attribute?: string}} look an input has no picture and, unless
   *   wide, no room for its gradient
   */
  constructor(graph, id, place, { compact, picture, wide = picture, attribute }) {
    const [right, top] = [place.width / 2, -place.height / 2];
    const slim = compact || !wide;
    const tinted = slim ? 5 : NUMBER + 6;
    const tint = { x: right - tinted, y: top, width: tinted, height: place.height };
    super(graph, id, place, { kind: "node card", tint, attribute });
    const side = THUMBNAIL[compact ? "compact" : "wide"];
    const row = compact ? -7.5 : 0;
    this.image = picture
      ? svg("image", { x: 2 - right, y: row - side / 2, width: side, height: side })
      : null;
    const nameX = (picture ? side + 5 : 5) - right;
    const dataX = right - (slim ? 8 : NUMBER + 12);
    this.dataText = svg("text", { class: "data", x: dataX, y: compact ? 7.5 : 0 });
    this.gradText = slim ? null : svg("text", { class: "grad", x: right - 3 });
    this.element.append(
      ...(this.image ? [this.image] : []),
      svg("text", { class: "name", x: nameX, y: row }, this.name),
      this.dataText,
      ...(this.gradText ? [this.gradText] : []),
    );
  }

  /** @override */
  write() {
    super.write();
    const [data, grad] = this.numbers;
    setText(this.dataText, data);
    if (this.gradText) setText(this.gradText, grad);
  }

  /** @param {string} url an image of its data over the plane */
  see(url) {
    if (this.image?.getAttribute("href") !== url) this.image?.setAttribute("href", url);
  }
}
