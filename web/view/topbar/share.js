/** Share: a link to the run and to what is seen of it, with the changes of the code if there are any. */

import { copyText } from "../../protocol/browser.js";
import { told } from "../../protocol/problem.js";
import { changedFiles } from "../../state/code/known.js";
import { isReplayable, shareLink } from "../../state/link/share.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/types.js").Notice} Notice */

/** What of the code goes into the link, if there is any, and what the notice says of it. @typedef {{code: string | null, words: string}} Code */

/** Copies the link, or shows it in the address bar; the notice says which, and what it holds. @param {State} state @returns {Promise<Notice>} */
export async function shared(state) {
  try {
    const { code, words } = await codeOf(state);
    const url = shareLink(state, location, code);
    if (await copyText(url)) {
      return {
        kind: "info",
        text: `A link to this run, as you see it now${words}, has been copied to the clipboard.`,
      };
    }
    history.replaceState(null, "", url);
    return {
      kind: "info",
      text: `The address bar now holds a link to this run${words}; copy it from there.`,
    };
  } catch (error) {
    return { kind: "error", text: told(error, "The link could not be made.").reason };
  }
}

/**
 * The changes are part of what a run is, so they go along whether or not the editor is open; what an earlier visit kept and this
 * one has not opened stays here.
 * @param {State} state @returns {Promise<Code>}
 */
async function codeOf(state) {
  const { code, session, run } = state;
  const { original, files } = code;
  const changed = changedFiles(code).join(" and ");
  if (!original || !files || changed === "") return { code: null, words: "" };
  try {
    const { codeText } = await import("../../state/code/link.js");
    const steps = run.maker && isReplayable(state, true) ? (session.snapshot?.step ?? 0) : 0;
    return { code: await codeText(original, files, steps), words: `, with the changed ${changed}` };
  } catch (error) {
    const { reason } = told(error, "it could not be packed");
    return { code: null, words: `, but without the changed ${changed} (${reason})` };
  }
}
