/** Two small histograms for each layer: the data of its parameters, and the gradients of the step. */

import { histogram, layersOf } from "../../state/histogram.js";
import { changed, el, setText, svg } from "../dom.js";
import { stepGradWords } from "../node/moment.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/histogram.js").Bin} Bin */
/** @typedef {ReturnType<typeof layersOf>[number]} Layer */
/** @typedef {"data" | "grad"} Column */

const [WIDTH, HEIGHT] = [240, 64];

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const body = el("div", {
    className: "histograms",
    tabIndex: 0,
    role: "group",
    "aria-label": "Histograms by layer",
  });
  root.append(body);
  /** @type {ReturnType<typeof plotOf>[]} */
  let plots = [];
  /** @type {State | null} */
  let before = null;

  /** @param {State} state */
  function build({ session: { config } }) {
    const layers = layersOf(config);
    plots = layers.flatMap((layer) => [plotOf(layer, "data", dispatch), plotOf(layer, "grad", dispatch)]);
    body.replaceChildren(
      ...layers.map((layer, i) =>
        el("section", {}, el("h3", {}, layer.title), plots[2 * i].element, plots[2 * i + 1].element),
      ),
    );
  }

  return {
    sync(state) {
      body.hidden = state.view.params !== "layers";
      if (body.hidden) {
        if (before && state.selection.lit.length > 0) dispatch({ type: "node/light", names: [] });
        before = null;
        return;
      }
      const { config, snapshot } = state.session;
      if (!before || String(before.session.config.layers) !== String(config.layers)) build(state);
      if (snapshot && changed(parts, before, state)) for (const plot of plots) plot.show(snapshot);
      before = state;
    },
  };
}

/** What the histograms depend on. @param {State} state */
const parts = ({ session }) => [session.snapshot, session.config.layers];

/** @param {Layer} layer @param {Column} column @param {import("../index.js").Dispatch} dispatch */
function plotOf({ title, from, names }, column, dispatch) {
  const bars = svg("g", {});
  const zero = svg("line", { class: "zero", y1: 0, y2: HEIGHT });
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "group" },
    bars,
    zero,
  );
  const heading = el("span", {});
  const [low, high] = [el("span", { className: "num" }), el("span", { className: "num" })];
  const said = el("output", { className: "num said", "aria-live": "off" });
  const element = el(
    "figure",
    { className: column },
    el("figcaption", { className: "soft" }, heading, said),
    picture,
    el("div", { className: "ends soft" }, low, high),
  );
  /** @type {Bin[]} */
  let bins = [];
  /** @type {number | null} the bin under the pointer or with the focus */
  let pointed = null;
  /** The one stop of the keyboard; the arrows lead from bin to bin. */
  let stop = 0;

  /** @param {number} i */
  const wordsOf = (i) => {
    const { from: start, to, members } = bins[i];
    return `${edge(start)} to ${edge(to)}: ${members.length}`;
  };

  function tell() {
    const there = pointed !== null && pointed < bins.length;
    setText(said, there ? wordsOf(Number(pointed)) : "");
    for (const [i, bar] of [...bars.children].entries()) set(bar, { tabindex: i === stop ? 0 : -1 });
  }

  /** The next bin in that direction that is not empty takes the focus. @param {1 | -1} by */
  function go(by) {
    let to = stop + by;
    while (bins[to]?.members.length === 0) to += by;
    if (bins[to]) /** @type {SVGElement} */ (bars.children[to]).focus();
  }

  /** @param {number} i */
  function barOf(i) {
    const bar = svg(
      "g",
      { class: "bin", role: "button" },
      svg("rect", { class: "room" }),
      svg("rect", { class: "bar" }),
    );
    const point = (/** @type {number | null} */ at) => {
      pointed = at;
      tell();
    };
    bar.onpointerenter = () => point(i);
    bar.onfocus = () => {
      stop = i;
      point(i);
    };
    bar.onpointerleave = bar.onblur = () => {
      point(null);
      dispatch({ type: "node/light", names: [] });
    };
    const light = () => {
      point(i); // a finger has left already
      dispatch({ type: "node/light", names: bins[i].members.map((member) => names[member]) });
    };
    bar.onclick = light;
    bar.onkeydown = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") go(event.key === "ArrowLeft" ? -1 : 1);
      else if (event.key === "Enter" || event.key === " ") light();
      else return;
      event.preventDefault();
    };
    return bar;
  }

  /** @param {SVGElement} bar @param {number} i @param {number} most */
  function place(bar, i, most) {
    const { members, from: start, to } = bins[i];
    const wide = WIDTH / bins.length;
    const high = most ? (members.length / most) * (HEIGHT - 2) : 0;
    const [room, rect] = bar.children;
    set(room, { x: i * wide, y: 0, width: wide, height: HEIGHT });
    set(rect, { x: i * wide + 0.5, y: HEIGHT - high, width: Math.max(1, wide - 1), height: high });
    const sign = start >= 0 ? "positive" : to <= 0 ? "negative" : "";
    set(bar, { class: `bin ${sign}`, "aria-label": wordsOf(i) });
  }

  return {
    element,
    /** @param {import("../../state/types.js").Snapshot} snapshot */
    show(snapshot) {
      const known = column === "data" || snapshot.step > 0;
      bins = known ? histogram(snapshot[column].subarray(from, from + names.length)) : [];
      const most = Math.max(0, ...bins.map(({ members }) => members.length));
      while (bars.children.length > bins.length) bars.lastChild?.remove();
      while (bars.children.length < bins.length) bars.append(barOf(bars.children.length));
      bins.forEach((_, i) => void place(/** @type {SVGElement} */ (bars.children[i]), i, most));
      if (!bins[stop]?.members.length) stop = bins.findIndex(({ members }) => members.length > 0);
      const at = bins.findIndex(({ from: start }) => start === 0);
      zero.setAttribute("visibility", at > 0 ? "visible" : "hidden");
      const x = at > 0 ? (at * WIDTH) / bins.length : 0;
      set(zero, { x1: x, x2: x });
      const [first, last] = [bins[0], bins[bins.length - 1]];
      const words = column === "data" ? "data" : stepGradWords(snapshot.step);
      setText(heading, known ? words : `${words}: no step taken yet`);
      setText(low, first ? edge(first.from) : "");
      setText(high, last ? edge(last.to) : "");
      set(picture, {
        "aria-label": first
          ? `${title}, ${words}: ${names.length} parameters from ${edge(first.from)} to ${edge(last.to)}`
          : `${title}, ${words}: none yet`,
      });
      tell();
    },
  };
}

/** @param {Element} element @param {Record<string, unknown>} attributes */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes))
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** An edge as it is: few digits are enough for a round number. @param {number} x */
const edge = (x) => String(x).replaceAll("-", "−");
