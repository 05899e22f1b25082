/** The drop target: all of the page, while a file is dragged over it. */

import { el } from "../dom.js";

/**
 * @param {(file: File) => void} onFile
 * @param {() => void} onLeave
 */
export function dropTarget(onFile, onLeave) {
  const element = el(
    "div",
    { className: "data-drop", hidden: true },
    el("p", {}, "Drop a table here: CSV, with two columns of numbers and one of classes"),
  );
  element.ondragleave = onLeave;
  element.onpointermove = onLeave; // a drag that ended elsewhere tells nobody; none is going on where a pointer moves
  element.ondrop = (event) => {
    event.preventDefault();
    event.stopPropagation();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) onFile(file);
    else onLeave();
  };
  return element;
}
