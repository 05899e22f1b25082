// `npm run fuzz -- --minutes N`: libFuzzer over tests/c/fuzz_exports.c, with address and undefined-behaviour sanitizers. What
// it has learnt is in dist/fuzz/corpus, and goes on from there the next time.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { SANITIZED } from "./c/ctests.js";
import { link, versionOf, withoutMain } from "./c/native.js";
import { objects } from "./c/objects.js";
import { DIST, Failure, main, run, which } from "./tools.js";

const FOLDER = path.join(DIST, "fuzz");
const CASES = path.join("tests", "c", "corpus");

/** Clang, if it has libFuzzer. */
async function findClang() {
  const compiler = await which(process.env.CLANG || "clang");
  const probe = ["-fsanitize=fuzzer,address", "-x", "c", "-", "-o", "/dev/null"];
  const works = compiler && (await run(compiler, probe, { capture: true, allowFailure: true })).output;
  if (!compiler || /cannot find|no such file|unsupported option/i.test(works ?? "")) {
    throw new Failure(
      "fuzzing needs clang with libFuzzer (`apt install clang libclang-rt-dev`), or another one named in CLANG; `npm test` runs the kept cases with any C compiler",
    );
  }
  return { compiler, version: await versionOf(compiler) };
}

await main(async () => {
  const { values } = parseArgs({ options: { minutes: { type: "string", default: "5" } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Failure(`--minutes must be a number > 0, not "${values.minutes}"`);

  const flags = [...SANITIZED.map((flag) => (flag === "-O1" ? "-O2" : flag)), "-fsanitize=fuzzer-no-link"];
  const has = (/** @type {string} */ file) => !/\/(main|exports)\.c$/.test(file);
  const kind = { name: "fuzz", ...(await findClang()), flags, has };
  const program = path.join(FOLDER, "fuzz_exports");
  await mkdir(path.join(FOLDER, "corpus"), { recursive: true });
  const from = {
    files: withoutMain(await objects(kind)),
    sources: ["tests/c/fuzz_exports.c"],
    flags: ["-fsanitize=fuzzer"],
  };
  await link(program, kind, from);

  const seconds = Math.ceil(minutes * 60);
  const limits = [
    `-max_total_time=${seconds}`,
    "-max_len=600",
    "-len_control=0",
    "-timeout=60",
    "-print_final_stats=1",
  ];
  const { status } = await run(
    program,
    [...limits, `-artifact_prefix=${FOLDER}/`, path.join(FOLDER, "corpus"), CASES],
    { allowFailure: true },
  );
  if (status !== 0) {
    throw new Failure(
      `found something: the case is in ${path.relative(process.cwd(), FOLDER)}/, and \`${path.relative(process.cwd(), program)} FILE\` runs it again; once it is mended, move it to ${CASES}/`,
    );
  }
});
