/**
 * The page's end of the service worker (sw.js): asks the browser for it, says once that the site is kept, and offers a new version.
 * Where the browser refuses, or sw.js does not arrive, the page works as it does without: from the network. Where it keeps not even
 * the run, that is said.
 */

import { serviceWorkers } from "../protocol/browser.js";
import { addHandlers } from "../state/late.js";
import { UPDATE_ACTIONS } from "../state/update.js";

/** @typedef {import("../state/store.js").Store} Store */

const UNKEPT =
  "This browser keeps nothing: a reload starts a new run. Share makes a link to this one, and Files saves it.";
const SAID = "micrograd-offline";
/** How long that is shown, in ms. */
const SHOWN_MS = 8000;
/** How long a page that stays open does not ask whether there is a new version, in ms. */
const REST_MS = 3_600_000;

/** @param {Store} store @param {import("../protocol/browser.js").Entries} storage */
export async function keepOffline(store, storage) {
  if (!storage.lasts) whenQuiet(store, () => say(store, UNKEPT));
  const workers = serviceWorkers();
  if (!workers || /** @type {any} */ (navigator).connection?.saveData) return;
  const options = /** @type {const} */ ({ updateViaCache: "none" });
  const registration = await workers
    .register("sw.js", options)
    .catch(() => workers.getRegistration().catch(() => null));
  if (!registration) return;
  addHandlers({ actions: UPDATE_ACTIONS });
  let taken = false;
  store.onChange(({ notice }) => {
    if (taken || notice?.kind !== "updating") return;
    taken = true;
    if (registration.waiting && workers.controller) registration.waiting.postMessage({ take: true });
    else location.reload(); // there is nothing to wait for
  });
  const { build } = document.documentElement.dataset;
  let offered = false;
  const look = () => {
    const { installing, waiting, active } = registration;
    if (installing) installing.onstatechange = look;
    if (waiting) waiting.onstatechange = look;
    if (waiting && active && !offered) {
      offered = true;
      whenQuiet(store, () => store.dispatch({ type: "update/offer" }));
    }
    if (active?.state !== "activated") {
      if (active) active.onstatechange = look;
      return;
    }
    active.postMessage({ version: build });
    if (storage.get(SAID)) return;
    storage.set(SAID, "yes");
    whenQuiet(store, () => say(store, "This page is ready to work offline."));
  };
  registration.onupdatefound = look;
  look();
  askNowAndThen(registration);
}

/** Nobody has asked, so it goes by itself. @param {Store} store @param {string} text */
function say(store, text) {
  const notice = /** @type {const} */ ({ kind: "info", text });
  store.dispatch({ type: "notice/show", notice });
  setTimeout(() => {
    if (store.state.notice === notice) store.dispatch({ type: "notice/dismiss" });
  }, SHOWN_MS);
}

/** Calls f once no other notice is shown. @param {Store} store @param {() => void} f */
function whenQuiet(store, f) {
  let done = false;
  const look = () => {
    if (done || store.state.notice) return;
    done = true;
    f();
  };
  store.onChange(look);
  look();
}

/** The browser looks for a new version when a page is opened; one that stays open asks when somebody comes back to it. @param {ServiceWorkerRegistration} registration */
function askNowAndThen(registration) {
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < REST_MS) return;
    asked = Date.now();
    registration.update().catch(() => {}); // offline, say
  });
}
