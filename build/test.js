// `npm test`: installs what is missing, then runs every part under its own heading, and continues after a failure.
// `node build/test.js lint types` runs the named parts; further arguments go to the part's runner:
// `npm run e2e -- --grep canvas`. `npm run e2e -- --browser=all` runs the whole suite in every browser that is installed.

import { mkdir, readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { browsersOf } from "./browsers/browsers.js";
import { build } from "./build.js";
import { testC } from "./c/ctests.js";
import { buildNative, buildShared } from "./c/native.js";
import { buildAllWasm, buildWasm } from "./c/wasm.js";
import { setup } from "./setup.js";
import { buildDescription } from "./site/describe.js";
import { buildVendor } from "./site/vendor.js";
import { DIST, Failure, filesUnder, inNodeModules, inVenv, main, run } from "./tools.js";

/** @typedef {{passed: number, failed: number, skipped?: number}} Counts */
/**
 * @typedef {object} Part
 * @property {string} title
 * @property {import("./setup.js").Need[]} needs
 * @property {(args: string[]) => Promise<Counts>} run
 */

const REPORTS = path.join(DIST, "reports");

/** The report file of a runner. An old report is removed, so that it can't be mistaken for that of a crashed run. @param {string} name */
async function freshReport(name) {
  const file = path.join(REPORTS, name);
  await mkdir(REPORTS, { recursive: true });
  await rm(file, { force: true });
  return file;
}

/** @type {Record<string, Part>} */
const PARTS = {
  lint: {
    title: "lint (biome, ruff)",
    needs: ["node", "python"],
    run: () =>
      checks([
        [inNodeModules("biome"), "lint", "--error-on-warnings", "."],
        [inVenv("ruff"), "check", "--quiet", "."],
      ]),
  },
  format: {
    title: "format (biome, ruff)",
    needs: ["node", "python"],
    run: () =>
      checks([
        [inNodeModules("biome"), "check", "--linter-enabled=false", "."],
        [inVenv("ruff"), "format", "--check", "--quiet", "."],
      ]),
  },
  types: {
    title: "types (tsc, mypy)",
    needs: ["node", "python"],
    run: () => checks([[inNodeModules("tsc"), "-p", "."], [inVenv("mypy")]]),
  },
  html: {
    title: "page markup (html-validate)",
    needs: ["node"],
    run: async () => {
      const pages = (await filesUnder("web")).filter((file) => file.endsWith(".html"));
      return checks([[inNodeModules("html-validate"), "--config", "build/htmlvalidate.json", ...pages]]);
    },
  },
  build: {
    title: "build (native, WebAssembly, wheel, site)",
    needs: ["node", "python", "emcc", "cc"],
    run: async () => {
      await buildNative();
      await build();
      return { passed: 1, failed: 0 };
    },
  },
  python: {
    title: "engine tests (pytest)",
    needs: ["python", "cc", "emcc", "dot"],
    run: testPython,
  },
  c: {
    title: "C tests, natively and under sanitizers",
    needs: ["cc"],
    run: testC,
  },
  web: {
    title: "page modules and build scripts (node --test)",
    needs: ["node", "python"],
    run: testWeb,
  },
  e2e: {
    title: "end to end (Playwright)",
    needs: ["node", "chromium"],
    run: testEndToEnd,
  },
};

/** Which browser the end-to-end tests run in: `--browser=all`. */
const BROWSER = "--browser=";

/** Runs each command; exit status 0 counts as passed. @param {string[][]} commands @returns {Promise<Counts>} */
async function checks(commands) {
  let passed = 0;
  for (const [command, ...args] of commands) {
    const { status } = await run(command, args, { allowFailure: true });
    if (status === 0) passed++;
    else console.error(`${path.basename(command)} found problems`);
  }
  return { passed, failed: commands.length - passed };
}

/** @param {string[]} args */
async function testPython(args) {
  // The tests compare Python with all three; without one they would only skip that.
  let unbuilt = 0;
  const make = async (/** @type {() => Promise<string>} */ build) => {
    try {
      return await build();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      console.error(`error: ${error.message}`);
      unbuilt++;
    }
  };
  const [program, library] = await Promise.all([buildNative, buildShared, buildWasm].map(make));
  const report = await freshReport("pytest.xml");
  const inWorkers = ["-n", String(availableParallelism()), "--dist", "worksteal"];
  const { status } = await run(
    inVenv("python"),
    ["-m", "pytest", `--junitxml=${report}`, ...inWorkers, ...args],
    {
      allowFailure: true,
      env: { PYTHONDONTWRITEBYTECODE: "1", MICROGRAD_PROGRAM: program, MICROGRAD_LIBRARY: library },
    },
  );
  const suite = /<testsuite [^>]*>/.exec(await readFile(report, "utf8").catch(() => ""))?.[0] ?? "";
  const count = (/** @type {string} */ name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count("failures") + count("errors");
  const skipped = count("skipped");
  return believe(status, { passed: count("tests") - failed - skipped, failed: failed + unbuilt, skipped });
}

/** @param {string[]} args */
async function testWeb(args) {
  await buildVendor(); // build/vendor-hook.js shows these files to the page's modules
  const builds = buildAllWasm().then(buildDescription); // the engines' tables, which the page imports
  await builds.catch((error) => {
    if (!(error instanceof Failure)) throw error;
    console.error(`error: ${error.message}`); // the tests of the .wasm files say that they are skipped
  });
  const places = [...(await filesUnder("tests/web")), ...(await filesUnder("tests/build"))];
  const files = places.filter((file) => file.endsWith(".test.js"));
  return testNode("web.tap", files, availableParallelism(), args);
}

/** Node's own runner. @param {string} name of the report @param {string[]} files @param {number} atOnce @param {string[]} args @returns {Promise<Counts>} */
async function testNode(name, files, atOnce, args) {
  const report = await freshReport(name);
  const reporters = ["spec", "stdout", "tap", report].map(
    (value, i) => `--test-reporter${i % 2 ? "-destination" : ""}=${value}`,
  );
  const concurrency = `--test-concurrency=${atOnce}`; // by default one less than there are processors
  const { status } = await run(
    process.execPath,
    ["--import", "./build/vendor-hook.js", "--test", concurrency, ...reporters, ...args, ...files],
    { allowFailure: true },
  );
  const text = await readFile(report, "utf8").catch(() => "");
  const count = (/** @type {string} */ word) =>
    Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
  return believe(status, {
    passed: count("pass"),
    failed: count("fail") + count("cancelled"),
    skipped: count("skipped") + count("todo"),
  });
}

/** @param {string[]} args */
async function testEndToEnd(args) {
  const browser = args.find((arg) => arg.startsWith(BROWSER));
  const { projects, webkitGtk } = await browsersOf(browser?.slice(BROWSER.length));
  await build();
  await buildAllWasm();
  const others = args.filter((arg) => arg !== browser);
  /** @type {Counts[]} */
  const counts = [];
  if (projects.length > 0) counts.push(await testPlaywright(projects, others));
  // What else is said is for Playwright, such as the titles to run.
  if (webkitGtk && others.length === 0) counts.push(await testWebKitGtk());
  if (counts.length === 0) throw new Failure("tests/webkit takes no arguments: leave them out");
  const sum = (/** @type {keyof Counts} */ key) =>
    counts.reduce((total, each) => total + (each[key] ?? 0), 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** @param {string[]} projects @param {string[]} args */
async function testPlaywright(projects, args) {
  const report = await freshReport("e2e.json");
  const cli = path.join("node_modules", "@playwright", "test", "cli.js");
  const { status } = await run(process.execPath, [cli, "test", "-c", "tests/e2e", ...args], {
    allowFailure: true,
    env: { MICROGRAD_E2E_BROWSERS: projects.join(",") },
  });
  const stats = JSON.parse(await readFile(report, "utf8").catch(() => "{}")).stats ?? {};
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  return believe(status, { passed: expected, failed: unexpected + flaky, skipped });
}

/** The system's WebKit: one test file after the other, each with a browser of its own. */
async function testWebKitGtk() {
  console.log("\nWebKitGTK, by the WebDriver protocol");
  await buildVendor();
  const files = (await filesUnder("tests/webkit")).filter((file) => file.endsWith(".test.js"));
  return testNode("webkit.tap", files, 1, ["--test-timeout=600000"]);
}

/** A runner that failed without a failed test, or ran no test, counts as failed. @param {number} status @param {Counts} counts */
function believe(status, counts) {
  if (counts.failed > 0 || (status === 0 && counts.passed > 0)) return counts;
  console.error(status === 0 ? "no test ran" : `the runner ended with status ${status}`);
  return { ...counts, failed: 1 };
}

/** @param {Counts} counts */
const tell = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;

/** @param {string} name @param {string[]} args @returns {Promise<{counts: Counts, line: string}>} */
async function runPart(name, args) {
  const { title, run: runIt } = PARTS[name];
  console.log(`\n== ${title} ${"=".repeat(Math.max(2, 100 - title.length))}`);
  const start = performance.now();
  /** @type {Counts} */
  let counts;
  try {
    counts = await runIt(args);
  } catch (error) {
    console.error(error instanceof Failure ? `error: ${error.message}` : error);
    counts = { passed: 0, failed: 1 };
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const line = `${counts.failed ? "FAILED" : "ok    "}  ${name.padEnd(7)} ${`${seconds} s`.padStart(8)}   ${tell(counts)}`;
  console.log(line);
  return { counts, line };
}

await main(async () => {
  const words = process.argv.slice(2);
  const end = words.findIndex((word) => !Object.hasOwn(PARTS, word));
  const named = end < 0 ? words : words.slice(0, end);
  const args = end < 0 ? [] : words.slice(end);
  if (named.length === 0 && args.length > 0) {
    throw new Failure(`"${args[0]}" is no part of the tests: ${Object.keys(PARTS).join(", ")}`);
  }
  const chosen = named.length > 0 ? named : Object.keys(PARTS);
  await setup([...new Set(chosen.flatMap((name) => PARTS[name].needs))]);

  const results = [];
  for (const name of chosen) results.push(await runPart(name, args));

  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { counts } of results) {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped ?? 0;
  }
  console.log(`\n== summary ${"=".repeat(93)}`);
  for (const { line } of results) console.log(line);
  console.log(`tests: ${tell(total)}`);
  if (total.failed > 0) process.exitCode = 1;
});
