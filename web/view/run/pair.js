/** Two parameters on their loss: the way of the run, the present place, and below them the train loss. */

import { parametersOf } from "../../protocol/names.js";
import { besides, edgesNow, pairOf, RATIO, wayOf } from "../../state/pair.js";
import { changed, choice, el, exact, format, setText, svg } from "../dom.js";
import { momentWords } from "../node/moment.js";
import { reliefOf } from "../node/relief.js";
import { lossWords, pictureWords, shownRows } from "./pair-words.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/lesson/paths.js").Edges} Edges */
/** @typedef {import("../../state/pair.js").Rows} Rows */

/** The picture, and the part of it inside the axes. */
const WIDTH = 360;
const PLOT = { x: 44, y: 6, width: 306, height: 306 / RATIO };
const HEIGHT = PLOT.y + PLOT.height + 20;

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch, getState) {
  const [across, up] = ["Parameter across", "Parameter upwards"].map((name) =>
    el("select", { "aria-label": name }),
  );
  const part = choice(
    "Part of the plane",
    [
      ["whole path", false],
      ["close up", true],
    ],
    (close) => show({ ...pairOf(getState()), close }),
  );
  /** @param {import("../../state/pair.js").Pair} pair */
  const show = (pair) => dispatch({ type: "view/pair", ...pair });
  across.onchange = () => {
    const { second, close } = pairOf(getState());
    const all = parametersOf(getState().session.config);
    const at = all.findIndex(({ name }) => name === across.value);
    show({ first: across.value, second: second === across.value ? besides(all, at) : second, close });
  };
  up.onchange = () => show({ ...pairOf(getState()), second: up.value });
  const shade = svg("image", { class: "shade", ...PLOT, preserveAspectRatio: "none" });
  const contours = svg("path", { class: "contours" });
  const way = svg("polyline", { class: "way" });
  const [start, here] = [svg("circle", { class: "start", r: 3.2 }), svg("circle", { class: "here", r: 5 })];
  const axes = svg("g", {});
  const clip = svg("clipPath", { id: "pair-clip" }, svg("rect", PLOT));
  const inside = svg("g", { "clip-path": "url(#pair-clip)" }, shade, contours, way, start, here);
  const dot = svg(
    "marker",
    {
      id: "pair-dot",
      viewBox: "-2 -2 4 4",
      markerWidth: 3.2,
      markerHeight: 3.2,
      markerUnits: "userSpaceOnUse",
    },
    svg("circle", { class: "dot", r: 2 }),
  );
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" },
    clip,
    dot,
    inside,
    svg("rect", { class: "frame", ...PLOT, rx: 3 }),
    axes,
  );
  const said = el("output", {
    className: "num said",
    "aria-live": "off",
    "aria-label": "Loss under the pointer, or here",
  });
  const words = el("p", { className: "soft" });
  const controls = el(
    "div",
    { className: "pair-controls" },
    across,
    el("span", { className: "soft" }, "and"),
    up,
    part.element,
  );
  const body = el(
    "div",
    { className: "pair relief", tabIndex: 0, role: "group", "aria-label": "Loss over two parameters" },
    controls,
    picture,
    said,
    words,
  );
  root.append(body);

  /** What is drawn: the window, and the loss below. @type {{edges: Edges, rows: Rows} | null} */
  let ground = null;
  /** The cell under the pointer. @type {number | null} */
  let pointed = null;
  /** @type {State | null} */
  let before = null;

  /** @param {[number, number]} place @param {Edges} edges @returns {[number, number]} */
  const at = ([x, y], { left, right, bottom, top }) => [
    PLOT.x + ((x - left) / (right - left)) * PLOT.width,
    PLOT.y + ((top - y) / (top - bottom)) * PLOT.height,
  ];

  /** @param {State} state */
  function offer(state) {
    const names = parametersOf(state.session.config).map(({ name }) => name);
    for (const select of [across, up])
      select.replaceChildren(...names.map((name) => el("option", { value: name }, name)));
  }

  /** The loss that has arrived, in its own window: an older one lies where it belongs. @param {Rows} rows @param {Edges} edges */
  function drawGround({ asked, losses }, edges) {
    const relief = reliefOf({ asked, losses });
    for (const each of [shade, contours]) each.setAttribute("visibility", relief ? "visible" : "hidden");
    if (!relief) return;
    const [x, y] = at([asked.left, asked.top], edges);
    const [x2, y2] = at([asked.right, asked.bottom], edges);
    set(shade, { href: relief.href, x, y, width: x2 - x, height: y2 - y });
    const d = [];
    for (let i = 0; i < relief.lines.length; i += 4) {
      const [a, b, c, e] = relief.lines.slice(i, i + 4);
      const p = (/** @type {number} */ u, /** @type {number} */ v) =>
        `${(x + u * (x2 - x)).toFixed(1)} ${(y + v * (y2 - y)).toFixed(1)}`;
      d.push(`M${p(a, b)}L${p(c, e)}`);
    }
    contours.setAttribute("d", d.join(""));
    setText(words, `${lossWords(relief)} ${GROUND}`);
  }

  /** @param {State} state @param {Edges} edges */
  function drawWay(state, edges) {
    const { places } = wayOf(state);
    const points = places.map((place) =>
      at(place, edges)
        .map((x) => x.toFixed(1))
        .join(" "),
    );
    way.setAttribute("points", points.join(", "));
    way.classList.toggle("dotted", places.length <= MOST_DOTS);
    for (const [spot, place] of /** @type {const} */ ([
      [start, places[0]],
      [here, places[places.length - 1]],
    ])) {
      const [cx, cy] = at(place, edges);
      set(spot, { cx, cy });
    }
  }

  /** @param {State} state @param {Edges} edges */
  function drawAxes(state, { left, right, bottom, top }) {
    const { first, second } = pairOf(state);
    const base = PLOT.y + PLOT.height;
    const text = (/** @type {string} */ words, /** @type {object} */ place) =>
      svg("text", { class: "axis", ...place }, words);
    axes.replaceChildren(
      text(format(left, 2), { x: PLOT.x, y: base + 14 }),
      text(`${first} →`, { x: PLOT.x + PLOT.width / 2, y: base + 14, "text-anchor": "middle" }),
      text(format(right, 2), { x: PLOT.x + PLOT.width, y: base + 14, "text-anchor": "end" }),
      text(format(top, 2), { x: PLOT.x - 4, y: PLOT.y + 10, "text-anchor": "end" }),
      text(`${second} →`, {
        transform: `translate(${PLOT.x - 10} ${PLOT.y + PLOT.height / 2}) rotate(-90)`,
        "text-anchor": "middle",
      }),
      text(format(bottom, 2), { x: PLOT.x - 4, y: base, "text-anchor": "end" }),
    );
  }

  /** The loss in the middle of the cell under the pointer; else the present place. @param {State} state */
  function tell(state) {
    const { first, second } = pairOf(state);
    const { steps, places } = wayOf(state);
    const [x, y] = places[places.length - 1];
    const rows = ground?.rows;
    if (rows && pointed !== null) {
      const { columns, left, right, top, bottom, rows: count, snapshot } = rows.asked;
      const cx = left + (((pointed % columns) + 0.5) / columns) * (right - left);
      const cy = top - ((Math.floor(pointed / columns) + 0.5) / count) * (top - bottom);
      const loss = rows.losses[pointed];
      setText(
        said,
        `${first} ${format(cx)}, ${second} ${format(cy)}: loss ${format(loss)}, ${momentWords(snapshot.step)}`,
      );
      said.title = exact(loss);
    } else {
      setText(said, `${first} ${format(x)}, ${second} ${format(y)}: ${momentWords(steps[steps.length - 1])}`);
      said.title = `${exact(x)}, ${exact(y)}`;
    }
  }

  picture.onpointermove = ({ clientX, clientY }) => {
    const box = inside.ownerSVGElement?.getBoundingClientRect();
    if (!box || !ground || !before) return;
    const scale = Math.min(box.width / WIDTH, box.height / HEIGHT);
    const [x, y] = [
      (clientX - box.left - (box.width - WIDTH * scale) / 2) / scale,
      (clientY - box.top - (box.height - HEIGHT * scale) / 2) / scale,
    ];
    const { asked } = ground.rows;
    const [x1, y1] = at([asked.left, asked.top], ground.edges);
    const [x2, y2] = at([asked.right, asked.bottom], ground.edges);
    const [column, row] = [
      Math.floor(((x - x1) / (x2 - x1)) * asked.columns),
      Math.floor(((y - y1) / (y2 - y1)) * asked.rows),
    ];
    const there = column >= 0 && column < asked.columns && row >= 0 && row < asked.rows;
    pointed = there ? row * asked.columns + column : null;
    tell(before);
  };
  picture.onpointerleave = () => {
    pointed = null;
    if (before) tell(before);
  };

  return {
    sync(state) {
      body.hidden = state.view.params !== "pair";
      const { snapshot, config } = state.session;
      if (body.hidden || !snapshot) {
        before = null;
        return;
      }
      if (String(before?.session.config.layers) !== String(config.layers)) offer(state);
      const { first, second, close } = pairOf(state);
      across.value = first;
      up.value = second;
      for (const option of up.options) option.disabled = option.value === first;
      part.set(close);
      const edges = edgesNow(state);
      if (edges && changed(parts, before, state)) {
        const rows = shownRows(state, first, second);
        const moved = !ground || !sameEdges(ground.edges, edges);
        if (rows && (moved || ground?.rows !== rows)) drawGround(rows, edges);
        if (!rows) {
          for (const each of [shade, contours]) each.setAttribute("visibility", "hidden");
          setText(words, "Computing the loss …");
        }
        if (moved || changed(named, before, state)) drawAxes(state, edges);
        ground = rows && { edges, rows };
        drawWay(state, edges);
        tell(state);
        picture.setAttribute("aria-label", pictureWords(state, rows));
      }
      before = state;
    },
  };
}

/** What the picture depends on. @param {State} state */
const parts = ({ session, run, answers, view, selection }) => [
  session.snapshot,
  session.config,
  run.history,
  answers.pair,
  view.pair,
  selection.node,
];

/** What the axes depend on beside the window. @param {State} state */
const named = ({ session, view, selection }) => [session.config, view.pair, selection.node];

/** @param {Edges} a @param {Edges} b */
const sameEdges = (a, b) =>
  /** @type {const} */ (["left", "right", "bottom", "top"]).every((edge) => a[edge] === b[edge]);

/** Up to so many places of the way each have a dot: between two of them the run may have made more steps. */
const MOST_DOTS = 200;

const GROUND =
  "All other parameters keep their present values: only the current point of the path lies on this surface.";

/** @param {Element} element @param {Record<string, unknown>} attributes */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
