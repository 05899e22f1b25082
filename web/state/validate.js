/**
 * What may enter from the console: the actions of a user, with the values that the page itself would give them. An engine's
 * replies are no such actions. Links and saved runs have the same limits, in save.js.
 */

import { LESSONS } from "../lessons/index.js";
import { MOST_STEPS, parseSetting, RULES } from "../protocol/config.js";
import { ENGINE_NAMES } from "../protocol/engines.js";
import { CLASSES } from "../protocol/names.js";
import { Problem, quoted } from "../protocol/problem.js";
import { PANEL_IDS } from "./arrange.js";
import { FILE_NAMES } from "./code/known.js";
import { HOWS } from "./experiment.js";
import { EXTENT } from "./points.js";
import { isCell, SPLITS } from "./results.js";
import { UNITS } from "./walk.js";

/** @typedef {import("./types.js").Action} Action */
/** A kind of value: what it says of itself, and whether a value is one; `own` are the nonlinearities of the learner's code.
 * @typedef {{says: string, is(value: unknown, own?: string[]): boolean}} Kind */

/** @param {number} low @param {number} high @returns {Kind} */
const whole = (low, high) => ({
  says: `a whole number from ${low} to ${high}`,
  is: (x) => Number.isInteger(x) && low <= Number(x) && Number(x) <= high,
});

/** @param {readonly unknown[]} values @returns {Kind} */
const oneOf = (values) => ({ says: `one of ${values.join(", ")}`, is: (x) => values.includes(x) });

/** @param {Kind} kind @returns {Kind} */
const orNull = (kind) => ({ says: `${kind.says}, or null`, is: (x) => x === null || kind.is(x) });

/** Of any size: the engine says which it takes. @type {Kind} */
const number = { says: "a number", is: (x) => typeof x === "number" };
/** @type {Kind} */
const positive = { says: "a number above 0", is: (x) => typeof x === "number" && x > 0 };
/** @type {Kind} */
const coordinate = {
  says: `a number from -${EXTENT} to ${EXTENT}`,
  is: (x) => typeof x === "number" && Math.abs(x) <= EXTENT,
};
/** @type {Kind} */
const text = { says: "a text", is: (x) => typeof x === "string" };
/** @type {Kind} */
const texts = {
  says: "a list of texts",
  is: (x) => Array.isArray(x) && x.every((item) => typeof item === "string"),
};
const flag = oneOf([true, false]);
const label = whole(0, CLASSES - 1);
const id = whole(0, Number.MAX_SAFE_INTEGER);
const step = whole(0, MOST_STEPS);
const file = oneOf(FILE_NAMES);
const engine = oneOf(ENGINE_NAMES);
/** @type {Kind} */
const cell = {
  says: "a cell of the confusion matrix, such as { label: 2, predicted: 0 }",
  is: isCell,
};
const MOST_STAGE = Math.max(...LESSONS.map(({ stages }) => stages)) - 1;
/** More choices than a card has room for. */
const MOST_CHOICE = 7;

/**
 * Settings: each as it could be typed. A text is told apart from a number, since "1" is no learning rate.
 * @type {Kind}
 */
const settings = {
  says: "settings",
  is(changes, own = []) {
    if (changes === null || typeof changes !== "object") return false;
    for (const [name, value] of Object.entries(changes)) {
      if (name === "zero_grad" && typeof value === "boolean") continue;
      if (!Object.hasOwn(RULES, name)) {
        throw new Problem(`there is no setting ${quoted(name)}; there are ${Object.keys(RULES).join(", ")}`);
      }
      const setting = /** @type {import("../protocol/config.js").Setting} */ (name);
      const text = Array.isArray(value) ? value.join(",") || "none" : quoted(value);
      const parsed = parseSetting(setting, text, own);
      if (JSON.stringify(parsed) !== JSON.stringify(value)) {
        throw new Problem(`${name} must be ${JSON.stringify(parsed)}, not ${JSON.stringify(value)}`);
      }
    }
    return true;
  },
};

