// csrc/ -> object files in dist/objects/KIND/, each C file compiled once per set of flags. Every program and every .wasm is
// linked from them: the native program, the C tests and the benchmark share one set, the two test .wasm files share the site's.

import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { once } from "../stamp.js";
import { DIST, Failure, filesUnder, ROOT, run } from "../tools.js";

/**
 * One set of object files: the name of its folder, the compiler and what identifies it, the flags, and which C files belong.
 * @typedef {object} Kind
 * @property {string} name
 * @property {string} compiler
 * @property {string} version
 * @property {string[]} flags
 * @property {(file: string) => boolean} has
 */

/** @type {Map<string, Promise<string[]>>} */
const making = new Map();

/**
 * The object files of a kind, made first where a C file, a header, the compiler or the flags changed. Two targets that ask for
 * a kind at the same time get the same files.
 * @param {Kind} kind @returns {Promise<string[]>} paths
 */
export function objects(kind) {
  const files = making.get(kind.name) ?? compileAll(kind).finally(() => making.delete(kind.name));
  making.set(kind.name, files);
  return files;
}

/** @param {Kind} kind */
async function compileAll(kind) {
  const all = await filesUnder("csrc");
  const headers = all.filter((file) => file.endsWith(".h"));
  const sources = all.filter((file) => file.endsWith(".c") && kind.has(file));
  if (sources.length === 0) throw new Failure("csrc/ holds no C files, so there is nothing to compile");
  const folders = new Set(sources.map((source) => path.dirname(source)));
  const made = await inParallel(folders, async (folder) => {
    const files = sources.filter((source) => path.dirname(source) === folder);
    const to = path.join(DIST, "objects", kind.name, folder);
    const outputs = files.map((file) => path.join(to, `${path.basename(file, ".c")}.o`));
    const target = { inputs: [...files, ...headers], key: [kind.version, ...kind.flags], outputs };
    await once(`${kind.name}-${path.basename(folder)}`, target, () => compileFolder(kind, files, to));
    return outputs;
  });
  return made.flat();
}

/** One call for the files of a folder: emcc alone takes 0.4 s to start. @param {Kind} kind @param {string[]} files @param {string} to */
async function compileFolder({ compiler, flags }, files, to) {
  await mkdir(to, { recursive: true });
  const scratch = await mkdtemp(path.join(to, ".new-"));
  try {
    const sources = files.map((file) => path.join(ROOT, file));
    await run(compiler, [...flags, "-c", ...sources], { cwd: scratch });
    for (const file of files) {
      const object = `${path.basename(file, ".c")}.o`;
      await rename(path.join(scratch, object), path.join(to, object));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * What a program depends on that is linked from object files and from C files of its own, which may include any file of csrc/.
 * @param {string[]} objects @param {string[]} sources
 */
export const inputsOf = (objects, sources) => [
  ...objects.map((file) => path.relative(ROOT, file)),
  ...(sources.length > 0 ? ["csrc", ...sources.map((source) => path.dirname(source))] : []),
];

/**
 * Does `work` on each item, as many at a time as the machine has cores, and gives the results in the items' order.
 * @template T, R @param {Iterable<T>} items @param {(item: T) => Promise<R>} work @returns {Promise<R[]>}
 */
export async function inParallel(items, work) {
  /** @type {R[]} */
  const results = [];
  const rest = [...items].entries();
  const worker = async () => {
    for (const [i, item] of rest) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
