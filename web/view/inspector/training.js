/** The training part of a parameter: the last step, the next step, and the optimiser's rule. */

import { optimizerOf } from "../../protocol/config.js";
import { parameterNames } from "../../protocol/names.js";
import { answerOf } from "../../state/queries.js";
import { el, setText, signClass } from "../dom.js";
import { clearNumber, field, fine, onChange, section, setNumber, unfolding } from "./parts.js";
import { sourcePart } from "./source-part.js";
import { updateWords } from "./update-words.js";

/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("../../state/types.js").TracedGraph} TracedGraph */
/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {import("../../protocol/messages.js").Snapshot} Snapshot */

/**
 * A row of the table: its number after the last step, and after the next. `accumulated` marks the accumulated gradient,
 * which the optimiser uses when zero_grad is left out.
 * @typedef {{
 *   name: string, title: string, fields: [last: string, next: string],
 *   of(snapshot: Snapshot, i: number): number, gradient?: boolean, accumulated?: boolean,
 * }} Row
 */

/** @param {Config} config @returns {Row[]} */
function rowsFor(config) {
  const accumulates = config.zero_grad === false;
  const { moments } = optimizerOf(config);
  /** @type {(Row | false)[]} */
  const rows = [
    {
      name: "grad",
      title: "gradient of the train loss",
      fields: [accumulates ? "truth" : "train-grad", "gradient"],
      of: ({ truth, grad }, i) => (truth ?? grad)[i],
      gradient: true,
    },
    accumulates && {
      name: "accumulated",
      title: "accumulated gradient, without zero_grad",
      fields: ["train-grad", "after-grad"],
      of: ({ grad }, i) => grad[i],
      accumulated: true,
    },
    moments.m !== undefined && {
      name: "m",
      title: moments.m,
      fields: ["m", "after-m"],
      of: ({ m }, i) => m[i],
    },
    moments.v !== undefined && {
      name: "v",
      title: moments.v,
      fields: ["v", "after-v"],
      of: ({ v }, i) => v[i],
    },
    {
      name: "data",
      title: "the parameter itself",
      fields: ["data-now", "after-data"],
      of: ({ data }, i) => data[i],
    },
  ];
  return rows.filter((row) => row !== false);
}

/** @param {TracedGraph} traced @param {number} id @param {Context} context @returns {Part[]} */
export function trainingParts({ graph, config }, id, context) {
  const index = parameterNames(config).indexOf(graph.name[id]);
  const table = trainingTable(config, index);
  const rule = rulePart(config, index);
  return [
    {
      element: section(
        "In training: the grad of the last step, and the next grad",
        table.element,
        unfolding(
          "rule",
          el("summary", { className: "soft" }, "The rule, with numbers"),
          [rule.element],
          context,
        ),
      ),
      update: onChange(
        ({ state, traced }) => [
          traced,
          state.answers.queries.preview,
          state.session.config,
          state.engines.active,
        ],
        ({ state, traced }) => {
          const answer = answerOf(state, "preview");
          // the preview belongs to the snapshot for which it was requested
          const before = /** @type {Snapshot} */ (answer?.reply ? answer.of.snapshot : traced.snapshot);
          table.show(before, answer?.reply ?? null, answer?.error ?? "");
          rule.show(before, answer?.reply ?? null);
        },
      ),
    },
    sourcePart("update", { title: "Updated by", what: config.optimizer }, context),
  ];
}

/** @param {Config} config @param {number} index */
function trainingTable(config, index) {
  const [last, next] = [el("th", { scope: "col" }), el("th", { scope: "col" })];
  const rows = rowsFor(config).map((row) => ({ ...row, cells: row.fields.map((name) => field(name)) }));
  const update = field("update");
  const lines = rows.map(({ name, title, cells }) => tableRow(name, title, ...cells));
  const body = el("tbody", {}, ...lines, tableRow("update", "data after minus data before", "", update));
  const head = el("thead", {}, el("tr", {}, el("td"), last, next));
  const problem = el("p", { className: "problem" });
  return {
    element: el(
      "div",
      {},
      el("table", { className: "training" }, head, body),
      ...accumulationWords(config),
      problem,
    ),
    /** @param {Snapshot} before @param {{after: Snapshot, gradient: Float64Array} | null} reply @param {string} error */
    show(before, reply, error) {
      setText(last, before.step === 0 ? "at the start" : `of step ${before.step}`);
      setText(next, "next");
      next.title = `the update of step ${before.step + 1}`;
      setText(problem, error);
      problem.hidden = error === "";
      for (const { name, of, cells, gradient, accumulated } of rows) {
        const then = reply && (gradient ? reply.gradient[index] : of(reply.after, index));
        // before the first step no gradient, and no mean of one, has been computed
        const none = before.step === 0 && name !== "data";
        if (none) clearNumber(cells[0]);
        else setNumber(cells[0], of(before, index), fine);
        if (then === null) clearNumber(cells[1]);
        else setNumber(cells[1], then, fine);
        if (gradient) color(cells[0], none ? null : of(before, index));
        if (gradient) color(cells[1], then);
        if (!accumulated) continue;
        cells[0].classList.toggle(
          "wrong",
          before.truth !== undefined && before.grad[index] !== before.truth[index],
        );
        cells[1].classList.toggle("wrong", reply !== null && then !== reply.gradient[index]);
      }
      if (reply) setNumber(update, reply.after.data[index] - before.data[index], fine);
      else clearNumber(update);
      color(update, reply && reply.after.data[index] - before.data[index]);
    },
  };
}

/** @param {Config} config */
const accumulationWords = ({ zero_grad }) =>
  zero_grad === false
    ? [
        el(
          "p",
          { className: "soft" },
          "Without zero_grad the update uses the accumulated gradient: red where it differs from grad.",
        ),
      ]
    : [];

/** @param {HTMLElement} element @param {number | null} x */
function color(element, x) {
  element.className = `num ${signClass(x ?? 0)}`;
}

/** @param {string} name @param {string} title @param {...(Node | string)} cells */
const tableRow = (name, title, ...cells) =>
  el("tr", {}, el("th", { scope: "row", title }, name), ...cells.map((cell) => el("td", {}, cell)));

/** @param {Config} config @param {number} index */
function rulePart(config, index) {
  const element = el("dl", { className: "rule" });
  /** @type {{rule: HTMLElement, numbers: HTMLElement}[]} */
  let lines = [];
  return {
    element,
    /** @param {Snapshot} before @param {{after: Snapshot, lr: number} | null} coming */
    show(before, coming) {
      element.hidden = coming === null;
      if (!coming) return;
      const words = updateWords(config, before, coming.after, index, coming.lr);
      if (lines.length === 0) {
        lines = words.map(({ rule }) => ({
          rule: el("dt", {}, rule),
          numbers: el("dd", { className: "num" }),
        }));
        element.append(...lines.flatMap(({ rule, numbers }) => [rule, numbers]));
      }
      words.forEach(({ numbers }, i) => {
        setText(lines[i].numbers, numbers);
      });
    },
  };
}
