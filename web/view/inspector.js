/** The inspector: the selected node in full, with its formula and with how its gradient came to be. */

import { parameterNames } from "../network.js";
import { el, exact, setText, signClass } from "./dom.js";
import { gradientScale, roles } from "./graph-legend.js";
import {
  contributions,
  formulaWords,
  localRule,
  operationWords,
  roleWords,
  short,
  total,
} from "./graph-words.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").TracedGraph} TracedGraph */
/** @typedef {import("./index.js").Dispatch} Dispatch */
/** @typedef {(traced: TracedGraph, id: number) => void} Update brings a part's numbers up to date */

/**
 * @param {HTMLElement} root
 * @param {Dispatch} dispatch
 * @returns {import("./index.js").View}
 */
export function mount(root, dispatch) {
  const title = el("h2", {}, "Inspector");
  const close = el("button", { type: "button", className: "quiet", "data-action": "deselect" }, "Close");
  close.onclick = () => dispatch({ type: "node/select", name: null });
  const body = el("div", {
    className: "inspector-body",
    tabIndex: 0,
    role: "group",
    "aria-label": "The selected node",
  });
  root.append(el("header", {}, title, close), body);
  /** What the body is built for: a node's name and the structure around it. */
  let built = "";
  /** @type {Update[]} */
  let updates = [];
  /** @type {TracedGraph | null} */
  let shown = null;

  return {
    sync({ graph: traced, selectedNode }) {
      const id = traced && selectedNode !== null ? traced.graph.name.indexOf(selectedNode) : -1;
      const wanted = traced && id >= 0 ? structureOf(traced, id) : `nothing ${selectedNode ?? ""}`;
      if (wanted !== built) {
        const parts =
          traced && id >= 0 ? nodeParts(traced, id, dispatch) : [nothing(traced ? selectedNode : null)];
        body.replaceChildren(...parts.map(({ element }) => element));
        updates = parts.flatMap(({ update }) => update ?? []);
        close.hidden = id < 0;
        setText(title, id < 0 ? "Inspector" : `${selectedNode}`);
        built = wanted;
        shown = null;
      }
      if (!traced || id < 0 || traced === shown) return;
      for (const update of updates) update(traced, id);
      shown = traced;
    },
  };
}

/** Changes when the body has to be built anew, rather than its numbers changed. @param {TracedGraph} traced @param {number} id */
function structureOf({ graph, config }, id) {
  const around = contributions(graph, id).map(({ name, slot }) => `${name}/${slot}`);
  return `${graph.name[id]} ${graph.op[id]} ${graph.prev[id].map((operand) => graph.name[operand])} ${around} ${config.optimizer}`;
}

/** @typedef {{element: HTMLElement, update?: Update}} Part */

/** @param {string | null} missing @returns {Part} */
function nothing(missing) {
  const text = missing
    ? `There is no node ${missing} in this graph.`
    : "Click a box of the graph, or a row of the parameters, to see how its number and its gradient were made.";
  return {
    element: el(
      "div",
      { className: "inspector-empty" },
      el("p", {}, text),
      el(
        "p",
        { className: "soft" },
        "Each box is a number: at its left what it is, at its right its gradient, by which it moves the loss. Double-click a neuron to go to it, and again to come back.",
      ),
      el("p", { className: "legend-row soft" }, ...roles()),
      el("p", { className: "legend-row soft num" }, gradientScale()),
    ),
  };
}

/** @param {TracedGraph} traced @param {number} id @param {Dispatch} dispatch @returns {Part[]} */
function nodeParts(traced, id, dispatch) {
  const { graph } = traced;
  return [
    valuesPart(graph, id),
    ...(graph.op[id] ? [localPart(graph, id, dispatch)] : []),
    gradientPart(graph, id, dispatch),
    ...(graph.role[id] === "param" ? [parameterPart(traced, id)] : []),
  ];
}

/** @param {import("../engine/protocol.js").Graph} graph @param {number} id @returns {Part} */
function valuesPart(graph, id) {
  const [data, grad, formula] = [field("data"), field("grad"), field("formula")];
  const name = field("name", graph.name[id]);
  const op = field("op", operationWords(graph, id));
  op.dataset.op = graph.op[id];
  return {
    element: el(
      "div",
      {},
      el(
        "p",
        { className: "role-words" },
        el("i", { className: `swatch ${graph.role[id]}` }),
        roleWords(graph, id),
      ),
      el(
        "dl",
        { className: "fields" },
        ...row("name", name),
        ...row("operation", op),
        ...row("data", data),
        ...row("grad", grad),
      ),
      el("p", { className: "formula" }, formula),
    ),
    update({ graph: now }) {
      setNumber(data, now.data[id]);
      setNumber(grad, now.grad[id]);
      grad.className = `num ${signClass(now.grad[id])}`;
      setText(formula, formulaWords(now, id));
    },
  };
}

