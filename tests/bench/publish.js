/** `npm run bench -- --publish`: docs/performance.md and its chart, made from the result of one run. */

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../build/tools.js";
import { chart } from "./chart.js";
import { missed, reach } from "./reach.js";
import { scaleSection } from "./scale-report.js";

const DOCS = path.join(ROOT, "docs");

/** @param {import("./reach.js").Result} result */
export async function publish(result) {
  await mkdir(DOCS, { recursive: true });
  await writeFile(path.join(DOCS, "performance.svg"), chart(result));
  await writeFile(path.join(DOCS, "performance.md"), report(result));
}

/** @param {import("./reach.js").Result} result */
export const report = (result) =>
  [
    "# How fast it is",
    "",
    "![Milliseconds of one training step of every engine, on a logarithmic scale](performance.svg)",
    "",
    "`npm run bench` measures; `npm run bench -- --publish` writes this page and its chart. PyTorch joins in where it is installed.",
    "",
    figures(result),
    "",
    ...(result.scale ? scaleSection(result.scale) : []),
  ].join("\n");

/** @param {import("./reach.js").Result} result */
export function figures(result) {
  const { date, cores, cpu, load, rounds, engines } = result;
  const first = Object.values(engines)[0].step.median;
  const digits = (/** @type {number} */ x) => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));
  const shared = load > cores / 2 ? `, shared with other programs (load ${load.toFixed(0)})` : "";
  const rows = reach(result);
  const why = missed(rows);
  return [
    `Measured on ${date} in one run of ${rounds} interleaved rounds, on a machine with ${cores} cores (${cpu})${shared}. Only the ratios mean something:`,
    "the times of such a machine swing by more than half between two runs.",
    "",
    "| engine | ms per step | times the first row |",
    "|---|---|---|",
    ...Object.entries(engines).map(
      ([name, { step }]) => `| ${name} | ${digits(step.median)} | ${digits(first / step.median)} |`,
    ),
    "",
    "| aim | | measured | |",
    "|---|---|---|---|",
    ...rows.map(({ what, goal, found, state }) => `| ${what} | ${goal} | ${found} | ${state} |`),
    ...(why.length > 0 ? ["", "Why some are not reached:", "", ...why.map((line) => `- ${line}`)] : []),
  ].join("\n");
}
