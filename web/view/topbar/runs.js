/** The dialog of the runs that this browser keeps: each can be opened again. */

import { localEntries, tabEntries } from "../../protocol/browser.js";
import { nameOf, SavedRuns } from "../../state/saved-runs.js";
import { el } from "../dom.js";
import { closable, openDialog } from "./dialog.js";

const KEPT =
  "Each tab has a run of its own, and so has each link that you go on with. This browser keeps the last six.";
const UNKEPT =
  "This browser keeps no runs: a reload starts a new one. Share makes a link to a run, and Files saves it.";

/** @param {import("../index.js").Dispatch} dispatch */
export function runsDialog(dispatch) {
  const runs = new SavedRuns(localEntries(), tabEntries());
  const list = el("ul", { className: "runs" });
  const close = el("button", { type: "button", className: "primary" }, "Close");
  const dialog = el(
    "dialog",
    { "aria-label": "Runs" },
    el("h2", {}, "Runs"),
    el("p", {}, runs.storage.lasts ? KEPT : UNKEPT),
    list,
    el("div", { className: "actions" }, close),
  );
  closable(dialog, close);

  /** @param {import("../../state/saved-runs.js").SavedRun} run @param {string | null} shown */
  function row(run, shown) {
    const open = el("button", { type: "button", disabled: run.id === shown }, "Open");
    open.setAttribute("aria-label", `Open the run of ${nameOf(run)}`);
    open.onclick = () => {
      dialog.close();
      dispatch({ type: "run/reopen", entry: run.id });
    };
    const what = run.at === 0 ? "" : `${run.dataset}, ${run.points} points`;
    const here = run.id === shown ? " (this one)" : "";
    return el("li", {}, el("strong", {}, nameOf(run)), el("span", { className: "soft" }, what + here), open);
  }

  return {
    element: dialog,
    /** @param {string | null} shown the entry of the run on the page */
    open(shown) {
      const kept = runs.list();
      list.replaceChildren(...kept.map((run) => row(run, shown)));
      if (kept.length === 0) list.replaceChildren(el("li", {}, "None yet."));
      openDialog(dialog);
    },
  };
}
