/** The tools above the plane: the class of new points, undo and redo. */

import { classMark } from "../class-mark.js";
import { el, svg } from "../dom.js";

/** @param {string} name @param {string} title @param {string} path */
function iconButton(name, title, path) {
  const icon = svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" });
  icon.append(svg("path", { d: path }));
  return el("button", { type: "button", className: "quiet", title, "aria-label": name }, icon);
}

/** @param {import("../index.js").Dispatch} dispatch */
export function classPicker(dispatch) {
  const inputs = [0, 1, 2].map((label) => {
    const onchange = () => dispatch({ type: "points/label", label });
    return el("input", { type: "radio", name: "label", onchange, "aria-label": `Class ${label + 1}` });
  });
  const chips = inputs.map((input, label) =>
    el("label", { title: `Class ${label + 1}: key ${label + 1}` }, input, classMark(label)),
  );
  const group = el(
    "div",
    { className: "segmented classes", role: "radiogroup", "aria-label": "Class of new points" },
    ...chips,
  );

  const undo = iconButton(
    "Undo",
    "Undo: key Z",
    "M3 6.500h6.500a3.500 3.500 0 0 1 0 7H6M6 3.500 3 6.500l3 3",
  );
  undo.onclick = () => dispatch({ type: "points/undo" });
  const redo = iconButton("Redo", "Redo: Shift-Z", "M13 6.500H6.500a3.500 3.500 0 0 0 0 7H10m0-10 3 3-3 3");
  redo.onclick = () => dispatch({ type: "points/redo" });

  return {
    elements: [group, el("span", { className: "undo" }, undo, redo)],
    /** @param {import("../../state/types.js").State} state */
    sync({ selection: { label }, edits }) {
      inputs[label].checked = true;
      undo.disabled = edits.undo.length === 0;
      redo.disabled = edits.redo.length === 0;
    },
  };
}
