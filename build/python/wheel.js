// micrograd/ -> dist/micrograd-<version>-py3-none-any.whl, by hatchling from .venv.

import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { once } from "../stamp.js";
import { DIST, exists, Failure, inVenv, isMain, main, ROOT, run } from "../tools.js";

/** The version in pyproject.toml, the only place that states it. */
async function projectVersion() {
  const text = await readFile(path.join(ROOT, "pyproject.toml"), "utf8");
  const version = /^version = "([^"]+)"$/m.exec(text)?.[1];
  if (!version) throw new Failure('pyproject.toml has no line version = "…"');
  return version;
}

/**
 * Makes the wheel of a project in a folder; returns its path. Its bytes depend on the contents of the files alone: hatchling sorts
 * them and gives them one mode, and the date is fixed to the earliest that zip has, hatchling's own default.
 * @param {string} project @param {string} folder
 */
export async function makeWheel(project, folder) {
  const env = { SOURCE_DATE_EPOCH: "315532800", PYTHONDONTWRITEBYTECODE: "1" };
  const args = ["-m", "hatchling", "build", "-t", "wheel", "-d", folder];
  await run(inVenv("python"), args, { cwd: project, env, capture: true });
  const [made] = await readdir(folder);
  return path.join(folder, made);
}

/** Builds the wheel; returns its path. */
export async function buildWheel() {
  const wheel = path.join(DIST, `micrograd-${await projectVersion()}-py3-none-any.whl`);
  if (!(await exists(path.join(ROOT, "micrograd", "__init__.py")))) {
    throw new Failure("micrograd/__init__.py is missing, so there is no package to put into a wheel");
  }
  const inputs = [
    "micrograd",
    "pyproject.toml",
    "LICENSE",
    "build/python/requirements.txt",
    "build/python/wheel.js",
  ];
  await once("wheel", { inputs, outputs: [wheel] }, async () => {
    await mkdir(DIST, { recursive: true });
    const folder = await mkdtemp(path.join(DIST, ".wheel-"));
    try {
      await rename(await makeWheel(ROOT, folder), wheel);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  return wheel;
}

if (isMain(import.meta.url)) await main(buildWheel);
