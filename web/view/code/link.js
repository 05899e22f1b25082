/** What of a link's code the editor does: it reads it once the package's own files are there, and offers the reader's own again. */

import { told } from "../../protocol/problem.js";
import { broughtBack, received } from "../../state/code/elsewhere.js";
import { keepCode, noteLink } from "../../state/code/kept.js";
import { el } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/code/files.js").Files} Files */

/**
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 */
export function linkedCode(dispatch, getState) {
  const back = el("button", { type: "button" }, "Bring back my own");
  back.onclick = () => dispatch({ type: "code/taken", changes: broughtBack(getState().code) });
  const element = el(
    "p",
    { className: "look", hidden: true },
    el("span", {}, "Your own code is kept."),
    back,
  );
  /** The code that is being read. @type {string | null} */
  let reading = null;

  /** @param {string} text @param {Files} original */
  async function read(text, original) {
    const { files, problem, steps } = await readCode(text, original);
    if (getState().code.link !== text) return; // another link has been opened since
    if (problem) dispatch({ type: "notice/show", notice: { kind: "error", text: problem } });
    dispatch({ type: "code/taken", changes: received(getState().code, files, steps) });
    keepCode(getState().code);
    noteLink(text);
  }

  return {
    element,
    /** @param {State} state */
    sync({ code: { link, original, files, aside } }) {
      element.hidden = aside.length === 0;
      if (link !== reading && link !== null && original && files) read(link, original);
      if (original && files) reading = link;
    },
  };
}

/** @param {string} text @param {Files} original @returns {Promise<{files: Files | null, problem: string, steps?: number}>} */
async function readCode(text, original) {
  try {
    const { codeIn } = await import("../../state/code/link.js");
    const { files, problems, steps } = await codeIn(text, original);
    const left = problems.length > 0 ? `${problems.join(". ")}. The rest of the link's code is there.` : "";
    return { files, problem: left, steps };
  } catch (error) {
    const { reason } = told(error, "it has not arrived whole");
    return { files: null, problem: `The code in this link can't be used: ${reason}.` };
  }
}
