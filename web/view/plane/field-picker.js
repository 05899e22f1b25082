/** The choice of what is painted over the plane. */

import { layerNames } from "../../protocol/names.js";
import { el } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * The nodes that can be chosen by name, in groups; all others can be selected.
 * @param {State["session"]["config"]} config
 * @param {string[]} names those of the graph
 * @returns {{title: string, nodes: string[]}[]}
 */
export function fieldChoices(config, names) {
  const layers = layerNames(config);
  const hidden = layers.slice(0, -1).map((nodes, i) => ({
    title: layers.length === 2 ? "Hidden neurons" : `Hidden neurons, layer ${i + 1}`,
    nodes,
  }));
  const logits = { title: "Logits", nodes: layers[layers.length - 1] };
  // every class has a probability, though a point's graph has only its own's
  const own = names.findIndex((name) => /^p\d$/.test(name));
  const after = names.flatMap((name, i) => (i === own ? ["p1", "p2", "p3"] : AFTER.test(name) ? [name] : []));
  const parts = [/^s/, /^e/, /^denom/, /^p/, /^log/, /^loss/].flatMap((part) =>
    after.filter((name) => part.test(name)).sort(),
  );
  return [...hidden, logits, { title: "From logits to loss", nodes: parts }];
}

/** What is named between the logits and the loss. */
const AFTER = /^([es]\d|denom|log\(.*\)|loss)$/;

/** @param {import("../index.js").Dispatch} dispatch */
export function fieldPicker(dispatch) {
  const select = el("select", {
    className: "field-choice",
    "aria-label": "Field",
    title: "What the plane shows",
  });
  select.onchange = () => dispatch({ type: "view/field", node: select.value || null });
  /** @type {unknown[]} */
  let built = [];

  /** @param {State} state */
  function build({ session: { config }, answers: { graph } }) {
    const names = graph?.graph.name ?? [];
    const parts = [String(config.layers), names.length, names.find((name) => /^log/.test(name))];
    if (parts.every((part, i) => part === built[i])) return;
    built = parts;
    const options = fieldChoices(config, names).map(({ title, nodes }) =>
      el("optgroup", { label: title }, ...nodes.map((node) => el("option", { value: node }, node))),
    );
    select.replaceChildren(
      el("option", { value: "" }, "class probabilities"),
      el("option", { value: "selected" }, "selected node"),
      ...options,
    );
  }

  return {
    element: select,
    /** @param {State} state */
    sync(state) {
      build(state);
      const wanted = state.view.field ?? "";
      const known = [...select.options].some(({ value }) => value === wanted);
      select.value = known ? wanted : "";
    },
  };
}
