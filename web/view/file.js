/** Files that the browser saves and opens. */

import { el } from "./dom.js";

/** @type {Record<string, string>} */
const TYPES = {
  json: "application/json",
  csv: "text/csv",
  svg: "image/svg+xml",
  png: "image/png",
  mjs: "text/javascript",
  py: "text/x-python",
  webm: "video/webm",
};

/** Saves a text or bytes under a name, as the browser saves what it downloads. @param {string} name @param {BlobPart} content */
export function download(name, content) {
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const url = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download reads it later
}

/**
 * A field that is never seen; its `click` lets the learner choose a file.
 * @param {string} label
 * @param {string} accept
 * @param {(file: File) => void} onFile
 */
export function fileInput(label, accept, onFile) {
  const input = el("input", { type: "file", accept, hidden: true, "aria-label": label });
  input.onchange = () => {
    const [file] = input.files ?? [];
    if (file) onFile(file);
    input.value = ""; // the same file can be opened once more
  };
  return input;
}
