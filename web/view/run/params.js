/** The table of parameters: data, gradient, moments, and the last update. */

import { DEFAULT_CONFIG, isUsed, optimizerOf } from "../../protocol/config.js";
import { parametersOf } from "../../protocol/names.js";
import { checkpointBefore } from "../../state/history.js";
import { changed, el, exact, format, setText, signClass } from "../dom.js";
import { truthWords } from "../graph/experiment-words.js";
import { momentWords, stepGradWords } from "../node/moment.js";
import { ParameterRows } from "./parameter-rows.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {import("../../protocol/config.js").Setting} Setting */

const COLUMNS = [
  { name: "data", title: "the value after the step's update" },
  { name: "grad", title: "the gradient of the train loss that made this step's update" },
  { name: "m", title: "" }, // the optimiser's own words
  { name: "v", title: "" },
  { name: "update", title: "data after the step minus data before it" },
];

/** @type {[State["view"]["params"], string][]} */
const SHOWN = [
  ["table", "table"],
  ["layers", "by layer"],
  ["pair", "loss of two"],
];

const GRAD = COLUMNS.findIndex(({ name }) => name === "grad");

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const moment = el("span", { className: "moment soft num" });
  const summary = el("span", { className: "soft num" });
  const heads = COLUMNS.map(({ name, title }) => el("th", { scope: "col", title, "data-term": name }, name));
  const body = el("tbody");
  const table = el(
    "table",
    { className: "params" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "name"), ...heads)),
    body,
  );
  const scroller = el(
    "div",
    { className: "scroller", tabIndex: 0, role: "group", "aria-label": "Table of parameters" },
    table,
  );
  const shows = el(
    "select",
    { "aria-label": "How the parameters are shown" },
    ...SHOWN.map(([value, text]) => el("option", { value }, text)),
  );
  shows.onchange = () =>
    dispatch({ type: "view/params", params: /** @type {State["view"]["params"]} */ (shows.value) });
  root.append(el("header", {}, el("h2", {}, "Parameters"), shows, moment, summary), scroller);
  const rows = new ParameterRows(scroller, table, body, COLUMNS, dispatch);
  /** @type {State | null} */
  let shown = null;
  rows.onMoved = () => shown && fill(rows, shown);

  return {
    sync(state) {
      const before = shown;
      shown = state;
      shows.value = state.view.params;
      scroller.hidden = state.view.params !== "table";
      if (String(before?.session.config.layers) !== String(state.session.config.layers))
        rows.build(parametersOf(state.session.config));
      if (changed(written, before, state)) fill(rows, state);
      if (before?.selection !== state.selection) rows.mark(state.selection);
      const { config, snapshot } = state.session;
      if (snapshot) {
        setText(moment, momentWords(snapshot.step));
        setText(heads[GRAD], stepGradWords(snapshot.step));
      }
      if (before?.session.config === config) return;
      const { title, moments } = optimizerOf(config);
      for (const name of /** @type {const} */ (["m", "v"])) {
        heads[COLUMNS.findIndex((column) => column.name === name)].title =
          moments[name] ?? `not used by ${title}`;
      }
      setText(summary, `${rows.count} · ${settingWords(config)}`);
      summary.title = hyperWords(config, optimizerOf(config).hyper);
    },
  };
}

/** The settings that few change: shown where they are not the defaults. @type {Setting[]} */
const RARE = ["beta1", "beta2", "eps", "batch_size", "schedule", "schedule_steps", "l1"];

/** "lr 0.1 · momentum 0.9" @param {Config} config @param {string[]} names */
const hyperWords = (config, names) =>
  names.map((name) => `${name} ${config[/** @type {Setting} */ (name)]}`).join(" · ");

/** The optimiser with its settings: "AdamW · lr 0.1 · weight_decay 0.0001". @param {Config} config */
function settingWords(config) {
  const { title, hyper } = optimizerOf(config);
  const others = RARE.filter((name) => !hyper.includes(name) && isUsed(name, config));
  const shown = /** @type {Setting[]} */ ([...hyper, ...others]).filter(
    (name) => !RARE.includes(name) || config[name] !== DEFAULT_CONFIG[name],
  );
  return [title, hyperWords(config, shown)].join(" · ");
}

/** What the rows depend on. @param {State} state */
const written = ({ session, run }) => [session.snapshot, run.history, run.playing];

/**
 * Writes the numbers of the rows near the visible part; at rest those of all rows that are there.
 * @param {ParameterRows} rows
 * @param {State} state
 */
function fill(rows, { session: { snapshot }, run: { history, playing } }) {
  if (!snapshot || !history || snapshot.data.length !== rows.count) return;
  const { snapshot: previous } = checkpointBefore(history, snapshot.step - 1);
  const known = snapshot.step > 0 && previous.step === snapshot.step - 1;
  for (const { i, cells } of rows.present(playing)) {
    const numbers = [snapshot.data[i], snapshot.grad[i], snapshot.m[i], snapshot.v[i]];
    numbers.push(known ? snapshot.data[i] - previous.data[i] : Number.NaN);
    numbers.forEach((x, column) => {
      const never = snapshot.step === 0 && column > 0; // no step has computed it
      const unknown = never || (column === 4 && !known);
      setText(cells[column], unknown ? "–" : format(x));
      const untrue = column === 1 ? truthWords(x, snapshot.truth?.[i]) : null;
      cells[column].title = unknown
        ? never
          ? "no step taken yet"
          : "the previous step is not stored: take a step to see it"
        : (untrue ?? exact(x));
      const colour = !unknown && (column === 1 || column === 4) ? signClass(x) : "";
      cells[column].className = `num ${untrue ? "wrong" : colour}`;
    });
  }
}
