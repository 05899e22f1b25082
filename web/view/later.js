/** A panel whose code is loaded when it is first needed, since most visits never need it. */

import { guarded } from "./panels.js";

/** @typedef {import("./panels.js").Panel} Panel */
/** @typedef {import("./panels.js").View} View */

/**
 * The `mount` of such a panel. If its code does not arrive, a notice says so, and it is asked for again when it is needed
 * the next time.
 * @param {string} label what the notice calls it
 * @param {() => Promise<{mount: Panel["mount"]}>} load
 * @param {(state: import("../state/types.js").State) => boolean} isNeeded
 * @returns {Panel["mount"]}
 */
export const later = (label, load, isNeeded) => (root, dispatch, getState) => {
  /** @type {View | null} */
  let view = null;
  let asked = false;

  async function begin() {
    asked = true;
    const arrived = await load().catch(() => null);
    if (!arrived) {
      const text = `${label} has not arrived: check the connection, and try again.`;
      return dispatch({ type: "notice/show", notice: { kind: "error", text } });
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
