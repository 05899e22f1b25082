/** What a table gives before it is used: its first rows, the points as they will lie, and what there is to say about them. */

import { MOST_POINTS } from "../../protocol/config.js";
import { SEPARATORS } from "../../state/data/csv.js";
import { el } from "../dom.js";

/** @typedef {import("../../state/data/guess.js").Choices} Choices */
/** @typedef {import("../../state/data/points-of.js").Made} Made */
/** @typedef {import("./reader.js").Summary} Summary */

/** @param {number} n */
const count = (n) => n.toLocaleString("en");

/** The first rows, with the columns in use marked. @param {Summary} table @param {Choices} choices */
export function previewTable({ columns, preview }, { x, y, label, split }) {
  const roles = new Map([
    [x, "x"],
    [y, "y"],
    [label, "class"],
    [split, "split"],
  ]);
  const used = (/** @type {number} */ i) => (roles.has(i) ? "used" : "");
  const head = columns.map(({ name }, i) => {
    const role = roles.get(i);
    return el(
      "th",
      { scope: "col", className: used(i) },
      name,
      ...(role ? [el("span", { className: "role" }, role)] : []),
    );
  });
  const rows = preview.map((cells) =>
    el("tr", {}, ...cells.map((cell, i) => el("td", { className: used(i) }, cell.slice(0, 40)))),
  );
  return el(
    "div",
    { className: "data-table", tabIndex: 0, role: "group", "aria-label": "The first rows" },
    el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)),
  );
}

/** What the file is, in a line. @param {string} name @param {Summary} table */
export function tableWords(name, { rows, columns, separator }) {
  return `${name}: ${count(rows)} ${rows === 1 ? "row" : "rows"} and ${columns.length} columns, separated by ${SEPARATORS[separator]}.`;
}

/** What becomes of it, a sentence each. @param {Made} made @param {Choices} choices @param {Summary} table @param {string[]} notes @returns {string[]} */
export function madeWords(
  { points, rows, problems, left, other, formula },
  { label, split },
  { columns },
  notes,
) {
  const of = (/** @type {string} */ name) => points.filter((point) => point.split === name).length;
  const how = split === null ? "in a shuffled order" : `by the column ${columns[split].name}`;
  const named = problems.map(({ line, reason }) => `line ${line}: ${reason}`).join("; ");
  const more = left > problems.length ? `; and ${count(left - problems.length)} more` : "";
  return [
    `${count(points.length)} points: ${count(of("train"))} train, ${count(of("val"))} val, ${count(of("test"))} test, ${how}.`,
    rows > points.length
      ? `They are an evenly drawn sample of ${count(rows)} rows: the plane takes ${count(MOST_POINTS)}.`
      : "",
    formula === "" ? "The numbers are used as they are." : `Scaled to the plane: ${formula}.`,
    label === null ? "No column has classes, so all points are of class 1." : "",
    other > 0 ? `${count(other)} ${other === 1 ? "row" : "rows"} of other classes are left out.` : "",
    left > 0 ? `${count(left)} ${left === 1 ? "row is" : "rows are"} left out: ${named}${more}.` : "",
    ...notes,
  ].filter((sentence) => sentence !== "");
}
