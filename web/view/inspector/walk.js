/** What the node holds at the walk's current move; the other parts show the values after the whole backward pass. */

import { holdingAt } from "../../state/schedule.js";
import { afterUpdate } from "../../state/walk.js";
import { el, format } from "../dom.js";
import { clearNumber, field, onChange, setNumber } from "./parts.js";

/** @returns {import("./parts.js").Part} */
export function walkPart() {
  const [data, grad] = [field("data-now"), field("grad-now")];
  const element = el(
    "p",
    { className: "walk-now", hidden: true },
    el("span", { className: "soft" }, "at this move "),
    "data ",
    data,
    " grad ",
    grad,
  );
  return {
    element,
    update: onChange(
      ({ state, traced, id }) => [state.run.walk, state.answers.queries.preview, traced, id],
      ({ state, traced, id }) => {
        const { walk } = state.run;
        element.hidden = !walk;
        if (!walk) return;
        const holding = holdingAt(traced, walk.at, afterUpdate(state));
        for (const [shown, x] of /** @type {[HTMLElement, number | null][]} */ ([
          [data, holding.data[id]],
          [grad, holding.grad[id]],
        ])) {
          if (x === null) clearNumber(shown, "not yet");
          else setNumber(shown, x, format);
        }
      },
    ),
  };
}
