/** The way of two parameters through the runs that a lesson has noted, from one start. */

import { parameterNames } from "../../protocol/names.js";
import { el, format, svg } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/lesson/lesson.js").Drawing} Drawing */
/** @typedef {{title: string, places: number[][], loss: number}} Path */

const [WIDTH, HEIGHT, EDGE] = [300, 150, 12];

/** @param {State} state @param {string[]} names @param {string} title @returns {Path} */
function pathOf({ session: { config }, run: { history } }, names, title) {
  const [a, b] = names.map((name) => parameterNames(config).indexOf(name));
  const places = (history?.checkpoints ?? []).map(({ snapshot: { data } }) => [data[a], data[b]]);
  return { title, places, loss: history?.train.at(-1) ?? Number.NaN };
}

/** @param {HTMLElement} root @param {Drawing} drawing @param {State} state */
export function drawPaths(root, { paths: names, notes: titles }, state) {
  const notes = state.view.lesson?.notes ?? {};
  const paths = Object.entries(titles).map(([note, title]) => {
    const noted = notes[note];
    return noted ? pathOf(noted, names, title) : null;
  });
  const known = paths.flatMap((path) => path ?? []);
  const all = known.flatMap(({ places }) => places);
  const ends = [0, 1].map((i) => [Math.min(...all.map((p) => p[i])), Math.max(...all.map((p) => p[i]))]);
  const across = (/** @type {number} */ i, /** @type {number} */ size, /** @type {number} */ x) =>
    EDGE + ((x - ends[i][0]) / (ends[i][1] - ends[i][0] || 1)) * (size - 2 * EDGE);
  const place = (/** @type {number[]} */ [x, y]) =>
    `${across(0, WIDTH, x).toFixed(1)},${(HEIGHT - across(1, HEIGHT, y)).toFixed(1)}`;
  const lines = known.flatMap(({ places }, i) => [
    svg("polyline", { class: `path-${i}`, points: places.map(place).join(" ") }),
    ...places.map((p) => svg("circle", { class: `path-${i}`, r: 1.6, transform: `translate(${place(p)})` })),
  ]);
  const words = `The way of ${names.join(" and ")}: ${known
    .map(
      ({ title, places }) =>
        `${title} ends at ${places
          .at(-1)
          ?.map((x) => format(x, 2))
          .join(", ")}`,
    )
    .join("; ")}`;
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words },
    ...lines,
  );
  const legend = known.map(({ title, loss }, i) =>
    el("li", { className: `path-${i}` }, title, el("span", { className: "num" }, ` ${format(loss)}`)),
  );
  root.replaceChildren(
    picture,
    el("p", { className: "soft num" }, `→ ${names[0]}   ↑ ${names[1]}   from the same start`),
    el("ul", {}, ...legend),
  );
}
