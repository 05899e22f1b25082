/** The learner's changes in a link: `code=…`, compressed. Loaded when there is code to share, or a link that brings some. */

import { canPack, packed, unpacked } from "../../protocol/pack.js";
import { Problem } from "../../protocol/problem.js";
import { hunksOf, hunkText, MOST_BYTES, parseHunks, withHunks } from "./hunks.js";
import { FILE_NAMES } from "./known.js";

/** @typedef {import("./files.js").Files} Files */

/** How long the code in a link may be, in characters: some mail programs and chats cut longer addresses off. */
export const MOST_SHARED = 30_000;

/** How long the code of a link may be that is opened, packed, in characters, and unpacked, in bytes. */
const MOST_PACKED = 200_000;
const MOST_UNPACKED = 2 * FILE_NAMES.length * MOST_BYTES;

/**
 * The text for `code=`. Throws a Problem where the browser can't compress it, or where it is too long for a link.
 * @param {Files} original @param {Files} files @param {number} [steps] that this code has made of the run
 */
export async function codeText(original, files, steps = 0) {
  if (!canPack()) throw new Problem("this browser can't compress it");
  const text = await packed(hunkText(hunksOf(original, files), steps));
  if (text.length > MOST_SHARED) throw new Problem("it is too long for a link; use Save as file");
  return text;
}

/**
 * The files that a link's code makes of the original ones, the steps that it has made, and a sentence for each change that could not be made. Throws a
 * Problem with the reason if the code can't be read at all.
 * @param {string} text @param {Files} original
 */
export async function codeIn(text, original) {
  if (!canPack()) throw new Problem("this browser can't unpack it");
  if (text.length > MOST_PACKED) throw new Problem(`it is longer than ${MOST_PACKED / 1000} kB`);
  const { hunks, steps } = parseHunks(await unpacked(text, MOST_UNPACKED));
  return { ...withHunks(original, hunks), steps };
}
