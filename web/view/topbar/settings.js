/**
 * The settings: the four that a learner changes first stand in the top bar, all of them in a dialog. A value out of range is
 * refused beside its field.
 */

import { isUsed, parseSetting, RULES } from "../../protocol/config.js";
import { ownNonlin, ownNonlins } from "../../state/code/nonlin.js";
import { el, setText } from "../dom.js";
import { closable, openDialog } from "./dialog.js";

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

/** What stands in the top bar. @type {Setting[]} */
const IN_SIGHT = ["dataset", "layers", "nonlin", "lr"];

/** @param {State} state */
const configOf = ({ run: { starting }, session }) => starting?.config ?? session.config;

/**
 * The nonlinearities that the learner's code adds to the choice, while it makes the steps; the one in force is always among them.
 * @param {State} state @returns {string[]}
 */
function ownChoices(state) {
  const offered = state.engines.active === "yours" ? ownNonlins(state) : [];
  const now = ownNonlin(state);
  return now === null || offered.includes(now) ? offered : [...offered, now];
}

/** The settings in sight. @param {import("../index.js").Dispatch} dispatch */
export function settingsInSight(dispatch) {
  const fields = IN_SIGHT.map((name) => field(name, dispatch, "quick"));
  return {
    element: el(
      "div",
      { className: "quick-settings", role: "group", "aria-label": "Main settings" },
      ...fields.map(({ element }) => element),
    ),
    /** @param {State} state */
    sync(state) {
      for (const { name, offer, show } of fields) {
        if (name === "nonlin") offer(ownChoices(state));
        show(configOf(state)[name]);
      }
    },
  };
}

/** @param {import("../index.js").Dispatch} dispatch */
export function settingsDialog(dispatch) {
  const fields = GROUPS.flatMap(({ names }) => names.map((name) => field(name, dispatch)));
  const byName = new Map(fields.map((made) => [made.name, made]));
  const groups = GROUPS.map(({ title, note, names }) =>
    el(
      "fieldset",
      {},
      el("legend", {}, title),
      ...names.map((name) => /** @type {HTMLElement} */ (byName.get(name)?.element)),
      el("p", { className: "soft" }, note),
    ),
  );
  const close = el("button", { type: "button", className: "primary" }, "Done");
  const form = el(
    "form",
    { className: "settings", method: "dialog" },
    ...groups,
    el("div", { className: "actions" }, close),
  );
  const dialog = el("dialog", { "aria-label": "Settings" }, el("h2", {}, "Settings"), form);
  form.onsubmit = (event) => event.preventDefault();
  closable(dialog, close);
  return {
    element: dialog,
    open: () => openDialog(dialog),
    /** @param {State} state */
    sync(state) {
      const config = configOf(state);
      for (const { name, offer, show, element } of fields) {
        if (name === "nonlin") offer(ownChoices(state));
        show(config[name]);
        element.hidden = !isUsed(name, config);
      }
    },
  };
}

/**
 * One setting. A choice applies at once, a text when the field loses focus or on Enter.
 * @param {Setting} name
 * @param {import("../index.js").Dispatch} dispatch
 * @param {string} [place] so that the field may stand in two
 */
function field(name, dispatch, place = "setting") {
  const rule = RULES[name];
  const id = `${place}-${name}`;
  const problem = el("p", { className: "problem", role: "alert", id: `${id}-problem` });
  const input = rule.choices
    ? el(
        "select",
        { id },
        ...Object.entries(rule.choices).map(([value, text]) => el("option", { value }, text)),
      )
    : el("input", { id, type: "text", spellcheck: false, autocomplete: "off", placeholder: rule.hint ?? "" });
  input.setAttribute("aria-describedby", problem.id);
  let shown = "";
  /** The choices that the learner's code has added. @type {string[]} */
  let own = [];

  input.onchange = () => {
    try {
      const value = parseSetting(name, input.value, own);
      setText(problem, "");
      shown = rule.show(value);
      dispatch({ type: "config/set", changes: { [name]: value } });
    } catch (error) {
      setText(problem, error instanceof Error ? error.message : String(error));
    }
  };
  const element = el(
    "div",
    { className: `setting setting-${name}` },
    el("label", { htmlFor: id }, rule.title),
    input,
    problem,
  );
  return {
    name,
    element,
    /** @param {string[]} names choices of the learner's own, beside those that there always are */
    offer(names) {
      if (names.join() === own.join()) return;
      own = names;
      for (const option of input.querySelectorAll("[data-own]")) option.remove();
      for (const value of names) {
        const option = el("option", { value }, `${value} (yours)`);
        option.dataset.own = "";
        input.append(option);
      }
      input.value = shown;
    },
    /** @param {unknown} value */
    show(value) {
      const text = rule.show(value);
      if (text === shown) return;
      shown = text;
      input.value = text;
      setText(problem, "");
    },
  };
}
