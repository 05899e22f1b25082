/** The path of two parameters through the runs that a lesson has noted, on the train loss over the two. */

import { edgesOf, landscapeOf, pathsOf } from "../../state/lesson/paths.js";
import { choice, el, format, setText, svg } from "../dom.js";
import { momentWords } from "../node/moment.js";
import { reliefOf } from "../node/relief.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/lesson/paths.js").Path} Path */
/** @typedef {import("../../state/lesson/paths.js").Landscape} Landscape */
/** @typedef {import("../node/relief.js").Relief} Relief */
/** Where a place of the two parameters is in the picture. @typedef {(place: [number, number]) => [number, number]} Scale */

/** The picture, and the part of it inside the axes, which has the shape of a landscape's grid. */
const [WIDTH, HEIGHT] = [330, 214];
const PLOT = { x: 42, y: 6, width: 282, height: 188 };
/** The height of a name's line, and half the width of its letters. */
const LINE = 12;
const LETTER = 3.6;

/** @param {import("../index.js").Dispatch} dispatch */
export function makePaths(dispatch) {
  const [picture, grounds] = ["picture", "grounds"].map((className) => el("div", { className }));
  const [shade, moment] = [el("p", { className: "soft" }), el("p", { className: "soft" })];
  /** @type {{titles: string, set(note: string | null): void}} */
  let ground = { titles: "", set() {} };

  /** The choice of the ground, built anew only for other runs: it has the focus. @param {Path[]} paths */
  function offer(paths) {
    const titles = paths.map(({ title }) => title).join();
    if (titles === ground.titles) return;
    /** @type {[string, string | null][]} */
    const options = [
      ["start", null],
      ...paths.map(({ title, note }) => /** @type {[string, string]} */ ([title, note])),
    ];
    const { element, set } = choice("The other parameters as at", options, (note) =>
      dispatch({ type: "lesson/ground", note }),
    );
    grounds.replaceChildren(element);
    ground = { titles, set };
  }

  return {
    elements: [picture, shade, grounds, moment],
    /** @param {[string, string]} names of the two parameters @param {State} state */
    show(names, state) {
      const paths = pathsOf(state);
      const landscape = landscapeOf(state);
      const relief = landscape && landscape.filled === landscape.asked.rows ? reliefOf(landscape) : null;
      const chosen = paths.find(({ note }) => note === state.view.lesson?.ground) ?? null;
      picture.replaceChildren(draw(names, paths, relief, chosen));
      offer(paths);
      ground.set(chosen?.note ?? null);
      shade.replaceChildren(...shadeWords(landscape, relief));
      setText(moment, momentOf(landscape, relief));
    },
  };
}

/** @param {[string, string]} names @param {Path[]} paths @param {Relief | null} relief @param {Path | null} chosen the run at whose end the ground is */
function draw(names, paths, relief, chosen) {
  const edges = edgesOf(
    paths.flatMap(({ places }) => places),
    PLOT.width / PLOT.height,
  );
  /** @type {Scale} */
  const at = ([x, y]) => [
    PLOT.x + ((x - edges.left) / (edges.right - edges.left)) * PLOT.width,
    PLOT.y + ((edges.top - y) / (edges.top - edges.bottom)) * PLOT.height,
  ];
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": pictureWords(names, paths, relief) },
    ...(relief ? ground(relief) : []),
    svg("rect", { class: "frame", ...PLOT, rx: 3 }),
    ...axes(names, edges),
    ...paths.flatMap((path, i) => wayOf(path, i, at)),
    ...marks(paths, at, chosen),
  );
}

/** Shade and contours. @param {Relief} relief */
function ground({ href, lines }) {
  const place = (/** @type {number} */ i) =>
    `${(PLOT.x + lines[i] * PLOT.width).toFixed(1)} ${(PLOT.y + lines[i + 1] * PLOT.height).toFixed(1)}`;
  const pieces = Array.from({ length: lines.length / 4 }, (_, i) => `M${place(4 * i)}L${place(4 * i + 2)}`);
  return [
    svg("image", { class: "shade", href, ...PLOT, preserveAspectRatio: "none" }),
    svg("path", { class: "contours", d: pieces.join("") }),
  ];
}

