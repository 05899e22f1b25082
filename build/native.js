// csrc/ -> dist/micrograd, the native program.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { once } from "./stamp.js";
import { DIST, Failure, filesUnder, isMain, main, outputOf, ROOT, replaceFile, run, which } from "./tools.js";

/** The flags that decide the bits; the same for the native program and for WebAssembly. See SPEC, last section. */
export const EXACT = [
  "-Icsrc", // an include names the file's folder below csrc/, unless it stands in csrc/ itself
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
  "-Wmissing-prototypes", // a function that is not in micrograd.h is static
  "-Wvla", // an array on the stack would limit the number of points
  "-Werror",
];

// Never -Ofast, -ffast-math or -march=native: they change bits. -O3 and -flto are only no faster (measured).
export const NATIVE = [...EXACT, "-O2", ...WARNINGS];

/** The C files of csrc/ and its folders but for those named. @param {...string} but */
export async function cFiles(...but) {
  const files = (await filesUnder("csrc")).filter((f) => f.endsWith(".c") && !but.includes(path.basename(f)));
  if (files.length === 0) throw new Failure("csrc/ holds no C files, so there is nothing to compile");
  return files;
}

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

/** What identifies a compiler. @param {string} program */
export const versionOf = async (program) =>
  `${program} ${(await outputOf(program, ["--version"])).split("\n")[0]}`;

export async function buildNative() {
  const cc = await findCC();
  if (!cc) throw new Failure("no C compiler found (cc, gcc or clang); install one or name it in CC");
  const sources = await cFiles("exports.c");
  const program = path.join(DIST, "micrograd");
  const target = { inputs: ["csrc"], key: [await versionOf(cc), ...NATIVE], outputs: [program] };
  await once("micrograd", target, async () => {
    await mkdir(DIST, { recursive: true });
    await replaceFile(program, (out) => run(cc, [...NATIVE, ...sources, "-lm", "-o", out]));
  });
  return path.relative(ROOT, program);
}

if (isMain(import.meta.url)) await main(buildNative);
