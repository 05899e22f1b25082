/** The engines outside a browser and outside V8: two in Python, one native program. */

import { spawn } from "node:child_process";
import { once as event } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { link, NATIVE, nativeKind, withoutMain } from "../../build/c/native.js";
import { objects } from "../../build/c/objects.js";
import { DIST, exists, Failure, inVenv, ROOT } from "../../build/tools.js";
import { peakOf } from "./memory.js";

/**
 * An engine under the stopwatch. `time` makes a new default run, does one thing `count` times, and gives the mean ms;
 * `memory` is asked after the rounds.
 * @typedef {"step" | "surface"} What
 * @typedef {{
 *   time(what: What, count: number): Promise<number>,
 *   memory?(): Promise<import("./memory.js").Memory | undefined>,
 *   close(): void,
 * }} Engine
 */

/** One of engine.py's ENGINES. @param {string} name @param {string} [python] */
export const pythonEngine = (name, python = inVenv("python")) =>
  child(python, ["tests/bench/engine.py", name]);

export async function nativeC() {
  const kind = await nativeKind("native", NATIVE);
  const program = path.join(DIST, "bench", "engine");
  const files = withoutMain(await objects(kind));
  await link(program, kind, { files, sources: ["tests/bench/engine.c"] });
  return child(program, []);
}

/**
 * A program that answers each line on its input with a number.
 * @param {string} command @param {string[]} args @returns {Promise<Engine>}
 */
async function child(command, args) {
  if (!(await exists(command)))
    throw new Failure(`${path.relative(ROOT, command)} is missing: run  npm test  once`);
  const program = spawn(command, args, { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
  await event(program, "spawn");
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  return {
    async time(what, count) {
      program.stdin.write(`${what} ${count}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Failure(`${path.basename(command)} ended before it answered`);
      return Number(value);
    },
    memory: () => peakOf(program.pid),
    close: () => program.stdin.end(),
  };
}
