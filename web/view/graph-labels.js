/**
 * The names of neurons over their groups, in a size that can be read however far away the picture is: they stand in
 * screen pixels in a corner of the group's frame where no box is.
 */

import { svg } from "./dom.js";
import { INPUTS } from "./graph-structure.js";

/** @typedef {import("./graph-scene.js").Scene} Scene */
/** @typedef {{element: SVGTextElement, x: number, y: number, dx: number, dy: number}} Label */

const LINE = 14;

/**
 * @param {Scene} scene
 * @param {number} k the scale at which the whole picture is seen
 * @returns {Label[]}
 */
export function makeLabels(scene, k) {
  return [...frameLabels(scene, k), ...inputLabels(scene)];
}

/**
 * The neurons of a layer have their names in the same corner where that is possible: the one that is free in most.
 * @param {Scene} scene
 * @param {number} k
 * @returns {Label[]}
 */
function frameLabels(scene, k) {
  const { groups } = scene.picture;
  return [...scene.frames].map(([name, frame]) => {
    const layer = groups.find((group) => group.name === name)?.layer;
    const peers = groups.filter((group) => group.layer === layer);
    /** @param {Corner} corner @param {string} peer */
    const free = (corner, peer) => isFree(scene, k, corner, peer);
    const votes = CORNERS.map((corner) => peers.filter((peer) => free(corner, peer.name)).length);
    const best = CORNERS[votes.indexOf(Math.max(...votes))];
    const corner = free(best, name) ? best : (CORNERS.find((other) => free(other, name)) ?? OUTSIDE);
    const { x, y } = cornerOf(frame, corner);
    const element = svg(
      "text",
      { class: `label ${corner.right ? "end" : "start"}`, "data-label": name },
      name,
    );
    return { element, x, y, dx: corner.dx, dy: corner.dy };
  });
}

/** @typedef {{right: boolean, bottom: boolean, dx: number, dy: number}} Corner dx and dy in pixels */

/** @type {Corner[]} */
const CORNERS = [
  { right: true, bottom: false, dx: -5, dy: 13 },
  { right: false, bottom: true, dx: 5, dy: -4 },
  { right: true, bottom: true, dx: -5, dy: -4 },
  { right: false, bottom: false, dx: 5, dy: 13 },
];

/** Over the frame, where it is full. @type {Corner} */
const OUTSIDE = { right: false, bottom: false, dx: 2, dy: -3 };

/** @param {import("./graph-scene.js").Rect} frame @param {Corner} corner */
function cornerOf({ x, y, width, height }, { right, bottom }) {
  return { x: right ? x + width : x, y: bottom ? y + height : y };
}

/** @param {Scene} scene @param {number} k @param {Corner} corner @param {string} name */
function isFree(scene, k, corner, name) {
  const frame = scene.frames.get(name);
  if (!frame) return false;
  const { x, y } = cornerOf(frame, corner);
  const [width, height] = [(8 * name.length + 6) / k, LINE / k];
  return !overlapsBox(scene, corner.right ? x - width : x, corner.bottom ? y - height : y, width, height);
}

/** @param {Scene} scene @param {number} x @param {number} y @param {number} width @param {number} height */
function overlapsBox({ byName }, x, y, width, height) {
  for (const box of byName.values()) {
    const [dx, dy] = [Math.abs(box.x - x - width / 2), Math.abs(box.y - y - height / 2)];
    if (dx < (box.width + width) / 2 && dy < (box.height + height) / 2) return true;
  }
  return false;
}

/** x and y stand left of everything, and their names left of them. @param {Scene} scene @returns {Label[]} */
function inputLabels(scene) {
  if (scene.folded) return [];
  const inputs = scene.picture.groups.find(({ name }) => name === INPUTS)?.boxes ?? [];
  return inputs.flatMap((id) => {
    const box = scene.box(id);
    if (!box) return [];
    const element = svg("text", { class: "label end", "data-label": box.name }, box.name);
    return [{ element, x: box.x - box.width / 2, y: box.y, dx: -5, dy: 4 }];
  });
}

/** @param {Label[]} labels @param {import("./graph-zoom.js").Transform} transform */
export function placeLabels(labels, { k, x, y }) {
  for (const label of labels) {
    const [left, top] = [k * label.x + x + label.dx, k * label.y + y + label.dy];
    label.element.setAttribute("transform", `translate(${left.toFixed(1)},${top.toFixed(1)})`);
  }
}
