/** Keeps the run and the view: whenever the page rests, and when it is hidden or closed. */

import { localEntries, takeLock, whenIdle } from "../protocol/browser.js";
import { PANEL_IDS } from "./arrange.js";
import { ownNonlins } from "./code/nonlin.js";
import { ownState } from "./lesson/home.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("../protocol/browser.js").Entries} Entries */
/** @typedef {import("./saved-runs.js").SavedRuns} SavedRuns */

const VIEW = "micrograd-view";
const LESSON = "micrograd-lesson";

/** The parts of a run that are kept when they change. @type {((state: State) => unknown)[]} */
const RUN_PARTS = [
  ({ session }) => session.snapshot,
  ({ session }) => session.points,
  ({ session }) => session.config,
  ({ probe }) => probe,
  ({ run }) => run.limit,
];

/** @param {State} state */
const viewOf = ({ view: { theme, folded, field, logScale, hidden, added, lessons } }) =>
  JSON.stringify({ theme, folded, field, logScale, hidden, added, lessons });

/** How the last visit showed its run. @param {Entries} [storage] @returns {Partial<State["view"]>} */
export function loadView(storage = localEntries()) {
  try {
    const { theme, folded, field, logScale, hidden, added, lessons } = JSON.parse(storage.get(VIEW) ?? "{}");
    return {
      theme: ["light", "dark"].includes(theme) ? theme : "system",
      folded: folded !== false,
      field: typeof field === "string" ? field : null,
      logScale: logScale === true,
      hidden: PANEL_IDS.filter((id) => Array.isArray(hidden) && hidden.includes(id)),
      added: added === true,
      lessons: Object.fromEntries(
        Object.entries(lessons ?? {}).filter(([, stage]) => Number.isInteger(stage)),
      ),
    };
  } catch {
    return {};
  }
}

/** The lesson that this tab was in before it was loaded again. @param {Entries} tab @returns {{id: string, stage: number} | null} */
export function loadLesson(tab) {
  try {
    const { id, stage } = JSON.parse(tab.get(LESSON) ?? "");
    return { id, stage };
  } catch {
    return null;
  }
}

/**
 * @param {import("./store.js").Store} store
 * @param {SavedRuns} runs
 * @param {Entries} [storage]
 * @param {(name: string) => Promise<boolean>} [claim] takes an entry for this tab alone
 */
export function keepRuns(store, runs, storage = localEntries(), claim = takeLock) {
  /** The state that its entry holds, or that needs none because nobody has changed it. @type {State | null} */
  let kept = store.state.session.snapshot ? store.state : null;
  /** Whether the run came from a link, and was not there at once. */
  let linked = store.state.run.waiting !== null;
  let view = viewOf(store.state);
  /** The entry that is this tab's own. @type {string | null} */
  let own = null;
  let claiming = false;
  /** The address with which this tab's mark names the entry; null while the entry holds nothing. @type {string | null} */
  let marked = null;

  /** A tab that shows another tab's run gets an entry of its own as soon as it changes it. */
  async function claimEntry() {
    const { entry } = store.state.run;
    claiming = true;
    const free = entry && (await claim(`micrograd-run-${entry}`)); // "" is the old format's, which is only read
    claiming = false;
    if (store.state.run.entry === entry) {
      if (free) mark(entry);
      else take(runs.newId());
    }
    write();
  }

  /** @param {string} id of an entry that holds the run */
  function mark(id) {
    own = id;
    marked = location.hash;
    runs.mark(id, marked);
  }

  /** @param {string} id of a new entry */
  function take(id) {
    own = id;
    claim(`micrograd-run-${id}`);
    store.dispatch({ type: "run/kept", entry: id });
  }

  let lesson = "";
  /** @param {State["view"]} view */
  function writeLesson({ lesson: going }) {
    const text = going ? JSON.stringify({ id: going.id, stage: going.stage }) : "";
    if (text !== lesson) runs.tab.set(LESSON, text);
    lesson = text;
  }

  const unchanged = (/** @type {State} */ state) =>
    kept !== null && RUN_PARTS.every((part) => Object.is(part(/** @type {State} */ (kept)), part(state)));

  /** @param {boolean} [last] whether the page may be gone in a moment: then a run on its way to another step is kept too */
  function write(last = false) {
    const state = ownState(store.state); // a lesson's run is not kept, the learner's own is
    writeLesson(store.state.view);
    if (viewOf(state) !== view) {
      view = viewOf(state);
      storage.set(VIEW, view);
    }
    const { target, starting } = state.run;
    if (claiming || own === null || !state.session.snapshot) return;
    if (kept === null && linked) return; // a link's run is on its way
    const moving = starting !== null || target !== null;
    if (!unchanged(state) && (!moving || last)) {
      kept = state;
      runs.write(own, state);
      mark(own);
    }
    // the address changes when a link can't be copied
    if (marked !== null && marked !== location.hash) mark(own);
  }

  let waits = false;
  store.onFrame(({ run }) => {
    if (run.playing || waits) return;
    waits = true;
    whenIdle(() => {
      waits = false;
      if (!store.state.run.playing) write();
    });
  });
  addEventListener("pagehide", () => write(true));
  document.addEventListener("visibilitychange", () => document.hidden && write(true));
  store.onChange((state) => {
    const { opening, waiting, entry } = state.run;
    if (linked && kept === null && waiting === null) kept = state; // the link's own run, which nobody has changed yet
    if (typeof opening === "string") openEntry(opening);
    else if (opening !== null) bring(opening);
    if (entry === null && own !== null) leave();
  });
  claimEntry();

  /** What comes is a run of its own: the entry so far keeps the run that it has. */
  function leave() {
    const text = runs.keptText(own);
    take(runs.newId());
    if (text && !store.state.notice) {
      store.dispatch({ type: "notice/show", notice: { kind: "info", text } });
    }
  }

  /** Keeps this run, then shows another. @param {Pick<import("./saved-runs.js").Opened, "saved" | "entry" | "text" | "view" | "code">} opened */
  function open({ saved, entry, view: parts, text: told, code }) {
    if (code !== null) store.dispatch({ type: "code/linked", text: code });
    if (!saved) return;
    write(true);
    const text = [told, runs.keptText(own)].filter(Boolean).join(" ");
    own = marked = null;
    runs.unmark();
    store.dispatch({ type: "run/open", saved, entry, text });
    linked = parts !== null;
    if (parts) store.dispatch({ type: "view/linked", parts });
    kept = store.state.session.snapshot ? store.state : null;
    claimEntry();
  }

  /** The run of a file is kept under an entry of its own, like one that was made here. @param {import("./types.js").Brought} brought */
  function bring({ saved, text }) {
    open({ saved, entry: null, text, view: null, code: null });
    kept = null;
  }

  /** @param {string} id */
  function openEntry(id) {
    const opened = runs.openEntry(id, ownNonlins(store.state));
    const { saved, lacks } = opened;
    if (saved && !lacks) return open(opened);
    const needs = `That run uses ${lacks}, which only your code has: press Run in Edit the Python, then open it.`;
    store.dispatch({ type: "run/refused", reason: lacks ? needs : opened.problem });
  }

  return {
    /** Opens the run of the link that the address now holds. */
    followAddress() {
      const opened = runs.openLink(location.hash, ownNonlins(store.state));
      const { problem } = opened;
      open(opened);
      if (problem) store.dispatch({ type: "notice/show", notice: { kind: "error", text: problem } });
    },
  };
}
