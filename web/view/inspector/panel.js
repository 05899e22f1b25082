/** The inspector: one node in detail, in parts, which are updated in place. Another node keeps the parts that it has too. */

import { HYPER } from "../../protocol/messages.js";
import { el, setText } from "../dom.js";
import { roles } from "../graph/legend.js";
import { currentNode } from "../graph/walk/current-move.js";
import { arrival, missing } from "../later.js";
import { contributions } from "../node/words.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/types.js").TracedGraph} TracedGraph */
/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("./parts.js").Update} Update */

/**
 * The node to show, with its graph: the selected one, otherwise that of the walk's current move. The engine is queried
 * for details of the selected one only.
 * @param {State} state
 * @returns {{traced: TracedGraph, id: number, selected: boolean} | null}
 */
export function inspected(state) {
  const traced = state.answers.graph;
  const name = state.selection.node ?? currentNode(state);
  const id = traced && name !== null ? traced.graph.name.indexOf(name) : -1;
  return traced && id >= 0 ? { traced, id, selected: state.selection.node !== null } : null;
}

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const title = el("h2", {}, "Inspector");
  title.dataset.field = "name";
  const close = el("button", { type: "button", className: "quiet", "data-action": "deselect" }, "Close");
  close.onclick = () => dispatch({ type: "node/select", name: null });
  const body = el("div", {
    className: "inspector-body",
    tabIndex: 0,
    role: "group",
    "aria-label": "The selected node",
  });
  root.append(el("header", {}, title, close), body);
  const context = { dispatch, open: new Set(), kept: new Map() };
  /** Whether the body is scrolled; to ask it costs a layout. */
  let scrolled = false;
  body.addEventListener("scroll", () => {
    scrolled = body.scrollTop > 0;
  });
  /** What the body was built for: a node's name and the structure around it. */
  let built = "";
  /** @type {Update[]} */
  let updates = [];
  /** What makes the parts of a node, once it is there. @type {typeof import("./body.js").partsOf | null} */
  let partsOf = null;
  let asked = false;
  /** @type {State | null} */
  let last = null;

  /** The code of the parts is loaded with the first node. */
  async function load() {
    asked = true;
    const arrived = await arrival(() => import("./body.js"));
    asked = false;
    if (!arrived) return dispatch(missing("The inspector"));
    partsOf = arrived.partsOf;
    if (last) show(last);
  }

  /** @param {Part[]} parts @param {string} name @param {boolean} [selected] */
  function build(parts, name, selected = false) {
    const focused = body.contains(document.activeElement);
    replaceWith(parts.map(({ element }) => element));
    if (scrolled) body.scrollTop = 0;
    if (focused) body.focus({ preventScroll: true }); // the focused element may be gone
    updates = parts.flatMap(({ update }) => update ?? []);
    close.hidden = !selected;
    setText(title, name || "Inspector");
  }

  /** Takes out and puts in what differs: what stays costs no layout. @param {HTMLElement[]} elements */
  function replaceWith(elements) {
    for (const old of [...body.children]) {
      if (!elements.includes(/** @type {HTMLElement} */ (old))) old.remove();
    }
    elements.forEach((element, i) => {
      if (body.children[i] !== element) body.insertBefore(element, body.children[i] ?? null);
    });
  }

  /** @param {State} state */
  function show(state) {
    const node = inspected(state);
    last = state;
    if (node && !partsOf) {
      if (!asked) load(); // what was shown stays until the code is there
      return;
    }
    const wanted = node ? structureOf(node) : `nothing ${state.answers.graph ? state.selection.node : ""}`;
    if (wanted !== built) {
      const parts = node && partsOf ? partsOf(node.traced, node.id, node.selected, context) : [];
      if (node) build(parts, node.traced.graph.name[node.id], node.selected);
      else build([nothing(state.answers.graph ? state.selection.node : null)], "");
      root.classList.toggle("empty", node === null);
      built = wanted;
    }
    if (node) for (const update of updates) update({ state, ...node });
  }

  let postponed = false;
  return {
    sync(state) {
      const begins = built.startsWith("nothing") && inspected(state) !== null;
      postponed = begins && !postponed;
      // all parts are made at once: not in the frame in which the graph, too, has most to do
      return postponed ? "again" : show(state);
    },
  };
}

/** A key that changes whenever the body has to be rebuilt, and not just its numbers updated. @param {NonNullable<ReturnType<typeof inspected>>} node */
function structureOf({ traced: { graph, config }, id, selected }) {
  const around = contributions(graph, id).map(({ name, slot }) => `${name}/${slot}`);
  const operands = graph.prev[id].map((operand) => graph.name[operand]);
  const settings = graph.role[id] === "param" ? [...HYPER.map((name) => config[name]), config.layers] : [];
  return [graph.name[id], graph.op[id], operands, around, settings, selected].join(" ");
}

/** @param {string | null} missing @returns {Part} */
function nothing(missing) {
  const text = missing
    ? `The network has changed: there is no ${missing} in this graph.`
    : "Click a box of the graph, or a row of the parameters, to see how its data and its gradient are computed.";
  return {
    element: el(
      "div",
      { className: "inspector-empty" },
      el("p", {}, text),
      el(
        "p",
        { className: "soft" },
        "Each box is a node: its data, and to the right its gradient, which says how it affects the loss. A small card shows the gradient as a strip of its colour. A click on a card opens it; its minus sign closes it.",
      ),
      el("p", { className: "legend-row soft" }, ...roles()),
    ),
  };
}
