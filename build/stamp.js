// Nothing is made twice from the same inputs. Each target leaves a stamp in dist/.stamps: a hash over the contents of its
// inputs, the scripts that make it and the versions of the tools. Contents, not times: a checkout changes every time.

import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { DIST, exists, filesUnder, ROOT } from "./tools.js";

const STAMPS = path.join(DIST, ".stamps");

/** @param {string[]} inputs files and folders @param {string[]} key anything else that decides the outcome */
export async function hashOf(inputs, key = []) {
  const hash = createHash("sha256").update(JSON.stringify(key));
  for (const place of inputs) {
    for (const file of await filesUnder(place)) {
      hash.update(`\0${file}\0`).update(await readFile(path.join(ROOT, file)));
    }
  }
  return hash.digest("hex");
}

/**
 * @typedef {object} Target
 * @property {string[]} inputs files and folders
 * @property {string[]} [key] anything else that decides the outcome: flags, versions
 * @property {string[]} outputs files that must exist for the target to count as made
 */

/**
 * Makes a target if its inputs changed or an output is gone. Returns whether it did.
 * @param {string} name @param {Target} target @param {() => Promise<unknown>} make
 */
export async function once(name, { inputs, key, outputs }, make) {
  const file = path.join(STAMPS, name);
  const wanted = await hashOf(inputs, key);
  const found = await readFile(file, "utf8").catch(() => "");
  const there = await Promise.all(outputs.map(exists));
  if (found === wanted && there.every(Boolean)) return false;

  const start = performance.now();
  await mkdir(STAMPS, { recursive: true });
  await make();
  // The stamp comes last, so that a build which failed or was interrupted is done again.
  await writeFile(file, wanted);
  console.log(`built ${name} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return true;
}
