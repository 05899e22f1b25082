/** Which columns of a table are what: a guess from their names and contents, which its reader can change. */

import { CLASSES } from "../../protocol/names.js";
import { Problem } from "../../protocol/problem.js";
import { EXTENT } from "../points.js";
import { toNumber } from "./cells.js";

/** @typedef {import("./csv.js").Table} Table */
/** @typedef {import("./cells.js").Column} Column */

/**
 * How points are made of a table. Columns are numbers from 0; without a label column all points are of class 1, without a
 * split column they are shuffled. `keep` are the labels of the classes, in their order.
 * @typedef {object} Choices
 * @property {number} x
 * @property {number} y
 * @property {number | null} label
 * @property {string[]} keep
 * @property {number | null} split
 * @property {"none" | "each" | "same"} scale whether the numbers are used as they are, each axis has a scale of its own, or both the same
 */

const LABELS = [
  "label",
  "labels",
  "class",
  "classes",
  "species",
  "target",
  "variety",
  "category",
  "group",
  "kind",
  "type",
  "cluster",
];
/** Names that mean the label only beside two other columns of numbers. */
const OUTPUTS = ["y", "output", "result", "diagnosis"];
const INDEX = /^(id|index|no\.?|nr\.?|row|rownames?|unnamed: 0)$/i;

/**
 * @param {Table} table
 * @param {Partial<Choices>} [told] what is not to be guessed
 * @returns {Choices}
 */
export function guessChoices({ columns }, told = {}) {
  const numeric = columns.flatMap((column, i) => (column.isNumeric ? [i] : []));
  if (numeric.length < 2) {
    const have = numeric.length === 0 ? "None of the columns has" : `Only ${columns[numeric[0]].name} has`;
    throw new Problem(`${have} numbers; two such columns are needed, for x and y.`);
  }
  const named = (/** @type {string} */ name) => columns.findIndex((each) => each.name.toLowerCase() === name);
  const split = named("split") < 0 ? null : named("split");
  const pair = [named("x"), named("y")];
  const real = numeric.filter((i) => i !== split && !isIndex(columns[i]));
  const places = pair.every((i) => numeric.includes(i)) ? pair : real.length >= 2 ? real : numeric;
  const label = told.label !== undefined ? told.label : guessLabel(columns, places, split);
  const free = places.filter((i) => i !== label);
  const [x, y] = free.length >= 2 ? free : places;
  const choices = { x, y, label: label === x || label === y ? null : label, split, ...told };
  const scale = guessScale(columns[choices.x], columns[choices.y]);
  return { keep: keepOf(columns, choices.label), scale, ...choices };
}

/** The labels that are kept of a column, unless its reader says otherwise. @param {Column[]} columns @param {number | null} label */
export const keepOf = (columns, label) => (label === null ? [] : mostFrequent(labelsOf(columns[label])));

/** The three most frequent labels, in the order of the names. @param {Label[]} labels */
function mostFrequent(labels) {
  const kept = labels.toSorted((a, b) => b.count - a.count).slice(0, CLASSES);
  return labels.filter((label) => kept.includes(label)).map(({ name }) => name);
}

/** @typedef {{name: string, count: number}} Label */

/**
 * The labels of a column with how often each occurs, in the order of numbers or of the alphabet; empty if the column has too many
 * different values.
 * @param {Column} column
 * @returns {Label[]}
 */
export function labelsOf({ values, others }) {
  const order = (/** @type {Label} */ a, /** @type {Label} */ b) =>
    others === 0 ? toNumber(a.name) - toNumber(b.name) : a.name < b.name ? -1 : 1;
  return Array.from(values ?? [], ([name, count]) => ({ name, count })).sort(order);
}

/**
 * The class, from 0, of each label that is kept. The numbers 0 to 2 and 1 to 3 mean the classes that they name.
 * @param {string[]} keep
 * @returns {Map<string, number>}
 */
export function classesOf(keep) {
  const numbers = keep.map(toNumber);
  const first = numbers.includes(0) ? 0 : 1;
  const named = numbers.every((n) => Number.isInteger(n) && n >= first && n < first + CLASSES);
  return new Map(keep.map((name, i) => [name, named ? numbers[i] - first : i]));
}

/**
 * The column of the labels: one that is called so, else names, else whole numbers, from the right; of at most three values if
 * there is such a one. Two columns remain for the places.
 * @param {Column[]} columns @param {number[]} places @param {number | null} split
 */
function guessLabel(columns, places, split) {
  const fits = (/** @type {number} */ i) =>
    i !== split && labelsOf(columns[i]).length > 0 && places.filter((each) => each !== i).length >= 2;
  const all = columns.flatMap((_, i) => (fits(i) ? [i] : [])).reverse();
  const few = all.filter((i) => labelsOf(columns[i]).length <= CLASSES);
  const called = (/** @type {string[]} */ names) => (/** @type {number} */ i) =>
    names.includes(columns[i].name.toLowerCase());
  const hasNames = (/** @type {number} */ i) => !columns[i].isNumeric;
  return (
    all.findLast(called(LABELS)) ??
    few.find(called(OUTPUTS)) ??
    few.find(hasNames) ??
    few.find((i) => columns[i].whole && !isIndex(columns[i])) ??
    all.find(hasNames) ??
    null
  );
}

/** Whether a column numbers the rows, or names them by numbers. @param {Column} column */
function isIndex({ name, whole, numbers, low, high, values }) {
  const counts = low >= 0 && low <= 1 && high - low + 1 === numbers && (values?.size ?? numbers) === numbers;
  return whole && (INDEX.test(name) || (name === "column 1" && numbers > 1 && counts));
}

/** Numbers that fill the plane, or are called x and y, are taken as they are. @param {Column} x @param {Column} y @returns {Choices["scale"]} */
function guessScale(x, y) {
  if (!fitsPlane(x, y)) return "each";
  const named = x.name.toLowerCase() === "x" && y.name.toLowerCase() === "y";
  const reach = Math.min(...[x, y].map(({ low, high }) => high - low));
  return named || reach > EXTENT / 2 ? "none" : "each";
}

/** Whether the numbers lie in the plane as they are. @param {Column} x @param {Column} y */
export const fitsPlane = (x, y) => [x, y].every(({ low, high }) => low >= -EXTENT && high <= EXTENT);
