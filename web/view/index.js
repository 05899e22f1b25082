/**
 * The panels. Each is mounted once into its element and then gets every new state, at most once per frame. A panel knows
 * the DOM and `dispatch`, but no other panel. A new panel is a file and a row here.
 */

import * as arrange from "./arrange/panel.js";
import * as graph from "./graph/panel.js";
import * as walk from "./graph/walk/strip.js";
import * as inspector from "./inspector/panel.js";
import { later } from "./later.js";
import * as lessons from "./lessons/panel.js";
import { addStyleSheet } from "./panels.js";
import * as plane from "./plane/panel.js";
import * as loss from "./run/loss.js";
import * as params from "./run/params.js";
import * as transport from "./run/transport.js";
import * as notice from "./topbar/notice.js";
import * as stage from "./topbar/stage.js";
import * as terms from "./topbar/terms.js";
import * as topbar from "./topbar/topbar.js";

/** @typedef {import("./panels.js").Dispatch} Dispatch */
/** @typedef {import("./panels.js").View} View */

/** When a panel is needed whose code is loaded only then. @typedef {(state: import("../state/types.js").State) => boolean} Needed */

/** @type {Needed} */
const isTaught = ({ view }) => view.lesson !== null;
/** @type {Needed} */
const isSelected = ({ selection }) => selection.node !== null;
/** @type {Needed} */
const isConfused = ({ view }) => view.confusion !== null;
/** @type {Needed} */
const isKept = ({ view }) => view.kept.length > 0;
/** @type {Needed} */
const isAccuracy = ({ view }) => view.chart === "accuracy";
/** @type {Needed} */
const isEditing = ({ code }) => code.open;
/** @type {Needed} */
const isBuilding = ({ course }) => course.open;
/** @type {Needed} */
const isComparing = ({ compare }) => compare !== null;

/** @type {Needed} */
const usesTools = ({ view }) => view.tool !== null;
/** @type {Needed} */
const bringsData = ({ view }) => view.data !== null;

/** A panel's module, once its style sheets are there too. @template T @param {Promise<T>} module @param {...string} css */
async function styled(module, ...css) {
  const [arrived] = await Promise.all([module, ...css.map(addStyleSheet)]);
  return arrived;
}
const editor = "editor/editor.css";

/** @type {import("./panels.js").Panel[]} */
export const PANELS = [
  { id: "topbar", label: "Engines and settings", mount: topbar.mount },
  { id: "transport", label: "Training", mount: transport.mount },
  { id: "transport", label: "Notices", mount: notice.mount },
  { id: "graph", label: "Computational graph", mount: graph.mount },
  { id: "graph", label: "Walk through a step", mount: walk.mount },
  {
    id: "graph",
    label: "Selected node",
    mount: later("The selected node", () => styled(import("./graph/peek.js"), "graph/peek.css"), isSelected),
  },
  { id: "inspector", label: "Inspector", mount: inspector.mount },
  { id: "inspector", label: "Questions", mount: lessons.mount },
  {
    id: "inspector",
    label: "Lesson",
    mount: later("The lesson", () => import("./lessons/card.js"), isTaught, { type: "lesson/close" }),
  },
  { id: "surface", label: "Data and decision boundary", mount: plane.mount },
  {
    id: "surface",
    label: "Tools",
    mount: later(
      "Tools",
      () => styled(import("./plane/tools/panel.js"), "plane/tools/tools.css"),
      usesTools,
      {
        type: "view/tool",
        tool: null,
      },
    ),
  },
  { id: "loss", label: "Loss", mount: loss.mount },
  {
    id: "loss",
    label: "Confusion matrix",
    mount: later(
      "The confusion matrix",
      () => styled(import("./run/confusion.js"), "run/confusion.css"),
      isConfused,
      {
        type: "view/confusion",
        split: null,
      },
    ),
  },
  {
    id: "loss",
    label: "Kept curves",
    mount: later(
      "The legend of the kept curves",
      () => styled(import("./run/kept.js"), "run/kept.css"),
      isKept,
    ),
  },
  {
    id: "loss",
    label: "Accuracy",
    mount: later("The accuracy", () => import("./run/accuracy-curve.js"), isAccuracy, {
      type: "view/chart",
      chart: "loss",
    }),
  },
  { id: "params", label: "Parameters and optimiser", mount: params.mount },
  {
    id: "params",
    label: "Histograms",
    mount: later(
      "The view by layer",
      () => styled(import("./run/histograms.js"), "run/results.css"),
      ({ view }) => view.params === "layers",
      { type: "view/params", params: "table" },
    ),
  },
  {
    id: "params",
    label: "Loss over two parameters",
    mount: later(
      "The loss over two parameters",
      () => styled(import("./run/pair.js"), "run/results.css", "node/relief.css"),
      ({ view }) => view.params === "pair",
      { type: "view/params", params: "table" },
    ),
  },
  {
    id: "code",
    label: "Editor",
    mount: later("The editor", () => styled(import("./code/panel.js"), editor, "code/code.css"), isEditing, {
      type: "code/close",
    }),
  },
  {
    id: "course",
    label: "Build micrograd yourself",
    mount: later(
      "The list of exercises",
      () => styled(import("./course/panel.js"), editor, "course/course.css"),
      isBuilding,
      { type: "course/close" },
    ),
  },
  {
    id: "compare",
    label: "Side by side",
    mount: later("Side by side", () => styled(import("./run/compare.js"), "run/compare.css"), isComparing),
  },
  {
    id: "topbar",
    label: "Your data",
    mount: later("Your data", () => styled(import("./data/panel.js"), "data/data.css"), bringsData, {
      type: "view/data",
      data: null,
    }),
  },
  { id: "transport", label: "Stage", mount: stage.mount },
  { id: "topbar", label: "Arrangement", mount: arrange.mount }, // after all that it arranges
  { id: "topbar", label: "Words", mount: terms.mount },
];
