/**
 * The runs that this browser keeps: one entry for each tab, and for each link that was opened. A tab overwrites nothing but
 * its own entry, so that neither a link nor another tab can destroy a run.
 */

import { DEFAULT_CONFIG } from "../protocol/config.js";
import { isOwnNonlin } from "../protocol/operations.js";
import { LINKED_CODE } from "./code/known.js";
import { linkIn, nonlinOf, runOf } from "./link/link.js";
import { isOwn } from "./points.js";
import { decodeRun, encodeRun, nonlinIn } from "./save.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("../protocol/browser.js").Entries} Entries */

/** How a run is offered: when it was last saved (ms since 1970), at which step, with how many points of which data set. @typedef {{id: string, at: number, step: number, points: number, dataset: string}} SavedRun */

const RUN = "micrograd-run-";
const TAB = "micrograd-tab";

/** The one run that earlier versions of the page kept. */
const OLD = "micrograd";

/** How many runs are kept. */
const MOST = 6;

/** A run's name: "14:02, step 62", with the day unless it is today. @param {SavedRun} run @param {Date} [today] */
export function nameOf({ at, step }, today = new Date()) {
  if (at === 0) return "an earlier visit";
  const date = new Date(at);
  const two = (/** @type {number} */ x) => String(x).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return `${date.toDateString() === today.toDateString() ? "" : day}${time}, step ${step}`;
}

export class SavedRuns {
  /**
   * @param {Entries} storage what outlives the visit
   * @param {Entries} tab what survives a reload of this tab
   * @param {() => string} [newId]
   * @param {() => number} [now]
   */
  constructor(storage, tab, newId = () => Math.random().toString(36).slice(2, 10), now = Date.now) {
    this.storage = storage;
    this.tab = tab;
    this.newId = newId;
    this.now = now;
  }

  /** The kept runs, the latest first. @returns {SavedRun[]} */
  list() {
    const runs = this.storage.keys().flatMap((key) => {
      if (key === OLD) return [{ id: "", at: 0, step: 0, points: 0, dataset: "" }];
      const entry = key.startsWith(RUN) ? this.entry(key.slice(RUN.length)) : null;
      return entry ? [entry.about] : [];
    });
    return runs.sort((a, b) => b.at - a.at);
  }

  /** @param {string} id @returns {{about: SavedRun, text: string} | null} */
  entry(id) {
    const stored = this.storage.get(RUN + id);
    const cut = stored?.indexOf("\n") ?? -1;
    if (!stored || cut < 0) return null;
    try {
      const { at, step, points, dataset } = JSON.parse(stored.slice(0, cut));
      const about = {
        id,
        at: Number(at),
        step: Number(step),
        points: Number(points),
        dataset: String(dataset),
      };
      return { about, text: stored.slice(cut + 1) };
    } catch {
      return null;
    }
  }

  /** The text of a kept run. @param {string} id */
  read(id) {
    return id === "" ? this.storage.get(OLD) : (this.entry(id)?.text ?? null);
  }

  /**
   * Keeps a run under an id. When the storage is full the oldest runs make room, and at last the run's own past.
   * @param {string} id
   * @param {State} state
   */
  write(id, state) {
    const { config, points, snapshot } = state.session;
    const about = {
      at: this.now(),
      step: snapshot?.step,
      points: points.length,
      dataset: isOwn(points) ? "your data" : config.dataset,
    };
    const entry = (/** @type {boolean} */ past) => `${JSON.stringify(about)}\n${encodeRun(state, { past })}`;
    const others = this.list().filter((run) => run.id !== id);
    for (const run of others.splice(MOST - 1)) this.remove(run.id);
    const whole = entry(true);
    while (!this.storage.set(RUN + id, whole)) {
      const oldest = others.pop();
      if (!oldest) {
        this.storage.set(RUN + id, entry(false));
        return;
      }
      this.remove(oldest.id);
    }
  }

  /** @param {string} id */
  remove(id) {
    this.storage.remove(id === "" ? OLD : RUN + id);
  }

  /** Remembers which run this tab shows, and for which link. @param {string} id @param {string} hash */
  mark(id, hash) {
    this.tab.set(TAB, JSON.stringify({ id, hash }));
  }

  unmark() {
    this.tab.remove(TAB);
  }

  /** @returns {{id: string, hash: string} | null} */
  marked() {
    try {
      const { id, hash } = JSON.parse(this.tab.get(TAB) ?? "");
      return { id: String(id), hash: String(hash) };
    } catch {
      return null;
    }
  }

  /** What to say of the run that was shown before: that it is kept, and where. @param {string | null} id */
  keptText(id) {
    const entry = id === null ? null : this.entry(id);
    return entry && entry.about.step > 0 ? `Your run of ${nameOf(entry.about)} is kept: see Runs.` : "";
  }

