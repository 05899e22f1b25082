/** The bench's result as a picture: ms per step of every engine, and how it grows; plain SVG that follows the reader's light or dark. */

const [WIDTH, LEFT, RIGHT, ROW, TOP] = [760, 320, 60, 24, 44];
const PANEL = 190; // the height of the plots of growth
const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #1b1d22 }
.soft { fill: #5c616b } .title { font-weight: 600; font-size: 14px } .right { text-anchor: end } .middle { text-anchor: middle }
.grid { stroke: #dfdfd9 } .paper { fill: #ffffff }
.python { --hue: #2b74c4 } .c { --hue: #00786b } .batched { --hue: #9a2c62 } .peer { --hue: #8a8f99 }
rect.python, rect.c, rect.batched, rect.peer { fill: var(--hue) }
path.python, path.c, path.batched, path.peer { stroke: var(--hue); fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #ebebe8 } .soft { fill: #a0a5b0 } .grid { stroke: #33363e } .paper { fill: #1b1d22 }
  .python { --hue: #5aa2ee } .c { --hue: #3fc4b0 } .batched { --hue: #d3608f }
}`;

/** Which colour: Python and C are ours, all else is there to compare with. @param {string} name */
const kind = (name) =>
  /^Python/.test(name) ? "python" : /^C batched/.test(name) ? "batched" : /^C,/.test(name) ? "c" : "peer";

/** Where a number is drawn on a logarithmic axis of whole decades. @param {number[]} values @param {number} from @param {number} to */
function logScale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (/** @type {number} */ x) => from + ((Math.log10(x) - low) / (high - low)) * (to - from),
    decades: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
  };
}

/** @param {string} s */
const escaped = (s) => s.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);

/** @param {number} x @param {number} y @param {string} text @param {string} [style] */
const label = (x, y, text, style = "") =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${style}">${escaped(text)}</text>`;

/** @param {number} ms */
const duration = (ms) => (ms < 1 ? `${(ms * 1000).toPrecision(3)} µs` : `${ms.toPrecision(3)} ms`);

/** @param {number} ms */
const decade = (ms) => (ms < 1 ? `${Number((ms * 1000).toPrecision(1))} µs` : `${ms} ms`);

/** @param {import("./reach.js").Result} result */
export function chart({ engines, growth, date, cores }) {
  const bars = Object.entries(engines).map(([name, { step }]) => ({ name, ms: step.median }));
  bars.sort((a, b) => b.ms - a.ms);
  const { at, decades } = logScale(
    bars.map(({ ms }) => ms),
    LEFT,
    WIDTH - RIGHT,
  );
  const bottom = TOP + bars.length * ROW;
  const plots = Object.entries(growth ?? {}).filter(([, lines]) => Object.keys(lines).length > 0);
  const height = bottom + 30 + (plots.length > 0 ? PANEL + 20 : 0);
  const title = `Time of one training step: 80 points, 51 parameters (${date}, ${cores} cores)`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title><style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    label(12, 24, title, "title"),
    ...decades.flatMap((ms) => [
      `<path class="grid" d="M${at(ms).toFixed(1)} ${TOP - 6}V${bottom}"/>`,
      label(at(ms), bottom + 16, decade(ms), "soft middle"),
    ]),
    ...bars.flatMap(({ name, ms }, i) => {
      const y = TOP + i * ROW;
      return [
        label(LEFT - 8, y + 15, name, "right"),
        `<rect class="${kind(name)}" x="${LEFT}" y="${y + 3}" width="${(at(ms) - LEFT).toFixed(1)}" height="${ROW - 8}" rx="2"/>`,
        label(at(ms) + 5, y + 15, duration(ms), "soft"),
      ];
    }),
    ...plots.flatMap(([what, lines], i) => plot(what, lines, i, plots.length, bottom + 50)),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

/**
 * One small plot of growth, both axes logarithmic; the lines have the colours of the bars, and their names as tooltips.
 * @param {string} what @param {Record<string, [number, number][]>} lines @param {number} i @param {number} of @param {number} top
 */
function plot(what, lines, i, of, top) {
  const wide = WIDTH / of;
  const [left, right, floor] = [i * wide + 52, (i + 1) * wide - 14, top + PANEL - 40];
  const all = Object.values(lines).flat();
  const sizes = [...new Set(all.map(([size]) => size))].sort((a, b) => a - b);
  const ends = [sizes[0], sizes[sizes.length - 1]];
  const x = (/** @type {number} */ size) =>
    left + (Math.log(size / ends[0]) / (Math.log(ends[1] / ends[0]) || 1)) * (right - left); // its ends are those measured
  const y = logScale(
    all.map(([, ms]) => ms),
    floor,
    top + 10,
  );
  return [
    label(left, top, `one step, by ${what}`, "soft"),
    ...y.decades.flatMap((ms) => [
      `<path class="grid" d="M${left} ${y.at(ms).toFixed(1)}H${right}"/>`,
      label(left - 4, y.at(ms) + 4, decade(ms), "soft right"),
    ]),
    ...ends.map((size) => label(x(size), floor + 16, size.toLocaleString("en"), "soft middle")),
    ...Object.entries(lines).map(
      ([name, points]) =>
        `<path class="${kind(name)}" d="M${points.map(([n, ms]) => `${x(n).toFixed(1)} ${y.at(ms).toFixed(1)}`).join("L")}"><title>${escaped(name)}</title></path>`,
    ),
  ];
}
