/** Files that the browser saves. */

import { el } from "../dom.js";

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
