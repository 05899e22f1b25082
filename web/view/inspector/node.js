/** The parts that every node has: its value and formula, its gradient, and its local derivatives. */

import { el, setText, signClass } from "../dom.js";
import {
  contributions,
  formulaWords,
  localRule,
  operationWords,
  roleWords,
  running,
  short,
} from "../node/words.js";
import { field, graphOf, link, onChange, row, section, setNumber } from "./parts.js";
import { sourcePart } from "./source-part.js";

/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/** @param {import("../../state/types.js").TracedGraph} traced @param {number} id @param {Context} context @returns {Part[]} */
export function nodeParts({ graph, config }, id, context) {
  return [
    valuesPart(graph, id, config.loss),
    sourcePart("made", madeBy(graph, id), context),
    gradientPart(graph, id, context),
    sourcePart("backward", addedBy(graph, id), context),
  ];
}

/** @param {Graph} graph @param {number} id */
function madeBy({ op, role, part }, id) {
  if (op[id]) return { title: "Computed by", what: op[id], plain: true };
  if (role[id] !== "param") return { title: "Made by", what: "", plain: true };
  return { title: "First drawn by", what: part[id] };
}

/** The engine's line for the operand that the node is to its first consumer. @param {Graph} graph @param {number} id */
function addedBy(graph, id) {
  const [first] = contributions(graph, id);
  if (!first) return { title: "Set by", what: "root", plain: true };
  return { title: "Added up by", what: "backward", plain: true, slot: first.slot };
}

/** @param {Graph} graph @param {number} id @param {string} loss @returns {Part} */
function valuesPart(graph, id, loss) {
  const [data, grad, formula] = [field("data"), field("grad"), field("formula")];
  const role = el("span", {}, roleWords(graph, id, loss));
  role.dataset.field = "role";
  const op = field("op", operationWords(graph, id));
  op.dataset.op = graph.op[id];
  const leaf = graph.op[id] === "";
  op.classList.toggle("sr-only", leaf);
  return {
    element: el(
      "div",
      {},
      el("p", { className: "role-words" }, el("i", { className: `swatch ${graph.role[id]}` }), role, op),
      el("dl", { className: "fields" }, ...row("data", data), ...row("grad at this point", grad)),
      el("p", { className: "formula", hidden: leaf }, formula),
    ),
    update: onChange(graphOf, ({ traced: { graph: now }, id: place }) => {
      setNumber(data, now.data[place]);
      setNumber(grad, now.grad[place]);
      grad.className = `num ${signClass(now.grad[place])}`;
      setText(formula, formulaWords(now, place));
    }),
  };
}

/** One line per contribution, in the order in which backward adds them. @param {Graph} graph @param {number} id @param {Context} context @returns {Part} */
function gradientPart(graph, id, { dispatch }) {
  const parts = contributions(graph, id);
  if (parts.length === 0) {
    const text = "No node uses this one: it is the loss, and its gradient is 1 by definition.";
    return { element: section("grad at this point", el("p", { className: "soft" }, text)) };
  }
  const several = parts.length > 1;
  const values = parts.map(() => [
    field("local"),
    field("out-grad"),
    field("contribution"),
    field("running"),
  ]);
  const lines = parts.map(({ name }, i) => {
    const [local, grad, value, soFar] = values[i];
    const line = el(
      "li",
      {},
      link(name, dispatch),
      el("span", { className: "num" }, "grad += ", local, " × ", grad, " = ", value),
    );
    if (several) line.append(el("span", { className: "so-far num soft" }, "so far ", soFar));
    line.dataset.consumer = name;
    return line;
  });
  const sum = field("sum");
  return {
    element: section(
      "grad at this point: local × out.grad, by consumer",
      el("ol", { className: `lines ${several ? "several" : ""}` }, ...lines),
      el("p", { className: "sum num" }, several ? `sum of ${parts.length} = ` : "grad = ", sum),
    ),
    update: onChange(graphOf, ({ traced: { graph: now }, id: place }) => {
      const fresh = contributions(now, place);
      const sums = running(fresh);
      fresh.forEach(({ local, grad, value }, i) => {
        const numbers = [local, grad, value, sums[i]];
        numbers.forEach((x, j) => {
          setNumber(values[i][j], x, short);
        });
        values[i][2].className = `num ${signClass(value)}`;
      });
      setNumber(sum, sums[sums.length - 1]);
    }),
  };
}

/** The local derivative with respect to each operand. @param {Graph} graph @param {number} id @param {Context} context @returns {Part[]} none for a leaf */
export function localParts(graph, id, { dispatch }) {
  if (!graph.op[id]) return [];
  const values = graph.prev[id].map((_, slot) => field(`local-${slot}`));
  const lines = graph.prev[id].map((operand, slot) => {
    const rule = localRule(graph, id, slot);
    return el(
      "li",
      {},
      link(graph.name[operand], dispatch),
      el("span", { className: "num" }, rule === "1" ? "local = " : `local = ${rule} = `, values[slot]),
    );
  });
  const part = {
    element: section("Local derivatives, by operand", el("ul", { className: "lines" }, ...lines)),
    update: onChange(graphOf, ({ traced: { graph: now }, id: place }) => {
      now.local[place].forEach((local, slot) => {
        setNumber(values[slot], local, short);
      });
    }),
  };
  return [part];
}
