/** Reads an experiment's file: everything in it is checked, as in the command lines, within the limits of the page. */

import { DESCRIPTION } from "../../generated/description.js";
import { DEFAULT_CONFIG, MOST_POINTS, MOST_STEPS, parseSetting, RULES } from "../../protocol/config.js";
import { continuedBy } from "../../protocol/messages.js";
import { CLASSES } from "../../protocol/names.js";
import { startHistory } from "../history.js";
import { EXTENT } from "../points.js";
import { startRebuilding } from "../rebuild.js";
import { SPLITS } from "../results.js";
import { STEP_LIMIT } from "../run.js";
import { COLUMNS, VERSION } from "./experiment.js";
import { fieldsOf, itemsOf, needed, numberOf, numbersOf, oneOf, refuse, wholeOf } from "./fields.js";

/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {import("../../protocol/messages.js").Point} Point */
/** @typedef {import("../../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("../state.js").Saved} Saved */

const PARTS = /** @type {const} */ (["micrograd", "config", "points", "snapshot", "losses"]);
const SNAPSHOT = /** @type {const} */ (["step", "train", "val", "optimizer", "t", ...COLUMNS]);
const LOSSES = /** @type {const} */ (["train", "val"]);
const MIDDLE = { id: null, x: 0, y: 0, label: 0 };
/** More letters than any setting has. */
const LONGEST = 400;

/**
 * The part of the page's state that a file holds. Throws a RangeError that says what of it can't be used.
 * @param {string} text
 * @param {string[]} [own] the nonlinearities that the learner's code brings along
 * @returns {Saved}
 */
export function readExperiment(text, own = []) {
  const parts = fieldsOf(parsed(text), "it", PARTS);
  if (needed(parts, "it", "micrograd") !== VERSION)
    refuse("micrograd", `${VERSION}, the version of the format that is known here`, parts.micrograd);
  const config = readConfig(parts.config ?? {}, own);
  const points = parts.points === undefined ? null : readPoints(parts.points);
  const snapshot = parts.snapshot === undefined ? null : readSnapshot(parts.snapshot, config);
  const losses = parts.losses === undefined ? null : readLosses(parts.losses, snapshot?.step ?? 0);
  const edits = { nextId: Math.max(config.n, points?.length ?? 0) };
  if (!snapshot) {
    const starting = { config, keepPoints: points !== null, steps: 0 };
    return { session: { config, points: points ?? [], snapshot }, run: { starting }, edits };
  }
  if (!points) throw new RangeError("it has no 'points', which the page needs beside a snapshot");
  const checkpoint = { snapshot, points, config };
  return {
    session: checkpoint,
    run: {
      limit: Math.max(STEP_LIMIT, snapshot.step),
      history: { ...startHistory(checkpoint), ...(losses ?? unknownLosses(snapshot)) },
      rebuilding: startRebuilding(checkpoint),
    },
    edits,
    probe: probeOf(points),
  };
}

/** The first train point, as in a new run. @param {Point[]} points */
function probeOf(points) {
  const { id, x, y, label } = points.find(({ split }) => split === "train") ?? points[0] ?? MIDDLE;
  return { id, x, y, label };
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    const before = text.slice(0, at === undefined ? text.length : Number(at)).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new RangeError(`it is not JSON: something is wrong at line ${before.length}, column ${column}`);
  }
}

/** @param {unknown} value @param {string[]} own @returns {Config} */
function readConfig(value, own) {
  const names = /** @type {(keyof Config)[]} */ ([...Object.keys(RULES), "zero_grad"]);
  const { zero_grad: zeroGrad = true, ...given } = fieldsOf(value, "config", names);
  if (typeof zeroGrad !== "boolean") refuse("config.zero_grad", "true or false", zeroGrad);
  const settings = Object.entries(given).map(([name, setting]) => [name, readSetting(name, setting, own)]);
  const experiment = zeroGrad ? {} : { zero_grad: false };
  return { ...DEFAULT_CONFIG, ...Object.fromEntries(settings), ...experiment };
}

