/**
 * The learner's changes as a link holds them: each a passage of the package's own file and what stands in its place. They
 * can be made in a later version of the file too, as long as it still has the passage.
 */

import { Problem, quoted } from "../../protocol/problem.js";
import { MOST_REPLAYED } from "../link/link.js";
import { changesOf } from "./diff.js";
import { FILE_NAMES } from "./known.js";

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").FileName} FileName */
/** Whole lines: those of the original, which it has exactly once, and those that stand there instead. @typedef {{file: FileName, from: string, to: string}} Hunk */
/** Lines `start` to `end` of a text, counted from 0 and without `end` itself, and those in their place. @typedef {{start: number, end: number, to: string[]}} Replaced */

/** How many bytes a file may have. */
export const MOST_BYTES = 200_000;

/** How many changes a link may have. */
const MOST_HUNKS = 500;

/**
 * The changes from the original files to these.
 *
 *     hunksOf({ "optim.py": "a\nb\na\n", … }, { "optim.py": "a\nb\nA\n", … })
 *         // [{ file: "optim.py", from: "b\na\n", to: "b\nA\n" }]: the original has the line "a" twice
 *
 * @param {Files} original @param {Files} files
 * @returns {Hunk[]}
 */
export const hunksOf = (original, files) =>
  FILE_NAMES.flatMap((file) => {
    const old = original[file].split("\n");
    return passages(old, replacedIn(original[file], files[file])).map(({ start, end, to }) => ({
      file,
      from: textOf(old.slice(start, end)),
      to: textOf(to),
    }));
  });

/** Whole lines as a text, in which no line and an empty line differ. @param {string[]} lines */
const textOf = (lines) => lines.map((line) => `${line}\n`).join("");

/** @param {string} text @returns {string[]} */
const linesOf = (text) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

/** @param {string} before @param {string} after @returns {Replaced[]} */
function replacedIn(before, after) {
  const now = after.split("\n");
  let more = 0; // lines that the new text has more, so far
  return changesOf(before, after).map(({ first, last, removed }) => {
    const start = first - 1 - more;
    more += last - first + 1 - removed.length;
    return { start, end: start + removed.length, to: now.slice(first - 1, last) };
  });
}

/** The changes with as many lines around each as the original has only once; those that then overlap are one. @param {string[]} old @param {Replaced[]} changes */
function passages(old, changes) {
  /** @type {(Replaced & {inside: Replaced[]})[]} */
  const found = [];
  for (const change of changes) {
    const { start, end } = widened(old, change);
    const last = found.at(-1);
    if (last && last.end > start) {
      last.end = Math.max(last.end, end);
      last.inside.push(change);
    } else found.push({ start, end, to: [], inside: [change] });
  }
  for (const passage of found) {
    const inside = passage.inside.map(({ start, end, to }) => ({
      start: start - passage.start,
      end: end - passage.start,
      to,
    }));
    passage.to = replaced(old.slice(passage.start, passage.end), inside);
  }
  return found;
}

/** @param {string[]} old @param {Replaced} change */
function widened(old, { start, end }) {
  while (placesOf(old, old.slice(start, end)).length !== 1) {
    start = Math.max(0, start - 1);
    end = Math.min(old.length, end + 1);
  }
  return { start, end };
}

/** Where some lines stand in a text, as far as the second place. @param {string[]} lines @param {string[]} part */
function placesOf(lines, part) {
  /** @type {number[]} */
  const places = [];
  for (let at = 0; at + part.length <= lines.length && places.length < 2; at++) {
    if (part.every((line, i) => lines[at + i] === line)) places.push(at);
  }
  return places;
}

/** The lines with changes made that follow each other. @param {string[]} lines @param {Replaced[]} changes */
function replaced(lines, changes) {
  const next = [...lines];
  for (const { start, end, to } of changes.toReversed()) next.splice(start, end - start, ...to);
  return next;
}

/**
 * The original files with the changes made, and a sentence for each that could not be: its passage is not there, or more than
 * once, or was changed already.
 * @param {Files} original @param {Hunk[]} hunks
 * @returns {{files: Files, problems: string[]}}
 */
export function withHunks(original, hunks) {
  const files = { ...original };
  /** @type {string[]} */
  const problems = [];
  for (const file of FILE_NAMES) {
    const lines = original[file].split("\n");
    /** @type {Replaced[]} */
    const changes = [];
    for (const { from, to } of hunks.filter((each) => each.file === file)) {
      const part = linesOf(from);
      const places = placesOf(lines, part);
      const [start] = places;
      const end = start + part.length;
      const free = changes.every((each) => each.end <= start || end <= each.start);
      if (places.length === 1 && free) changes.push({ start, end, to: linesOf(to) });
      else problems.push(`${file} has no longer, exactly once, the passage “${passageName(part)}”`);
    }
    changes.sort((a, b) => a.start - b.start);
    files[file] = replaced(lines, changes).join("\n");
    if (new Blob([files[file]]).size > MOST_BYTES)
      throw new Problem(`its ${file} is longer than ${MOST_BYTES / 1000} kB`);
  }
  return { files, problems };
}

/** The first line of a passage that says something. @param {string[]} lines */
function passageName(lines) {
  const text = (lines.find((line) => line.trim() !== "") ?? "").trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Changes, after the number of steps that the code has made with them. @param {Hunk[]} hunks @param {number} steps */
export const hunkText = (hunks, steps) =>
  JSON.stringify([steps, ...hunks.map(({ file, from, to }) => [FILE_NAMES.indexOf(file), from, to])]);

/** The changes that a text from anywhere holds, and the steps. Throws a Problem if it is none of hunkText. @param {string} text @returns {{hunks: Hunk[], steps: number}} */
export function parseHunks(text) {
  const found = parsed(text);
  const [steps, ...rows] = Array.isArray(found) ? found : [];
  if (!Number.isInteger(steps) || rows.length > MOST_HUNKS) throw new Problem("it holds no list of changes");
  if (steps < 0 || steps > MOST_REPLAYED)
    throw new Problem(`it asks for ${quoted(steps)} steps, not 0 to ${MOST_REPLAYED}`);
  const hunks = rows.map((row) => {
    const [at, from, to] = Array.isArray(row) ? row : [];
    const file = typeof at === "number" && FILE_NAMES[at];
    if (!file || typeof from !== "string" || typeof to !== "string")
      throw new Problem("one of its changes is no passage of a file");
    return { file, from, to: to.replace(/\r\n?/g, "\n") };
  });
  return { hunks, steps };
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem("it holds no list of changes", error);
  }
}
