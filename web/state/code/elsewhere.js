/**
 * Code that comes from elsewhere: a link, a file, or the reader's own that was set aside. None of it runs before its reader
 * presses Run, and a link's takes the place of the reader's own only until that is brought back. Loaded with the editor: each
 * function returns what the action `code/taken` puts into the state.
 */

import { changedFiles, FILE_NAMES, sameFiles } from "./known.js";

/** @typedef {import("../types.js").CodeState} CodeState */
/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").FileName} FileName */

/** How often the reader's own code can be set aside: by the next link the oldest is forgotten. */
const MOST_ASIDE = 5;

/** The changed files, if they are the reader's own and not just what a link gave. @param {CodeState} code @returns {Partial<Files>[]} */
function ownChanges(code) {
  const { files, given } = code;
  const names = changedFiles(code);
  if (!files || names.length === 0 || (given && sameFiles(files, given))) return [];
  return [Object.fromEntries(names.map((name) => [name, files[name]]))];
}

/** The files of a link; null if it could not be read, or changes nothing. @param {CodeState} code @param {Files | null} files @param {number} [steps] @returns {Partial<CodeState>} */
export function received(code, files, steps = 0) {
  const { original } = code;
  if (!files || !original || sameFiles(files, original)) return { link: null };
  const own = ownChanges(code).filter((each) => !sameFiles({ ...original, ...each }, files));
  const aside = [...code.aside, ...own].slice(-MOST_ASIDE);
  const file = FILE_NAMES.find((name) => files[name] !== original[name]) ?? code.file;
  return { files, given: files, file, aside, steps, waits: "link", link: null };
}

/** A file that the reader opened; a link's code that waits goes on waiting as such. @param {CodeState} code @param {FileName} file @param {string} text @returns {Partial<CodeState>} */
export const opened = ({ files, waits }, file, text) =>
  files ? { files: { ...files, [file]: text }, file, waits: waits ?? "file" } : {};

/** The reader's own code again; what they have changed of a link's is set aside in its place. @param {CodeState} code @returns {Partial<CodeState>} */
export function broughtBack(code) {
  const { original, aside } = code;
  const own = aside.at(-1);
  if (!original || !own) return {};
  const rest = [...ownChanges(code), ...aside.slice(0, -1)];
  return { files: { ...original, ...own }, aside: rest, given: null, steps: 0, waits: "own" };
}
