/**
 * A run as text, for the storage and for a link: the settings, the points, and the whole training state, with every bit of
 * every double.
 */

import { MOST_POINTS, MOST_STEPS, parseConfig, parseSetting } from "../protocol/config.js";
import { continuedBy } from "../protocol/messages.js";
import { quoted } from "../protocol/problem.js";
import { startHistory } from "./history.js";
import { samePoints } from "./points.js";
import { startRebuilding } from "./rebuild.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./state.js").Saved} Saved */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */

const COLUMNS = /** @type {const} */ (["data", "grad", "m", "v"]);
/** New points get higher ids than all before, up to 2**53. */
const MOST_ID = 2 ** 52;

const SPLITS = ["train", "val", "test"];

/** Bytes encoded at a time: a multiple of 3, since base64 encodes groups of three bytes. */
const CHUNK = 3 * 4096;

/** Doubles as base64 of their bytes: JSON has no nan, no inf and no -0. @param {ArrayLike<number>} numbers */
export function encodeDoubles(numbers) {
  const bytes = new Uint8Array(Float64Array.from(numbers).buffer);
  let text = "";
  for (let i = 0; i < bytes.length; i += CHUNK) {
    text += btoa(Reflect.apply(String.fromCharCode, null, bytes.subarray(i, i + CHUNK)));
  }
  return text;
}

/** @param {unknown} text @returns {Float64Array} */
export function decodeDoubles(text) {
  try {
    const bytes = Uint8Array.from(atob(String(text)), (c) => c.charCodeAt(0));
    return new Float64Array(bytes.buffer);
  } catch {
    throw new RangeError("some of its numbers are missing");
  }
}

/**
 * The run as text, optionally with its history, which is too long for a link.
 * @param {State} state
 * @param {{past: boolean}} [options]
 * @returns {string}
 */
export function encodeRun({ session, run, probe }, { past } = { past: false }) {
  const { config, points, snapshot } = session;
  if (!snapshot) return "";
  const { step, loss, optimizer, t } = snapshot;
  const { limit, history } = run;
  return JSON.stringify({
    config,
    points: points.map(({ id, label, split }) => [id, label, SPLITS.indexOf(split)]),
    places: encodeDoubles(points.flatMap(({ x, y }) => [x, y])),
    step,
    optimizer,
    t,
    loss: encodeDoubles([loss.train, loss.val]),
    state: COLUMNS.map((name) => encodeDoubles(snapshot[name])),
    limit,
    probe: probe && [probe.id, probe.x, probe.y, probe.label],
    losses: past && history ? [history.train, history.val].map((l) => encodeDoubles(l.slice(0, step))) : null,
    made: past && run.made !== null && samePoints(points, run.made),
  });
}

/** The nonlinearity that a run's text names, whether or not anything here has it. @param {string} text @returns {unknown} */
export function nonlinIn(text) {
  try {
    return Object(parse(text).config).nonlin;
  } catch {
    return undefined; // whoever decodes it says why
  }
}

/** @param {string} text @returns {Record<string, any>} */
function parse(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new RangeError("it is truncated, or not a run");
  }
}

/**
 * The part of the state that a text holds. Throws an error with the reason if the text is not valid.
 * @param {string} text
 * @param {string[]} [own] the nonlinearities that the learner's code brings along
 * @returns {Decoded}
 *
 * @typedef {Saved & {session: State["session"], run: Partial<State["run"]>, edits: Partial<State["edits"]>}} Decoded
 */
export function decodeRun(text, own = []) {
  const saved = parse(text);
  const config = parseConfig(Object(saved.config), own);
  const points = decodePoints(saved.points, decodeDoubles(saved.places));
  const snapshot = decodeSnapshot(saved, config);
  const [id, x, y, label] = saved.probe ?? [null, 0, 0, 0];
  return {
    session: { config, points, snapshot },
    run: {
      rebuilding: startRebuilding({ snapshot, points, config }),
      limit: wholeNumber(saved.limit, MOST_STEPS),
      history: pastOf(snapshot, points, config, saved.losses ?? null),
      made: saved.made === true ? points : null,
    },
    edits: { nextId: points.reduce((most, p) => Math.max(most, p.id), config.n - 1) + 1 },
    probe: { id: id === null ? null : wholeNumber(id, MOST_ID), ...placeOf(x, y), label: labelOf(label) },
  };
}

