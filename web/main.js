/** The composition root: the only file that imports all the parts. */

import { keepMemory } from "./engine/keep-memory.js";
import { startEngines } from "./engine/lifecycle.js";
import { loadStages } from "./lessons/index.js";
import { entries, localEntries, tabEntries, whenReplaced } from "./protocol/browser.js";
import { embedded } from "./state/arrange.js";
import { ownNonlins } from "./state/code/nonlin.js";
import { keepRuns, loadLesson, loadView } from "./state/keep-runs.js";
import { SavedRuns } from "./state/saved-runs.js";
import { Store } from "./state/store.js";
import { validated } from "./state/validate.js";
import { PANELS } from "./view/index.js";
import { keyboard } from "./view/keyboard.js";
import { missing } from "./view/later.js";
import { mountPanels, whenAnswered } from "./view/panels.js";

/** @typedef {import("./protocol/messages.js").EngineName} EngineName */

function main() {
  const embed = embedded(location.search);
  // a page inside another keeps nothing, and shows nothing that its reader has kept
  const storage = embed ? entries(() => null) : localEntries();
  const runs = new SavedRuns(storage, embed ? storage : tabEntries());
  const { saved, entry, problem: unread, text, view: parts, code } = runs.open(location.hash);
  const problem = [embed?.problem, unread].filter(Boolean).join(" ");
  const view = { ...loadView(storage), embed: embed?.panels ?? null };
  const store = new Store({ ...saved, run: { ...saved?.run, entry }, view });
  if (parts) store.dispatch({ type: "view/linked", parts });
  if (code !== null) store.dispatch({ type: "code/linked", text: code });
  whenAnswered(store, async () => {
    await mountPanels(PANELS, store);
    keyboard(document, store);
    Object.defineProperty(window, "micrograd", { value: publicHook(store, () => clients) });
  });
  const clients = startEngines(store);
  if (problem || text) {
    store.dispatch({
      type: "notice/show",
      notice: { kind: problem ? "error" : "info", text: problem || text },
    });
  }
  const keeper = keepRuns(store, runs, storage);
  addEventListener("hashchange", keeper.followAddress);
  loadLessons(store);
  loadCourse(store);
  loadResults(store, storage);
  if (!embed) loadOffline(store, storage);
  // a link that is opened for the first time shows its own run
  const lesson = entry !== null || !saved ? loadLesson(runs.tab) : null;
  if (lesson) store.dispatch(validated({ type: "lesson/open", ...lesson }));
  keepMemory(store);
  document.querySelector("#starting")?.remove();
}

/** Loads the lesson that was opened. @param {Store} store */
function loadLessons(store) {
  /** The lesson whose file has been asked for. */
  let asked = "";
  store.onChange(({ view: { lesson } }) => {
    const id = lesson?.stages.length === 0 ? lesson.id : "";
    if (id === asked) return;
    asked = id;
    if (id === "") return;
    Promise.all([loadStages(id), import("./engine/landscape-request.js")]).then(
      ([stages, { startLandscapes }]) => {
        startLandscapes();
        store.dispatch({ type: "lesson/arrived", id, stages });
      },
      () => store.dispatch({ type: "lesson/missing", id }),
    );
  });
}

/**
 * Loads what a state needs besides a panel, when one first does. If it does not arrive `giveUp` makes it not needed, and it is asked
 * for again the next time.
 * @template T
 * @param {Store} store @param {(state: Store["state"]) => boolean} isNeeded
 * @param {() => Promise<T>} load @param {(arrived: T) => void} start @param {() => void} giveUp
 */
function loadOnce(store, isNeeded, load, start, giveUp) {
  let asked = false;
  const look = () => {
    if (asked || !isNeeded(store.state)) return;
    asked = true;
    load().then(start, () => {
      giveUp();
      asked = isNeeded(store.state);
    });
  };
  store.onChange(look);
  look();
}

/** Loads what the exercises need. @param {Store} store */
function loadCourse(store) {
  loadOnce(
    store,
    ({ course }) => course.open,
    () => import("./engine/course.js"),
    ({ startCourse }) => startCourse(store),
    () => {
      store.dispatch({ type: "course/close" });
      store.dispatch(missing("The list of exercises"));
    },
  );
}

/** Loads what accuracies, two parameters on their loss and kept curves need. @param {Store} store @param {import("./protocol/browser.js").Entries} storage */
function loadResults(store, storage) {
  const kept = storage.get("micrograd-kept");
  loadOnce(
    store,
    ({ view }) => Boolean(kept || view.kept[0]) || view.chart === "accuracy" || view.params === "pair",
    () => import("./engine/results-requests.js"),
    ({ startResults }) => startResults(store, storage),
    () => {
      store.dispatch({ type: "view/chart", chart: "loss" });
      store.dispatch({ type: "view/params", params: "table" });
    },
  );
}

/**
 * Keeps the site for offline use, once Python has arrived: it is of most of the bytes, and they come but once.
 * @param {Store} store @param {import("./protocol/browser.js").Entries} storage
 */
function loadOffline(store, storage) {
  whenReplaced(() => location.reload()); // the run is kept as the page goes
  loadOnce(
    store,
    ({ engines }) => engines.status.python.phase !== "loading",
    () => import("./engine/offline.js"),
    ({ keepOffline }) => keepOffline(store, storage),
    () => {},
  );
}

/**
 * The console interface, `window.micrograd`; documented in the README.
 * @param {Store} store
 * @param {() => Record<EngineName, import("./engine/client.js").EngineClient>} getClients
 */
function publicHook(store, getClients) {
  return Object.freeze({
    get state() {
      return store.state;
    },
    /** @param {import("./state/types.js").Action} action */
    dispatch: (action) => store.dispatch(validated(action, ownNonlins(store.state))),
    packages: async () => (await getClients().python.request("packages", {})).packages,
  });
}

if (!document.documentElement.dataset.lacks) main(); // else start.js says so
