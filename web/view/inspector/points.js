/** The part of a parameter with the contribution of each point to its gradient. */

import { answerOf, knownContributions } from "../../state/queries.js";
import { el, setText, signClass } from "../dom.js";
import { sumUp } from "../node/point-contributions.js";
import { field, fine, onChange, section, setNumber } from "./parts.js";

/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("../../protocol/messages.js").Point} Point */

const LARGEST = 5;

/** What stands above the points with the largest contributions. */
const SOME =
  "A step follows the negative gradient: a positive contribution pushes the parameter down. The largest:";
const NONE = "No train point contributes: none moves this parameter.";

/** For the selected parameter. @param {Context} context @returns {Part} */
export function pointsPart(context) {
  const summary = summaryRows();
  const lines = Array.from({ length: LARGEST }, () => pointLine(context));
  const largest = el("ol", { className: "lines points" }, ...lines.map(({ element }) => element));
  const words = el("p", { className: "soft" });
  const numbers = el("div", {}, summary.element, words, largest);
  const problem = el("p", { className: "problem" });
  return {
    element: section("Contribution of each point", numbers, problem),
    update: onChange(
      ({ state }) => [
        state.answers.queries.contributions,
        state.session.snapshot,
        state.session.config,
        state.engines.active,
        state.selection.node,
      ],
      ({ state }) => {
        const error = answerOf(state, "contributions")?.error ?? "";
        const known = knownContributions(state);
        numbers.hidden = !known;
        problem.hidden = error === "";
        setText(problem, error);
        if (!known) return;
        const { points, contributions } = known;
        const all = sumUp(contributions, LARGEST);
        summary.show(all);
        largest.hidden = all.largest.every((k) => contributions[k] === 0);
        setText(words, largest.hidden ? NONE : SOME);
        lines.forEach((line, i) => {
          const k = all.largest[i];
          line.show(points[k], contributions[k]);
        });
      },
    ),
  };
}

function summaryRows() {
  const [raise, lower] = [el("span"), el("span")];
  const [up, down, total] = [
    field("contributions-up"),
    field("contributions-down"),
    field("contributions-total"),
  ];
  up.classList.add("positive");
  down.classList.add("negative");
  return {
    element: el(
      "dl",
      { className: "fields contributions" },
      el("dt", {}, raise),
      el("dd", {}, up),
      el("dt", {}, lower),
      el("dd", {}, down),
      el("dt", {}, "next grad: their sum"),
      el("dd", {}, total),
    ),
    /** @param {import("../node/point-contributions.js").Summary} summary */
    show(summary) {
      setText(raise, `${many(summary.raise)} it`.replace("#", "raise"));
      setText(lower, `${many(summary.lower)} it`.replace("#", "lower"));
      setNumber(up, summary.up, fine);
      setNumber(down, summary.down, fine);
      setNumber(total, summary.total, fine);
    },
  };
}

/** @param {number} count */
const many = (count) => (count === 1 ? "1 point #s" : `${count} points #`);

/** @param {number} x */
const coordinate = (x) => x.toFixed(2).replace("-", "−");

/** A point, as a link that makes it the probe. @param {Context} context */
function pointLine({ dispatch }) {
  /** @type {Point | undefined} */
  let shown;
  const button = el("button", { type: "button", className: "node-link num" });
  button.onclick = () => {
    if (shown) dispatch({ type: "probe/set", id: shown.id, x: shown.x, y: shown.y, label: shown.label });
  };
  const contribution = field("point-contribution");
  const element = el("li", {}, button, contribution);
  return {
    element,
    /** @param {Point | undefined} point @param {number} value */
    show(point, value) {
      element.hidden = !point;
      shown = point;
      if (!point) return;
      const { id, x, y, label } = point;
      setText(button, `class ${label + 1} at (${coordinate(x)}, ${coordinate(y)})`);
      button.title = "Make this point the probe";
      element.dataset.point = String(id);
      setNumber(contribution, value, fine);
      contribution.className = `num ${signClass(value)}`;
    },
  };
}
