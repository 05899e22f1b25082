/** The part that nudges a node: the change of the loss that its gradient predicts, and the change that a forward pass measures. */

import { answerOf } from "../../state/queries.js";
import { el, setText, signClass, svg } from "../dom.js";
import { deltaAt, MOST, parseDelta, stopOf } from "./nudge-scale.js";
import { field, fine, onChange, section, setNumber } from "./parts.js";

/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Shown} Shown */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("../../state/queries.js").Answers["nudge"]} Answer */

/** @param {string} name the node's @param {boolean} isParameter @param {Context} context @returns {Part} */
export function nudgePart(name, isParameter, context) {
  const controls = nudgeControls(name, isParameter, context);
  const result = nudgeResult();
  return {
    element: section("Nudge its data and watch the loss", controls.element, result.element),
    update: onChange(
      ({ state: { view, answers, run, probe }, traced }) => [
        traced,
        view.nudge,
        answers.queries.nudge,
        run.playing,
        probe,
      ],
      (shown) => {
        const { view, answers, run } = shown.state;
        const { nudge } = view;
        const last = answers.queries.nudge;
        const mine = nudge?.node === name;
        controls.show(mine ? nudge.delta : 0);
        // the previous answer stays until the next one arrives
        const before = last?.args.node === name ? last : null;
        const appeared = result.show(shown, mine ? (answerOf(shown.state, "nudge") ?? before) : null);
        // a screen reader announces each answer once, and none while a run plays
        if (!mine || !run.playing)
          result.say(mine ? spokenWords(answerOf(shown.state, "nudge", { exact: true })) : "");
        const atWork = controls.element.contains(document.activeElement);
        if (appeared && atWork) result.element.scrollIntoView({ block: "nearest" });
      },
    ),
  };
}

/** @param {string} name @param {boolean} isParameter @param {Context} context */
function nudgeControls(name, isParameter, { dispatch }) {
  const problem = el("p", { className: "problem", role: "alert", id: "nudge-problem" });
  const slider = el("input", { type: "range", min: `${-MOST}`, max: `${MOST}`, step: "1", value: "0" });
  slider.setAttribute("aria-label", "Nudge");
  const text = el("input", { type: "text", inputMode: "decimal", spellcheck: false, autocomplete: "off" });
  text.setAttribute("aria-label", "Nudge by");
  text.setAttribute("aria-describedby", problem.id);
  const clear = el("button", { type: "button", className: "quiet" }, "Clear");
  clear.setAttribute("aria-label", "Clear the nudge");
  const keep = el("button", { type: "button", className: "quiet keep" }, "Keep it");
  keep.setAttribute("aria-label", `Keep the nudged data of ${name}`);
  keep.title = "Changes the parameter itself: training goes on from there";
  let shown = Number.NaN;

  keep.onclick = () => {
    dispatch({ type: "parameter/add", name, delta: shown });
    slider.focus();
  };

  /** @param {number} delta */
  const nudge = (delta) => dispatch({ type: "view/nudge", node: name, delta });
  slider.oninput = () => nudge(deltaAt(Number(slider.value)));
  text.onchange = () => {
    try {
      const delta = text.value.trim() === "" ? 0 : parseDelta(text.value);
      setText(problem, "");
      nudge(delta);
    } catch (error) {
      setText(problem, error instanceof Error ? error.message : String(error));
    }
  };
  text.onkeydown = ({ key }) => {
    if (key !== "Escape") return;
    text.value = typed(shown);
    setText(problem, "");
  };
  clear.onclick = () => {
    nudge(0);
    slider.focus();
  };
  return {
    element: el("div", {}, el("div", { className: "nudge-controls" }, slider, text, keep, clear), problem),
    /** @param {number} delta */
    show(delta) {
      if (delta === shown) return;
      shown = delta;
      slider.value = String(stopOf(delta));
      slider.setAttribute("aria-valuetext", typed(delta));
      text.value = typed(delta);
      clear.hidden = delta === 0;
      keep.hidden = !isParameter || delta === 0;
      setText(problem, "");
    },
  };
}

const ROWS = /** @type {const} */ (["predicted", "measured", "difference"]);

function nudgeResult() {
  const rows = ROWS.map((name) => ({ name, bar: bar(), value: field(name) }));
  const grid = el("dl", { className: "nudge-rows" });
  for (const {
    name,
    bar: { element },
    value,
  } of rows) {
    grid.append(el("dt", {}, name), el("dd", {}, element, value));
  }
  const [product, losses] = [field("nudge-product"), field("nudge-losses")];
  const how = el("p", { className: "nudge-how soft" }, product, losses);
  const problem = el("p", { className: "problem" });
  const spoken = el("p", { className: "sr-only", role: "status", "aria-label": "Nudge" });
  const numbers = el("div", { hidden: true }, grid, how);
  return {
    element: el("div", { className: "nudge-result" }, numbers, problem, spoken),
    /** @param {string} words */
    say: (words) => setText(spoken, words),
    /** @param {Shown} shown @param {Answer | null} answer @returns {boolean} whether it has just appeared */
    show(shown, answer) {
      const appeared = numbers.hidden && Boolean(answer?.reply);
      numbers.hidden = !answer?.reply;
      setText(problem, answer?.error ?? "");
      problem.hidden = !answer?.error;
      if (!answer?.reply) return false;
      const { predicted, measured } = answer.reply;
      const most = Math.max(...[predicted, measured].map(Math.abs).filter(Number.isFinite), 0);
      [predicted, measured, measured - predicted].forEach((change, i) => {
        rows[i].bar.show(most > 0 ? change / most : 0);
        setNumber(rows[i].value, change, fine);
        rows[i].value.className = `num ${i < 2 ? signClass(change) : ""}`;
      });
      setText(product, productWords(shown, answer));
      setText(losses, `loss ${fine(answer.reply.loss)} → ${fine(answer.reply.nudged)}`);
      return appeared;
    },
  };
}

/** The prediction's formula, with numbers if the gradient shown is the one that the answer used. @param {Shown} shown @param {Answer} answer */
function productWords({ traced, id }, { of, args }) {
  const same = of.snapshot === traced.snapshot && of.probe === traced.probe;
  return same ? `grad × nudge = ${fine(traced.graph.grad[id])} × ${typed(args.delta)}` : "grad × nudge";
}

/** A nudge as typed, with a real minus sign. @param {number} delta */
const typed = (delta) => String(delta).replaceAll("-", "−");

/** @param {Answer | null} answer */
function spokenWords(answer) {
  if (!answer) return "";
  const { reply, error, args } = answer;
  if (!reply) return error;
  const { predicted, measured } = reply;
  return `${args.node} nudged by ${typed(args.delta)}: the loss changes by ${fine(measured)}, predicted ${fine(predicted)}`;
}

/** A change as a bar to the left or the right of 0. */
function bar() {
  const rect = svg("rect", { y: "1", height: "8" });
  const element = svg(
    "svg",
    { viewBox: "-1 0 2 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    rect,
    svg("line", { x1: "0", x2: "0", y1: "0", y2: "10" }),
  );
  return {
    element,
    /** @param {number} share the length as a fraction of the longest bar */
    show(share) {
      const length = Number.isFinite(share) ? Math.min(1, Math.abs(share)) : 0;
      rect.setAttribute("x", String(share < 0 ? -length : 0));
      rect.setAttribute("width", String(length));
      rect.setAttribute("class", share < 0 ? "negative" : "positive");
    },
  };
}