/** The names of the axes, and the values at their ends. @param {string[]} names @param {import("../../state/lesson/paths.js").Edges} edges */
function axes([across, up], { left, right, bottom, top }) {
  const [x, y] = [PLOT.x, PLOT.y + PLOT.height];
  const below = y + 14;
  const text = (/** @type {string} */ words, /** @type {object} */ place) =>
    svg("text", { class: "axis", ...place }, words);
  return [
    text(format(left, 2), { x, y: below }),
    text(`${across} →`, { x: x + PLOT.width / 2, y: below, "text-anchor": "middle" }),
    text(format(right, 2), { x: x + PLOT.width, y: below, "text-anchor": "end" }),
    text(format(top, 2), { x: x - 4, y: PLOT.y + 10, "text-anchor": "end" }),
    text(`${up} →`, {
      transform: `translate(${x - 10} ${PLOT.y + PLOT.height / 2}) rotate(-90)`,
      "text-anchor": "middle",
    }),
    text(format(bottom, 2), { x: x - 4, y, "text-anchor": "end" }),
  ];
}

/** A path with a dot per step. @param {Path} path @param {number} i @param {Scale} at */
function wayOf({ places }, i, at) {
  const points = places.map((place) => at(place).map((x) => x.toFixed(1)));
  return [
    svg("polyline", { class: `path-${i}`, points: points.join(" ") }),
    ...points.map(([cx, cy]) => svg("circle", { class: `path-${i}`, r: 1.6, cx, cy })),
  ];
}

/** The start, and the end of each path with its name above it; of two names that would touch, one moves. What lies on the ground has a ring. @param {Path[]} paths @param {Scale} at @param {Path | null} chosen */
function marks(paths, at, chosen) {
  const [first] = paths;
  if (!first) return [];
  /** @type {[number, number][]} */
  const taken = [];
  const named = (
    /** @type {string} */ words,
    /** @type {[number, number]} */ [cx, cy],
    /** @type {string} */ name,
    /** @type {1 | -1} */ down,
  ) => {
    const half = words.length * LETTER;
    const x = Math.min(Math.max(cx, PLOT.x + half), PLOT.x + PLOT.width - half);
    const outside = down < 0 ? cy < PLOT.y + 2 * LINE : cy > PLOT.y + PLOT.height - 2 * LINE;
    const side = outside ? -down : down;
    let y = cy + (side > 0 ? 15 : -8);
    while (taken.some(([tx, ty]) => Math.abs(tx - x) < 2 * half && Math.abs(ty - y) < LINE)) y += side * LINE;
    taken.push([x, y]);
    return svg("text", { class: `mark ${name}`, x, y, "text-anchor": "middle" }, words);
  };
  const spot = (
    /** @type {[number, number]} */ [cx, cy],
    /** @type {string} */ name,
    /** @type {boolean} */ rings,
  ) => [
    svg("circle", { class: `end ${name}`, r: 3.6, cx, cy }),
    ...(rings ? [svg("circle", { class: "ring", r: 7, cx, cy })] : []),
  ];
  const from = at(first.places[0]);
  const start = [...spot(from, "start", chosen === null), named("start", from, "", 1)];
  const ends = paths.flatMap((path, i) => {
    const end = at(path.places[path.places.length - 1]);
    return [...spot(end, `path-${i}`, path === chosen), named(path.title, end, `path-${i}`, -1)];
  });
  return [...ends, ...start];
}

/** What the shade is. @param {Landscape | null} landscape @param {Relief | null} relief @returns {(Node | string)[]} */
function shadeWords(landscape, relief) {
  if (!landscape || !relief) {
    const missing = landscape && landscape.filled === landscape.asked.rows;
    return [
      missing ? "No finite loss to draw, with the others as at" : "Computing the loss, with the others as at",
    ];
  }
  const [low, high] = [relief.low, relief.high].map((x) => el("b", { className: "num" }, format(x, 2)));
  const others = landscape.asked.of.data.length - 2;
  return ["loss ", low, el("i", { className: "shades" }), high, `, the other ${others} parameters as at`];
}

/** The moment of the shade, and what it is not. @param {Landscape | null} landscape @param {Relief | null} relief */
function momentOf(landscape, relief) {
  if (!landscape || !relief) return "";
  const moment = momentWords(landscape.asked.of.step);
  return `${moment}, a contour every ${relief.every}. Each run also moves the others, by its own gradients: only the ringed point lies on this surface.`;
}

/** The picture in words. @param {string[]} names @param {Path[]} paths @param {Relief | null} relief */
function pictureWords(names, paths, relief) {
  const ends = paths.map(({ title, places }) => {
    const [x, y] = places[places.length - 1].map((value) => format(value, 2));
    return `${title} ends at ${x}, ${y} after ${places.length - 1} steps`;
  });
  const below = relief
    ? ` The train loss below goes from ${format(relief.low, 2)} to ${format(relief.high, 2)}.`
    : "";
  return `The path of ${names.join(" and ")}: ${ends.join("; ")}.${below}`;
}
