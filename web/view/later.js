/** Code that is loaded when it is first needed, since most visits never need it: a panel's, or a dialog's. */

import { el } from "./dom.js";
import { guarded } from "./panels.js";

/** @typedef {import("./panels.js").Panel} Panel */
/** @typedef {import("./panels.js").View} View */

/** How long nothing is said of code that is on its way, and how long it may take, in ms. */
const UNSAID = 400;
const LIMIT = 60_000;

/** What arrives in time, or null. @template T @param {() => Promise<T>} load @returns {Promise<T | null>} */
export function arrival(load) {
  /** @type {Promise<null>} */
  const limit = new Promise((resolve) => setTimeout(resolve, LIMIT, null));
  return Promise.race([load(), limit]).catch(() => null);
}

/** What a notice says if it does not. @param {string} label @returns {import("../state/types.js").Action} */
export function missing(label) {
  const text = `${label} did not load: check the connection, then try again or reload the page.`;
  return { type: "notice/show", notice: { kind: "error", text } };
}

/**
 * The `mount` of such a panel. While its code is on its way, the panel says so. If it does not arrive, a notice says so, and it
 * is asked for again when it is needed the next time.
 * @param {string} label what the notice calls it
 * @param {() => Promise<{mount: Panel["mount"]}>} load
 * @param {(state: import("../state/types.js").State) => boolean} isNeeded
 * @param {import("../state/types.js").Action} [giveUp] what makes it not needed, if it does not arrive
 * @returns {Panel["mount"]}
 */
export const later = (label, load, isNeeded, giveUp) => (root, dispatch, getState) => {
  /** @type {View | null} */
  let view = null;
  let asked = false;
  const loading = el("p", { className: "loading soft", role: "status" }, `${label} is loading …`);

  /** The panel's code, or null. While it is on its way, the panel says so. */
  async function awaited() {
    const { hidden } = root;
    const say = setTimeout(() => {
      root.hidden = false;
      root.append(loading);
    }, UNSAID);
    const arrived = await arrival(load);
    clearTimeout(say);
    loading.remove();
    if (hidden) root.hidden = true;
    return arrived;
  }

  async function begin() {
    asked = true;
    const arrived = await awaited();
    if (!arrived) {
      if (giveUp) dispatch(giveUp);
      return dispatch(missing(label));
    }
    const made = guarded({ label }, root, () => arrived.mount(root, dispatch, getState));
    if (made && guarded({ label }, root, () => made.sync(getState())) !== null) view = made;
  }

  return {
    sync(state) {
      if (view) view.sync(state);
      else if (!isNeeded(state)) asked = false;
      else if (!asked) begin();
    },
  };
};
