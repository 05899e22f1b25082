// Shared by the build scripts: paths, running programs, and reporting failures. Node built-ins only, since these scripts run
// before `npm ci`.

import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const DIST = path.join(ROOT, "dist");
export const SITE = path.join(DIST, "site");

const windows = process.platform === "win32";

/** The program `name` in .venv. @param {string} name */
export const inVenv = (name) =>
  path.join(ROOT, ".venv", windows ? "Scripts" : "bin", windows ? `${name}.exe` : name);

/** The program `name` of a package in node_modules. @param {string} name */
export const inNodeModules = (name) => path.join(ROOT, "node_modules", ".bin", name);

/** An error that is printed as one line, without a stack trace. */
export class Failure extends Error {}

/** @param {string} file */
export const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );

/** The full path of a program, or undefined. @param {string} name @returns {Promise<string | undefined>} */
export async function which(name) {
  const folders = name.includes(path.sep) ? [ROOT] : (process.env.PATH ?? "").split(path.delimiter);
  for (const folder of folders) {
    const file = path.resolve(folder, windows && !path.extname(name) ? `${name}.exe` : name);
    const found = await access(file, constants.X_OK).then(
      () => stat(file).then((s) => s.isFile()),
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the project's folder
 * @property {Record<string, string | undefined>} [env] added to the environment
 * @property {boolean} [capture] keep the output instead of showing it
 * @property {boolean} [echo] with capture: show it as well
 * @property {boolean} [allowFailure] return a non-zero status instead of throwing
 */

/**
 * Runs a program and waits until it exits.
 * @param {string} command @param {string[]} args @param {RunOptions} [options]
 * @returns {Promise<{status: number, output: string}>}
 */
export async function run(command, args, options = {}) {
  const { cwd = ROOT, env, capture = false, echo = false, allowFailure = false } = options;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", capture ? "pipe" : "inherit", capture ? "pipe" : "inherit"],
  });
  let output = "";
  for (const [stream, screen] of /** @type {const} */ ([
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ])) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (echo) screen.write(text);
    });
  }
  const status = await /** @type {Promise<number>} */ (
    new Promise((resolve, reject) => {
      child.on("error", (error) => reject(new Failure(`${command} can't be run: ${error.message}`)));
      child.on("close", (code, signal) => {
        if (signal) output += `${path.basename(command)} was ended by ${signal}\n`;
        resolve(code ?? 1);
      });
    })
  );
  if (status !== 0 && !allowFailure) {
    if (capture && !echo) process.stderr.write(output);
    throw new Failure(`${path.basename(command)} failed with status ${status}; see its output above`);
  }
  return { status, output };
}

/** A program's output. @param {string} command @param {string[]} args */
export async function outputOf(command, args) {
  return (await run(command, args, { capture: true })).output.trim();
}

/**
 * All files under a folder (or the file itself), as paths relative to the project, sorted.
 * @param {string} place @returns {Promise<string[]>}
 */
export async function filesUnder(place) {
  const full = path.resolve(ROOT, place);
  const found = await stat(full).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) return [path.relative(ROOT, full)];
  const files = [];
  for (const entry of await readdir(full, { withFileTypes: true })) {
    if (entry.name === "__pycache__" || entry.name === ".DS_Store") continue;
    files.push(...(await filesUnder(path.join(full, entry.name))));
  }
  return files.sort();
}

/**
 * Creates `file` under a temporary name and renames it, so that nobody ever reads, serves or runs a partial file.
 * @param {string} file @param {(temporary: string) => Promise<unknown>} make
 */
export async function replaceFile(file, make) {
  const temporary = path.join(path.dirname(file), `.${process.pid}-${path.basename(file)}`);
  try {
    await make(temporary);
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Whether node was started with this file. @param {string} url its import.meta.url */
export const isMain = (url) =>
  process.argv[1] !== undefined && fileURLToPath(url) === path.resolve(process.argv[1]);

/** Runs a script's main function; a Failure becomes one line and exit status 1. @param {() => Promise<unknown>} body */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Failure ? `error: ${error.message}` : error);
    process.exitCode = 1;
  }
}
