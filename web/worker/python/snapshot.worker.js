/**
 * Makes the snapshot for the warm start, in the background of a first visit, from a second Python. It has to be a fresh
 * one, because the page's Python holds micropip and a run. Posts a message when it is done, successful or not.
 */

import { ifUnlocked } from "../../protocol/browser.js";
import { fetchBytes } from "../assets.js";
import { readAssets } from "./boot.js";
import { IMPORTS, PythonMemory, sha256Of, WHEEL_PATH } from "./snapshot.js";

/** @returns {Promise<string>} the outcome */
async function make() {
  const { base, wheel, origin } = await readAssets();
  const memory = await PythonMemory.open(origin);
  if (!memory) return "there is no Cache Storage";
  if (await memory.find()) return "a snapshot exists already";
  if (!(await memory.begin())) return "no attempts are left";
  // the page's own Python has just fetched these files, so they come from the cache
  const fetchPlainly = self.fetch;
  self.fetch = (input, init) => fetchPlainly(input, { ...init, cache: "force-cache" });
  const source = await fetchBytes(wheel);
  if ((await sha256Of(source)) !== origin.sha256) return "the site is being updated";
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  const pyodide = await loadPyodide({ indexURL: base, _makeSnapshot: true });
  pyodide.FS.writeFile(WHEEL_PATH, source);
  pyodide.runPython(IMPORTS);
  await memory.keep(pyodide.makeMemorySnapshot());
  return "kept";
}

/** One at a time: another tab may be making it already. */
async function makeAlone() {
  return ifUnlocked(`python-memory ${location.pathname}`, (alone) =>
    alone ? make() : "another page is making it",
  );
}

makeAlone().then(
  (outcome) => self.postMessage({ outcome }),
  (error) => self.postMessage({ outcome: String(error) }),
);
