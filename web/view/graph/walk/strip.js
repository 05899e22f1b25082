/**
 * The strip above the graph during a walk: the phases of the step, the progress, and the current move in numbers. While the
 * naive order is replayed: its current visit.
 */

import { replayOf } from "../../../state/experiment.js";
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
  const why = el("p", { className: "walk-why" });
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
    el("div", { className: "walk-text" }, place, el("div", { className: "walk-lines" }, line, why), sum),
    said,
  );
  const header = root.querySelector("header");
  if (header) header.after(strip);
  else root.prepend(strip);
  const main = root.closest("main");
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

  /** @param {number} at @param {number} most */
  const setProgress = (at, most) => progress.style.setProperty("--made", String(at / most));

  /** @param {import("../../../state/schedule.js").Schedule} schedule @param {number} at @param {State} state */
  function showPhases(schedule, at, { session }) {
    if (schedule !== laid) lay(schedule);
    laid = schedule;
    setProgress(at, schedule.moves.length);
    const begun = session.snapshot?.step === 0 ? null : "update"; // after an update the next step begins
    const phase = at === 0 ? begun : phaseAt(schedule, at);
    buttons.forEach((button, i) => {
      button.setAttribute("aria-current", PHASES[i] === phase ? "step" : "false");
    });
  }

  return {
    sync(state) {
      const before = shown;
      shown = state;
      const replay = replayOf(state);
      const schedule = state.run.walk && walkSchedule(state);
      strip.hidden = !schedule && !replay;
      main?.classList.toggle("with-walk", !strip.hidden);
      if (strip.hidden || !changed(watched, before, state)) return;
      marks.hidden = replay !== null;
      strip.classList.toggle("visits", replay !== null);
      strip.setAttribute("aria-label", replay ? "The naive order, visit by visit" : "Walk through a step");
      if (replay) setProgress(replay.at, replay.visits.moves.length);
      else if (schedule && state.run.walk) showPhases(schedule, state.run.walk.at, state);
      const words = wordsOf(state);
      setText(place, words.place);
      setText(why, words.why ?? "");
      line.replaceChildren(...(words.parts ?? [words.line]).map(pieceOf));
      line.classList.toggle("long", words.line.length > (words.why ? LONG_BESIDE_WHY : LONG));
      sum.replaceChildren(...(words.sum ?? []).map(pieceOf));
      if (!state.run.playing) setText(said, words.said);
    },
  };
}

/** A line of more characters is prose, and smaller, so that the strip keeps its height. */
const LONG = 84;
/** With a sentence below, the line may not wrap. */
const LONG_BESIDE_WHY = 56;

/** A part of a line: a gradient has its sign's colour. @param {import("../../node/walk-words.js").Piece} piece */
const pieceOf = (piece) =>
  typeof piece === "string" ? piece : el("b", { className: signClass(piece.grad) }, piece.text);

/** What the strip depends on. @param {State} state */
const watched = ({ run, answers, session, view }) => [
  run.walk,
  view.experiment,
  answers.graph,
  answers.queries.preview,
  answers.queries.naive,
  session,
  run.playing,
];
