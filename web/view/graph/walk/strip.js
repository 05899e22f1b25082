/** The strip above the graph during a walk: the phases of the step, the progress, and the current move in numbers. */

import { PHASES, phaseAt } from "../../../state/schedule.js";
import { walkSchedule } from "../../../state/walk.js";
import { changed, el, setText, signClass } from "../../dom.js";
import { wordsOf } from "../../node/walk-words.js";

/** @typedef {import("../../../state/types.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {import("../../index.js").Dispatch} dispatch
 * @returns {import("../../index.js").View}
 */
export function mount(root, dispatch) {
  const place = el("span", { className: "walk-place num soft" });
  const line = el("p", { className: "walk-line" });
  const sum = el("span", { className: "walk-sum" });
  const said = el("p", { className: "sr-only", role: "status", "aria-label": "Move" });
  const progress = el("div", { className: "walk-progress" });
  const marks = el("div", { className: "walk-phases", role: "group", "aria-label": "Phases of the step" });
  const buttons = PHASES.map((phase) =>
    el("button", { type: "button", className: `quiet ${phase}`, title: `To the end of ${phase}` }, phase),
  );
  marks.append(...buttons);
  const strip = el(
    "div",
    { className: "walk", hidden: true, role: "group", "aria-label": "Walk through a step" },
    el("div", { className: "walk-top" }, el("div", { className: "walk-track" }, marks, progress)),
    el("div", { className: "walk-text" }, place, line, sum),
    said,
  );
  const header = root.querySelector("header");
  if (header) header.after(strip);
  else root.prepend(strip);
  /** @type {State | null} */
  let shown = null;
  /** @type {import("../../../state/schedule.js").Schedule | null} */
  let laid = null;

  /** Sets the width of each phase, and the target of its button. @param {import("../../../state/schedule.js").Schedule} schedule */
  function lay({ ends, moves }) {
    let from = 0;
    PHASES.forEach((phase, i) => {
      const to = ends[phase];
      buttons[i].hidden = to === from;
      buttons[i].style.flexGrow = String(to - from);
      // after the last move the next step begins
      buttons[i].onclick = () =>
        to < moves.length ? dispatch({ type: "walk/goto", at: to }) : dispatch({ type: "walk/end" });
      from = to;
    });
  }

  return {
    sync(state) {
      const before = shown;
      shown = state;
      const schedule = state.run.walk && walkSchedule(state);
      strip.hidden = !schedule;
      if (!schedule || !state.run.walk) return;
      if (!changed(watched, before, state)) return;
      if (schedule !== laid) lay(schedule);
      laid = schedule;
      const { at } = state.run.walk;
      const words = wordsOf(state);
      progress.style.setProperty("--made", String(at / schedule.moves.length));
      const begun = state.session.snapshot?.step === 0 ? null : "update"; // after an update the next step begins
      const phase = at === 0 ? begun : phaseAt(schedule, at);
      buttons.forEach((button, i) => {
        button.setAttribute("aria-current", PHASES[i] === phase ? "step" : "false");
      });
      setText(place, words.place);
      line.replaceChildren(...(words.parts ?? [words.line]).map(pieceOf));
      line.classList.toggle("long", words.line.length > LONG);
      sum.replaceChildren(...(words.sum ?? []).map(pieceOf));
      if (!state.run.playing) setText(said, words.said);
    },
  };
}

/** A line of more characters is prose, and smaller, so that the strip keeps its height. */
const LONG = 84;

/** A part of a line: a gradient has its sign's colour. @param {import("../../node/walk-words.js").Piece} piece */
const pieceOf = (piece) =>
  typeof piece === "string" ? piece : el("b", { className: signClass(piece.grad) }, piece.text);

/** What the strip depends on. @param {State} state */
const watched = ({ run, answers, session }) => [
  run.walk,
  answers.graph,
  answers.queries.preview,
  session,
  run.playing,
];
