/**
 * Arranges the groups of a picture: a column for each layer, its neurons from top to bottom in the order of their numbers.
 * Inside an open group Graphviz's own positions stay as they are.
 */

import { NODE } from "./dot.js";
import { shapeOf } from "./shape.js";
import { foldedEdges, INPUTS } from "./structure.js";

/** @typedef {import("./structure.js").Graph} Graph */
/** @typedef {import("./structure.js").Picture} Picture */
/** @typedef {import("./structure.js").Group} Group */
/** @typedef {import("./read.js").ShapeLayout} ShapeLayout */

/**
 * The positions for a picture, in its order: the centres of boxes and ops as x, y, x, y, …, the control points of each
 * edge's Bézier curves likewise, and each group's x, y, width, height.
 * @typedef {{
 *   width: number, height: number, boxes: number[], ops: number[], edges: number[][], groups: number[],
 * }} Layout
 */

/** The size of a folded group's card, without the letters of its name. */
const CARD = { width: 145, height: 21, letter: 7.3 };
export const INPUT_CARD = { width: 88, height: 21 };
const COMPACT_CARD = { width: 72, height: 34 };

/** The size of a group's boxes: of its nodes, or of its card. @param {Picture} picture @param {Group} group */
export function boxSize({ compact }, { name, folded, letters }) {
  if (!folded) return NODE;
  if (compact) return COMPACT_CARD;
  return name === INPUTS ? INPUT_CARD : cardSize(letters);
}

/** @param {number} letters of the longest name of its layer */
export const cardSize = (letters) => ({
  width: Math.ceil(CARD.width + CARD.letter * letters),
  height: CARD.height,
});

/** Around the nodes of an open group. */
const MARGIN = 6;
/** Between two groups of a layer: cards, or an open group and another. */
const SPACE = { card: 3, open: 8 };
/** Between two layers: the more edges, the wider, so that they can be followed. */
const LANE = { least: 44, most: 150, perEdge: 0.4 };
const COMPACT_LANE = 40;

/** A group with its place. @typedef {{
 *   group: Group, layout: ShapeLayout | null, reads: number[], x: number, y: number, width: number, height: number}} Block */

/**
 * @param {Graph} graph
 * @param {Picture} picture
 * @param {(group: Group) => ShapeLayout} layoutOf the layout of an open group's shape
 * @returns {Layout}
 */
export function arrange(graph, picture, layoutOf) {
  const blocks = picture.groups.map((group) => blockOf(graph, picture, group, layoutOf));
  const columns = [...new Set(picture.groups.map(({ layer }) => layer))].map((layer) =>
    blocks.filter(({ group }) => group.layer === layer),
  );
  const heights = columns.map(stack);
  const height = Math.max(...heights);
  let x = 0;
  columns.forEach((column, i) => {
    if (i > 0) x += laneBefore(graph, picture, column);
    const width = Math.max(...column.map((block) => block.width));
    for (const block of column) {
      block.x = x + width - block.width;
      block.y += (height - heights[i]) / 2;
    }
    x += width;
  });
  return { width: x, height, ...placesOf(graph, picture, blocks, columns) };
}

/** @param {Graph} graph @param {Picture} picture @param {Group} group @param {(group: Group) => ShapeLayout} layoutOf @returns {Block} */
function blockOf(graph, picture, group, layoutOf) {
  const { reads } = shapeOf(graph, group);
  if (!isOpen(group)) {
    const { width, height } = boxSize(picture, group);
    const count = group.boxes.length;
    return {
      group,
      layout: null,
      reads,
      x: 0,
      y: 0,
      width,
      height: count * (height + SPACE.card) - SPACE.card,
    };
  }
  const layout = layoutOf(group);
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
  return { group, layout, reads, x: 0, y: 0, width, height };
}

/** Whether a group's operations are drawn. @param {Group} group */
export const isOpen = ({ folded, ops }) => !folded && ops.length > 0;

/** Puts the blocks of a column below each other. @param {Block[]} column @returns {number} the column's height */
function stack(column) {
  let y = 0;
  column.forEach((block, i) => {
    if (i > 0) y += block.layout || column[i - 1].layout ? SPACE.open : SPACE.card;
    block.y = y;
    y += block.height;
  });
  return y;
}

