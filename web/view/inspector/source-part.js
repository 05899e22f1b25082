/** The part that shows the engines' own source: one line per language, with its function unfolded on demand. */

import { el, setText } from "../dom.js";
import { keep, onChange, unfolding } from "./parts.js";
import { sourceOf } from "./source.js";

/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("./source.js").Language} Language */
/** @typedef {import("./source.js").Excerpt} Excerpt */
/**
 * What is shown of the source: the title is for screen readers only if `plain`; where a language has one line per operand, `slot`
 * says which is shown.
 * @typedef {{title: string, what: string, plain?: boolean, slot?: number}} Source
 */

/**
 * @param {string} key identifies this excerpt, so that it stays unfolded for the next node
 * @param {Source} source
 * @param {Context} context
 * @returns {Part}
 */
export function sourcePart(key, source, context) {
  const id = [key, source.what, source.slot].join(" ");
  const part = keep(id, () => makeSourcePart(key, source, context, () => context.kept.delete(id)), context);
  /** @type {HTMLDetailsElement} */ (part.element).open = context.open.has(key);
  return part;
}

/** @param {string} key @param {Source} source @param {Context} context @param {() => void} onFailure @returns {Part} */
function makeSourcePart(key, { title, what, plain = false, slot = 0 }, context, onFailure) {
  const failed = () => {
    element.classList.add("failed");
    onFailure();
  };
  const both = {
    python: languagePart("python", what, slot, failed),
    c: languagePart("c", what, slot, failed),
  };
  const lines = el("span", { className: "source-lines" });
  const summary = el(
    "summary",
    {},
    el("span", { className: plain ? "sr-only" : "source-title" }, title),
    lines,
  );
  const files = el("div", { className: "source-files" });
  const element = unfolding(key, summary, [files], context);
  element.classList.add("source");
  element.classList.toggle("titled", !plain);
  return {
    element,
    update: onChange(
      ({ state }) => [state.engines.active === "python"],
      ({ state }) => {
        const order = state.engines.active === "python" ? [both.python, both.c] : [both.c, both.python];
        lines.replaceChildren(...order.map(({ line }) => line));
        files.replaceChildren(...order.map(({ file }) => file));
      },
    ),
  };
}

/** @param {Language} language @param {string} what @param {number} slot @param {() => void} onFailure */
function languagePart(language, what, slot, onFailure) {
  const [where, code] = [el("span", { className: "where num" }), el("code", { className: "num" })];
  const line = el("span", { className: "source-line" }, where, code);
  line.dataset.language = language;
  const file = el("figure");
  file.dataset.language = language;
  sourceOf(language, what).then(
    (excerpt) => {
      const all = excerpt.lines.filter((line) => line.marked);
      const marked = all[slot] ?? all[0];
      setText(where, `${excerpt.file.split("/").pop()} ${marked.number}`);
      setText(code, marked.text.trim());
      file.replaceChildren(...excerptElements(excerpt));
    },
    (error) => {
      const name = language === "c" ? "C" : "Python";
      setText(code, `The ${name} source can't be shown: ${error instanceof Error ? error.message : error}.`);
      code.className = "problem";
      onFailure();
    },
  );
  return { line, file };
}

/**
 * An excerpt of a file, with line numbers, the essential line marked, and a link to the file.
 * @param {Excerpt} excerpt
 * @returns {HTMLElement[]}
 */
export function excerptElements({ file, url, lines }) {
  const anchor = el("a", { href: url, target: "_blank", rel: "noopener" }, file);
  const [first, last] = [lines[0].number, lines[lines.length - 1].number];
  const which = first === last ? `, line ${first}` : `, lines ${first} to ${last}`;
  return [
    el("figcaption", { className: "soft" }, anchor, which),
    el("pre", { className: "num" }, ...lines.map(lineElement)),
  ];
}

/** One line of code; a long line wraps with a hanging indent. @param {import("./source.js").Line} line */
function lineElement({ number, text, marked }) {
  const code = el(marked ? "mark" : "span", { className: "code" }, text);
  const hang = text.length - text.trimStart().length + 2;
  code.style.setProperty("padding-left", `${hang}ch`);
  code.style.setProperty("text-indent", `-${hang}ch`);
  const line = el("span", { className: "line" }, el("span", { className: "line-number" }, `${number}`), code);
  line.dataset.line = `${number}`;
  return line;
}
