/** The dialog of files: an experiment out and in, the trained model, pictures, numbers. Its code is loaded when it is first opened. */

import { Problem, told } from "../../protocol/problem.js";
import { ownNonlins } from "../../state/code/nonlin.js";
import { experimentText, fileName, lossesText } from "../../state/files/experiment.js";
import { networkOf } from "../../state/files/network.js";
import { onnxModel } from "../../state/files/onnx.js";
import { readExperiment } from "../../state/files/read.js";
import { jsModule, pythonScript, torchScript } from "../../state/files/scripts.js";
import { el, setText } from "../dom.js";
import { download, fileInput } from "../file.js";
import { addStyleSheet } from "../panels.js";
import { closable, openDialog } from "../topbar/dialog.js";
import { film } from "./film.js";
import { dotOf, graphSvg } from "./graph.js";
import { planePng, planeSvg } from "./plane.js";

/** @typedef {import("../../state/types.js").State} State */
/** A file: the button's text, the end of its name, and what is in it. @typedef {{label: string, end: string, make(state: State): BlobPart | Promise<BlobPart>}} File */

/** A file of more bytes is no experiment that the page could have: its losses alone would take a hundred seconds to make. */
const MOST_BYTES = 64e6;

const surface = () => document.querySelector("#surface") ?? document.body;

/** @type {{title: string, text: string, files: File[]}[]} */
const MODEL = [
  {
    title: "Python",
    text: "with this package alone, or with PyTorch",
    files: [
      { label: "Python", end: "-model.py", make: (state) => pythonScript(networkOf(state)) },
      { label: "PyTorch", end: "-torch.py", make: (state) => torchScript(networkOf(state)) },
    ],
  },
  {
    title: "JavaScript",
    text: "one function, nothing else",
    files: [{ label: "JavaScript", end: "-model.mjs", make: (state) => jsModule(networkOf(state)) }],
  },
  {
    title: "ONNX",
    text: "for any program that runs such models, in double precision",
    files: [{ label: "ONNX", end: ".onnx", make: (state) => onnxModel(networkOf(state)) }],
  },
];

/** @type {{title: string, text: string, files: File[]}[]} */
const PICTURES = [
  {
    title: "Graph",
    text: "every node of the probe's graph, laid out by Graphviz",
    files: [
      { label: "SVG", end: "-graph.svg", make: (state) => graphSvg(dotOf(state)) },
      { label: "DOT", end: "-graph.dot", make: dotOf },
    ],
  },
  {
    title: "Plane",
    text: "the points, and what is painted under them",
    files: [
      { label: "PNG", end: "-plane.png", make: (state) => planePng(state, surface()) },
      { label: "SVG", end: "-plane.svg", make: (state) => planeSvg(state, surface()) },
    ],
  },
  {
    title: "Losses",
    text: "train and val loss of every step, with all digits",
    files: [{ label: "CSV", end: "-losses.csv", make: lossesText }],
  },
];

/** @param {import("../index.js").Dispatch} dispatch */
export async function filesDialog(dispatch) {
  await addStyleSheet("files/files.css");
  const said = el("span", { role: "status" });
  /** Outside of the status: nobody wants to hear every step. */
  const counted = el("span", { className: "num soft" });
  const problem = el("p", { className: "problem", role: "alert" });
  /** @type {() => State} */
  let getState;

  /** @param {() => unknown} act */
  async function attempt(act) {
    setText(problem, "");
    setText(said, "");
    try {
      await act();
    } catch (error) {
      setText(problem, `${told(error, "The file could not be made").reason}.`);
    }
  }

  /** @param {string} title @param {File} file */
  function saver(title, { label, end, make }) {
    const button = el("button", { type: "button" }, label);
    if (title !== label) button.setAttribute("aria-label", `${title} as ${label}`);
    button.onclick = () =>
      attempt(async () => {
        const state = getState();
        const name = fileName(state, end);
        const content = await make(state);
        download(name, content);
        setText(said, `${name} is saved.`);
      });
    return button;
  }

  /** @param {string} title @param {string} text @param {Node[]} buttons */
  const row = (title, text, buttons) =>
    el(
      "li",
      {},
      el("span", {}, el("strong", {}, title), " ", el("span", { className: "soft" }, text)),
      el("span", { className: "files-buttons" }, ...buttons),
    );
  /** @param {typeof MODEL} rows */
  const rowsOf = (rows) =>
    rows.map(({ title, text, files }) =>
      row(
        title,
        text,
        files.map((file) => saver(title, file)),
      ),
    );

  const filmer = el("button", { type: "button", "aria-label": "Film as WebM" }, "WebM");
  filmer.onclick = () =>
    attempt(async () => {
      const name = fileName(getState(), ".webm");
      const tell = (/** @type {number} */ step, /** @type {number} */ last) => {
        setText(said, `Recording ${last} steps … Close ends it.`);
        setText(counted, `step ${step}`);
      };
      filmer.disabled = true;
      const recorded = await film(getState, dispatch, tell, () => dialog.open).finally(() => {
        filmer.disabled = false;
        setText(counted, "");
      });
      if (!recorded) return;
      download(name, recorded);
      setText(said, `${name} is saved.`);
    });

  const input = fileInput("An experiment's file", ".json", (file) => attempt(() => open(file)));
  const opener = el("button", { type: "button" }, "Open…");
  opener.setAttribute("aria-label", "Open an experiment");
  opener.onclick = () => input.click();

  /** @param {globalThis.File} file */
  async function open(file) {
    if (file.size > MOST_BYTES)
      throw new Problem(
        `${file.name} is ${Math.ceil(file.size / 1e6)} MB; at most ${MOST_BYTES / 1e6} MB can be opened`,
      );
    const text = await file.text();
    try {
      const saved = readExperiment(text, ownNonlins(getState()));
      dialog.close();
      const step = saved.session?.snapshot?.step ?? 0;
      dispatch({ type: "run/bring", saved, text: `${file.name} is open, at step ${step}.` });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Problem(`${file.name} can't be used: ${error.message}`);
    }
  }

  const experiment = saver("Experiment", { label: "Save", end: ".json", make: experimentText });
  experiment.setAttribute("aria-label", "Save the experiment");
  const close = el("button", { type: "button", className: "primary" }, "Close");
  const dialog = el(
    "dialog",
    { "aria-label": "Files" },
    el("h2", {}, "Files"),
    el(
      "ul",
      { className: "files" },
      row("Experiment", "settings, points and training state", [experiment, opener, input]),
    ),
    el(
      "p",
      { className: "soft files-hint" },
      "Open keeps your run in Runs. On the command line ",
      el("code", {}, "python -m micrograd --experiment FILE"),
      " goes on from it.",
    ),
    el("h3", {}, "The trained network"),
    el("ul", { className: "files" }, ...rowsOf(MODEL)),
    el("h3", {}, "Pictures and numbers"),
    el(
      "ul",
      { className: "files" },
      ...rowsOf(PICTURES),
      row("Film", "of plane and losses, ten steps a second", [filmer]),
    ),
    el("p", { className: "files-said" }, said, " ", counted),
    problem,
    el("div", { className: "actions" }, close),
  );
  closable(dialog, close);

  return {
    element: dialog,
    /** Opens it on a run that rests, so that all files are of one step. @param {() => State} latest */
    open(latest) {
      getState = latest;
      if (latest().run.playing) dispatch({ type: "run/pause" });
      setText(problem, "");
      setText(said, "");
      openDialog(dialog);
    },
  };
}
