// Links every tests/c/test_*.c with the engine and runs it twice: with the flags of the native program, and with sanitizers.

import path from "node:path";
import { DIST, Failure, filesUnder, run } from "../tools.js";
import { link, NATIVE, nativeKind, withoutMain } from "./native.js";
import { inParallel, objects } from "./objects.js";

/** -O1 keeps the stack traces readable; the first error ends the program, so that it can't go unnoticed. */
export const SANITIZED = [
  ...NATIVE.filter((flag) => flag !== "-O2"),
  "-O1",
  "-g",
  "-fno-omit-frame-pointer",
  "-fsanitize=address,undefined",
  "-fno-sanitize-recover=all",
];

/** @type {Record<string, string[]>} */
const KINDS = { native: NATIVE, sanitized: SANITIZED };

/** @returns {Promise<import("../test.js").Counts>} */
export async function testC() {
  const tests = (await filesUnder("tests/c")).filter((file) => /^test_.*\.c$/.test(path.basename(file)));
  if (tests.length === 0) throw new Failure("tests/c/ holds no test_*.c");
  const total = { passed: 0, failed: 0 };
  for (const [name, flags] of Object.entries(KINDS)) {
    const kind = await nativeKind(name, flags);
    const files = withoutMain(await objects(kind));
    for (const passed of await inParallel(tests, (test) => testOne(kind, files, test))) {
      if (passed) total.passed++;
      else total.failed++;
    }
  }
  return total;
}

/** @param {import("./objects.js").Kind} kind @param {string[]} files the engine @param {string} test */
async function testOne(kind, files, test) {
  const name = `${path.basename(test, ".c")}-${kind.name}`;
  const program = path.join(DIST, "test", name);
  try {
    await link(program, kind, { files, sources: [test] });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`FAILED  ${name} does not compile`);
    return false;
  }
  const { status, output } = await run(program, [], { capture: true, allowFailure: true });
  // A program counts as one test: its 100,000 checks of bit patterns would dwarf the other counts.
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name}: ${output.trimEnd().split("\n").at(-1)}`);
  if (status !== 0) console.error(output);
  return status === 0;
}
