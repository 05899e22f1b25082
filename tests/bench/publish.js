/** `npm run bench -- --publish`: the chart beside the benchmarks, and the figures into the README between their two marks. */

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure, ROOT } from "../../build/tools.js";
import { chart } from "./chart.js";
import { missed, reach } from "./reach.js";

const [BEGIN, END] = ["<!-- bench: begin -->", "<!-- bench: end -->"];

/** @param {import("./reach.js").Result} result */
export async function publish(result) {
  await writeFile(path.join(ROOT, "tests", "bench", "chart.svg"), chart(result));
  const file = path.join(ROOT, "README.md");
  const readme = await readFile(file, "utf8");
  const [start, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (start < 0 || end < start) throw new Failure(`README.md has no place for figures: ${BEGIN} … ${END}`);
  const text = `${BEGIN}\n${figures(result)}\n`;
  await writeFile(file, readme.slice(0, start) + text + readme.slice(end));
}

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
