/** The transport: the controls that take the run through its steps. */

import { replayOf } from "../../state/experiment.js";
import { firstStep, lastStep } from "../../state/history.js";
import { SPEEDS } from "../../state/state.js";
import { UNITS, walkSchedule } from "../../state/walk.js";
import { choice, el, exact, format, publishHeight, setText, unfolder } from "../dom.js";
import { wordsOf } from "../node/walk-words.js";
import { accuracyButton } from "./accuracy.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  /** @param {string} name @param {string} key @param {"run/reset" | "run/back" | "run/step"} type */
  const button = (name, key, type) => {
    const onclick = () => dispatch({ type });
    return el("button", { type: "button", title: `${name}: key ${key}`, onclick }, name);
  };
  const reset = button("Reset", "R", "run/reset");
  const back = button("Back", "left arrow", "run/back");
  const step = button("Step", "right arrow", "run/step");
  const play = el("button", { type: "button", className: "primary", title: "Play or pause: key Space" });
  /** @type {State | null} */
  let shown = null;
  play.onclick = () => dispatch({ type: shown?.run.playing ? "run/pause" : "run/play" });

  const options = SPEEDS.map((speed) => el("option", { value: String(speed) }, speedName(speed)));
  const speed = el("select", { "aria-label": "Speed" }, ...options);
  speed.onchange = () => dispatch({ type: "run/speed", speed: Number(speed.value) });

  const units = UNITS.map((name) => /** @type {[string, State["run"]["unit"]]} */ ([name, name]));
  const unit = choice("Unit of a step", units, (value) => dispatch({ type: "walk/unit", unit: value }));

  const timeline = el("input", {
    type: "range",
    className: "timeline",
    min: "0",
    step: "1",
    "aria-label": "Timeline",
  });
  // one slider: over the steps of the run, in a walk over the moves of its step
  timeline.oninput = () => {
    const at = Number(timeline.value);
    dispatch(shown && movesOf(shown) ? { type: "walk/goto", at } : { type: "run/goto", step: at });
  };
  // a screen reader announces every change of an output; these change every frame, so the announcer below speaks instead
  const quiet = { "aria-live": "off" };
  const [made, most] = [el("span", { className: "made" }), el("span")];
  const counter = el("output", { ...quiet, className: "counter", "aria-label": "Step counter" });
  counter.append("step ", made, " / ", most);
  const train = el("output", { ...quiet, className: "num", "aria-label": "Train loss" });
  const val = el("output", { ...quiet, className: "num", "aria-label": "Val loss" });
  const losses = el("div", { className: "losses soft" }, word("train"), train, word("val"), val);
  const accuracy = accuracyButton(dispatch);
  const buttons = el("div", { className: "buttons" }, reset, back, step, play);
  const questions = el(
    "button",
    { type: "button", className: "quiet", title: "Questions: key Q" },
    "Questions",
  );
  questions.onclick = () => dispatch({ type: "lesson/questions", shown: true });
  const readouts = el("div", { className: "readouts" }, counter, losses);
  const more = unfolder(root, "More of the run", "More");
  root.append(buttons, questions, more, unit.element, speed, timeline, readouts, accuracy.element);
  publishHeight(root, "--transport");
  const announce = announcer();

  return {
    sync(state) {
      shown = state;
      const { snapshot } = state.session;
      const { history, target, limit, playing } = state.run;
      const now = snapshot?.step ?? 0; // what every panel shows, also while the run is replayed to the target
      const at = target ?? now;
      setText(play, playing ? "Pause" : "Play");
      const first = String(history ? firstStep(history) : 0);
      const moves = movesOf(state);
      back.disabled = moves?.alone ? moves.at === 0 : String(at) === first && !(moves && moves.at > 0);
      unit.element.hidden = state.compare !== null;
      unit.set(moves?.alone ? null : state.run.unit); // a visit is none of them
      const end = String(Math.max(limit, history ? lastStep(history) : 0));
      if (moves) setSlider(timeline, moves.title, "0", String(moves.last), moves.at);
      else setSlider(timeline, "Timeline", first, end, at);
      timeline.setAttribute("aria-valuetext", moves ? wordsOf(state).said : `step ${at} of ${limit}`);
      if (speed.value !== String(state.run.speed)) speed.value = String(state.run.speed);
      setText(made, String(now));
      setText(most, String(limit));
      counter.style.setProperty("--digits", String(end.length));
      setLoss(train, snapshot?.loss.train);
      setLoss(val, snapshot?.loss.val);
      accuracy.sync(state);
      announce(state);
    },
  };
}

/**
 * The moves that the slider goes over: those of a walk, or the visits of a replay, which ends where they end; null where it
 * goes over steps.
 * @param {State} state
 */
function movesOf(state) {
  const replay = replayOf(state);
  if (replay)
    return {
      title: "Visits of the naive order",
      at: replay.at,
      last: replay.visits.moves.length,
      alone: true,
    };
  const { walk } = state.run;
  const schedule = walk && walkSchedule(state);
  return schedule
    ? { title: "Moves of the step", at: walk.at, last: schedule.moves.length - 1, alone: false }
    : null;
}

/** @param {HTMLInputElement} slider @param {string} name @param {string} min @param {string} max @param {number} value */
function setSlider(slider, name, min, max, value) {
  if (slider.ariaLabel !== name) slider.ariaLabel = name;
  if (slider.min !== min) slider.min = min;
  if (slider.max !== max) slider.max = max;
  slider.value = String(value);
}

/** @param {HTMLElement} output @param {number | undefined} loss */
function setLoss(output, loss) {
  const known = loss !== undefined && !Number.isNaN(loss);
  setText(output, known ? format(loss) : "–");
  output.title = known ? `${exact(loss)}, before the update of this step` : "";
}

/** The name of a loss, with its explanation. @param {"train" | "val"} split */
const word = (split) => el("span", { "data-term": `${split} loss` }, `${split} `);

/** @param {number} speed */
function speedName(speed) {
  if (speed === Infinity) return "max speed";
  return speed === 1 ? "1 step a second" : `${speed} steps a second`;
}

/** Announces the step to screen readers: at rest, and every tenth step while playing. */
function announcer() {
  const region = /** @type {HTMLElement} */ (document.querySelector("#announcer"));
  return (/** @type {State} */ { session: { snapshot }, run: { playing } }) => {
    if (!snapshot || (playing && snapshot.step % 10 !== 0)) return;
    const loss = Number.isNaN(snapshot.loss.train) ? "" : `, train loss ${format(snapshot.loss.train)}`;
    setText(region, `step ${snapshot.step}${loss}`);
  };
}
