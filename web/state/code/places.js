/** Where the learner's code does something: the function at work, and the first line of it that is not the original's. */

import { DESCRIPTION } from "../../generated/description.js";
import { OPERATIONS } from "../../protocol/operations.js";
import { changedLines, changesOf } from "./diff.js";
import { spansOf } from "./files.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").FileName} FileName */
/** @typedef {import("../../protocol/problem.js").CodePlace} CodePlace */
/** A function of a file; its name with that of its class. @typedef {{file: FileName, name: string}} Where */

/**
 * The function that computes something: an operation by its symbol, backward, or an optimiser by its name.
 * @param {string} what @param {import("../../protocol/operations.js").Operations} [own] the rows that only the learner's code has
 * @returns {Where | null}
 */
export function functionFor(what, own = {}) {
  if (what === "backward") return { file: "engine.py", name: "Value.backward" };
  if (DESCRIPTION.functions.optimizers[what]) return { file: "optim.py", name: `${what}.step` };
  const row = own[what] ?? OPERATIONS[what];
  return row ? { file: "engine.py", name: `Value.${row.function}` } : null;
}

/** Names are compared as the engines' tables have them: adamw is AdamW, and mul is __mul__. @param {string} text */
const plain = (text) => text.toLowerCase().replaceAll("__", "");

/** The changed lines in a function. @param {Where} where @param {Files} files @param {Files} original @returns {number[]} */
function changesIn({ file, name }, files, original) {
  const span = spansOf(files[file]).find((each) => plain(each.name) === plain(name));
  if (!span) return [];
  const lines = changedLines(changesOf(original[file], files[file]));
  return lines.filter((line) => span.first <= line && line <= span.last);
}

/**
 * The first changed line of the first of these functions that was changed; of a new one the last, where it makes its node. Or else
 * that of any function, since what they call may be what was changed.
 * @param {Where[]} wheres @param {Files} files @param {Files} original
 * @returns {CodePlace | null}
 */
export function changedIn(wheres, files, original) {
  for (const where of wheres) {
    const lines = changesIn(where, files, original);
    if (lines.length === 0) continue;
    const isNew = !spansOf(original[where.file]).some(({ name }) => plain(name) === plain(where.name));
    return { file: where.file, line: isNew ? lines[lines.length - 1] : lines[0] };
  }
  const other = /** @type {FileName[]} */ (Object.keys(files)).find((each) => files[each] !== original[each]);
  return other ? { file: other, line: changedLines(changesOf(original[other], files[other]))[0] } : null;
}

/** A place as the end of a sentence: " engine.py, line 12." @param {CodePlace | null} place */
export const placeWords = (place) => (place ? ` ${place.file}, line ${place.line}.` : "");