/**
 * The history of a saved run, with its losses where they are known. Earlier steps can't be restored.
 * @param {Snapshot} snapshot @param {Point[]} points @param {State["session"]["config"]} config
 * @param {string[] | null} losses
 */
function pastOf(snapshot, points, config, losses) {
  const past = [snapshot.loss.train, snapshot.loss.val].map((last, i) => {
    const known = losses && decodeDoubles(losses[i]);
    if (known?.length === snapshot.step) return known;
    return new Float64Array(snapshot.step).fill(Number.NaN).fill(last, -1);
  });
  return { ...startHistory({ snapshot, points, config }), train: past[0], val: past[1] };
}

/** @param {any[]} rows @param {Float64Array} places @returns {Point[]} */
function decodePoints(rows, places) {
  if (!Array.isArray(rows) || places.length !== 2 * rows.length)
    throw new RangeError("some of its points are incomplete");
  if (rows.length > MOST_POINTS)
    throw new RangeError(`it has ${rows.length} points; at most ${MOST_POINTS} are possible`);
  return rows.map(([id, label, split], i) => {
    const place = placeOf(places[2 * i], places[2 * i + 1]);
    if (!Number.isInteger(split) || !Object.hasOwn(SPLITS, split))
      throw new RangeError(`there is no split ${quoted(split)}`);
    if (i > 0 && !(id > rows[i - 1][0])) throw new RangeError(`point ${quoted(id)} is out of order`);
    return {
      id: wholeNumber(id, MOST_ID),
      ...place,
      label: labelOf(label),
      split: /** @type {any} */ (SPLITS[split]),
    };
  });
}

/** @param {unknown} x @param {unknown} y */
function placeOf(x, y) {
  const inside = [x, y].every((c) => typeof c === "number" && Math.abs(c) <= 2);
  if (!inside) throw new RangeError(`a point lies outside the plane, at (${quoted(x)}, ${quoted(y)})`);
  return { x: Number(x), y: Number(y) };
}

/**
 * The training state. One that was saved before it had its optimiser and t is that of the settings' optimiser, which had
 * counted every step.
 * @param {any} saved @param {State["session"]["config"]} config @returns {Snapshot}
 */
function decodeSnapshot({ step, optimizer, t, loss, state }, config) {
  const count = parameterCount(config.layers);
  const [data, grad, m, v] = COLUMNS.map((_, i) => decodeDoubles(state[i]));
  for (const column of [data, grad, m, v]) {
    if (column.length !== count)
      throw new RangeError(`it has ${column.length} parameters, but its network has ${count}`);
  }
  const [train, val, ...rest] = decodeDoubles(loss);
  if (val === undefined || rest.length > 0) throw new RangeError("its two losses are incomplete");
  const held = {
    step: wholeNumber(step, MOST_STEPS),
    loss: { train, val },
    optimizer: parseSetting("optimizer", quoted(optimizer ?? config.optimizer)),
    t: wholeNumber(t ?? step, MOST_STEPS),
  };
  if (held.t > held.step) throw new RangeError(`its optimiser has made ${t} of ${step} steps`);
  return continuedBy({ ...held, data, grad, m, v }, config.optimizer);
}

/** @param {number[]} layers */
function parameterCount(layers) {
  const sizes = [2, ...layers, 3];
  return sizes.slice(1).reduce((sum, nout, i) => sum + nout * (sizes[i] + 1), 0);
}

/** @param {unknown} x @param {number} most */
function wholeNumber(x, most) {
  if (!Number.isSafeInteger(x) || Number(x) < 0 || Number(x) > most)
    throw new RangeError(`${quoted(x)} is not a number of steps or points`);
  return Number(x);
}

/** @param {unknown} label */
function labelOf(label) {
  if (label !== 0 && label !== 1 && label !== 2) throw new RangeError(`there is no label ${quoted(label)}`);
  return label;
}
