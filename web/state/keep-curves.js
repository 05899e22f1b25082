/** Keeps the curves that the learner keeps beyond the visit. */

import { decodeKept, encodeKept } from "./curves.js";
import { MOST_KEPT } from "./kept.js";
import { addHandlers } from "./late.js";
import { patch } from "./patch.js";

/** The entry of the storage. */
export const KEPT = "micrograd-kept";

/** Brings back what an earlier visit has kept, and keeps what is kept from now on. @param {import("./store.js").Store} store @param {import("../protocol/browser.js").Entries} storage */
export function keepCurves(store, storage) {
  addHandlers({ actions: { "view/kept": (state, { kept }) => patch(state, { view: { kept } }) } });
  const before = decodeKept(storage.get(KEPT) ?? "[]");
  let { kept } = store.state.view;
  if (before.length > 0) {
    kept = [...before, ...kept].slice(-MOST_KEPT);
    store.dispatch({ type: "view/kept", kept });
  }
  const write = () => (kept.length > 0 ? storage.set(KEPT, encodeKept(kept)) : storage.remove(KEPT));
  if (store.state.view.kept.length > before.length) write();
  store.onChange(({ view }) => {
    if (view.kept === kept) return;
    kept = view.kept;
    write();
  });
}