/** The values of each action; a name with "?" may be left out. @type {Record<string, Record<string, Kind>>} */
const ACTIONS = {
  "engine/choose": { name: engine },
  "engine/retry": { name: engine },
  "engine/failed": { name: engine, reason: text, "details?": text, "again?": flag },
  "run/reset": {},
  "run/step": { "count?": whole(0, MOST_STEPS) },
  "run/play": {},
  "run/pause": {},
  "run/back": {},
  "run/goto": { step },
  "run/speed": { speed: positive },
  "run/limit": { limit: step },
  "run/reopen": { entry: text },
  "walk/unit": { unit: oneOf(UNITS) },
  "walk/goto": { at: id },
  "walk/end": {},
  "points/add": { x: coordinate, y: coordinate, "label?": label },
  "points/move": { id, x: coordinate, y: coordinate, "gesture?": orNull(id) },
  "points/relabel": { id, label },
  "points/remove": { id },
  "points/clear": {},
  "points/undo": {},
  "points/redo": {},
  "points/select": { id: orNull(id) },
  "points/label": { label },
  "parameter/add": { name: text, delta: number },
  "probe/set": { "id?": orNull(id), x: coordinate, y: coordinate, label },
  "config/set": { changes: settings },
  "node/select": { name: orNull(text) },
  "node/hover": { name: orNull(text), "field?": flag },
  "view/folded": { folded: flag },
  "view/open": { groups: orNull(texts) },
  "view/gradient": { gradient: oneOf(["point", "train"]) },
  "view/field": { node: orNull(text) },
  "view/experiment": { how: orNull(oneOf(HOWS)), "root?": orNull(text), "at?": orNull(id) },
  "view/nudge": { node: text, delta: number },
  "view/log-scale": { logScale: flag },
  "view/confusion": { split: orNull(oneOf(SPLITS)), "cell?": orNull(cell) },
  "view/chart": { chart: oneOf(["loss", "accuracy"]) },
  "view/keep": {},
  "view/forget": { index: orNull(id) },
  "view/params": { params: oneOf(["table", "layers", "pair"]) },
  "view/pair": { first: text, second: text, "close?": flag },
  "view/theme": { theme: oneOf(["system", "light", "dark"]) },
  "view/hide": { id: oneOf(PANEL_IDS) },
  "view/show": { id: oneOf(PANEL_IDS) },
  "view/enlarge": { id: orNull(oneOf(PANEL_IDS)) },
  "view/stage": { on: flag },
  "notice/dismiss": {},
  "compare/open": { "left?": engine, "right?": engine },
  "compare/race": { "seconds?": positive },
  "compare/lockstep": {},
  "code/open": { "file?": file, "line?": id, "preset?": text },
  "code/close": {},
  "code/file": { file },
  "code/edit": { file, text },
  "code/linked": { text },
  "code/reset": {},
  "code/mine": {},
  "code/run": {},
  "course/open": {},
  "course/close": {},
  "course/choose": { exercise: text },
  "course/edit": { text },
  "course/hint": {},
  "course/solution": { shown: flag },
  "course/take": {},
  "course/swap": {},
  "course/again": {},
  "course/next": {},
  "course/train": {},
  "course/retry": {},
  "lesson/open": { id: oneOf(LESSONS.map((lesson) => lesson.id)), "stage?": whole(0, MOST_STAGE) },
  "lesson/next": {},
  "lesson/back": {},
  "lesson/show": {},
  "lesson/answer": { choice: whole(0, MOST_CHOICE) },
  "lesson/ground": { note: orNull(text) },
  "lesson/close": {},
  "lesson/questions": { shown: flag },
};

/**
 * The action, with nothing in it but what it needs. Throws a Problem that names the value, and what would be right.
 *
 *     validated({ type: "points/add", x: NaN, y: 0 })
 *         // Problem: x of points/add must be a number from -2 to 2, not NaN
 *
 * @param {unknown} action
 * @param {string[]} [own] the nonlinearities that the learner's code brings along
 * @returns {Action}
 */
export function validated(action, own) {
  const given = /** @type {Record<string, unknown>} */ (Object(action));
  const type = String(given.type);
  if (!Object.hasOwn(ACTIONS, type)) {
    throw new Problem(
      `there is no action ${JSON.stringify(type)}; there are ${Object.keys(ACTIONS).join(", ")}`,
    );
  }
  /** @type {[string, unknown][]} */
  const values = [];
  for (const [key, kind] of Object.entries(ACTIONS[type])) {
    const name = key.replace("?", "");
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined && name !== key) continue;
    if (!kind.is(value, own)) {
      throw new Problem(`${name} of ${type} must be ${kind.says}, not ${quoted(value)}`);
    }
    values.push([name, value]);
  }
  return /** @type {Action} */ ({ type, ...Object.fromEntries(values) });
}