/** @param {string} name @param {unknown} value @param {string[]} own */
function readSetting(name, value, own) {
  const { kind } = DESCRIPTION.settings.find((row) => row.name === name) ?? {};
  if (kind === "whole" && typeof value === "number" && value > Number.MAX_SAFE_INTEGER)
    refuse(`config.${name}`, "in quotes where it is so large", value);
  const isList = Array.isArray(value) && value.every((size) => typeof size === "number");
  if (typeof value === "object" && !isList)
    refuse(`config.${name}`, RULES[/** @type {"lr"} */ (name)].says, value);
  const typed = isList ? value.join(",") || "none" : String(value);
  if (typed.length > LONGEST) refuse(`config.${name}`, RULES[/** @type {"lr"} */ (name)].says, typed);
  try {
    return parseSetting(/** @type {"lr"} */ (name), typed, own);
  } catch (error) {
    throw new RangeError(`config.${error instanceof Error ? error.message : error}`);
  }
}

/** @param {unknown} value @returns {Point[]} */
function readPoints(value) {
  const rows = itemsOf(value, "points");
  if (rows.length > MOST_POINTS)
    throw new RangeError(`points must be at most ${MOST_POINTS}, not ${rows.length}`);
  return rows.map((row, id) => {
    const what = `points[${id}]`;
    const point = fieldsOf(row, what, ["x", "y", "label", "split"]);
    const [x, y] = ["x", "y"].map((name) => {
      const place = numberOf(needed(point, what, name), `${what}.${name}`);
      if (!(Math.abs(place) <= EXTENT))
        refuse(`${what}.${name}`, `a number from -${EXTENT} to ${EXTENT}`, place);
      return place;
    });
    const label = wholeOf(needed(point, what, "label"), `${what}.label`, CLASSES - 1);
    return { id, x, y, label, split: oneOf(needed(point, what, "split"), `${what}.split`, SPLITS) };
  });
}

/** @param {number[]} layers */
function parameterCount(layers) {
  const sizes = [2, ...layers, CLASSES];
  return sizes.slice(1).reduce((sum, nout, i) => sum + nout * (sizes[i] + 1), 0);
}

/** @param {unknown} value @param {Config} config @returns {Snapshot} */
function readSnapshot(value, config) {
  const columns = fieldsOf(value, "snapshot", SNAPSHOT);
  const of = (/** @type {(typeof SNAPSHOT)[number]} */ name) => needed(columns, "snapshot", name);
  const step = wholeOf(of("step"), "snapshot.step", MOST_STEPS);
  const loss = {
    train: numberOf(of("train"), "snapshot.train"),
    val: numberOf(of("val"), "snapshot.val"),
  };
  const names = DESCRIPTION.optimizers.map(({ name }) => name);
  const optimizer = oneOf(of("optimizer"), "snapshot.optimizer", names);
  const t = wholeOf(of("t"), "snapshot.t", step);
  const count = parameterCount(config.layers);
  const [data, grad, m, v] = COLUMNS.map((name) =>
    numbersOf(of(name), `snapshot.${name}`, count, "parameter"),
  );
  return continuedBy({ step, loss, optimizer, t, data, grad, m, v }, config.optimizer);
}

/** @param {unknown} value @param {number} step */
function readLosses(value, step) {
  const columns = fieldsOf(value, "losses", LOSSES);
  const [train, val] = LOSSES.map((name) =>
    numbersOf(needed(columns, "losses", name), `losses.${name}`, step, "step"),
  );
  return { train, val };
}

/** Only those of the last step are there. @param {Snapshot} snapshot */
function unknownLosses({ step, loss }) {
  const past = (/** @type {number} */ last) => new Float64Array(step).fill(Number.NaN).fill(last, -1);
  return { train: past(loss.train), val: past(loss.val) };
}
