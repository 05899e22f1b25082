/** The composition root: the only file that imports all the parts. */

import { keepMemory } from "./engine/keep-memory.js";
import { startEngines } from "./engine/lifecycle.js";
import { loadSaved, saveLater } from "./state/save.js";
import { Store } from "./state/store.js";
import { PANELS } from "./view/index.js";
import { keyboard } from "./view/keyboard.js";
import { mountPanels } from "./view/panels.js";

/** @typedef {import("./protocol/messages.js").EngineName} EngineName */

function main() {
  const { saved, notice } = loadSaved(localStorage, location);
  const store = new Store(saved);
  const clients = startEngines(store);
  if (notice) store.dispatch({ type: "notice/show", notice });
  mountPanels(PANELS, store);
  keyboard(document, store);
  saveLater(store, localStorage);
  keepMemory(store);
  Object.defineProperty(window, "micrograd", { value: publicHook(store, clients) });
}

/**
 * The console interface, `window.micrograd`; documented in the README.
 * @param {Store} store
 * @param {Record<EngineName, import("./engine/client.js").EngineClient>} clients
 */
function publicHook(store, clients) {
  return Object.freeze({
    get state() {
      return store.state;
    },
    dispatch: store.dispatch,
    packages: async () => (await clients.python.request("packages", {})).packages,
  });
}

const supported =
  typeof WebAssembly === "object" &&
  typeof Worker === "function" &&
  "noModule" in HTMLScriptElement.prototype;
if (supported) main();
else document.querySelector("#unsupported")?.removeAttribute("hidden");
