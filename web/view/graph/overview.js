/**
 * The graph from far away, where the text of its boxes could not be read: one card for each group, at the group's own
 * place, and one line for each weight. The cards keep their size on the screen.
 */

import { svg } from "../dom.js";
import { cardSize, curvePath, INPUT_CARD } from "../layout/arrange.js";
import { foldedEdges, INPUTS } from "../layout/structure.js";
import { Card } from "./card.js";
import { WeightLines } from "./weights.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */
/** @typedef {import("./group.js").GroupView} GroupView */

/** A card's place in the scene, and how far from there it is on the screen. @typedef {{card: Card, x: number, y: number, aside: number, below: number}} Placed */

/** Between two cards on the screen, in pixels. */
const APART = 4;

export class Overview {
  /** @param {Graph} graph @param {GroupView[]} groups of an unfolded picture */
  constructor(graph, groups) {
    this.lines = svg("g", { class: "edges" });
    this.cards = svg("g", { class: "nodes" });
    this.element = svg("g", { class: "overview" }, this.lines, this.cards);
    /** Each card's place in the scene: where its results leave the group, or the inputs begin. @type {Placed[]} */
    this.placed = groups.flatMap(({ group, bounds }) => {
      const { x, y, width, height } = bounds;
      const shown = group.boxes.filter((id) => group.name === INPUTS || graph.name[id] === group.name);
      return shown.map((id, i) => {
        const inputs = group.name === INPUTS;
        const look = { compact: false, picture: !inputs, attribute: "data-card" };
        const size = inputs ? INPUT_CARD : cardSize(group.letters);
        const card = new Card(graph, id, { x: 0, y: 0, ...size }, look);
        const below = (i - (shown.length - 1) / 2) * (card.height + APART);
        const aside = (inputs ? 1 : -1) * (card.width / 2);
        return { card, x: inputs ? x : x + width, y: y + height / 2, aside, below };
      });
    });
    this.weights = new WeightLines();
    this.cards.append(...this.placed.map(({ card }) => card.element));
    /** The least scale at which no card covers another. */
    this.least = leastScale(this.placed);
  }

  /** Draws the lines, a few between two yields. @param {Graph} graph @param {GroupView[]} groups */
  *build(graph, groups) {
    const at = new Map(this.placed.map(({ card, x, y }) => [card.id, [x, y]]));
    for (const { group } of groups) {
      for (const { from, to, weight } of foldedEdges(graph, group)) {
        const [[x1, y1], [x2, y2]] = [from, to].map((name) => at.get(Number(name.slice(1))) ?? [0, 0]);
        const middle = (x1 + x2) / 2;
        const path = svg("path", { class: "weight", d: curvePath([x1, y1, middle, y1, middle, y2, x2, y2]) });
        this.lines.append(path);
        this.weights.add(path, weight);
      }
      yield;
    }
  }

  /** @param {number} k the scale */
  moved(k) {
    const size = (1 / k).toFixed(4);
    this.element.style.setProperty("--zoom", size);
    for (const { card, x, y, aside, below } of this.placed) {
      card.element.setAttribute(
        "transform",
        `translate(${x},${y})scale(${size})translate(${aside},${below})`,
      );
    }
  }

  /** @param {import("../node/values.js").Shown} shown @param {boolean} atOnce whether many lines, too, change at once */
  show(shown, atOnce) {
    for (const { card } of this.placed) card.show(shown);
    this.weights.show(shown.data, atOnce);
  }
}

/** @param {Placed[]} placed */
function leastScale(placed) {
  let least = 0;
  for (const [i, a] of placed.entries()) {
    for (const b of placed.slice(i + 1)) {
      if (a.x === b.x && a.y === b.y) continue; // the inputs, which are below each other at every scale
      const wide = ((a.card.width + b.card.width) / 2 + APART + a.aside - b.aside) / Math.abs(a.x - b.x);
      const high = ((a.card.height + b.card.height) / 2 + APART) / Math.abs(a.y - b.y);
      least = Math.max(least, Math.min(wide, high));
    }
  }
  return least;
}
