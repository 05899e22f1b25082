/**
 * The settings that a learner changes first, which stand in the top bar; all of them are in settings-dialog.js. A value out of
 * range is refused beside its field.
 */

import { parseSetting, RULES } from "../../protocol/config.js";
import { ownNonlin, ownNonlins } from "../../state/code/nonlin.js";
import { isOwn } from "../../state/points.js";
import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../protocol/config.js").Setting} Setting */

/** What stands in the top bar. @type {Setting[]} */
const IN_SIGHT = ["dataset", "layers", "nonlin", "lr"];

/** Choices of data that are no data set: the learner's own, while they are on the plane, and the dialog for them. */
const OWN = "Your own";
const OPEN = "Your own…";

/** @param {State} state */
export const configOf = ({ run: { starting }, session }) => starting?.config ?? session.config;

/**
 * The nonlinearities that the learner's code adds to the choice, while it makes the steps; the one in force is always among them.
 * @param {State} state @returns {string[]}
 */
function ownChoices(state) {
  const offered = state.engines.active === "yours" ? ownNonlins(state) : [];
  const now = ownNonlin(state);
  return now === null || offered.includes(now) ? offered : [...offered, now];
}

/** What the field of a setting shows, with what it offers beside the choices that there always are. @param {State} state @param {ReturnType<typeof field>} field */
export function fill(state, { name, offer, show }) {
  const own = name === "dataset" && !state.run.starting && isOwn(state.session.points);
  if (name === "dataset") offer(own ? [OWN] : []);
  if (name === "nonlin") offer(ownChoices(state));
  show(own ? OWN : configOf(state)[name]);
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
      for (const each of fields) fill(state, each);
    },
  };
}

/**
 * One setting. A choice applies at once, a text when the field loses focus or on Enter.
 * @param {Setting} name
 * @param {import("../index.js").Dispatch} dispatch
 * @param {string} [place] so that the field may stand in two
 */
export function field(name, dispatch, place = "setting") {
  const rule = RULES[name];
  const id = `${place}-${name}`;
  const problem = el("p", { className: "problem", role: "alert", id: `${id}-problem` });
  const hint = place === "quick" ? "" : (rule.hint ?? ""); // the bar has no room for it
  const input = rule.choices
    ? el(
        "select",
        { id },
        ...Object.entries(rule.choices).map(([value, text]) => el("option", { value }, text)),
      )
    : el("input", { id, type: "text", spellcheck: false, autocomplete: "off", placeholder: hint });
  const opener = name === "dataset" ? el("option", {}, OPEN) : null;
  if (opener) input.append(opener);
  input.setAttribute("aria-describedby", problem.id);
  let shown = "";
  /** The choices that the learner's code has added. @type {string[]} */
  let own = [];

  input.onchange = () => {
    if (input.value === OPEN) {
      input.value = shown;
      return dispatch({ type: "view/data", data: "dialog" });
    }
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
        const option = el("option", { value }, value === OWN ? OWN : `${value} (yours)`);
        option.dataset.own = "";
        input.insertBefore(option, opener);
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
