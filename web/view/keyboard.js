/** The page's keyboard shortcuts. A shortcut yields to a focused control that uses the same key. */

import { UNITS } from "../state/walk.js";

/** @typedef {import("../state/store.js").Store} Store */

/** Controls for typing, the exercises, where nobody means a shortcut, and controls that use Space or the arrow keys. */
const TYPING =
  "input[type=text], input[type=search], input[type=number], textarea, select, dialog *, .code-editor, " +
  "#course, #course *";
const TAKES_SPACE = "button, summary, a, input, [role=button]";
const TAKES_ARROWS = "input, select, [role=application], [role=tree], [data-arrows]";

/**
 * @param {Document} document
 * @param {Store} store
 */
export function keyboard(document, store) {
  leaveClickedRadios(document);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const focused = document.activeElement ?? document.body; // not the event's target: a clicked radio has just been left
    if (focused.matches(TYPING)) return;
    const withCtrl = event.ctrlKey || event.metaKey;
    if (withCtrl ? pressWithCtrl(event, store) : press(event, focused, store)) event.preventDefault();
  });
}

/**
 * A radio button that was clicked gives up the focus, so that the arrow keys step again. One that was reached by keyboard
 * keeps it: there the arrows choose within the group. It happens at the next key: a click on a label focuses its input only
 * after the click event.
 * @param {Document} document
 */
function leaveClickedRadios(document) {
  let byPointer = false;
  document.addEventListener("pointerdown", () => (byPointer = true), true);
  document.addEventListener(
    "keydown",
    ({ key }) => {
      const focused = /** @type {HTMLElement | null} */ (document.activeElement);
      if (byPointer && key !== "Tab" && focused?.matches("input[type=radio]")) focused.blur();
      byPointer = false;
    },
    true,
  );
}

/** @param {string} selector */
const click = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.click();

/**
 * @param {KeyboardEvent} event
 * @param {Element} focused
 * @param {Store} store
 * @returns {boolean} whether the key meant something
 */
function press({ key, shiftKey, repeat }, focused, { state, dispatch }) {
  const { unit, playing } = state.run;
  if (key === " ") {
    if (focused.matches(TAKES_SPACE)) return false;
    if (!repeat) dispatch({ type: playing ? "run/pause" : "run/play" });
  } else if (key === "ArrowRight" || key === "ArrowLeft") {
    if (focused.matches(TAKES_ARROWS)) return false;
    dispatch({ type: key === "ArrowRight" ? "run/step" : "run/back" });
  } else if (key === "r" || key === "R") dispatch({ type: "run/reset" });
  else if (["1", "2", "3"].includes(key)) setClass(Number(key) - 1, state, dispatch);
  else if (key === "z" || key === "Z") dispatch({ type: shiftKey ? "points/redo" : "points/undo" });
  else if (key === "u" || key === "U") {
    if (!state.compare)
      dispatch({ type: "walk/unit", unit: UNITS[(UNITS.indexOf(unit) + 1) % UNITS.length] });
  } else if (key === "e" || key === "E") dispatch({ type: state.code.open ? "code/close" : "code/open" });
  else if (key === "b" || key === "B") dispatch({ type: state.course.open ? "course/close" : "course/open" });
  else if (key === "f" || key === "F") click('#graph [data-action="fit"]');
  else if (key === "g" || key === "G") dispatch({ type: "view/stage", on: !state.view.stage });
  else if (key === "Escape" && state.view.nudge) dispatch({ type: "view/nudge", node: "", delta: 0 });
  else if (key === "Escape" && state.view.stage) dispatch({ type: "view/stage", on: false });
  else if (key === "Escape" && state.view.large) dispatch({ type: "view/enlarge", id: null });
  else if (key === "PageDown" && state.view.stage) dispatch({ type: "run/step" });
  else if (key === "PageUp" && state.view.stage) dispatch({ type: "run/back" });
  else if (key === "q" || key === "Q") dispatch({ type: "lesson/questions", shown: !state.view.questions });
  else if (key === "?") click('[data-action="help"]');
  else return false;
  return true;
}

/** What every editor has on these keys. @param {KeyboardEvent} event @param {Store} store */
function pressWithCtrl({ key, shiftKey }, { dispatch }) {
  const letter = key.toLowerCase();
  if (letter !== "z" && letter !== "y") return false;
  dispatch({ type: letter === "y" || shiftKey ? "points/redo" : "points/undo" });
  return true;
}

/**
 * Sets the class of the selected point, if there is one, and of new points.
 * @param {number} label
 * @param {import("../state/types.js").State} state
 * @param {import("./index.js").Dispatch} dispatch
 */
function setClass(label, { selection: { point } }, dispatch) {
  dispatch({ type: "points/label", label });
  if (point !== null) dispatch({ type: "points/relabel", id: point, label });
}
