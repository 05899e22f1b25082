/** The points that a table gives: two of its columns on the plane, a label, a split; and what had to be left out. */

import { MOST_POINTS } from "../../protocol/config.js";
import { CLASSES } from "../../protocol/names.js";
import { exact } from "../../protocol/numbers.js";
import { Problem, quoted } from "../../protocol/problem.js";
import { clampToPlane } from "../points.js";
import { isMissing, toNumber } from "./cells.js";
import { classesOf, fitsPlane } from "./guess.js";
import { Records } from "./records.js";
import { shuffledSplits, stretches } from "./sample.js";

/** @typedef {import("./csv.js").Table} Table */
/** @typedef {import("./guess.js").Choices} Choices */
/** @typedef {import("../../protocol/messages.js").Point} Point */
/** @typedef {Omit<Point, "id">} NewPoint */

/**
 * @typedef {object} Made
 * @property {NewPoint[]} points
 * @property {number} rows how many rows gave a point, before the sample
 * @property {{line: number, reason: string}[]} problems the first rows that gave none
 * @property {number} left how many gave none
 * @property {number} other how many have a label that is not kept
 * @property {string} formula how the numbers were scaled; empty if they were not
 */

/** How many rows that can't be read are named. */
const NAMED = 5;
/** Scaled points stay clear of the edge. */
const REACH = 1.8;

/** What splits are called elsewhere. @type {Map<string, Point["split"]>} */
const SPLITS = new Map([
  ["train", "train"],
  ["training", "train"],
  ["val", "val"],
  ["valid", "val"],
  ["validation", "val"],
  ["dev", "val"],
  ["test", "test"],
  ["testing", "test"],
]);

/** The rows that can be read, in columns. */
class Rows {
  constructor() {
    this.x = /** @type {number[]} */ ([]);
    this.y = /** @type {number[]} */ ([]);
    this.label = /** @type {number[]} */ ([]);
    this.split = /** @type {Point["split"][]} */ ([]);
  }
}

/**
 * The points of a table. Throws a Problem if it gives none to train with.
 * @param {Table} table
 * @param {Choices} choices
 * @param {(part: number) => void} [onProgress]
 * @returns {Made}
 */
export function makePoints(table, choices, onProgress) {
  checkChoices(table, choices);
  const { rows, problems, left, other } = readRows(table, choices, onProgress);
  const count = rows.x.length;
  if (count === 0) {
    const why = problems[0] ? ` Line ${problems[0].line}: ${problems[0].reason}.` : "";
    throw new Problem(`No row gives a point.${why}`);
  }
  const { place, formula } = scaling(table, choices, rows);
  const chosen =
    count > MOST_POINTS ? stretches(count, MOST_POINTS) : Array.from({ length: count }, (_, i) => i);
  const shuffled = choices.split === null ? shuffledSplits(chosen.length) : null;
  const points = chosen.map((i, k) => ({
    ...place(rows.x[i], rows.y[i]),
    label: rows.label[i],
    split: shuffled?.[k] ?? rows.split[i],
  }));
  if (points.every(({ split }) => split !== "train")) {
    throw new Problem("No row has the split train, and without such points nothing can be learned.");
  }
  return { points, rows: count, problems, left, other, formula };
}

/** @param {Table} table @param {Choices} choices */
function checkChoices({ columns }, { x, y, label, keep, scale }) {
  if (x === y) throw new Problem(`x and y are both ${columns[x].name}; choose two columns.`);
  if (label !== null && (keep.length === 0 || keep.length > CLASSES)) {
    throw new Problem(`There are three classes on the plane; ${keep.length} are chosen.`);
  }
  if (scale === "none" && !fitsPlane(columns[x], columns[y])) {
    throw new Problem("These numbers lie outside of the plane from -2 to 2; they have to be scaled.");
  }
}

