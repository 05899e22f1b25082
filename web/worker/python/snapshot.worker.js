/**
 * Makes what the quick boot starts from, in the background of a first visit: a second Python, whose memory is kept.
 * It has to be a fresh one, since the page's has micropip in it and a run. Says when it is done, for better or worse.
 */

import { fetchBytes, readAssets } from "./boot.js";
import { IMPORTS, PythonMemory, sha256Of, WHEEL_PATH } from "./snapshot.js";

/** @returns {Promise<string>} what came of it */
async function make() {
  const { base, wheel, origin } = await readAssets();
  const memory = await PythonMemory.open(origin);
  if (!memory) return "there is no Cache Storage";
  if (await memory.find()) return "it is there already";
  if (!(await memory.begin())) return "it has been tried often enough";
  // what the page's own Python has just read needs no second way to the server
  const fetchPlainly = self.fetch;
  self.fetch = (input, init) => fetchPlainly(input, { ...init, cache: "force-cache" });
  const source = await fetchBytes(wheel);
  if ((await sha256Of(source)) !== origin.sha256) return "the site is just changing";
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  const pyodide = await loadPyodide({ indexURL: base, _makeSnapshot: true });
  pyodide.FS.writeFile(WHEEL_PATH, source);
  pyodide.runPython(IMPORTS);
  await memory.keep(pyodide.makeMemorySnapshot());
  return "kept";
}

/** One at a time: another page of the site may be at it. */
async function makeAlone() {
  if (!navigator.locks) return make();
  return navigator.locks.request(`python-memory ${location.pathname}`, { ifAvailable: true }, (lock) =>
    lock ? make() : "another page is making it",
  );
}

makeAlone().then(
  (outcome) => self.postMessage({ outcome }),
  (error) => self.postMessage({ outcome: String(error) }),
);
