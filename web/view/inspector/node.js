/** The parts that every node has: its value and formula, its gradient, and its local derivatives. */

import { isFlat, localOf } from "../../protocol/nodes.js";
import { el, setText, signClass } from "../dom.js";
import { momentWords } from "../node/moment.js";
import {
  contributions,
  formulaWords,
  localRule,
  madeIn,
  operationWords,
  roleWords,
  running,
  short,
} from "../node/words.js";
import { field, graphOf, keep, link, onChange, row, section, setNumber } from "./parts.js";
import { sourcePart } from "./source-part.js";

/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/** @param {Graph} graph @param {number} id @param {Context} context @returns {Part[]} */
export function nodeParts(graph, id, context) {
  const count = contributions(graph, id).length;
  return [
    keep("values", valuesPart, context),
    sourcePart("made", madeBy(graph, id), context),
    keep(`gradient ${count}`, () => gradientPart(count, context), context),
    sourcePart("backward", addedBy(graph, id), context),
  ];
}

/** @param {Graph} graph @param {number} id */
function madeBy(graph, id) {
  const what = madeIn(graph, id);
  if (graph.op[id]) return { title: "Computed by", what, plain: true };
  return what === "" ? { title: "Made by", what, plain: true } : { title: "Initial value drawn by", what };
}

/** The engine's line for the operand that the node is to its first consumer. @param {Graph} graph @param {number} id */
function addedBy(graph, id) {
  const [first] = contributions(graph, id);
  if (!first) return { title: "Set by", what: "root", plain: true };
  return { title: "Added up by", what: "backward", plain: true, slot: first.slot };
}

/** @param {import("./parts.js").Shown} shown */
const graphAndWalk = (shown) => [...graphOf(shown), shown.state.run.walk !== null];

/** @returns {Part} */
function valuesPart() {
  const [data, grad, formula, op] = ["data", "grad", "formula", "op"].map((name) => field(name));
  const [swatch, role] = [el("i"), el("span")];
  role.dataset.field = "role";
  const moment = el("span", { className: "soft" });
  const dataTerm = el("dt", {}, el("span", { "data-term": "data" }, "data"), " ", moment);
  const computed = el("p", { className: "formula" }, formula);
  const flat = el("p", { className: "soft" });
  flat.dataset.field = "flat";
  return {
    element: el(
      "div",
      {},
      el("p", { className: "role-words" }, swatch, role, op),
      el("dl", { className: "fields" }, dataTerm, el("dd", {}, data), ...row("grad at this point", grad)),
      computed,
      flat,
    ),
    update: onChange(graphAndWalk, ({ state, traced: { graph, config, snapshot }, id }) => {
      // above it a walk says the data of its move, which may be another
      setText(moment, state.run.walk ? momentWords(snapshot.step) : "");
      const leaf = graph.op[id] === "";
      swatch.className = `swatch ${graph.role[id]}`;
      setText(role, roleWords(graph, id, config.loss));
      setText(op, operationWords(graph, id));
      op.dataset.op = graph.op[id];
      op.classList.toggle("sr-only", leaf);
      setNumber(data, graph.data[id]);
      setNumber(grad, graph.grad[id]);
      grad.className = `num ${signClass(graph.grad[id])}`;
      computed.hidden = leaf;
      setText(formula, formulaWords(graph, id));
      flat.hidden = !isFlat(graph, id);
      setText(flat, flat.hidden ? "" : flatWords(graph, id));
    }),
  };
}

/** Why a neuron's outline is dashed. @param {Graph} graph @param {number} id */
const flatWords = (graph, id) =>
  `Dashed, since ${graph.op[id]} is flat here: ${short(localOf(graph, id, 0))} of its gradient passes on.`;

/** One line per contribution, in the order in which backward adds them. @param {number} count @param {Context} context @returns {Part} */
function gradientPart(count, { dispatch }) {
  if (count === 0) {
    const text = "No node uses this one: it is the loss, and its gradient is 1 by definition.";
    return { element: section("grad at this point", el("p", { className: "soft" }, text)) };
  }
  const several = count > 1;
  const lines = Array.from({ length: count }, () => contributionLine(dispatch, several));
  const sum = field("sum");
  return {
    element: section(
      "grad at this point: local × out.grad, by consumer",
      el("ol", { className: `lines ${several ? "several" : ""}` }, ...lines.map(({ element }) => element)),
      el("p", { className: "sum num" }, several ? `sum of ${count} = ` : "grad = ", sum),
    ),
    update: onChange(graphOf, ({ traced: { graph }, id }) => {
      const parts = contributions(graph, id);
      const sums = running(parts);
      parts.forEach((part, i) => {
        lines[i].show(part, sums[i]);
      });
      setNumber(sum, sums[sums.length - 1]);
    }),
  };
}

/** @param {import("../index.js").Dispatch} dispatch @param {boolean} several whether the sum so far is shown as well */
function contributionLine(dispatch, several) {
  const consumer = link(dispatch);
  const fields = [field("local"), field("out-grad"), field("contribution"), field("running")];
  const [local, outGrad, contribution, soFar] = fields;
  const product = el("span", { className: "num" }, "grad += ", local, " × ", outGrad, " = ", contribution);
  const element = el("li", {}, consumer, product);
  if (several) element.append(el("span", { className: "so-far num soft" }, "so far ", soFar));
  return {
    element,
    /** @param {import("../node/words.js").Contribution} part @param {number} sum */
    show({ name, local, grad, value }, sum) {
      setText(consumer, name);
      element.dataset.consumer = name;
      [local, grad, value, sum].forEach((x, i) => {
        setNumber(fields[i], x, short);
      });
      contribution.className = `num ${signClass(value)}`;
    },
  };
}

/** The local derivative with respect to each operand. @param {Graph} graph @param {number} id @param {Context} context @returns {Part[]} none for a leaf */
export function localParts(graph, id, context) {
  if (!graph.op[id]) return [];
  const count = graph.prev[id].length;
  return [keep(`local ${count}`, () => localPart(count, context), context)];
}

/** @param {number} count of operands @param {Context} context @returns {Part} */
function localPart(count, { dispatch }) {
  const lines = Array.from({ length: count }, (_, slot) => {
    const [operand, rule, value] = [link(dispatch), el("span"), field(`local-${slot}`)];
    const element = el("li", {}, operand, el("span", { className: "num" }, "local = ", rule, value));
    return { element, operand, rule, value };
  });
  const elements = lines.map(({ element }) => element);
  return {
    element: section("Local derivatives, by operand", el("ul", { className: "lines" }, ...elements)),
    update: onChange(graphOf, ({ traced: { graph }, id }) => {
      lines.forEach(({ operand, rule, value }, slot) => {
        const words = localRule(graph, id, slot);
        setText(operand, graph.name[graph.prev[id][slot]]);
        setText(rule, words === "1" ? "" : `${words} = `);
        setNumber(value, localOf(graph, id, slot), short);
      });
    }),
  };
}
