/** The legend of the colours. */

import { el } from "../dom.js";
import { FAINTEST, tintStrength } from "../node/values.js";

export function makeLegend() {
  return el(
    "div",
    { className: "graph-legend num", "aria-hidden": "true" },
    el("span", {}, ...roles()),
    gradientScale(),
  );
}

/** @returns {HTMLElement[]} */
export function roles() {
  const texts = { param: "parameter", input: "input", const: "constant", result: "result" };
  return Object.entries(texts).map(([role, text]) =>
    el("span", {}, el("i", { className: `swatch ${role}` }), text),
  );
}

/** The tints of gradients from −1 to 1, one step per decade. */
export function gradientScale() {
  const sizes = [1, 0.1, 0.01, 0.001, 0.0001];
  const step = (/** @type {string} */ sign, /** @type {number} */ size) => {
    const swatch = el("i", { className: `step ${sign}` });
    swatch.style.opacity = String(0.85 * tintStrength(size));
    return swatch;
  };
  return el(
    "span",
    { className: "scale", title: `gradients on a logarithmic scale, from ${FAINTEST} to 1` },
    "grad −1",
    el("span", { className: "steps" }, ...sizes.map((size) => step("negative", size))),
    "0",
    el("span", { className: "steps" }, ...sizes.toReversed().map((size) => step("positive", size))),
    "1",
  );
}
