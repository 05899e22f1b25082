/**
 * A link to what the page shows: the run, and how it is shown. A run that its settings lead to is told by them and its step,
 * and whoever opens it replays it, to the same bits. Only edited points or settings need the whole training state.
 *
 *     #dataset=yinyang&seed=42&lr=0.05&step=37&node=h3.w1&unit=op&move=12
 *     #run=…&node=h3.w1
 *
 * The learner's changes of the code are `code=…`: state/code/link.js makes and reads them. A link is made in share.js.
 */

import { DEFAULT_CONFIG, parseConfig, parseSetting, RULES } from "../../protocol/config.js";
import { quoted } from "../../protocol/problem.js";
import { decodeRun, nonlinIn } from "../save.js";
import { whole } from "./texts.js";
import { PARTS } from "./view.js";

/** @typedef {import("../../protocol/config.js").Setting} Setting */

/** A longer replay would keep who opens the link waiting: C makes 1,000 steps a second. */
export const MOST_REPLAYED = 10_000;

export const SETTINGS = /** @type {Setting[]} */ (Object.keys(RULES));

/** The parts of a link that are neither a setting nor of the view. */
const NO_VIEW = ["run", "step", "code"];

/** A link, taken apart but not yet checked. @typedef {{
 *   run: string | null, settings: [string, string][], step: string | null, code: string | null, view: [string, string][],
 * }} Link */

/**
 * The link in an address's hash; null if there is none.
 * @param {string} hash
 * @returns {Link | null}
 */
export function linkIn(hash) {
  const texts = [...new URLSearchParams(hash.slice(1))];
  const isSetting = (/** @type {string} */ key) => Object.hasOwn(RULES, key) || key === "zero_grad";
  const isOurs = (/** @type {string} */ key) =>
    isSetting(key) || NO_VIEW.includes(key) || Object.hasOwn(PARTS, key);
  if (!texts.some(([key]) => isOurs(key))) return null;
  const found = Object.fromEntries(texts);
  return {
    run: found.run ?? null,
    settings: texts.filter(([key]) => isSetting(key)),
    step: found.step ?? null,
    code: found.code ?? null,
    view: texts.filter(([key]) => !isSetting(key) && !NO_VIEW.includes(key)),
  };
}

/**
 * The run of a link. Throws an error with the reason if it can't be read.
 * @param {Link} link
 * @param {string[]} [own] the nonlinearities that the learner's code brings along
 * @returns {import("../state.js").Saved}
 */
export function runOf({ run, settings, step }, own = []) {
  if (run !== null) {
    const decoded = decodeRun(run, own);
    return { ...decoded, run: { ...decoded.run, made: null } }; // a link's word is no proof that its points are a data set's
  }
  const given = settings.map(([key, text]) => [
    key,
    key === "zero_grad" ? onOrOff(text) : parse(key, text, own),
  ]);
  const config = parseConfig({ ...DEFAULT_CONFIG, ...Object.fromEntries(given) }, own);
  const steps = step === null ? 0 : named("step", () => whole(0, MOST_REPLAYED)(step));
  return {
    session: { config, points: [], snapshot: null },
    run: { starting: { config, keepPoints: false, steps } },
  };
}

/** @param {string} key @param {string} text @param {string[]} own */
const parse = (key, text, own) => parseSetting(/** @type {Setting} */ (key), text, own);

/** The nonlinearity that a link names, whether or not anything here has it. @param {Link} link @returns {unknown} */
export const nonlinOf = ({ run, settings }) =>
  run === null ? settings.find(([key]) => key === "nonlin")?.[1] : nonlinIn(run);

/** @param {string} text */
function onOrOff(text) {
  if (text !== "on" && text !== "off")
    throw new RangeError(`zero_grad must be on or off, not ${quoted(text)}`);
  return text === "on";
}

/** @template T @param {string} key @param {() => T} f @returns {T} */
function named(key, f) {
  try {
    return f();
  } catch (error) {
    throw new RangeError(`${key}: ${error instanceof Error ? error.message : error}`);
  }
}
