/**
 * What the node holds at the walk's current move, at a replay's visit, or in an experiment; the other parts show the values
 * after the whole backward pass, as they should be.
 */

import { heldNow, resultOf } from "../../state/experiment.js";
import { holdingAt } from "../../state/schedule.js";
import { afterUpdate } from "../../state/walk.js";
import { el, format, setText } from "../dom.js";
import { clearNumber, field, onChange, setNumber } from "./parts.js";

/** @typedef {import("./parts.js").Shown} Shown */

/** What is said of a moment: its name, and the numbers then; data is left out where it is as always. @typedef {{
 *   when: string, data?: number | null, grad: number | null, truth?: number,
 * }} Now */

/** @returns {import("./parts.js").Part} */
export function walkPart() {
  const [data, grad, truth] = [field("data-now"), field("grad-now"), field("grad-true")];
  const when = el("span", { className: "soft" });
  const ofData = el("span", {}, "data ", data, " ");
  const ofTruth = el("span", {}, ", true ", truth);
  const element = el("p", { className: "walk-now", hidden: true });
  return {
    element,
    update: onChange(
      ({ state, traced, id }) => [
        state.run.walk,
        state.view.experiment,
        state.answers.queries.preview,
        state.answers.queries.naive,
        state.answers.queries.overwritten,
        traced,
        id,
      ],
      (shown) => {
        const now = nowOf(shown);
        element.hidden = now === null;
        if (!now) return;
        setText(when, `${now.when} `);
        const [before, after] = [
          now.data === undefined ? [] : [ofData],
          now.truth === undefined ? [] : [ofTruth],
        ];
        element.replaceChildren(when, ...before, "grad ", grad, ...after);
        show(data, now.data ?? null);
        show(grad, now.grad);
        show(truth, now.truth ?? null);
      },
    ),
  };
}

/** @param {HTMLElement} shown @param {number | null} x */
function show(shown, x) {
  if (x === null) clearNumber(shown, "not yet");
  else setNumber(shown, x, format);
}

/** @param {Shown} shown @returns {Now | null} */
function nowOf({ state, traced, id }) {
  const { walk } = state.run;
  if (walk) {
    const { data, grad } = holdingAt(traced, walk.at, afterUpdate(state));
    return { when: "at this move", data: data[id], grad: grad[id] };
  }
  const held = heldNow(state);
  if (held) return { when: "after this visit", grad: held.grad[id], truth: held.truth?.[id] };
  const result = resultOf(state);
  if (!result?.gradients || result.of.snapshot !== traced.snapshot) return null;
  const { shown, truth } = result.gradients;
  const when = state.view.experiment?.how === "naive" ? "in the naive order" : "with = in place of +=";
  return { when, grad: shown[id], truth: truth[id] };
}
