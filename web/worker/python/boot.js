/** Starts Python in a worker, normally or from the memory snapshot of an earlier visit. Every file comes from this site. */

import { Problem } from "../../protocol/problem.js";
import { fetchBytes, fetchJson, fileName } from "../assets.js";
import { ByteCounter } from "./byte-counter.js";
import { PythonMemory, unpack, WHEEL_PATH } from "./snapshot.js";

export const SITE = new URL("../../", import.meta.url);

/**
 * The contents of assets.json, with absolute URLs.
 * @typedef {{
 *   base: string, files: Map<string, number>, micropip: string,
 *   wheel: string, wheelBytes: number, origin: import("./snapshot.js").Origin,
 * }} Assets
 * @typedef {any} Pyodide
 */

/** @returns {Promise<Assets>} */
export async function readAssets() {
  const { pyodide, wheels } = await fetchJson(new URL("assets.json", SITE));
  const base = new URL(pyodide.base, SITE).href;
  const files = new Map(Object.entries(pyodide.files).map(([file, bytes]) => [base + file, bytes]));
  return {
    base,
    files,
    micropip: base + pyodide.micropip,
    wheel: new URL(wheels.micrograd, SITE).href,
    wheelBytes: wheels.files[wheels.micrograd.replace("wheels/", "")],
    origin: { sha256: wheels.sha256, version: pyodide.version, site: SITE },
  };
}

/**
 * A Python that can import micrograd, how it was started, and a function that loads micropip into it.
 * @param {(loaded: number, total: number) => void} progress
 * @param {boolean} cold whether to throw away the snapshot, because Python died after it had started from it
 * @returns {Promise<{pyodide: Pyodide, boot: import("../../protocol/messages.js").Boot, needMicropip(): Promise<void>}>}
 */
export async function bootPython(progress, cold) {
  const assets = await readAssets();
  const counter = new ByteCounter(progress);
  const memory = await PythonMemory.open(assets.origin);
  if (cold) await memory?.condemn();
  const warm = await warmStart(memory, assets, counter);
  const pyodide = warm ?? (await normalBoot(assets, counter));
  await counter.finish();
  /** @type {Promise<void> | null} */
  let micropip = warm ? null : Promise.resolve();
  return {
    pyodide,
    boot: warm ? "warm" : "normal",
    needMicropip() {
      micropip ??= takeToMicropip(pyodide, assets.wheel).catch((error) => {
        micropip = null; // a later call tries again
        throw error;
      });
      return micropip;
    },
  };
}

/**
 * Pyodide's modules, imported once for every boot that follows.
 * @param {string} base @param {ByteCounter} counter
 * @returns {Promise<(options: object) => Promise<Pyodide>>}
 */
async function importPyodide(base, counter) {
  const [loader, machine] = [`${base}pyodide.mjs`, `${base}pyodide.asm.mjs`];
  const { loadPyodide } = await imported(loader);
  counter.imported(loader);
  await imported(machine);
  counter.imported(machine);
  return (options) => loadPyodide({ indexURL: base, ...options });
}

/** @param {string} url of a module @returns {Promise<any>} */
async function imported(url) {
  try {
    return await import(url);
  } catch (error) {
    throw new Problem(`${fileName(url)} could not be loaded`, error);
  }
}

/**
 * Loads Pyodide, then micropip, then micrograd by micropip.
 * @param {Assets} assets @param {ByteCounter} counter
 * @returns {Promise<Pyodide>}
 */
async function normalBoot({ base, files, wheel }, counter) {
  counter.expect(files);
  const boot = async () => {
    const load = await importPyodide(base, counter);
    const pyodide = await load({});
    await installByMicropip(pyodide, wheel);
    return pyodide;
  };
  return Promise.race([boot(), counter.failure]);
}

/**
 * Starts from the memory snapshot of an earlier visit, or returns null. The snapshot also fixes Python's random state and
 * hash seed, which has no effect here: micrograd has its own generator and iterates over no sets.
 * @param {PythonMemory | null} memory @param {Assets} assets @param {ByteCounter} counter
 * @returns {Promise<Pyodide | null>}
 */
async function warmStart(memory, { base, files, micropip, wheel, wheelBytes }, counter) {
  const kept = await memory?.find();
  if (!memory || !kept || !(await memory.begin())) return null;
  const sizes = new Map([
    ...files,
    [wheel, wheelBytes],
    [memory.url, Number(kept.headers.get("content-length"))],
  ]);
  sizes.delete(micropip);
  counter.expect(sizes);
  const load = await importPyodide(base, counter);
  try {
    const [image, source] = await Promise.all([unpack(counter.count(kept)), fetchBytes(wheel)]);
    const pyodide = await Promise.race([load({ _loadSnapshot: image }), counter.failure]);
    pyodide.FS.writeFile(WHEEL_PATH, source);
    pyodide.runPython("from micrograd import Config, Session; Session(Config())"); // checks that it works
    await memory.succeed();
    return pyodide;
  } catch {
    await memory.discard();
    return null;
  }
}

/** @param {Pyodide} pyodide @param {string} wheel its URL: micrograd on the package index is another project */
async function installByMicropip(pyodide, wheel) {
  await pyodide.loadPackage("micropip", { messageCallback() {} });
  const micropip = pyodide.pyimport("micropip");
  await micropip.install(wheel);
  micropip.destroy();
}

/**
 * After a warm start micrograd is imported from the wheel file, which micropip would take for an installed package of
 * unknown source. So it is installed again; the modules already imported stay in use.
 * @param {Pyodide} pyodide @param {string} wheel
 */
async function takeToMicropip(pyodide, wheel) {
  pyodide.runPython(`import sys\nsys.path = [p for p in sys.path if p != "${WHEEL_PATH}"]`);
  await installByMicropip(pyodide, wheel);
}
