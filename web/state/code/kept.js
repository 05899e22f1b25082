/** The learner's code between visits: the files that differ from the original, in this browser. */

import { localEntries } from "../../protocol/browser.js";
import { FILE_NAMES } from "./known.js";

/** @typedef {import("./files.js").Files} Files */

const CODE = "micrograd-code";
/** What stood there before a change was tried or all was reset. */
const MINE = "micrograd-code-mine";

/** The changed files of the last visit. @param {import("../../protocol/browser.js").Entries} [storage] @returns {Partial<Files>} */
export function loadCode(storage = localEntries()) {
  try {
    const kept = JSON.parse(storage.get(CODE) ?? "{}");
    return Object.fromEntries(
      FILE_NAMES.filter((name) => typeof kept[name] === "string").map((name) => [name, kept[name]]),
    );
  } catch {
    return {};
  }
}

/** Returns whether the browser could keep them. @param {Files} files @param {Files} original @param {import("../../protocol/browser.js").Entries} [storage] */
export function keepCode(files, original, storage = localEntries()) {
  const changed = FILE_NAMES.filter((name) => files[name] !== original[name]);
  if (changed.length > 0)
    return storage.set(CODE, JSON.stringify(Object.fromEntries(changed.map((name) => [name, files[name]]))));
  storage.remove(CODE);
  return true;
}

/** The learner's own files, which a change to try stands in place of. @param {import("../../protocol/browser.js").Entries} [storage] @returns {Files | null} */
export function loadMine(storage = localEntries()) {
  try {
    const kept = JSON.parse(storage.get(MINE) ?? "null");
    return FILE_NAMES.every((name) => typeof kept[name] === "string") ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Files | null} mine @param {import("../../protocol/browser.js").Entries} [storage] */
export function keepMine(mine, storage = localEntries()) {
  if (mine) storage.set(MINE, JSON.stringify(mine));
  else storage.remove(MINE);
}
