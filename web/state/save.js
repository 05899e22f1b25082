/**
 * Persistence: the run of the last visit in local storage, and a run inside a link. Both use the same format: the
 * settings, the points, and the whole training state, with every bit of every double.
 */

import { parseConfig, parseSetting } from "../protocol/config.js";
import { continuedBy } from "../protocol/messages.js";
import { startHistory } from "./history.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./state.js").Saved} Saved */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */

const KEY = "micrograd";
const COLUMNS = /** @type {const} */ (["data", "grad", "m", "v"]);
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

/** @param {string} text @returns {Float64Array} */
export function decodeDoubles(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Float64Array(bytes.buffer);
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
  });
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError("it is truncated, or not a run");
  }
}

/**
 * The part of the state that a text holds. Throws an error with the reason if the text is not valid.
 * @param {string} text
 * @returns {Saved & {session: State["session"], run: Partial<State["run"]>, edits: Partial<State["edits"]>}}
 */
export function decodeRun(text) {
  const saved = parse(text);
  const config = parseConfig(saved.config);
  const points = decodePoints(saved.points, decodeDoubles(saved.places));
  const snapshot = decodeSnapshot(saved, config);
  const [id, x, y, label] = saved.probe ?? [null, 0, 0, 0];
  return {
    session: { config, points, snapshot },
    run: {
      limit: wholeNumber(saved.limit),
      history: pastOf(snapshot, points, config, saved.losses ?? null),
    },
    edits: { nextId: points.reduce((most, p) => Math.max(most, p.id), config.n - 1) + 1 },
    probe: { id: id === null ? null : wholeNumber(id), ...placeOf(x, y), label: labelOf(label) },
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
  return rows.map(([id, label, split], i) => {
    const place = placeOf(places[2 * i], places[2 * i + 1]);
    if (!(split in SPLITS)) throw new RangeError(`there is no split ${split}`);
    if (i > 0 && !(id > rows[i - 1][0])) throw new RangeError(`point ${id} is out of order`);
    return {
      id: wholeNumber(id),
      ...place,
      label: labelOf(label),
      split: /** @type {any} */ (SPLITS[split]),
    };
  });
}

/** @param {unknown} x @param {unknown} y */
function placeOf(x, y) {
  const inside = [x, y].every((c) => typeof c === "number" && Math.abs(c) <= 2);
  if (!inside) throw new RangeError(`a point lies outside the plane, at (${x}, ${y})`);
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
  const [train, val] = decodeDoubles(loss);
  const held = {
    step: wholeNumber(step),
    loss: { train, val },
    optimizer: parseSetting("optimizer", String(optimizer ?? config.optimizer)),
    t: wholeNumber(t ?? step),
  };
  if (held.t > held.step) throw new RangeError(`its optimiser has made ${t} of ${step} steps`);
  return continuedBy({ ...held, data, grad, m, v }, config.optimizer);
}

/** @param {number[]} layers */
function parameterCount(layers) {
  const sizes = [2, ...layers, 3];
  return sizes.slice(1).reduce((sum, nout, i) => sum + nout * (sizes[i] + 1), 0);
}

/** @param {unknown} x */
function wholeNumber(x) {
  if (!Number.isSafeInteger(x) || Number(x) < 0 || Number(x) > 1e7)
    throw new RangeError(`${x} is not a number of steps or points`);
  return Number(x);
}

/** @param {unknown} label */
function labelOf(label) {
  if (label !== 0 && label !== 1 && label !== 2) throw new RangeError(`there is no label ${label}`);
  return label;
}

/** A link to the current run. @param {State} state @param {Location} location */
export function shareLink(state, location) {
  const url = new URL(location.href);
  url.hash = `run=${encodeURIComponent(encodeRun(state))}`;
  return url.href;
}

/**
 * The run of the link, or of the last visit. An invalid one is reported, and kept as it is.
 * @param {Storage} storage
 * @param {Location} location
 * @returns {{saved: Saved, notice: State["notice"]}}
 */
export function loadSaved(storage, location) {
  const linked = new URLSearchParams(location.hash.slice(1)).get("run");
  const text = linked ?? read(storage);
  const view = readView(storage);
  if (!text) return { saved: view, notice: null };
  try {
    return { saved: { ...decodeRun(text), ...view }, notice: null };
  } catch (error) {
    // any other error means that a part is missing or has the wrong type
    const reason = error instanceof RangeError ? error.message : "a part of it is missing or broken";
    const what = linked ? "The run in this link" : "The run of your last visit";
    return { saved: view, notice: { kind: "error", text: `${what} can't be read: ${reason}.` } };
  }
}

/** @param {Storage} storage */
function read(storage) {
  try {
    return storage.getItem(KEY);
  } catch {
    return null; // storage is disabled: the page works, but saves nothing
  }
}

/** @param {Storage} storage @returns {Saved} */
function readView(storage) {
  try {
    const view = JSON.parse(storage.getItem(`${KEY}-view`) ?? "{}");
    return {
      view: {
        theme: ["light", "dark"].includes(view.theme) ? view.theme : "system",
        folded: view.folded === true,
        field: typeof view.field === "string" ? view.field : null,
      },
    };
  } catch {
    return {};
  }
}

/** The parts of the state that are saved when they change. @type {((state: State) => unknown)[]} */
const SAVED = [
  ({ session }) => session.snapshot,
  ({ session }) => session.points,
  ({ session }) => session.config,
  ({ probe }) => probe,
  ({ run }) => run.limit,
  ({ view }) => view.theme,
  ({ view }) => view.folded,
  ({ view }) => view.field,
];

/**
 * Saves the run whenever it rests, and when the page is closed.
 * @param {import("./store.js").Store} store
 * @param {Storage} storage
 */
export function saveLater(store, storage) {
  /** @type {State | null} */
  let written = null;
  const write = () => {
    const { state } = store;
    const { target, starting } = state.run;
    const same =
      written && SAVED.every((part) => Object.is(part(/** @type {State} */ (written)), part(state)));
    if (same || !state.session.snapshot || target !== null || starting) return;
    written = state;
    saveRun(state, storage);
  };
  const later = globalThis.requestIdleCallback ?? setTimeout; // Safari has no such callback
  let waits = false;
  store.onFrame(({ run }) => {
    if (run.playing || waits) return;
    waits = true;
    later(() => {
      waits = false;
      if (!store.state.run.playing) write();
    });
  });
  addEventListener("pagehide", write);
}

/**
 * Saves the run for the next visit, without its history if that is too long for the storage. If storage is full or
 * forbidden, the next visit starts fresh.
 * @param {State} state
 * @param {Pick<Storage, "setItem">} storage
 */
export function saveRun(state, storage) {
  const { theme, folded, field } = state.view;
  const put = (/** @type {string} */ key, /** @type {string} */ text) => {
    try {
      storage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  };
  put(`${KEY}-view`, JSON.stringify({ theme, folded, field }));
  if (!put(KEY, encodeRun(state, { past: true }))) put(KEY, encodeRun(state));
}
