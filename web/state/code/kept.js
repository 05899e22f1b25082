/** The learner's code between visits: the files that differ from the original, in this browser. */

import { localEntries, tabEntries } from "../../protocol/browser.js";
import { changedFiles, FILE_NAMES, LINKED_CODE, sameFiles } from "./known.js";

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("../types.js").CodeState} CodeState */
/** @typedef {import("../../protocol/browser.js").Entries} Entries */

/**
 * What is kept: the changed files, and where they come from; whether they are just as a link gave them; and the reader's own
 * that were set aside for it.
 * @typedef {{kept: Partial<Files>, from: "visit" | "link", given: boolean, aside: Partial<Files>[]}} Kept
 */

const CODE = "micrograd-code";
/** What stood there before a change was tried or all was reset. */
const BEFORE = "micrograd-code-mine";

/** @param {any} files @returns {Partial<Files>} */
const textsOf = (files) =>
  Object.fromEntries(
    FILE_NAMES.filter((name) => typeof files?.[name] === "string").map((name) => [name, files[name]]),
  );

/** The code of the last visit. @param {Entries} [storage] @returns {Kept} */
export function loadCode(storage = localEntries()) {
  try {
    const found = JSON.parse(storage.get(CODE) ?? "{}");
    const aside = Array.isArray(found.aside) ? found.aside.map(textsOf) : [];
    return {
      kept: textsOf(found),
      from: found.from === "link" ? "link" : "visit",
      given: found.given === true,
      aside: aside.filter((/** @type {object} */ each) => Object.keys(each).length > 0),
    };
  } catch {
    return { kept: {}, from: "visit", given: false, aside: [] };
  }
}

/** Returns whether the browser could keep it. @param {CodeState} code @param {Entries} [storage] */
export function keepCode(code, storage = localEntries()) {
  const { files, waits, given, aside } = code;
  const changed = changedFiles(code);
  if (!files || (changed.length === 0 && aside.length === 0)) {
    storage.remove(CODE);
    return true;
  }
  const kept = {
    ...Object.fromEntries(changed.map((name) => [name, files[name]])),
    ...(waits === "link" && { from: "link" }),
    ...(given && sameFiles(files, given) && { given: true }),
    ...(aside.length > 0 && { aside }),
  };
  return storage.set(CODE, JSON.stringify(kept));
}

/** The learner's own files, which a change to try stands in place of. @param {import("../../protocol/browser.js").Entries} [storage] @returns {Files | null} */
export function loadMine(storage = localEntries()) {
  try {
    const kept = JSON.parse(storage.get(BEFORE) ?? "null");
    return FILE_NAMES.every((name) => typeof kept[name] === "string") ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Files | null} mine @param {import("../../protocol/browser.js").Entries} [storage] */
export function keepMine(mine, storage = localEntries()) {
  if (mine) storage.set(BEFORE, JSON.stringify(mine));
  else storage.remove(BEFORE);
}

/** Notes that this tab has the code of a link, which a reload need not bring again. @param {string} text @param {Entries} [tab] */
export const noteLink = (text, tab = tabEntries()) => tab.set(LINKED_CODE, text);
