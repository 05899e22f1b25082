/** What the measurements up to a million points say, as lines and as a section of docs/performance.md. */

/** ms of a step, and the most memory of the process in MB. @typedef {{ms: number, MB: number}} Cost */
/** @typedef {{n: number, layers: number[]}} Size */
/** A size with what each program took for it; null where it was not tried. @typedef {Size & {costs: Record<string, Cost | null>}} Scaled */

/** A graph of more points would need more memory than such a machine has: 23 kB a point. */
export const MOST_IN_PYTHON = 100_000;

export const BATCHED = "C batched, Wasm in Node";
export const TORCH = "PyTorch, the exported file";

/** @param {number} x */
const short = (x) => (x >= 100 ? x.toFixed(0) : x.toPrecision(2));

/** A row of the table: the size, then ms and MB of each program. @param {Scaled} scaled */
const cellsOf = ({ n, layers, costs }) => [
  `${n.toLocaleString("en")} × ${layers.join("-")}`,
  ...Object.values(costs).map((cost) => (cost ? `${short(cost.ms)} ms, ${short(cost.MB)} MB` : "not tried")),
];

/** @param {Scaled[] | undefined} scale */
export const scaleLines = (scale) =>
  scale
    ? [
        "ms a step and peak memory by points and hidden layers",
        ...scale.map((row) => `  ${cellsOf(row).join("   ")}`),
      ]
    : [];

/** The section of docs/performance.md. @param {Scaled[]} scale */
export function scaleSection(scale) {
  const names = Object.keys(scale[0].costs);
  const c = names[0];
  const large = scale.find(({ n }) => n === 1_000_000)?.costs;
  const deep = scale.find(({ layers }) => layers.length > 1)?.costs;
  const perPoint = (/** @type {string} */ name, /** @type {number} */ n) =>
    ((scale.find((row) => row.n === n)?.costs[name]?.MB ?? 0) * 1000) / n;
  const times = (/** @type {Record<string, Cost | null> | undefined} */ costs) =>
    costs?.[BATCHED] && costs[TORCH] ? costs[BATCHED].ms / costs[TORCH].ms : null;
  const ratios = [times(large), times(deep)];
  return [
    "## Where this stops being the right tool",
    "",
    `| points × hidden layers | ${names.join(" | ")} |`,
    `|---|${names.map(() => "---").join("|")}|`,
    ...scale.map((row) => `| ${cellsOf(row).join(" | ")} |`),
    "",
    "Each command line builds the graph of the whole training loss, node by node, which is what micrograd is there to show:",
    `${short(perPoint(c, 1_000_000))} kB a point in C, ${short(perPoint(names[1], MOST_IN_PYTHON))} kB in Python. Time and memory grow with the points, so a machine's memory`,
    "is the limit: Python's was not tried beyond 100,000 points. `--batch-size` keeps the graph to one mini-batch. The page holds up to 2,000 points",
    "and four layers of 32, where C batched, with one thread, computes the same numbers without a graph per point.",
    "",
    ...(ratios[0] && ratios[1]
      ? [
          `Beyond that, take PyTorch: *Files* on the page saves the network as a PyTorch file, also of an experiment that \`--save\` wrote. PyTorch went on from`,
          `the same state with the same points and the same loss, with its own choice of threads: ${compared(ratios[0])} as C batched with a million`,
          `points, and ${compared(ratios[1])} with 2,000 points and four layers of 32. It has GPUs, data loaders and every layer there is, but no node for every number.`,
        ]
      : [
          "Beyond that, take PyTorch: Files on the page gives the network as a PyTorch file. It was not installed for this run.",
        ]),
    "",
  ];
}

/** @param {number} ratio C's time by PyTorch's */
const compared = (ratio) =>
  ratio >= 1 ? `${short(ratio)} times as fast` : `${short(1 / ratio)} times as slow`;
