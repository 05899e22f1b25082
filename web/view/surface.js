/** The panel of the data and the decision boundary. */

import { el, format, setText } from "./dom.js";
import { drawCursor, drawField, drawPoints, themeColours } from "./surface-draw.js";
import { listen } from "./surface-input.js";
import { drawLevels } from "./surface-levels.js";
import { classPicker } from "./surface-tools.js";

/** @typedef {import("../state.js").State} State */

const HELP =
  "The plane from -2 to 2. Arrow keys move the cursor or the selected point, Tab walks the points, " +
  "Enter adds one, Delete removes it, P makes it the probe, 1, 2, 3 set the class.";

/**
 * @param {HTMLElement} root
 * @param {import("./index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @returns {import("./index.js").View}
 */
export function mount(root, dispatch, getState) {
  const tools = classPicker(dispatch);
  const field = el("canvas", { className: "field", "aria-hidden": "true" });
  const canvas = el("canvas", { className: "marks", tabIndex: 0, role: "application", "aria-label": HELP });
  const readout = el("output", { className: "readout num", "aria-live": "off" });
  const said = el("div", { className: "sr-only", role: "status", "aria-label": "Selected point" });
  const stage = el("div", { className: "stage" }, field, canvas);
  root.append(
    el("header", {}, el("h2", {}, "Data and boundary"), ...tools.elements),
    stage,
    el("footer", { className: "surface-foot" }, readout),
    said,
  );

  /** @type {State | null} */
  let shown = null;
  /** @type {{x: number, y: number} | null} */
  let hover = null;
  /** @type {{x: number, y: number} | null} */
  let cursor = null;

  /** @type {import("./surface-draw.js").Colours | null} */
  let colours = null;

  listen(canvas, getState, dispatch, {
    onHover(place) {
      hover = place;
      if (shown) writeReadout(readout, shown, hover);
    },
    onCursor(place) {
      cursor = place;
      if (shown) paintMarks(shown);
      if (shown) writeReadout(readout, shown, place);
    },
  });
  canvas.addEventListener("focus", () => shown && paintMarks(shown));
  canvas.addEventListener("blur", () => shown && paintMarks(shown));

  /** @param {HTMLCanvasElement} target */
  function contextOf(target) {
    const size = stage.clientWidth;
    const ratio = window.devicePixelRatio;
    if (target.width !== Math.round(size * ratio)) {
      target.width = target.height = Math.round(size * ratio);
    }
    const context = /** @type {CanvasRenderingContext2D} */ (target.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return { context, size };
  }

  /** @param {State} state */
  function paintField(state) {
    if (!state.surface || !colours) return;
    const { context, size } = contextOf(field);
    drawField(context, state.surface, colours, size);
  }

  /** @param {State} state */
  function paintMarks(state) {
    if (!colours) return;
    const { context, size } = contextOf(canvas);
    context.clearRect(0, 0, size, size);
    drawLevels(context, state, colours, size);
    drawPoints(context, state, colours, size);
    if (cursor && document.activeElement === canvas && state.selectedPoint === null) {
      drawCursor(context, cursor, colours, size);
    }
  }

  function repaint() {
    colours = themeColours(root);
    if (!shown) return;
    paintField(shown);
    paintMarks(shown);
  }

  new ResizeObserver(repaint).observe(stage);
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  return {
    sync(state) {
      const before = shown;
      shown = state;
      tools.sync(state);
      colours ??= themeColours(root);
      if (before?.surface !== state.surface) paintField(state);
      if (!before || MARKED.some((name) => before[name] !== state[name])) paintMarks(state);
      writeReadout(readout, state, hover);
      setText(said, describe(state));
    },
  };
}

/** What the marks are drawn from. @type {(keyof State)[]} */
const MARKED = ["points", "snapshot", "config", "probe", "selectedPoint", "hoveredNode", "selectedNode"];

/**
 * Coordinates and the three probabilities of the cell under the pointer, as the engine computed it.
 * @param {HTMLElement} readout
 * @param {State} state
 * @param {{x: number, y: number} | null} place
 */
function writeReadout(readout, { surface, probe }, place) {
  const at = place ?? probe;
  if (!at || !surface) return setText(readout, "");
  const { columns, rows, probabilities } = surface;
  const column = Math.min(columns - 1, Math.max(0, Math.floor(((at.x + 2) / 4) * columns)));
  const row = Math.min(rows - 1, Math.max(0, Math.floor(((2 - at.y) / 4) * rows)));
  const cell = 3 * (row * columns + column);
  const [p1, p2, p3] = [0, 1, 2].map((k) => format(probabilities[cell + k], 3));
  const where = place ? "" : "probe ";
  setText(readout, `${where}(${format(at.x, 2)}, ${format(at.y, 2)})   p1 ${p1}   p2 ${p2}   p3 ${p3}`);
}

/** The selected point in words. @param {State} state */
function describe({ points, selectedPoint }) {
  const at = points.findIndex((p) => p.id === selectedPoint);
  if (at < 0) return "";
  const { x, y, label, split } = points[at];
  return `Point ${at + 1} of ${points.length}, class ${label + 1}, ${split}, at ${format(x, 2)}, ${format(y, 2)}`;
}
