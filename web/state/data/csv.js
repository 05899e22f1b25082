/**
 * A table out of a text: which character separates its columns, whether its first line has their names, and what each column
 * holds. Nothing here knows of points; those are made in points-of.js.
 */

import { Problem, quoted } from "../../protocol/problem.js";
import { Column, isMissing, toNumber } from "./cells.js";
import { Records } from "./records.js";
import { checkText } from "./text.js";

/**
 * A table. The text stays as it is, and is read once more for the points: a million rows of cells would need ten times the
 * memory. `start` is the place of the first record after a line with names.
 * @typedef {object} Table
 * @property {string} text
 * @property {string} separator
 * @property {boolean} header whether the first line has names
 * @property {{at: number, line: number}} start
 * @property {Column[]} columns
 * @property {number} rows how many records there are
 * @property {string[][]} preview the first of them
 */

/** What separates columns, by preference, and what a sentence calls it. @type {Record<string, string>} */
export const SEPARATORS = { "\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces" };

/** How many records are looked at before all are read, and how many are shown. */
const LOOK = 100;
const PREVIEW = 5;
/** A table of more columns is none for a plane. */
const MOST_COLUMNS = 1000;

/**
 * The table in a text; what is not told is guessed. Throws a Problem, and nothing else, if there is none.
 *
 *     readTable("x;y;kind\n0,5;1;a\n").columns.map(({ name }) => name)  // ["x", "y", "kind"]
 *
 * @param {string} text
 * @param {{header?: boolean, onProgress?: (part: number) => void}} [options] `onProgress` hears which part has been read
 * @returns {Table}
 */
export function readTable(text, { header: told, onProgress } = {}) {
  const { separator, from } = separatorOf(checkText(text));
  const head = firstRecords(text, separator, from);
  const width = widthOf(head.map(({ cells }) => cells));
  if (width < 2) {
    throw new Problem(
      "There is one column only; two are needed, with a comma, a semicolon, a tab or a space between.",
    );
  }
  if (width > MOST_COLUMNS)
    throw new Problem(`There are ${width} columns; at most ${MOST_COLUMNS} can be read.`);
  const header =
    told ??
    isHeader(
      head.map(({ cells }) => cells),
      width,
    );
  const records = new Records(text, separator, from);
  const first = header ? records.next() : null;
  const start = { at: records.at, line: records.line };
  const shift = shiftOf(
    head.map(({ cells }) => cells),
    width,
  );
  const columns = namesOf(first?.cells ?? [], width, shift).map((name) => new Column(name));
  /** @type {string[][]} */
  const preview = [];
  let rows = 0;
  for (let found = records.next(); found; found = records.next()) {
    if (preview.length < PREVIEW && !found.open) preview.push(found.cells.slice(0, width));
    if (found.cells.length === width) columns.forEach((column, i) => void column.add(found.cells[i]));
    rows++;
    if (rows % 10_000 === 0) onProgress?.(records.at / text.length);
  }
  if (rows === 0) throw new Problem("There is a line of names, but no row below it.");
  return { text, separator, header, start, columns, rows, preview };
}

/** The first records. @param {string} text @param {string} separator @param {Table["start"]} from */
function firstRecords(text, separator, from) {
  const records = new Records(text, separator, from);
  const found = [];
  while (found.length < LOOK) {
    const record = records.next();
    if (!record) break;
    if (!record.open) found.push(record);
  }
  return found;
}

/**
 * What separates the columns: what gives the most records the same number of cells, at least two, and the most numbers among
 * them. Excel may say it in a first line, "sep=;".
 * @param {string} text
 */
function separatorOf(text) {
  const said = /^\uFEFF?sep=([\t;|, ])(\r\n?|\n)/i.exec(text);
  if (said) return { separator: said[1], from: { at: said[0].length, line: 2 } };
  const from = { at: text.startsWith("\uFEFF") ? 1 : 0, line: 1 };
  let separator = ",";
  let best = 0;
  for (const each of Object.keys(SEPARATORS)) {
    const rows = firstRecords(text, each, from).map(({ cells }) => cells);
    const width = widthOf(rows);
    if (width < 2) continue;
    const regular = rows.filter((cells) => cells.length === width);
    const cells = regular.flat().filter((cell) => !isMissing(cell));
    const numbers = cells.filter((cell) => !Number.isNaN(toNumber(cell))).length / Math.max(1, cells.length);
    const score = (regular.length / rows.length) * (0.2 + numbers);
    if (score > best) [best, separator] = [score, each];
  }
  return { separator, from };
}

/** How many cells most rows have; of equally frequent numbers the largest. @param {string[][]} rows */
function widthOf(rows) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || b - a);
  return first?.[0] ?? 0;
}

/**
 * By how many columns the names stand too far left: R leaves out the name of the column of names. Where all rows end with a
 * separator and the names do not, it is none.
 * @param {string[][]} rows @param {number} width
 */
function shiftOf([first, ...rest], width) {
  return first.length === width - 1 && !rest.every((row) => row.at(-1) === "") ? 1 : 0;
}

/** Whether the first row has names: it has no number where the rows below have them. @param {string[][]} rows @param {number} width */
function isHeader(rows, width) {
  const [first, ...rest] = rows;
  if (rest.length === 0) return first.every((cell) => Number.isNaN(toNumber(cell)));
  const shift = shiftOf(rows, width);
  const numeric = Array.from({ length: width }, (_, i) => {
    const cells = rest.map((row) => row[i] ?? "").filter((cell) => !isMissing(cell));
    return cells.filter((cell) => !Number.isNaN(toNumber(cell))).length * 2 > cells.length;
  });
  const above = first.filter((_, i) => numeric[i + shift]);
  return above.some((cell) => !isMissing(cell)) && above.every((cell) => Number.isNaN(toNumber(cell)));
}

/** A name for each column; one without is called by its number. @param {string[]} cells @param {number} width @param {number} shift */
function namesOf(cells, width, shift) {
  return Array.from({ length: width }, (_, i) =>
    quoted(cells[i - shift]?.trim().replace(/\s+/g, " ") || `column ${i + 1}`),
  );
}
