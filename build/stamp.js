// Nothing is built twice from the same inputs. Each target leaves a stamp in dist/.stamps: a hash of its inputs, its scripts
// and the versions of its tools. Contents are hashed, not times, because a checkout changes all times.

import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { DIST, exists, filesUnder, ROOT } from "./tools.js";

const STAMPS = path.join(DIST, ".stamps");

/** @param {string[]} inputs files and folders @param {string[]} key anything else that affects the result */
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
 * @property {string[]} [key] anything else that affects the result: flags, versions
 * @property {string[]} outputs files that must exist for the target to be up to date
 */

/** What is being made: who asks for it meanwhile waits for the same. @type {Map<string, Promise<boolean>>} */
const underWay = new Map();

/**
 * Builds a target if its inputs changed or an output is missing. Returns whether it did.
 * @param {string} name @param {Target} target @param {() => Promise<unknown>} make
 */
export function once(name, target, make) {
  const making = underWay.get(name) ?? makeOnce(name, target, make).finally(() => underWay.delete(name));
  underWay.set(name, making);
  return making;
}

/** @param {string} name @param {Target} target @param {() => Promise<unknown>} make */
async function makeOnce(name, { inputs, key, outputs }, make) {
  const file = path.join(STAMPS, name);
  const wanted = await hashOf(inputs, key);
  const found = await readFile(file, "utf8").catch(() => "");
  const there = await Promise.all(outputs.map(exists));
  if (found === wanted && there.every(Boolean)) return false;

  const start = performance.now();
  await mkdir(STAMPS, { recursive: true });
  await make();
  // The stamp is written last, so that a failed or interrupted build is repeated.
  await writeFile(file, wanted);
  console.log(`built ${name} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return true;
}
