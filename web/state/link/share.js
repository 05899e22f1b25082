/** How a link is made of the state; read in link.js. Loaded when a link is asked for. */

import { DEFAULT_CONFIG, LATER, MOST_STEPS, RULES } from "../../protocol/config.js";
import { Problem } from "../../protocol/problem.js";
import { sameFiles } from "../code/known.js";
import { firstStep } from "../history.js";
import { samePoints } from "../points.js";
import { encodeRun } from "../save.js";
import { MOST_REPLAYED, SETTINGS } from "./link.js";
import { viewTexts } from "./view.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../../protocol/config.js").Setting} Setting */

/** What no link can hold is told in place of one. @param {State} state @param {Location} location @param {string | null} [code] */
export function shareLink(state, location, code = null) {
  if (!state.session.snapshot) throw new Problem("There is no run yet to be shared.");
  const url = new URL(location.href);
  url.hash = linkText(state, code);
  return url.href;
}

/** @param {State} state @param {string | null} [code] @returns {string} */
export function linkText(state, code = null) {
  const run = isReplayable(state, code !== null) ? settingTexts(state) : runTexts(state);
  const texts = [...run, ...viewTexts(state), ...(code === null ? [] : [["code", code]])];
  return texts.map(([key, text]) => `${key}=${readable(text)}`).join("&");
}

/** Commas stay, and a space is no plus. @param {string} text */
const readable = (text) => encodeURIComponent(text).replaceAll("%2C", ",");

/** @param {State} state @returns {[string, string][]} */
function settingTexts({ session: { config, snapshot }, run: { maker } }) {
  const step = String(maker ? 0 : (snapshot?.step ?? 0)); // the learner's code makes its steps when it is run
  return [
    ...SETTINGS.filter((name) => !isLeftOut(name, config)).map(
      (name) => /** @type {[string, string]} */ ([name, RULES[name].show(config[name])]),
    ),
    ...(config.zero_grad === false ? [/** @type {[string, string]} */ (["zero_grad", "off"])] : []),
    ["step", step],
  ];
}

/** A link leaves out what few change and is as on a new page. @param {Setting} name @param {State["session"]["config"]} config */
const isLeftOut = (name, config) =>
  LATER.includes(name) && RULES[name].show(config[name]) === RULES[name].show(DEFAULT_CONFIG[name]);

/** @param {State} state @returns {[string, string][]} */
const runTexts = (state) => [["run", encodeRun(state)]];

/**
 * Whether the settings alone lead to this state: from step 0 on the points were those of the data set, and the settings the
 * same. A run that the learner's code has made needs that code.
 * @param {State} state @param {boolean} [withCode] whether the link has the code
 */
export function isReplayable(
  { session: { config, snapshot }, run: { made, history, maker }, code },
  withCode = false,
) {
  const { files } = code;
  if (maker && !(withCode && maker !== "mixed" && files && sameFiles(maker, files))) return false;
  if (!made || !history || !snapshot || firstStep(history) > 0) return false;
  if (snapshot.step > Math.min(MOST_REPLAYED, MOST_STEPS)) return false;
  const settings = JSON.stringify(config);
  return history.checkpoints
    .filter((each) => each.snapshot.step <= snapshot.step)
    .every(
      (each) =>
        (each.config === config || JSON.stringify(each.config) === settings) && samePoints(each.points, made),
    );
}
