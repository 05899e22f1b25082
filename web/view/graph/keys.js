/**
 * Keyboard navigation of the graph: one node is in the page's tab order. Left goes to an operand, right to a consumer, up
 * and down to the neighbours in the column; Enter selects, Escape leaves.
 */

import { consumersOf } from "../../protocol/nodes.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Box} Box */

/**
 * The box to which a key moves the focus.
 * @param {Scene} scene
 * @param {Box} box
 * @param {string} key
 * @returns {Box | undefined}
 */
export function neighbour(scene, box, key) {
  if (key === "ArrowLeft") return drawn(scene, operandsOf(scene, box.id));
  if (key === "ArrowRight") return drawn(scene, readersOf(scene, box.id));
  if (key === "ArrowUp") return inColumn(scene, box, -1);
  if (key === "ArrowDown") return inColumn(scene, box, 1);
  if (key === "Home") return [...scene.byName.values()][0];
  if (key === "End") return [...scene.byName.values()].at(-1);
  return undefined;
}

/** @param {Scene} scene @param {number[]} ids */
const drawn = (scene, ids) => ids.map((id) => scene.box(id)).find((box) => box !== undefined);

/** The operands; if a folded neuron hides them, the boxes at the other ends of its edges. @param {Scene} scene @param {number} id */
function operandsOf(scene, id) {
  const { graph, picture } = scene;
  const direct = graph.prev[id].filter((operand) => scene.box(operand));
  if (direct.length > 0) return direct;
  return picture.edges.filter(({ to }) => to === `n${id}`).map(({ from }) => Number(from.slice(1)));
}

/** @param {Scene} scene @param {number} id */
function readersOf(scene, id) {
  const { graph, picture } = scene;
  const direct = consumersOf(graph, id).map(({ consumer }) => consumer);
  if (direct.some((consumer) => scene.box(consumer))) return direct.reverse();
  return picture.edges.filter(({ from }) => from === `n${id}`).map(({ to }) => Number(to.slice(1)));
}

/** @param {Scene} scene @param {Box} box @param {1 | -1} direction */
function inColumn({ byName }, box, direction) {
  /** @type {Box | undefined} */
  let best;
  for (const other of byName.values()) {
    if (Math.abs(other.x - box.x) > box.width / 2) continue;
    const distance = direction * (other.y - box.y);
    if (distance > 0 && (!best || distance < direction * (best.y - box.y))) best = other;
  }
  return best;
}