/** @param {Table} table @param {Choices} choices @param {(part: number) => void} [onProgress] */
function readRows({ text, separator, start, columns }, choices, onProgress) {
  const records = new Records(text, separator, start);
  const classes = classesOf(choices.keep);
  const rows = new Rows();
  /** @type {Made["problems"]} */
  const problems = [];
  let [left, other, read] = [0, 0, 0];
  for (let found = records.next(); found; found = records.next()) {
    const row = found.open ? "a quote is never closed" : readRow(found.cells, columns, choices, classes);
    if (typeof row === "string") {
      left++;
      if (problems.length < NAMED) problems.push({ line: found.line, reason: row });
    } else if (row.label === undefined) other++;
    else {
      rows.x.push(row.x);
      rows.y.push(row.y);
      rows.label.push(row.label);
      rows.split.push(row.split);
    }
    if (++read % 10_000 === 0) onProgress?.(records.at / text.length);
  }
  return { rows, problems, left, other };
}

/** A cell as a sentence quotes it. @param {string} cell */
const oneLine = (cell) => quoted(cell.slice(0, 80).trim().replace(/\s+/g, " "));

/**
 * One row, or why it can't be read. Its label is undefined if it is none of those that are kept.
 * @param {string[]} cells
 * @param {Table["columns"]} columns
 * @param {Choices} choices
 * @param {Map<string, number>} classes
 */
function readRow(cells, columns, choices, classes) {
  if (cells.length !== columns.length) {
    return `${cells.length} ${cells.length === 1 ? "column" : "columns"} instead of ${columns.length}`;
  }
  const { label, split } = choices;
  const places = [choices.x, choices.y];
  const [x, y] = places.map((i) => toNumber(cells[i]));
  for (const i of Number.isNaN(x + y) ? places : []) {
    if (isMissing(cells[i])) return `${columns[i].name} is missing`;
    if (Number.isNaN(toNumber(cells[i]))) return `${columns[i].name} is '${oneLine(cells[i])}', not a number`;
  }
  if (label !== null && isMissing(cells[label])) return `${columns[label].name} is missing`;
  const part = split === null ? "train" : SPLITS.get(cells[split].trim().toLowerCase());
  if (!part)
    return `${columns[Number(split)].name} is '${oneLine(cells[Number(split)])}', not train, val or test`;
  return { x, y, label: label === null ? 0 : classes.get(cells[label].trim()), split: part };
}

/**
 * What takes the numbers to the plane: the middle of each column's range to 0, its ends to 1.8 on either side. With the same
 * scale for both, the longer range reaches so far.
 * @param {Table} table @param {Choices} choices @param {Rows} rows
 */
function scaling({ columns }, { x, y, scale }, rows) {
  if (scale === "none")
    return { place: (/** @type {number} */ a, /** @type {number} */ b) => ({ x: a, y: b }), formula: "" };
  const [h, v] = [rangeOf(rows.x), rangeOf(rows.y)];
  const longer = Math.max(h.half, v.half);
  const across = axis("x", columns[x].name, h.middle, scale === "same" ? longer : h.half);
  const up = axis("y", columns[y].name, v.middle, scale === "same" ? longer : v.half);
  return {
    place: (/** @type {number} */ a, /** @type {number} */ b) => ({ x: across.to(a), y: up.to(b) }),
    formula: `${across.formula}, ${up.formula}`,
  };
}

/** @param {string} letter @param {string} name @param {number} middle @param {number} half */
function axis(letter, name, middle, half) {
  if (half === 0) return { to: () => 0, formula: `${letter} = 0, as ${name} is always ${brief(middle)}` };
  const from = `${name} ${middle < 0 ? "+" : "−"} ${brief(Math.abs(middle))}`;
  return {
    to: (/** @type {number} */ value) => clampToPlane(REACH * ((value - middle) / half)),
    formula: `${letter} = ${REACH} · (${from}) / ${brief(half)}`,
  };
}

/** The middle of the numbers' range, and half its length; halved first, so that no sum overflows. @param {number[]} numbers */
function rangeOf(numbers) {
  let [low, high] = [Infinity, -Infinity];
  for (const n of numbers) {
    low = Math.min(low, n);
    high = Math.max(high, n);
  }
  return { middle: low / 2 + high / 2, half: high / 2 - low / 2 };
}

/** @param {number} x */
const brief = (x) => exact(Number(x.toPrecision(6))).replace(/\.0$/, "");