/** The local derivative by each operand. @param {import("../engine/protocol.js").Graph} graph @param {number} id @param {Dispatch} dispatch @returns {Part} */
function localPart(graph, id, dispatch) {
  const values = graph.prev[id].map((_, slot) => field(`local-${slot}`));
  const lines = graph.prev[id].map((operand, slot) => {
    const rule = localRule(graph, id, slot);
    return el(
      "li",
      {},
      link(graph.name[operand], dispatch),
      el("span", { className: "num" }, rule === "1" ? "local " : `local = ${rule} = `, values[slot]),
    );
  });
  return {
    element: section("Local derivatives, by operand", el("ul", { className: "lines" }, ...lines)),
    update({ graph: now }) {
      now.local[id].forEach((local, slot) => {
        setNumber(values[slot], local, short);
      });
    },
  };
}

/** One line per consumer, in the order in which backward adds them. @param {import("../engine/protocol.js").Graph} graph @param {number} id @param {Dispatch} dispatch @returns {Part} */
function gradientPart(graph, id, dispatch) {
  const parts = contributions(graph, id);
  if (parts.length === 0) {
    const text = "Nothing reads this node: it is the loss, and its gradient is 1 by definition.";
    return { element: section("Its gradient", el("p", { className: "soft" }, text)) };
  }
  const values = parts.map(() => [field("local"), field("out-grad"), field("contribution")]);
  const lines = parts.map(({ name }, i) => {
    const [local, grad, value] = values[i];
    const line = el(
      "li",
      {},
      link(name, dispatch),
      el("span", { className: "num" }, "grad += ", local, " × ", grad, " = ", value),
    );
    line.dataset.consumer = name;
    return line;
  });
  const sum = field("sum");
  return {
    element: section(
      "Its gradient: local × out.grad of each consumer",
      el("ol", { className: "lines" }, ...lines),
      el("p", { className: "sum num" }, parts.length > 1 ? `sum of ${parts.length} = ` : "grad = ", sum),
    ),
    update({ graph: now }) {
      const fresh = contributions(now, id);
      fresh.forEach(({ local, grad, value }, i) => {
        setNumber(values[i][0], local, short);
        setNumber(values[i][1], grad, short);
        setNumber(values[i][2], value, short);
        values[i][2].className = signClass(value);
      });
      setNumber(sum, total(fresh));
    },
  };
}

/** What the optimiser holds of a parameter. @param {TracedGraph} traced @param {number} id @returns {Part} */
function parameterPart({ graph, config }, id) {
  const index = parameterNames(config).indexOf(graph.name[id]);
  const fields = [field("train-grad"), field("m"), field("v")];
  const [grad, m, v] = fields;
  const rows = [...row("grad", grad), ...row("m", m), ...(config.optimizer === "adamw" ? row("v", v) : [])];
  return {
    element: section(
      "In training: the last step's mean gradient, and moments",
      el("dl", { className: "fields" }, ...rows),
    ),
    update({ snapshot }) {
      setNumber(grad, snapshot.grad[index]);
      setNumber(m, snapshot.m[index]);
      setNumber(v, snapshot.v[index]);
    },
  };
}

/** @param {string} name @param {string} [text] */
function field(name, text = "") {
  const element = el("span", { className: "num" }, text);
  element.dataset.field = name;
  return element;
}

/** Shows a number, and keeps all its digits beside. @param {HTMLElement} element @param {number} x @param {(x: number) => string} [write] */
function setNumber(element, x, write = exact) {
  setText(element, write(x));
  const digits = exact(x);
  if (element.dataset.value !== digits) element.dataset.value = digits;
}

/** @param {string} term @param {HTMLElement} value */
const row = (term, value) => [el("dt", {}, term), el("dd", {}, value)];

/** @param {string} title @param {...HTMLElement} children */
const section = (title, ...children) => el("section", {}, el("h3", {}, title), ...children);

/** @param {string} name @param {Dispatch} dispatch */
function link(name, dispatch) {
  const button = el("button", { type: "button", className: "node-link num" }, name);
  button.onclick = () => dispatch({ type: "node/select", name });
  button.onpointerenter = () => dispatch({ type: "node/hover", name });
  button.onpointerleave = () => dispatch({ type: "node/hover", name: null });
  return button;
}
