/** The pictures on the cards: what each neuron sees over the plane. */

import { themeColours } from "../colours.js";
import { fieldImage, scaleOf } from "../node/field-image.js";

/** @typedef {import("../../state/thumbnails.js").Thumbnail} Thumbnail */

export class Thumbnails {
  /** @param {Element} root whose theme they have */
  constructor(root) {
    this.root = root;
    this.canvas = document.createElement("canvas");
    /** What is shown, by node. @type {Map<string, Thumbnail>} */
    this.shown = new Map();
    new MutationObserver(() => this.forget()).observe(document.documentElement, {
      attributeFilter: ["data-theme"],
    });
  }

  /** Shows all of them again: the theme or the scene is another one. */
  forget() {
    this.shown.clear();
  }

  /** @param {import("./scene.js").Scene} scene @param {import("../../state/types.js").State} state */
  show(scene, { answers: { thumbnails } }) {
    for (const thumbnail of Object.values(thumbnails)) {
      if (this.shown.get(thumbnail.node) === thumbnail) continue;
      this.shown.set(thumbnail.node, thumbnail);
      if (thumbnail.field.length === 0) continue;
      scene.see(thumbnail.node, this.paint(thumbnail));
    }
  }

  /** @param {Thumbnail} thumbnail @returns {string} a data: URL */
  paint({ field, side }) {
    this.canvas.width = this.canvas.height = side;
    const picture = { data: field, columns: side, rows: side, scale: scaleOf(field) };
    this.canvas.getContext("2d")?.putImageData(fieldImage(picture, themeColours(this.root)), 0, 0);
    return this.canvas.toDataURL();
  }
}
