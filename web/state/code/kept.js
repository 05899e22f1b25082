/** The learner's code between visits: the files that differ from the original, in this browser. */

import { localEntries } from "../../protocol/browser.js";
import { FILE_NAMES } from "./known.js";

/** @typedef {import("./files.js").Files} Files */

const CODE = "micrograd-code";

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