  /**
   * The run to start with. After a reload it is this tab's own, whatever the address holds, unless that is a link which the
   * tab has not opened yet. Otherwise it is the link's, else the latest. `entry` is null if it has none yet.
   * @param {string} hash the address's, with its "#"
   * @returns {Opened}
   */
  open(hash) {
    const link = linkIn(hash);
    const code = link?.code ?? null;
    const tab = this.marked();
    if (tab && (link === null || tab.hash === hash) && this.read(tab.id))
      return { ...this.openEntry(tab.id), code: this.tab.get(LINKED_CODE) === code ? null : code };
    if (link === null) return this.latest("");
    const opened = this.openLink(hash);
    if (!opened.saved) return { ...this.latest(opened.problem), code };
    const kept = this.keptText(this.list()[0]?.id ?? null);
    return { ...opened, text: [opened.text, kept].filter(Boolean).join(" ") };
  }

  /** The run of a link; none if the address has none. @param {string} hash @param {string[]} [own] the nonlinearities of the learner's code @returns {Opened} */
  openLink(hash, own = []) {
    const link = linkIn(hash);
    if (link === null) return NOTHING;
    const lacks = lackOf(nonlinOf(link), own);
    const opened = decoded(() => runOf(link, [...own, ...lacks]), null, "The run in this link");
    if (!opened.saved) return { ...opened, code: link.code };
    const text = `No engine here has ${lacks[0]}, the nonlinearity of this link: its run starts with ${DEFAULT_CONFIG.nonlin}.`;
    const { code, view } = link;
    return { ...opened, ...(lacks.length > 0 && without(opened.saved, lacks[0], text)), code, view };
  }

  /** @param {string} id @param {string[]} [own] the nonlinearities of the learner's code @returns {Opened} */
  openEntry(id, own = []) {
    const read = this.read(id) ?? "";
    const lacks = lackOf(nonlinIn(read), own);
    const opened = decoded(() => decodeRun(read, [...own, ...lacks]), id, "The run of your last visit");
    if (!opened.saved || lacks.length === 0) return opened;
    const text = `Your last run uses ${lacks[0]}, which only your code has. It is kept under Runs; this one starts with ${DEFAULT_CONFIG.nonlin}.`;
    return { ...opened, ...without(opened.saved, lacks[0], text) };
  }

  /** @param {string} problem of a link that could not be opened @returns {Opened} */
  latest(problem) {
    const [last] = this.list();
    if (!last) return { ...NOTHING, problem };
    const opened = this.openEntry(last.id);
    return { ...opened, problem: problem || opened.problem };
  }
}

/** A run that was opened, with the entry it came from, or why it could not be; `text` is worth saying, `view` are the parts of a link's view,
 * `lacks` is the nonlinearity in whose place another is used, and `code` is a link's code. @typedef {{
 *   saved: import("./state.js").Saved | null, entry: string | null, problem: string, text: string, view: [string, string][] | null,
 *   lacks: string, code: string | null,
 * }} Opened */

/** @type {Opened} */
const NOTHING = { saved: null, entry: null, problem: "", text: "", view: null, lacks: "", code: null };

/** A nonlinearity that somebody's code may have, but nothing here has. @param {unknown} nonlin @param {string[]} own @returns {string[]} at most one */
const lackOf = (nonlin, own) =>
  typeof nonlin === "string" &&
  /^[A-Za-z_]\w{0,39}$/.test(nonlin) &&
  isOwnNonlin(nonlin) &&
  !own.includes(nonlin)
    ? [nonlin]
    : [];

/**
 * The same points and settings in a new run with the default nonlinearity, which leaves the entry of the old one alone.
 * @param {import("./state.js").Saved} saved @param {string} lacks @param {string} text
 */
function without({ session, run }, lacks, text) {
  const { points = [], config: wanted = DEFAULT_CONFIG } = session ?? {};
  const config = { ...wanted, nonlin: DEFAULT_CONFIG.nonlin };
  const { limit, starting } = run ?? {};
  const begins = { config, keepPoints: points.length > 0, steps: starting?.steps };
  const nextId = points.reduce((most, { id }) => Math.max(most, id), config.n - 1) + 1;
  const saved = {
    session: { config, points, snapshot: null },
    run: { starting: begins, ...(limit !== undefined && { limit }) },
    edits: { nextId },
  };
  return { saved, entry: null, text, lacks };
}

/** @param {() => import("./state.js").Saved} read @param {string | null} entry @param {string} what @returns {Opened} */
function decoded(read, entry, what) {
  try {
    return { ...NOTHING, saved: read(), entry };
  } catch (error) {
    // any other error means that a part is missing or has the wrong type
    const reason = error instanceof RangeError ? error.message : "a part of it is missing or broken";
    return { ...NOTHING, problem: `${what} can't be read: ${reason}.` };
  }
}
