// Prepares a fresh clone: node_modules, .venv with the Python tools, and system programs. Installs only what is missing
// and only what is needed: serving the page needs no browser, testing it does.

import { lstat, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { ownChromium, systemChromium } from "./browsers/chromium.js";
import { findCC } from "./c/native.js";
import { findEmcc } from "./c/wasm.js";
import { hashOf } from "./stamp.js";
import { aptInstall, howToInstall, isRoot, isUbuntu, mayInstall } from "./systems.js";
import { exists, Failure, inVenv, isMain, main, outputOf, ROOT, run, which } from "./tools.js";

/** @typedef {import("./systems.js").Thing} Thing */
/** @typedef {"node" | Thing} Need `python` stands for .venv and all that is in it */

/** @type {Need[]} */
export const FOR_THE_PAGE = ["node", "python", "emcc"];
/** @type {Need[]} */
export const FOR_THE_TESTS = ["node", "python", "emcc", "cc", "chromium", "dot"];

const PYTHON = [3, 11];

/** @param {Need[]} needs */
export async function setup(needs) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 10))
    throw new Failure(`Node ${process.versions.node} is too old: version 20.10 or newer is needed`);
  await installSystemThings(needs);
  await Promise.all([needs.includes("node") && installNodeModules(), needs.includes("python") && makeVenv()]);
  if (needs.includes("chromium")) await installChromium();
}

/** @param {Need[]} needs */
async function installSystemThings(needs) {
  /** @type {Thing[]} */
  const missing = [];
  for (const [thing, find] of /** @type {const} */ ([
    ["python", () => findPython()],
    ["cc", findCC],
    ["emcc", findEmcc],
    ["chromium", async () => isUbuntu || process.env.PLAYWRIGHT_OWN_BROWSERS || (await systemChromium())],
    ["dot", () => which("dot")],
  ])) {
    if (needs.includes(thing) && !(await find())) missing.push(thing);
  }
  if (missing.length === 0) return;
  if (await mayInstall()) return aptInstall(missing);
  // Chromium can also come from Playwright, which is tried later; without dot only the tests of --graph are skipped.
  const hard = missing.filter((thing) => thing !== "chromium" && thing !== "dot");
  if (hard.length > 0) throw new Failure(howToInstall(hard));
}

/** A hash of the lock file is kept inside node_modules, so that deleting that folder is enough to start over. */
async function installNodeModules() {
  const stamp = path.join(ROOT, "node_modules", ".stamp");
  const wanted = await hashOf(["package-lock.json"]);
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  console.log("installing node_modules");
  // `npm start` passes the path of npm's own script, which also works where `npm` is a shell script.
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith(".js") ? [process.execPath, [script]] : ["npm", []];
  await run(command, [...first, "ci", "--no-audit", "--no-fund", "--loglevel=error"], { capture: true });
  await writeFile(stamp, wanted);
}

/** The first Python that is new enough and can create a .venv: $PYTHON, then the usual names. */
async function findPython() {
  const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];
  const code = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${PYTHON.join(", ")}))`;
  for (const name of process.env.PYTHON ? [process.env.PYTHON] : names) {
    const file = await which(name);
    if (!file) continue;
    const { status } = await run(file, ["-c", code], { capture: true, allowFailure: true });
    if (status === 0) return file;
  }
  return undefined;
}

async function makeVenv() {
  const stamp = path.join(ROOT, ".venv", ".stamp");
  const wanted = await hashOf(["build/python/requirements.txt"]);
  const python = inVenv("python");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted && (await exists(python))) return;
  const folder = path.join(ROOT, ".venv");
  if ((await lstat(folder).catch(() => null))?.isSymbolicLink())
    throw new Failure(
      ".venv is a link to another clone's, which needs other packages: remove the link, and run again",
    );
  const base = await findPython();
  if (!base) throw new Failure(howToInstall(["python"]));
  console.log(`making .venv with ${await outputOf(base, ["--version"])}`);
  await run(base, ["-m", "venv", "--clear", folder]);
  const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  await run(python, [...args, "--require-hashes", "-r", path.join("build", "python", "requirements.txt")], {
    capture: true,
  });
  await writeFile(stamp, wanted);
}

async function installChromium() {
  if ((await systemChromium()) || (await ownChromium())) return;
  console.log("downloading Playwright's own Chromium");
  const cli = path.join(ROOT, "node_modules", "@playwright", "test", "cli.js");
  // As root, Playwright can also install the libraries that Chromium needs.
  const deps = isRoot && process.platform === "linux" ? ["--with-deps"] : [];
  const { status } = await run(process.execPath, [cli, "install", ...deps, "chromium"], {
    allowFailure: true,
  });
  if (status !== 0) throw new Failure(howToInstall(["chromium"]));
}

if (isMain(import.meta.url)) await main(() => setup(FOR_THE_TESTS));
