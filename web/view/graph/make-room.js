/** When a card opens, the others make room for it: each box moves from where it was on the screen to where it is now. */

import { mediaQuery } from "../../protocol/browser.js";
import { groupOf } from "../layout/structure.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./zoom.js").Transform} Transform */
/** @typedef {Map<string, [x: number, y: number]>} Places */

/** In ms. */
const DURATION = 320;

/** The middle of every box on the screen, by name. @param {Scene} scene @param {Transform} transform @returns {Places} */
export function placesOnScreen({ byName }, { k, x, y }) {
  return new Map([...byName].map(([name, box]) => [name, [k * box.x + x, k * box.y + y]]));
}

/**
 * Boxes that were not there come out of their group's card, or go back into it.
 * @param {Places} places
 * @param {Scene} scene
 * @param {Transform} transform that of the new scene
 */
export function moveFrom(places, scene, { k, x, y }) {
  if (mediaQuery("(prefers-reduced-motion: reduce)").matches) return;
  const options = { duration: DURATION, easing: "ease-in-out" };
  for (const box of scene.byName.values()) {
    const known = places.get(box.name);
    const from = known ?? places.get(groupOf(scene.graph, box.id));
    if (!from) continue;
    const start = `translate(${(from[0] - x) / k}px,${(from[1] - y) / k}px)`;
    const end = `translate(${box.x}px,${box.y}px)`;
    box.element.animate(
      [
        { transform: start, opacity: known ? 1 : 0 },
        { transform: end, opacity: 1 },
      ],
      options,
    );
  }
  for (const layer of [scene.edges, scene.hulls, scene.lit]) {
    layer.animate([{ opacity: 0 }, { opacity: 0, offset: 0.6 }, {}], options);
  }
  for (const op of scene.nodes.querySelectorAll(".op")) op.animate([{ opacity: 0 }, {}], options);
}
