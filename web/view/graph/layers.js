/** The hidden layers under the graph: a neuron more or fewer, a layer more or fewer. Each change is a new network. */

import { MOST_LAYERS, MOST_NEURONS } from "../../protocol/config.js";
import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/** What a change of the network does to the run. */
const ANEW = "A new network: the run starts again at step 0";

/**
 * The layers with one neuron more or fewer in a layer; a layer that loses its last one goes.
 * @param {number[]} layers @param {number} i @param {number} change
 */
const resized = (layers, i, change) =>
  layers.map((size, at) => (at === i ? size + change : size)).filter((size) => size > 0);

/** The layers and one more, as large as the last. @param {number[]} layers */
const deepened = (layers) => [...layers, layers.at(-1) ?? 4];

/** @param {import("../index.js").Dispatch} dispatch */
export function makeLayers(dispatch) {
  /** @type {number[]} */
  let layers = [];
  const steppers = el("span", { className: "steppers" });
  const add = button("+ layer", "Add a hidden layer", () => change(deepened(layers)));
  const element = el(
    "div",
    { className: "layers", role: "group", "aria-label": "Hidden layers" },
    steppers,
    add,
  );

  /** @param {number[]} wanted */
  const change = (wanted) => dispatch({ type: "config/set", changes: { layers: wanted } });

  /** @param {number} i */
  function stepper(i) {
    const size = el("output", { className: "num" });
    const fewer = button("−", "", () => change(resized(layers, i, -1)));
    const more = button("+", `One neuron more in layer ${i + 1}`, () => change(resized(layers, i, 1)));
    return {
      element: el(
        "span",
        { className: "stepper", role: "group", "aria-label": `Layer ${i + 1}` },
        fewer,
        size,
        more,
      ),
      /** @param {number} n */
      show(n) {
        setText(size, String(n));
        const words = n === 1 ? `Remove layer ${i + 1}` : `One neuron fewer in layer ${i + 1}`;
        fewer.setAttribute("aria-label", words);
        fewer.title = `${words}. ${ANEW}`;
        more.disabled = n >= MOST_NEURONS;
      },
    };
  }
  /** @type {ReturnType<typeof stepper>[]} */
  let shown = [];

  return {
    element,
    /** @param {State} state */
    sync({ run: { starting }, session }) {
      const { layers: now } = starting?.config ?? session.config;
      if (now === layers && shown.length === now.length) return;
      layers = now;
      while (shown.length > now.length) shown.pop()?.element.remove();
      while (shown.length < now.length) {
        const made = stepper(shown.length);
        shown = [...shown, made];
        steppers.append(made.element);
      }
      shown.forEach((each, i) => {
        each.show(now[i]);
      });
      add.disabled = now.length >= MOST_LAYERS;
    },
  };
}

/** @param {string} text @param {string} label @param {() => void} onclick */
const button = (text, label, onclick) =>
  el("button", { type: "button", "aria-label": label, title: `${label}. ${ANEW}`, onclick }, text);
