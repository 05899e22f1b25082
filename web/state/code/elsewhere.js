/**
 * Code that comes from elsewhere: what the browser has kept, a link, a file. None of it runs before its reader presses Run, and
 * a link's takes the place of the reader's own only until that is brought back.
 */

import { patch } from "../patch.js";
import { changedFiles, FILE_NAMES, sameFiles } from "./known.js";

/** @typedef {import("../types.js").CodeState} CodeState */
/** @typedef {import("./files.js").Files} Files */

/** How often the reader's own code can be set aside: by the next link the oldest is forgotten. */
const MOST_ASIDE = 5;

/** The changed files, if they are the reader's own and not just what a link gave. @param {CodeState} code @returns {Partial<Files>[]} */
function ownChanges(code) {
  const { files, given } = code;
  const names = changedFiles(code);
  if (!files || names.length === 0 || (given && sameFiles(files, given))) return [];
  return [Object.fromEntries(names.map((name) => [name, files[name]]))];
}

/** @type {Pick<import("../types.js").Handlers, "code/arrived" | "code/linked" | "code/received" | "code/opened" | "code/bring-back">} */
export const CODE_FROM_ELSEWHERE = {
  "code/arrived": (state, { original, kept, from = "visit", given = false, aside = [] }) => {
    if (state.code.files) return state;
    const files = { ...original, ...kept };
    const waits = sameFiles(original, files) ? null : from;
    return patch(state, { code: { original, files, waits, given: given ? files : null, aside } });
  },
  "code/linked": (state, { text }) =>
    state.view.embed ? state : patch(state, { code: { open: true, link: text } }),
  "code/received": (state, { text, files, problem }) => {
    const { code } = state;
    const { original } = code;
    if (code.link !== text) return state; // another link has been opened since
    const told = problem
      ? { ...state, notice: { kind: /** @type {const} */ ("error"), text: problem } }
      : state;
    if (!files || !original || sameFiles(files, original)) return patch(told, { code: { link: null } });
    const own = ownChanges(code).filter((each) => !sameFiles({ ...original, ...each }, files));
    const aside = [...code.aside, ...own].slice(-MOST_ASIDE);
    const file = FILE_NAMES.find((name) => files[name] !== original[name]) ?? code.file;
    const waits = /** @type {const} */ ("link");
    return patch(told, { code: { files, given: files, file, aside, waits, preset: null, link: null } });
  },
  "code/opened": (state, { file, text }) => {
    const { files, waits } = state.code;
    if (!files) return state;
    const opened = { ...files, [file]: text };
    return patch(state, { code: { files: opened, file, waits: waits ?? "file", preset: null } });
  },
  "code/bring-back": (state) => {
    const { original, aside } = state.code;
    const own = aside.at(-1);
    if (!original || !own) return state;
    const rest = [...ownChanges(state.code), ...aside.slice(0, -1)];
    const files = { ...original, ...own };
    return patch(state, { code: { files, aside: rest, given: null, waits: "own", preset: null } });
  },
};
