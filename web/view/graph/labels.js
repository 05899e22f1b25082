/**
 * The names of neurons, legible at any zoom: their size is in screen pixels, and they stand in a corner of the group's
 * frame that holds no box.
 */

import { svg } from "../dom.js";
import { INPUTS } from "../layout/structure.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./group.js").GroupView} GroupView */
/** @typedef {import("./group.js").Rect} Rect */
/** @typedef {{
 *   element: SVGTextElement, x: number, y: number, dx: number, dy: number, length: number, height: number, anchor: Anchor,
 * }} Label a place in the scene, with an offset in pixels */
/** @typedef {"start" | "middle" | "end"} Anchor */

const LINE = 14;
const SMALL = 10;
const LETTER = 8;

/**
 * @param {Scene} scene
 * @param {number} k the scale at which the whole graph fits
 * @returns {Label[]}
 */
export function makeLabels(scene, k) {
  const layers = new Set(scene.picture.groups.map(({ layer }) => layer));
  const frames = [...layers].flatMap((layer) => layerLabels(scene, k, layer));
  return [...frames, ...(scene.folded ? foldedLabels(scene) : inputLabels(scene))];
}

/**
 * @param {string} name
 * @param {Anchor} anchor
 * @param {{x: number, y: number, dx: number, dy: number}} place
 * @param {...Element} more
 * @returns {Label}
 */
function label(name, anchor, place, ...more) {
  const element = svg("text", { class: `label ${anchor}`, "data-label": name }, name, ...more);
  return { element, anchor, length: element.textContent?.length ?? 0, height: LINE - 2, ...place };
}

/**
 * The labels of a layer's neurons, in the same corner where possible: the one that is free in most neurons.
 * @param {Scene} scene
 * @param {number} k
 * @param {number} layer
 */
function layerLabels(scene, k, layer) {
  const views = scene.groups.filter(({ group }) => group.layer === layer && scene.frames.has(group.name));
  const free = views.map((view) => CORNERS.filter((corner) => isFree(scene, k, corner, view)));
  const votes = CORNERS.map((corner) => free.filter((corners) => corners.includes(corner)).length);
  const best = CORNERS[votes.indexOf(Math.max(...votes))];
  return views.map(({ group: { name } }, i) => {
    const corner = free[i].includes(best) ? best : (free[i][0] ?? OUTSIDE);
    const fold = svg("tspan", { class: "fold", "data-fold": name, dx: 8 }, "fold");
    const { dx, dy } = corner;
    const place = { ...cornerOf(scene, name, corner), dx, dy };
    return label(name, corner.right ? "end" : "start", place, ...(scene.folded ? [fold] : []));
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

/** Above the frame, when no corner is free. @type {Corner} */
const OUTSIDE = { right: false, bottom: false, dx: 2, dy: -3 };

/** @param {Scene} scene @param {string} name @param {Corner} corner */
function cornerOf({ frames }, name, { right, bottom }) {
  const { x, y, width, height } = frames.get(name) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: right ? x + width : x, y: bottom ? y + height : y };
}

/** Whether the corner holds no box of the group. @param {Scene} scene @param {number} k @param {Corner} corner @param {GroupView} view */
function isFree(scene, k, corner, { group, boxes }) {
  const { x, y } = cornerOf(scene, group.name, corner);
  const [width, height] = [(LETTER * group.name.length + 6) / k, LINE / k];
  const middleX = corner.right ? x - width / 2 : x + width / 2;
  const middleY = corner.bottom ? y - height / 2 : y + height / 2;
  return [...boxes.values()].every(
    (box) =>
      Math.abs(box.x - middleX) >= (box.width + width) / 2 ||
      Math.abs(box.y - middleY) >= (box.height + height) / 2,
  );
}

/** The inputs x and y are leftmost, with their names to their left. @param {Scene} scene */
function inputLabels(scene) {
  const inputs = scene.picture.groups.find(({ name }) => name === INPUTS)?.boxes ?? [];
  return inputs.flatMap((id) => {
    const box = scene.box(id);
    return box ? label(box.name, "end", { x: box.x - box.width / 2, y: box.y, dx: -5, dy: 4 }) : [];
  });
}

/** Labels above folded neurons, while the texts in their boxes are too small. @param {Scene} scene */
function foldedLabels(scene) {
  const shown = [...scene.byName.values()].filter(({ name }) => name.length <= 5 && !scene.frames.has(name));
  return shown.map((box) => {
    const made = label(box.name, "middle", { x: box.x, y: box.y, dx: 0, dy: 4 });
    made.element.classList.add("small");
    return { ...made, height: SMALL };
  });
}

/**
 * Places the labels; of two that would overlap, the later one is hidden until there is room.
 * @param {Label[]} labels
 * @param {import("./zoom.js").Transform} transform
 */
export function placeLabels(labels, { k, x, y }) {
  /** @type {Rect[]} */
  const taken = [];
  for (const { element, anchor, length, height, ...at } of labels) {
    const [left, top] = [k * at.x + x + at.dx, k * at.y + y + at.dy];
    element.setAttribute("transform", `translate(${left.toFixed(1)},${top.toFixed(1)})`);
    const width = LETTER * length;
    const start = anchor === "start" ? left : anchor === "end" ? left - width : left - width / 2;
    const free = taken.every(
      (rect) => Math.abs(rect.y - top) >= height || start >= rect.x + rect.width || rect.x >= start + width,
    );
    element.classList.toggle("crowded", !free);
    if (free) taken.push({ x: start, y: top, width, height });
  }
}
