/** The choice of what is painted over the plane. */

import { layerNames, probabilityNames } from "../../protocol/names.js";
import { isOfLoss } from "../../protocol/nodes.js";
import { el } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/**
 * The nodes that can be chosen by name, in groups; all others can be selected.
 * @param {State["session"]["config"]} config
 * @param {Graph | undefined} graph
 * @returns {{title: string, nodes: string[]}[]}
 */
export function fieldChoices(config, graph) {
  const layers = layerNames(config);
  const hidden = layers.slice(0, -1).map((nodes, i) => ({
    title: layers.length === 2 ? "Hidden neurons" : `Hidden neurons, layer ${i + 1}`,
    nodes,
  }));
  const logits = { title: "Logits", nodes: layers[layers.length - 1] };
  return [
    ...hidden,
    logits,
    { title: "From logits to loss", nodes: graph ? lossNodes(graph, config.loss) : [] },
  ];
}

/**
 * The results between the logits and the loss, part by part. Every class has a probability, though a point's graph has
 * only that of its own.
 * @param {Graph} graph
 * @param {string} loss
 */
function lossNodes(graph, loss) {
  const { part, neuron, role, name } = graph;
  const all = probabilityNames(loss);
  const ids = name.flatMap((_, id) => (isOfLoss(graph, id) && role[id] === "result" ? [id] : []));
  const order = [...new Set(ids.map((id) => part[id]))];
  const sorted = ids.sort(
    (a, b) => order.indexOf(part[a]) - order.indexOf(part[b]) || neuron[a] - neuron[b] || a - b,
  );
  return sorted.flatMap((id) => (all.includes(name[id]) ? all : [name[id]]));
}

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
    const parts = [String(config.layers), config.loss, names.length, graph?.probe.label];
    if (parts.every((part, i) => part === built[i])) return;
    built = parts;
    const options = fieldChoices(config, graph?.graph).map(({ title, nodes }) =>
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
