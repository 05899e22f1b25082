/** A hint where the hand is: what a click on the plane does, until it was done once. */

import { el, setText } from "../dom.js";
import { toPixelX, toPixelY } from "./draw.js";

/** @typedef {import("../../state/types.js").State} State */

/** @param {HTMLCanvasElement} canvas */
export function planeHint(canvas) {
  const hint = el("p", { className: "plane-hint", hidden: true });

  return {
    element: hint,
    /** @param {State} state */
    sync({ view: { added }, place, selection }) {
      const free = !added && place !== null && place.id === null && selection.point === null;
      hint.hidden = !free;
      if (!free || !place) return;
      const byKey = canvas.matches(":focus-visible") && !canvas.matches(":hover");
      setText(hint, byKey ? "Enter adds a point" : "Click to add a point");
      hint.style.setProperty("--left", `${toPixelX(place.x, 100)}%`);
      hint.style.setProperty("--top", `${toPixelY(place.y, 100)}%`);
      hint.dataset.side = `${place.x > 0 ? "left" : "right"} ${place.y > 0 ? "below" : "above"}`;
    },
  };
}
