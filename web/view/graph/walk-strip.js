/** The strip under the graph while a step is walked through: its phases, where the walk is, and the move in numbers. */

import { walkedCourse } from "../../state/walk.js";
import { phaseAt } from "../../state/walk-moves.js";
import { el, setText } from "../dom.js";
import { wordsOf } from "../node/walk-words.js";

/** @typedef {import("../../state/state.js").State} State */
/** @typedef {import("../../state/walk-moves.js").Phase} Phase */

/** @type {Phase[]} */
const PHASES = ["forward", "backward", "update", "zero_grad"];

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const place = el("span", { className: "walk-place num soft" });
  const line = el("p", { className: "walk-line num" });
  const sum = el("span", { className: "walk-sum num" });
  const said = el("p", { className: "sr-only", role: "status", "aria-label": "Move" });
  const slider = el("input", {
    type: "range",
    className: "walk-slider",
    min: "0",
    step: "1",
    "aria-label": "Moves of the step",
  });
  slider.oninput = () => dispatch({ type: "walk/goto", at: Number(slider.value) });
  const marks = el("div", { className: "walk-phases", role: "group", "aria-label": "Phases of the step" });
  const buttons = PHASES.map((phase) =>
    el("button", { type: "button", className: "quiet", title: `To the end of ${phase}` }, phase),
  );
  marks.append(...buttons.slice(0, -1));
  const zero = buttons[PHASES.length - 1];
  const strip = el(
    "div",
    { className: "walk", hidden: true, role: "group", "aria-label": "Walk through a step" },
    el("div", { className: "walk-top" }, el("div", { className: "walk-track" }, marks, slider), zero),
    el("div", { className: "walk-text" }, place, line, sum),
    said,
  );
  root.append(strip);
  /** @type {State | null} */
  let shown = null;
  /** @type {import("../../state/walk-moves.js").Course | null} */
  let laid = null;

  /** How wide each phase is, and where its button leads. @param {import("../../state/walk-moves.js").Course} course */
  function lay({ ends, moves }) {
    let from = 0;
    PHASES.forEach((phase, i) => {
      const to = ends[phase];
      buttons[i].hidden = to === from;
      if (phase !== "zero_grad") buttons[i].style.flexGrow = String(to - from);
      // behind the last move the next step begins
      buttons[i].onclick = () =>
        to < moves.length ? dispatch({ type: "walk/goto", at: to }) : dispatch({ type: "walk/end" });
      from = to;
    });
    slider.max = String(moves.length - 1);
  }

  return {
    sync(state) {
      const before = shown;
      shown = state;
      const course = state.walk && walkedCourse(state);
      strip.hidden = !course;
      if (!course || !state.walk) return;
      if (WATCHED.every((part) => before?.[part] === state[part])) return;
      if (course !== laid) lay(course);
      laid = course;
      const { at } = state.walk;
      const words = wordsOf(state);
      slider.value = String(at);
      slider.setAttribute("aria-valuetext", words.said);
      const phase = at === 0 ? "zero_grad" : phaseAt(course, at);
      buttons.forEach((button, i) => {
        button.setAttribute("aria-current", PHASES[i] === phase ? "step" : "false");
      });
      setText(place, words.place);
      setText(line, words.line);
      setText(sum, words.sum ?? "");
      if (!state.playing) setText(said, words.said);
    },
  };
}

/** What the strip is written from. @type {(keyof State)[]} */
const WATCHED = ["walk", "graph", "snapshot", "points", "playing"];
