// csrc/ -> dist/micrograd, the native program, and dist/test/micrograd.so for the tests.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { once } from "../stamp.js";
import { DIST, Failure, isMain, main, outputOf, ROOT, replaceFile, run, which } from "../tools.js";
import { inputsOf, objects } from "./objects.js";

/** The flags that affect the bits; the same for the native program and for WebAssembly. */
export const EXACT = [
  `-I${path.join(ROOT, "csrc")}`, // an include names a file's folder below csrc/, unless the file is in csrc/ itself
  "-std=c11", // no GNU extensions, and so no excess precision and no contraction by default in gcc
  "-ffp-contract=off", // a*b + c rounds twice, as in Python: no fused multiply-add, which clang would use on ARM
  "-fno-builtin-pow", // pow(x, 2) must stay a call: turned into x*x it differs in the last bit for 2 in 1,000 numbers
];

export const WARNINGS = [
  "-Wall",
  "-Wextra",
  "-Wpedantic",
  "-Wshadow",
  "-Wstrict-prototypes",
  "-Wmissing-prototypes", // a function that no header declares is static
  "-Wvla", // an array on the stack would limit the number of points
  "-Werror",
];

// Never -Ofast, -ffast-math or -march=native: they change bits. -O3 and -flto are no faster (measured).
export const NATIVE = [...EXACT, "-O2", ...WARNINGS];

/** The C compiler: $CC, else cc, gcc or clang. */
export async function findCC() {
  const named = process.env.CC;
  for (const name of named ? [named] : ["cc", "gcc", "clang"]) {
    const file = await which(name);
    if (file) return file;
  }
  if (named) throw new Failure(`CC is "${named}", which is not a program on the PATH`);
  return undefined;
}

/** A compiler's version. @param {string} program */
export const versionOf = async (program) =>
  `${program} ${(await outputOf(program, ["--version"])).split("\n")[0]}`;

/** The object files that `flags` give, which are kept under `name`. @param {string} name @param {string[]} flags */
export async function nativeKind(name, flags) {
  const compiler = await findCC();
  if (!compiler) throw new Failure("no C compiler found (cc, gcc or clang); install one or name it in CC");
  const has = (/** @type {string} */ file) => path.basename(file) !== "exports.c"; // the browser's, or a shared library's
  return { name, compiler, version: await versionOf(compiler), flags, has };
}

/**
 * Links object files, and C files that are compiled here, to `program`.
 * @param {string} program @param {import("./objects.js").Kind} kind @param {{files: string[], sources?: string[], flags?: string[]}} from
 */
export async function link(program, { compiler, version, flags }, { files, sources = [], flags: more = [] }) {
  const target = {
    inputs: inputsOf(files, sources),
    key: [version, ...flags, ...more, ...sources],
    outputs: [program],
  };
  return once(path.basename(program), target, async () => {
    await mkdir(path.dirname(program), { recursive: true });
    await replaceFile(program, (out) =>
      run(compiler, [...flags, ...more, ...sources, ...files, "-lm", "-o", out]),
    );
  });
}

/** The object files without the command line. @param {string[]} files */
export const withoutMain = (files) => files.filter((file) => path.basename(file) !== "main.o");

/** dist/micrograd, the command line. */
export async function buildNative() {
  const kind = await nativeKind("native", NATIVE);
  const program = path.join(DIST, "micrograd");
  await link(program, kind, { files: await objects(kind) });
  return path.relative(ROOT, program);
}

/** dist/test/micrograd.so: the browser's exports as a shared library, through which pytest compares the engines. */
export async function buildShared() {
  const flags = [...NATIVE.filter((flag) => flag !== "-Wmissing-prototypes"), "-fPIC"]; // no header has the exports
  const kind = {
    ...(await nativeKind("shared", flags)),
    has: (/** @type {string} */ f) => !f.endsWith("main.c"),
  };
  const library = path.join(DIST, "test", "micrograd.so");
  await link(library, kind, { files: await objects(kind), flags: ["-shared"] });
  return path.relative(ROOT, library);
}

if (isMain(import.meta.url)) await main(buildNative);
