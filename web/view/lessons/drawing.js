/** The place of a lesson's drawing. What draws is loaded when a lesson first needs it: most do not. */

import { el, setText } from "../dom.js";
import { addStyleSheet } from "../panels.js";

/** @typedef {import("../../state/types.js").State} State */
/** What is to be drawn: the names of two parameters, and the state. @typedef {[[string, string], State]} Wanted */

/** @param {import("../index.js").Dispatch} dispatch @param {() => void} onArrival called when the drawing that was waited for takes its room */
export function makeDrawing(dispatch, onArrival) {
  const element = el("div", { className: "drawing relief", hidden: true });
  /** @type {ReturnType<typeof import("./paths.js").makePaths> | null} */
  let paths = null;
  let loads = false;
  /** @type {Wanted | null} */
  let wanted = null;

  async function load() {
    loads = true;
    try {
      const sheets = ["lessons/drawing.css", "node/relief.css"].map(addStyleSheet);
      const [{ makePaths }] = await Promise.all([import("./paths.js"), ...sheets]);
      paths = makePaths(dispatch);
      element.replaceChildren(...paths.elements);
      if (!wanted) return;
      paths.show(...wanted);
      onArrival();
    } catch {
      loads = false; // tried again at the next change
      setText(element, "The drawing did not load: check the connection.");
    }
  }

  return {
    element,
    /** @param {Wanted | null} drawn */
    show(drawn) {
      wanted = drawn;
      element.hidden = drawn === null;
      if (!drawn) return;
      if (paths) paths.show(...drawn);
      else if (!loads) load();
    },
  };
}
