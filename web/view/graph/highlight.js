/** Highlights the selected and the hovered node, their edges, and the nodes at the other ends. */

import { consumersOf, isHidden } from "../../protocol/nodes.js";
import { groupOf } from "../layout/structure.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Box} Box */

const MARKS = ["selected", "hovered", "operand", "consumer"];

/** The groups of all nodes that a node depends on. @param {import("../../protocol/verbs.js").Graph} graph @param {number} id */
export function groupsBelow(graph, id) {
  const { prev } = graph;
  const seen = new Set([id]);
  // operands come before their results, so one pass downwards finds them all
  for (let i = id; i >= 0; i--) if (seen.has(i)) for (const operand of prev[i]) seen.add(operand);
  return new Set([...seen].map((i) => groupOf(graph, i)));
}

export class Marks {
  constructor() {
    /** @type {Set<Box>} */
    this.marked = new Set();
  }

  /**
   * @param {Scene} scene
   * @param {string | null} selected
   * @param {string | null} hovered
   * @param {string[]} lit more nodes, such as those of a histogram's bin
   */
  show(scene, selected, hovered, lit) {
    for (const box of this.marked) box.element.classList.remove(...MARKS);
    this.marked.clear();
    const [chosen, pointed] = [scene.boxOf(selected), scene.boxOf(hovered)];
    const middle = pointed ?? chosen;
    if (middle) this.markNeighbours(scene, middle);
    this.mark(chosen, "selected");
    this.mark(pointed, "hovered");
    for (const name of lit) this.mark(scene.boxOf(name), "hovered");
    this.frameSubgraph(scene, middle);
    scene.element.classList.toggle("has-lit", middle !== undefined);
    scene.lightEdges(middle);
  }

  /** Highlights a hidden neuron's subgraph: its frame, and those of the neurons on which it depends. @param {Scene} scene @param {Box | undefined} lit */
  frameSubgraph(scene, lit) {
    const groups = lit && isHidden(scene.graph, lit.id) ? groupsBelow(scene.graph, lit.id) : new Set();
    for (const hull of scene.hulls.children) {
      hull.classList.toggle("below", groups.has(hull.getAttribute("data-group")));
    }
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
