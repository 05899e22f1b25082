/** The composition root: the only file that knows all the others. */

import { EngineClient } from "./engine/client.js";
import { keepMemory } from "./engine/keep-memory.js";
import { Runner } from "./engine/runner.js";
import { ENGINE_NAMES, ENGINES } from "./protocol/engines.js";
import { loadSaved, saveLater } from "./state/save.js";
import { Store } from "./state/store.js";
import { VIEWS } from "./view/index.js";
import { keyboard } from "./view/keyboard.js";

/** @typedef {import("./protocol/messages.js").EngineName} EngineName */

function main() {
  const { saved, notice } = loadSaved(localStorage, location);
  const store = new Store(saved);
  const clients = startEngines(store);
  if (notice) store.dispatch({ type: "notice/show", notice });
  for (const { selector, mount } of VIEWS) {
    const root = /** @type {HTMLElement} */ (document.querySelector(selector));
    const view = mount(root, store.dispatch, () => store.state);
    store.onFrame((state) => view.sync(state));
  }
  keyboard(document, store);
  saveLater(store, localStorage);
  keepMemory(store);
  Object.defineProperty(window, "micrograd", { value: publicHook(store, clients) });
}

/** How often an engine that hung or crashed is started again without being asked. */
const RESTARTS = 2;

/**
 * One client per engine, C first: it is small, and draws while Python is on its way.
 * @param {Store} store
 */
function startEngines(store) {
  const { dispatch } = store;
  /** @param {EngineName} name */
  const client = (name) => {
    let restarts = RESTARTS;
    return new EngineClient(ENGINES[name].makeWorker, {
      onProgress: (loaded, total) => dispatch({ type: "engine/progress", name, loaded, total }),
      onReady: (boot) => dispatch({ type: "engine/ready", name, boot }),
      onFailed(reason) {
        const ran = store.state.engines[name].phase === "ready";
        dispatch({ type: "engine/failed", name, reason });
        if (ran && restarts-- > 0) dispatch({ type: "engine/retry", name });
      },
    });
  };
  const clients = /** @type {Record<EngineName, EngineClient>} */ (
    Object.fromEntries(ENGINE_NAMES.map((name) => [name, client(name)]))
  );
  const runner = new Runner(store, clients);
  /** Workers follow the state: one that is loading has a worker, one that has failed has none. */
  const follow = (/** @type {import("./state/state.js").State} */ state) => {
    for (const name of ENGINE_NAMES) {
      const { phase } = state.engines[name];
      if (phase === "ready") continue;
      runner.forget(name);
      if (phase === "failed") clients[name].stop("the engine has failed");
      else if (!clients[name].worker && mayStart(name, state)) clients[name].start();
    }
  };
  store.onChange(follow);
  follow(store.state);
  return clients;
}

/**
 * C at once; Python once the first picture is there, or when C can't draw it; a lazy engine when it is wanted, or
 * when Python takes no bytes from the line any more.
 * @param {EngineName} name
 * @param {import("./state/state.js").State} state
 */
function mayStart(name, { engine, engines, graph, surface, side }) {
  if (name === "c") return true;
  const wanted = [engine, side?.left, side?.right].includes(name);
  if (ENGINES[name].lazy) return wanted || engines.python.phase !== "loading";
  return engines.c.phase === "failed" || (graph !== null && surface !== null);
}

/**
 * What `window.micrograd` offers in the console; documented in the README.
 * @param {Store} store
 * @param {Record<EngineName, EngineClient>} clients
 */
function publicHook(store, clients) {
  return Object.freeze({
    get state() {
      return store.state;
    },
    dispatch: store.dispatch,
    packages: () => clients.python.request("packages", {}),
  });
}

const supported =
  typeof WebAssembly === "object" &&
  typeof Worker === "function" &&
  "noModule" in HTMLScriptElement.prototype;
if (supported) main();
else document.querySelector("#unsupported")?.removeAttribute("hidden");
