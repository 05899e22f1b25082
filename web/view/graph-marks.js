/** What the selection and the pointer light up: the node, its edges, and the nodes at their other ends. */

import { consumersOf } from "./graph-structure.js";

/** @typedef {import("./graph-scene.js").Scene} Scene */
/** @typedef {import("./graph-node.js").Box} Box */

const MARKS = ["selected", "hovered", "operand", "consumer"];

export class Marks {
  constructor() {
    /** @type {Set<Box>} */
    this.marked = new Set();
  }

  /**
   * @param {Scene} scene
   * @param {string | null} selected
   * @param {string | null} hovered
   */
  show(scene, selected, hovered) {
    for (const box of this.marked) box.element.classList.remove(...MARKS);
    this.marked.clear();
    const [chosen, pointed] = [scene.boxOf(selected), scene.boxOf(hovered)];
    const lit = pointed ?? chosen;
    if (lit) this.markNeighbours(scene, lit);
    this.mark(chosen, "selected");
    this.mark(pointed, "hovered");
    scene.element.classList.toggle("has-lit", lit !== undefined);
    scene.lightEdges(lit);
  }

  /** @param {Scene} scene @param {Box} box */
  markNeighbours(scene, { id }) {
    const { graph, picture } = scene;
    const operands = new Set(graph.prev[id]);
    const consumers = new Set(consumersOf(graph, id).map(({ consumer }) => consumer));
    for (const { from, to } of picture.edges) {
      if (to === `n${id}`) operands.add(Number(from.slice(1)));
      if (from === `n${id}`) consumers.add(Number(to.slice(1)));
    }
    operands.delete(id);
    for (const operand of operands) this.mark(scene.box(operand), "operand");
    for (const consumer of consumers) this.mark(scene.box(consumer), "consumer");
  }

  /** @param {Box | undefined} box @param {string} mark */
  mark(box, mark) {
    if (!box) return;
    box.element.classList.add(mark);
    this.marked.add(box);
  }
}
