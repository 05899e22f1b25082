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

/** @param {Scene} scene @param {number} k @returns {Label[]} */
function frameLabels(scene, k) {
  return [...scene.frames].map(([name, frame]) => {
    const right = frame.x + frame.width;
    const bottom = frame.y + frame.height;
    const [w, h] = [(8 * name.length + 6) / k, LINE / k];
    const corners = [
      { x: right, y: frame.y, anchor: "end", dx: -5, dy: 12 },
      { x: right, y: bottom, anchor: "end", dx: -5, dy: -4 },
      { x: frame.x, y: frame.y, anchor: "start", dx: 5, dy: 12 },
      { x: frame.x, y: bottom, anchor: "start", dx: 5, dy: -4 },
    ];
    const free = corners.find(({ x, y, anchor, dy }) => {
      const left = anchor === "end" ? x - w : x;
      const top = dy > 0 ? y : y - h;
      return !overlapsBox(scene, left, top, w, h);
    });
    const { x, y, anchor, dx, dy } = free ?? { ...corners[2], dx: 2, dy: -3 };
    const element = svg("text", { class: `label ${anchor}`, "data-label": name }, name);
    return { element, x, y, dx, dy };
  });
}

/** @param {Scene} scene @param {number} x @param {number} y @param {number} width @param {number} height */
function overlapsBox({ boxes }, x, y, width, height) {
  for (const box of boxes.values()) {
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
    const box = scene.boxes.get(id);
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
