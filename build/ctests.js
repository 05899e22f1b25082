// Every tests/c/test_*.c, compiled with the engine and run twice: as the native program is built, and under sanitizers.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { cFiles, findCC, NATIVE, versionOf } from "./native.js";
import { once } from "./stamp.js";
import { DIST, Failure, filesUnder, replaceFile, run } from "./tools.js";

const FOLDER = path.join(DIST, "ctests");

/** @type {Record<string, string[]>} */
const KINDS = {
  native: NATIVE,
  // -O1 keeps the stacks of a report readable; the first error ends the program, so that it can't pass unnoticed.
  sanitized: [
    ...NATIVE.filter((flag) => flag !== "-O2"),
    "-O1",
    "-g",
    "-fno-omit-frame-pointer",
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
  ],
};

/** @returns {Promise<import("./test.js").Counts>} */
export async function testC() {
  const cc = await findCC();
  if (!cc) throw new Failure("no C compiler found (cc, gcc or clang)");
  const tests = (await filesUnder("tests/c")).filter((file) => /^test_.*\.c$/.test(path.basename(file)));
  if (tests.length === 0) throw new Failure("tests/c/ holds no test_*.c");
  await mkdir(FOLDER, { recursive: true });
  const total = { passed: 0, failed: 0 };
  for (const test of tests) {
    for (const kind of Object.keys(KINDS)) {
      const { passed, failed } = await testOne(cc, test, kind);
      total.passed += passed;
      total.failed += failed;
    }
  }
  return total;
}

/** @param {string} cc @param {string} test @param {string} kind */
async function testOne(cc, test, kind) {
  const name = `${path.basename(test, ".c")}-${kind}`;
  const program = path.join(FOLDER, name);
  const flags = KINDS[kind];
  const target = { inputs: ["csrc", "tests/c"], key: [await versionOf(cc), ...flags], outputs: [program] };
  try {
    await once(name, target, async () => {
      const sources = await cFiles("main.c", "exports.c");
      await replaceFile(program, (out) => run(cc, [...flags, test, ...sources, "-lm", "-o", out]));
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`${name} does not compile`);
    return { passed: 0, failed: 1 };
  }
  const { status, output } = await run(program, [], { capture: true, allowFailure: true });
  // A program is one test: its checks, a hundred thousand over bit patterns, would drown the other counts.
  const last = output.trimEnd().split("\n").at(-1);
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name}: ${last}`);
  if (status !== 0) console.error(output);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
}