/** @param {Graph} graph @param {Picture} picture @param {Block[]} column */
function laneBefore(graph, picture, column) {
  if (picture.compact) return COMPACT_LANE;
  const edges = column.length * foldedEdges(graph, column[0].group).length;
  return Math.min(LANE.most, LANE.least + LANE.perEdge * Math.max(0, edges - 24));
}

/** @param {Graph} graph @param {Picture} picture @param {Block[]} blocks @param {Block[][]} columns */
function placesOf(graph, picture, blocks, columns) {
  /** @type {Map<string, number[]>} the centre of "n3" or "o3" */
  const centre = new Map();
  for (const block of blocks) {
    block.group.boxes.forEach((id, i) => {
      centre.set(`n${id}`, boxCentre(picture, block, i));
      if (block.layout && graph.op[id])
        centre.set(`o${id}`, inBlock(block, block.layout.ops.slice(2 * i, 2 * i + 2)));
    });
  }
  const home = new Map(blocks.flatMap((block) => block.group.boxes.map((id) => [id, block])));
  /** @type {Map<string, string[]>} what each folded group reads */
  const reads = new Map();
  for (const { from, to } of picture.edges) reads.set(to, [...(reads.get(to) ?? []), from]);
  const leftOf = new Map(
    columns.flatMap((column) => column.map((block) => [block, Math.min(...column.map((b) => b.x))])),
  );
  const edges = picture.edges.map(({ from, to }) => {
    const [start, end] = [from, to].map((name) => Number(name.slice(1)));
    const [source, target] = [home.get(start), home.get(end)];
    if (!source || !target) throw new Error(`the edge from ${from} to ${to} has no end`);
    const i = target.group.boxes.indexOf(end);
    if (target.layout && from === `o${end}`) return inBlock(target, target.layout.results[i]);
    if (target.layout && source === target) {
      return inBlock(target, target.layout.operands[i][graph.prev[end].indexOf(start)]);
    }
    const out = /** @type {number[]} */ (centre.get(from));
    const leave = [out[0] + boxSize(picture, source.group).width / 2, out[1]];
    const enter = target.layout
      ? [target.x, inBlock(target, [0, target.layout.ports[target.reads.indexOf(start)]])[1]]
      : [target.x, /** @type {number[]} */ (centre.get(to))[1] + spread(reads.get(to) ?? [], from)];
    const inner = target.layout
      ? inBlock(target, target.layout.operands[i][graph.prev[end].indexOf(start)])
      : null;
    return connect(leave, enter, leftOf.get(target) ?? target.x, inner).map(Math.round);
  });
  return {
    boxes: picture.boxes.flatMap((id) => (centre.get(`n${id}`) ?? [0, 0]).map(Math.round)),
    ops: picture.ops.flatMap((id) => (centre.get(`o${id}`) ?? [0, 0]).map(Math.round)),
    edges,
    groups: blocks.flatMap(({ x, y, width, height }) => [x, y, width, height].map(Math.round)),
  };
}

/** The edges into a card arrive below each other. @param {string[]} all @param {string} from */
const spread = (all, from) => (all.indexOf(from) - (all.length - 1) / 2) * Math.min(5, 14 / all.length);

/** @param {Picture} picture @param {Block} block @param {number} i */
function boxCentre(picture, block, i) {
  if (block.layout) return inBlock(block, block.layout.boxes.slice(2 * i, 2 * i + 2));
  const { width, height } = boxSize(picture, block.group);
  return [block.x + width / 2, block.y + height / 2 + i * (height + SPACE.card)];
}

/** Positions of a shape, in its block. @param {Block} block @param {number[]} xy */
const inBlock = ({ x, y }, xy) => xy.map((value, i) => value + MARGIN + (i % 2 === 0 ? x : y));

/**
 * The curve from a box to a card or to a port: it reaches the height of its end in front of the column, so that it crosses
 * no open group, then goes straight on.
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} column the left side of the column
 * @param {number[] | null} inner the curve from the port on
 */
function connect([x1, y1], [x2, y2], column, inner) {
  const middle = (x1 + column) / 2;
  const curve = [x1, y1, middle, y1, middle, y2, column, y2];
  const [x3, y3] = inner ?? [x2, y2];
  if (x3 > column) curve.push(column, y2, x3, y3, x3, y3);
  return inner ? [...curve, ...inner.slice(2)] : curve;
}

/** The SVG path of an edge: a start point, then curves of three points each. @param {number[]} xy */
export function curvePath(xy) {
  return `M${xy[0]},${xy[1]}C${xy.slice(2).join(" ")}`;
}
