/** The notice: one line with buttons for what to do about it; in the transport if it is short, otherwise on top of the page. */

import { lossOf, SAFE_LOSS } from "../../protocol/config.js";
import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/** @typedef {{name: string, actions(state: State): import("../../state/types.js").Action[], fits?(state: State): boolean}} Offer */

/** The buttons of each kind of notice; one with `fits` only where it helps. @type {Record<string, Offer[]>} */
const HELP = {
  data: [{ name: "Restart the run", actions: () => [{ type: "run/reset" }, { type: "notice/dismiss" }] }],
  limit: [{ name: "Go on", actions: () => [{ type: "run/play" }] }],
  nonfinite: [
    { name: "One step back", actions: () => [{ type: "run/back" }] },
    {
      name: "A tenth of the learning rate",
      actions: ({ session: { config } }) => [{ type: "config/set", changes: { lr: config.lr / 10 } }],
    },
    ...(SAFE_LOSS ? [safeLoss(SAFE_LOSS)] : []),
  ],
  update: [{ name: "Load the new version", actions: () => [{ type: "update/take" }] }],
  error: [],
  info: [],
};

/** @param {{name: string, title: string}} loss @returns {Offer} */
function safeLoss({ name, title }) {
  return {
    name: `Use the ${title.split(",")[0]} loss`,
    actions: () => [{ type: "config/set", changes: { loss: name } }],
    fits: ({ session }) => lossOf(session.config).limits.length > 0,
  };
}

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const text = el("span", { role: "status", "aria-label": "Notice" });
  const buttons = el("span", { className: "notice-buttons" });
  const dismiss = el("button", { type: "button", className: "quiet", "aria-label": "Dismiss" }, "✕");
  dismiss.onclick = () => dispatch({ type: "notice/dismiss" });
  const bar = el("div", { className: "notice", hidden: true }, text, buttons, dismiss);
  root.append(bar);
  /** @type {State | null} */
  let shown = null;

  return {
    sync(state) {
      const before = shown;
      shown = state;
      if (before && before.notice === state.notice) return;
      const { notice } = state;
      bar.hidden = notice === null;
      setText(text, notice?.text ?? "");
      bar.dataset.kind = notice?.kind ?? "";
      const offers = ((notice && HELP[notice.kind]) || []).filter(({ fits }) => !fits || fits(state));
      buttons.replaceChildren(
        ...offers.map(({ name, actions }) => {
          const onclick = () => shown && actions(shown).forEach(dispatch);
          return el("button", { type: "button", onclick }, name);
        }),
      );
    },
  };
}
