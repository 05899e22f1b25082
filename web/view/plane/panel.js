/** The plane's panel: the data, and the network's output at every place. */

import { ENGINES } from "../../protocol/engines.js";
import { answerOf, chosenField, knownContributions, shownField } from "../../state/queries.js";
import { pointsOfCell } from "../../state/results.js";
import { themeColours } from "../colours.js";
import { changed, el, setText } from "../dom.js";
import { planeCaption } from "./caption.js";
import { classPicker } from "./class-picker.js";
import { drawCursor, drawField, drawPoints, drawRings } from "./draw.js";
import { drawNode, fieldOf, makeField, networkOf } from "./field.js";
import { fieldPicker } from "./field-picker.js";
import { drawDescent, drawDiscs } from "./gradient.js";
import { planeHint } from "./hint.js";
import { listen } from "./input.js";
import { planeScale } from "./scale.js";
import { describe } from "./words.js";
import { drawLevels } from "./zero-lines.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./field.js").Field} Field */

const HELP =
  "The plane from -2 to 2. Arrow keys move the cursor or the selected point, N and Shift-N go from point to point, " +
  "Enter adds one, Delete removes it, P makes it the probe, 1, 2, 3 set the class.";

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch, getState) {
  const tools = classPicker(dispatch);
  const picker = fieldPicker(dispatch);
  const under = el("canvas", { className: "field", "aria-hidden": "true" });
  const canvas = el("canvas", { className: "marks", tabIndex: 0, role: "application", "aria-label": HELP });
  const hint = planeHint(canvas);
  const stage = el("div", { className: "stage" }, under, canvas, hint.element);
  const scale = planeScale();
  const caption = planeCaption();
  const said = el("div", { className: "sr-only", role: "status", "aria-label": "Selected point" });
  const opener = el(
    "button",
    { type: "button", className: "quiet", title: "Brush, select, your own data", "aria-label": "Data tools" },
    "Data ▾",
  );
  opener.dataset.covers = ""; // the tools take the place of the list of fields
  opener.onclick = () => dispatch({ type: "view/tool", tool: getState().view.tool ? null : "point" });
  root.append(
    el("header", {}, el("h2", {}, opener), picker.element, ...tools.elements),
    el("div", { className: "plane" }, stage, scale.element),
    caption.element,
    said,
  );

  /** @type {State | null} */
  let shown = null;
  /** Of the keyboard. @type {{x: number, y: number} | null} */
  let cursor = null;
  /** What is painted: a node's data, or the class probabilities. @type {Field | State["answers"]["surface"]} */
  let picture = null;
  /** @type {unknown} */
  let source = null;

  let size = stage.clientWidth; // cached: reading it in every frame would force a layout

  listen(canvas, getState, dispatch, {
    network: () => shown && networkOf(picture, shown),
    onCursor(place) {
      cursor = place;
      if (shown) paintMarks(shown);
    },
  });
  canvas.addEventListener("focus", () => shown && paintMarks(shown));
  canvas.addEventListener("blur", () => shown && paintMarks(shown));

  /** @param {HTMLCanvasElement} target */
  function contextOf(target) {
    const ratio = window.devicePixelRatio;
    if (target.width !== Math.round(size * ratio)) {
      target.width = target.height = Math.round(size * ratio);
    }
    const context = /** @type {CanvasRenderingContext2D} */ (target.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  /** Takes the latest answer; the previous image stays until the next one arrives. @param {State} state */
  function choosePicture(state) {
    const answer = shownField(state) === null ? null : answerOf(state, "field");
    if (shownField(state) !== null && !answer) return false;
    const latest = answer?.reply ? answer : state.answers.surface;
    if (latest === source) return false;
    source = latest;
    picture = answer?.reply ? makeField(answer) : state.answers.surface;
    return true;
  }

  function paintPicture() {
    if (!picture || size === 0) return; // the first size paints it
    const [context, colours] = [contextOf(under), themeColours(root)];
    if ("data" in picture) drawNode(context, picture, colours, size);
    else drawField(context, picture, colours, size);
  }

  /** @param {State} state */
  function paintMarks(state) {
    if (size === 0) return;
    const [context, colours] = [contextOf(canvas), themeColours(root)];
    const known = knownContributions(state);
    context.clearRect(0, 0, size, size);
    const network = networkOf(picture, state);
    drawLevels(context, network, state.selection, colours, size, { faint: fieldOf(picture) !== null });
    if (known) drawDiscs(context, known, colours, size);
    drawPoints(
      context,
      { ...state.session, probe: state.probe, selected: state.selection.point },
      colours,
      size,
      { overDiscs: known !== null },
    );
    drawRings(context, state.session.points, pointsOfCell(state), colours, size);
    drawDescent(context, state, colours, size);
    if (cursor && document.activeElement === canvas && state.selection.point === null) {
      drawCursor(context, cursor, colours, size);
    }
  }

  function repaint() {
    if (!shown) return;
    paintPicture();
    paintMarks(shown);
  }

  new ResizeObserver(() => {
    size = stage.clientWidth;
    repaint();
  }).observe(stage);
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  return {
    sync(state) {
      const before = shown;
      shown = state;
      tools.sync(state);
      picker.sync(state);
      hint.sync(state);
      opener.setAttribute("aria-expanded", String(state.view.tool !== null));
      const other = choosePicture(state);
      if (other) paintPicture();
      const contributions = before?.answers.queries.contributions !== state.answers.queries.contributions;
      if (other || contributions || changed(marked, before, state)) paintMarks(state);
      const [field, known] = [fieldOf(picture), knownContributions(state)];
      scale.show(field, known);
      caption.write(state, field, known, networkOf(picture, state));
      // the numbers of a coarse field are about to change
      const coarse =
        field && !state.run.playing && field.columns < ENGINES[state.engines.active].surface.resting;
      if (!coarse) caption.say(state, field?.node === chosenField(state) ? field : null, known);
      setText(said, describe(state, known));
    },
  };
}

/** What the marks depend on. @param {State} state */
const marked = ({ session, probe, answers, selection, view }) => [
  session,
  probe,
  answers.graph,
  selection,
  view.confusion?.cell,
  view.confusion?.cell && answers.queries.predictions,
];
