/** The button that leaves the stage, and the way from an embedded page to the whole one; both stand in the transport. */

import { linkIn } from "../../state/link/link.js";
import { el } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * @param {HTMLElement} root the transport
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch, getState) {
  const leave = el(
    "button",
    { type: "button", className: "quiet leave-stage", title: "Leave the stage: key Escape or G" },
    "Leave",
  );
  leave.setAttribute("aria-label", "Leave the stage");
  leave.onclick = () => dispatch({ type: "view/stage", on: false });
  root.append(leave);
  const { embed } = getState().view;
  if (embed) {
    document.documentElement.dataset.embed = embed.join(" ");
    root.append(fullPage(getState));
  }
  return { sync() {} };
}

/** A link to the whole page with the run and the view shown here, as they are when it is pressed. @param {() => State} getState */
function fullPage(getState) {
  const link = el("a", { className: "full-page", target: "_blank", rel: "noopener" }, "Open the full page");
  const making = import("../../state/link/share.js").catch(() => null); // without it the link is the address
  const aim = async () => {
    const url = new URL(location.href);
    url.search = "";
    const code = linkIn(location.hash)?.code; // shown there: a page without an editor has only passed it on
    link.href = url.href;
    const made = await making;
    if (!made || !getState().session.snapshot) return;
    url.hash = made.linkText(getState(), code);
    link.href = url.href;
  };
  aim();
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, aim);
  return link;
}
