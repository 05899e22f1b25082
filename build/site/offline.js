// Completes dist/site/ for the service worker: sw.js gets the list of all files with a hash of each, and index.html the version,
// which is the hash of that list. Whatever the site holds is listed, however it was made.
//
// Workbox was weighed by its documentation and not taken: it would save the 30 lines of `install`, while what makes most of sw.js,
// a hash checked with every answer and pages of two versions side by side, would still be ours.

import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure, filesUnder, ROOT, replaceFile, SITE } from "../tools.js";

/** What no page asks for: it is for readers of the folder, for search engines, for other sites, for a debugger. */
const NOT_KEPT =
  /^(sw\.js|README\.md|404\.html|robots\.txt|sitemap\.xml|(screenshot|inside|social)\.png|source\/web\/.*|.*\.map)$/;

/** As sw.js computes it. @param {Buffer} bytes */
const hashOf = (bytes) => createHash("sha256").update(bytes).digest().subarray(0, 15).toString("base64");

/** @param {string} [site] a folder that holds the whole site */
export async function buildOffline(site = SITE) {
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  for (const file of await filesUnder(site)) {
    const full = path.join(ROOT, file);
    const name = path.relative(site, full).split(path.sep).join("/");
    const hidden = path.basename(name).startsWith("."); // a temporary file of a concurrent build
    if (!hidden && !NOT_KEPT.test(name)) files.set(name, await readFile(full));
  }
  const page = files.get("index.html");
  if (!page) throw new Failure(`${site} has no index.html`);
  if (page.includes(" data-build="))
    throw new Failure("index.html has a version already, of an earlier build");
  let worker = await readFile(path.join(ROOT, "web", "sw.js"), "utf8");
  const parts = [worker, ...[...files].flatMap(([name, bytes]) => [name, hashOf(bytes)])];
  const version = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
  const stamped = replaced(page.toString(), "<html ", `<html data-build="${version}" `);
  files.set("index.html", Buffer.from(stamped));
  const list = [...files].map(([name, bytes]) => `  ${JSON.stringify(encodeURI(name))}: "${hashOf(bytes)}",`);
  worker = replaced(worker, 'const VERSION = "";', `const VERSION = "${version}";`);
  worker = replaced(worker, "const FILES = {};", `const FILES = {\n${list.join("\n")}\n};`);
  await replaceFile(path.join(site, "index.html"), (to) => writeFile(to, stamped));
  await replaceFile(path.join(site, "sw.js"), (to) => writeFile(to, worker));
  return version;
}

/** @param {string} text @param {string} place that is there once @param {string} by */
function replaced(text, place, by) {
  if (text.split(place).length !== 2) throw new Failure(`${place} must be there once`);
  return text.replace(place, () => by);
}
