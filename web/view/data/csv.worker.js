/**
 * Reads a table away from the page, which a million rows would hold up: {id, read} or {id, choose} in; {id, progress}, {id, table},
 * {id, made} or {id, problem} out. It keeps the last table, whose text may have a hundred megabytes.
 */

import { told } from "../../protocol/problem.js";
import { readTable } from "../../state/data/csv.js";
import { guessChoices } from "../../state/data/guess.js";
import { makePoints } from "../../state/data/points-of.js";
import { textOf } from "../../state/data/text.js";

/** @typedef {import("../../state/data/csv.js").Table} Table */
/** @typedef {import("../../state/data/guess.js").Choices} Choices */
/** What is read: a file or its text, with what is told of it. @typedef {{source: Blob | string, header?: boolean, told?: NamedChoices}} Read */
/** Choices for a table that is known, by the names of its columns. @typedef {{x: string, y: string, label: string}} NamedChoices */

/** @type {Table | null} */
let table = null;

/** @param {number} id @returns {(part: number) => void} */
const progress = (id) => (part) => self.postMessage({ id, progress: part });

/** @param {number} id @param {Read} read */
async function read(id, { source, header, told: given }) {
  const { text, notes } =
    typeof source === "string"
      ? { text: source, notes: [] }
      : textOf(new Uint8Array(await source.arrayBuffer()));
  table = readTable(text, { header, onProgress: progress(id) });
  const { columns } = table;
  const named = Object.entries(given ?? {}).map(([what, name]) => [
    what,
    columns.findIndex((c) => c.name === name),
  ]);
  const choices = guessChoices(table, Object.fromEntries(named));
  const { text: _, ...summary } = table;
  self.postMessage({
    id,
    table: { ...summary, columns: columns.map((column) => ({ ...column, isNumeric: column.isNumeric })) },
    choices,
    notes,
  });
}

/** @param {number} id @param {Choices} choices */
function choose(id, choices) {
  if (table) self.postMessage({ id, made: makePoints(table, choices, progress(id)) });
}

self.onmessage = async ({ data }) => {
  try {
    if (data.read) await read(data.id, data.read);
    else choose(data.id, data.choose);
  } catch (error) {
    const { reason, details } = told(error, "The file could not be read.");
    self.postMessage({ id: data.id, problem: reason, details });
  }
};
