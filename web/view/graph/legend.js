/** The legend of the colours. */

import { el, setText } from "../dom.js";
import { DECADES, tintStrength } from "../node/values.js";

export function makeLegend() {
  const scale = gradientScale();
  return {
    element: el(
      "div",
      { className: "graph-legend num", "aria-hidden": "true" },
      el("span", {}, el("b", {}, "data | grad"), ...roles(), flatSign()),
      scale.element,
    ),
    set: scale.set,
  };
}

/** A hidden neuron that is saturated or dead at this point. */
function flatSign() {
  const title = "tanh saturated, or a ReLU below 0: less than a tenth of the gradient passes";
  return el("span", { title }, el("i", { className: "swatch flat" }), "flat");
}

/** @returns {HTMLElement[]} */
export function roles() {
  const texts = { param: "parameter", input: "input", const: "constant", result: "result" };
  return Object.entries(texts).map(([role, text]) =>
    el("span", {}, el("i", { className: `swatch ${role}` }), text),
  );
}

/** The tints of gradients, one step per decade; the scale ends at the largest gradient of the network. */
export function gradientScale() {
  const sizes = [1, 0.1, 0.01, 0.001, 0.0001];
  const step = (/** @type {string} */ sign, /** @type {number} */ size) => {
    const swatch = el("i", { className: `step ${sign}` });
    swatch.style.opacity = String(0.85 * tintStrength(size));
    return swatch;
  };
  const [low, high] = [el("span", { className: "low" }), el("span", { className: "high" })];
  const element = el(
    "span",
    { className: "scale" },
    low,
    el("span", { className: "steps" }, ...sizes.map((size) => step("negative", size))),
    "0",
    el("span", { className: "steps" }, ...sizes.toReversed().map((size) => step("positive", size))),
    high,
  );
  /** @param {number} top the gradient that has the full tint */
  function set(top) {
    const end = top < 0.001 ? top.toExponential(0).replace("-", "−") : String(top);
    setText(low, `grad −${end}`);
    setText(high, end);
    element.title = `Gradients on a logarithmic scale, from ${top / 10 ** DECADES} to ${top}: it follows the largest one.`;
  }
  set(1);
  return { element, set };
}
