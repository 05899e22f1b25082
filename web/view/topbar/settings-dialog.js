/** The dialog with all settings. Loaded when it is first opened. */

import { isUsed } from "../../protocol/config.js";
import { isOwn } from "../../state/points.js";
import { el, setText } from "../dom.js";
import { dataSets } from "./data-sets.js";
import { closable, openDialog } from "./dialog.js";
import { configOfPreset, PRESETS, presetOf } from "./presets.js";
import { configOf, field, fill } from "./settings.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../protocol/config.js").Setting} Setting */

/** @type {{title: string, note: string, names: Setting[]}[]} */
const GROUPS = [
  {
    title: "Data",
    note: "Changes here replace the points; Undo restores them.",
    names: ["dataset", "n", "noise", "split", "seed"],
  },
  {
    title: "Network",
    note: "Changes here restart the run on the current points.",
    names: ["layers", "nonlin", "init_scale"],
  },
  {
    title: "Training",
    note: "Changes here apply from the next step on.",
    names: [
      "loss",
      "batch_size",
      "optimizer",
      "lr",
      "schedule",
      "schedule_steps",
      "momentum",
      "beta1",
      "beta2",
      "eps",
      "weight_decay",
      "l1",
    ],
  },
];

/** @param {import("../index.js").Dispatch} dispatch */
export function settingsDialog(dispatch) {
  const fields = GROUPS.flatMap(({ names }) => names.map((name) => field(name, dispatch)));
  const byName = new Map(fields.map((made) => [made.name, made]));
  const pictures = dataSets(dispatch);
  const groups = GROUPS.map(({ title, note, names }) =>
    el(
      "fieldset",
      {},
      el("legend", {}, title),
      ...(title === "Data" ? [pictures.element] : []),
      ...names.map((name) => /** @type {HTMLElement} */ (byName.get(name)?.element)),
      ...(title === "Data" ? [newSample(dispatch)] : []),
      el("p", { className: "soft" }, note),
    ),
  );
  const presets = presetList(dispatch);
  const close = el("button", { type: "button", className: "primary" }, "Done");
  const form = el(
    "form",
    { className: "settings", method: "dialog" },
    presets.element,
    ...groups,
    el("div", { className: "actions" }, close),
  );
  const dialog = el("dialog", { "aria-label": "Settings" }, el("h2", {}, "Settings"), form);
  form.onsubmit = (event) => event.preventDefault();
  closable(dialog, close);

  /** @param {State} state */
  function sync(state) {
    const config = configOf(state);
    presets.show(config);
    pictures.show(config, !state.run.starting && isOwn(state.session.points));
    for (const each of fields) {
      fill(state, each);
      each.element.hidden = !isUsed(each.name, config);
    }
  }

  return {
    element: dialog,
    /** @param {State} state */
    open(state) {
      sync(state);
      openDialog(dialog);
    },
    sync,
  };
}

/** Whole configurations by name, the defaults first. @param {import("../index.js").Dispatch} dispatch */
function presetList(dispatch) {
  const none = el("option", { value: "" }, "your own settings");
  const list = el(
    "select",
    { id: "preset" },
    none,
    ...PRESETS.map(({ title }) => el("option", { value: title }, title)),
  );
  const shows = el("p", { className: "soft", id: "preset-shows" });
  list.setAttribute("aria-describedby", shows.id);
  list.onchange = () => {
    const preset = PRESETS.find(({ title }) => title === list.value);
    if (preset) dispatch({ type: "config/set", changes: { ...configOfPreset(preset) } });
  };
  return {
    element: el(
      "div",
      { className: "setting preset" },
      el("label", { htmlFor: list.id }, "Preset"),
      list,
      shows,
    ),
    /** @param {import("../../protocol/messages.js").Config} config */
    show(config) {
      const preset = presetOf(config);
      none.hidden = preset !== null;
      list.value = preset?.title ?? "";
      setText(shows, preset?.shows ?? "A preset replaces all settings and starts a new run.");
    },
  };
}

/** The same data set from another seed. @param {import("../index.js").Dispatch} dispatch */
function newSample(dispatch) {
  const button = el("button", { type: "button", className: "new-sample" }, "New sample");
  button.title = "Other points and parameters: the same settings with another seed";
  button.onclick = () =>
    dispatch({ type: "config/set", changes: { seed: String(1 + Math.floor(Math.random() * 1e6)) } });
  return button;
}
