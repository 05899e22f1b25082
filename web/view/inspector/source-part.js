/** The part that shows the engines' own source: one line per language, with its function unfolded on demand. */

import { FILE_NAMES, isMine } from "../../state/code/known.js";
import { el, setText } from "../dom.js";
import { keep, onChange, unfolding } from "./parts.js";

/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Context} Context */
/** @typedef {import("../node/source.js").Language} Language */
/** @typedef {import("../node/source.js").Excerpt} Excerpt */
/** @typedef {import("../node/source.js").Own} Own */
/**
 * What is shown of the source: the title is for screen readers only if `plain`; where a language has one line per operand, `slot`
 * says which is shown.
 * @typedef {{title: string, what: string, plain?: boolean, slot?: number}} Source
 */

/**
 * One part for all nodes, whose text changes: in a walk the inspector shows another node at every move, and a new `<details>`
 * takes the browser milliseconds to style.
 * @param {string} key identifies the part
 * @param {Source} source
 * @param {Context} context
 * @returns {Part}
 */
export function sourcePart(key, source, context) {
  const part = keep(`source ${key}`, () => makeSourcePart(key, context), context);
  part.write(source);
  return part;
}

/** @param {string} key @param {Context} context */
function makeSourcePart(key, context) {
  const [python, c] = [languagePart("python", context.dispatch), languagePart("c")];
  const [title, lines] = [el("span"), el("span", { className: "source-lines" })];
  const files = el("div", { className: "source-files" });
  const element = unfolding(key, el("summary", {}, title, lines), [files], context);
  /** The excerpt that is shown; "" after a failure, so that the file is asked for again with the next node. */
  let written = "";
  /** @type {Source | null} */
  let source = null;
  /** The learner's own code, where it made the graph. @type {Own | null} */
  let own = null;

  /** Shows the lines in both languages. */
  function show() {
    if (!source) return;
    for (const part of [python, c]) {
      part.show(source, own, element.open).catch(() => {
        written = "";
        element.classList.add("failed");
      });
    }
  }

  element.addEventListener("toggle", () => {
    for (const part of [python, c]) part.unfold(element.open);
  });
  return {
    element,
    /** @param {Source} wanted */
    write(wanted) {
      const text = [wanted.title, wanted.what, wanted.slot].join(" ");
      source = wanted;
      if (text === written) return;
      written = text;
      setText(title, wanted.title);
      title.className = wanted.plain ? "sr-only" : "source-title";
      element.className = `unfolding source ${wanted.plain ? "" : "titled"}`;
      show();
    },
    update: onChange(
      ({ state, traced }) => [
        isPython(state),
        traced.engine === "yours" && state.code.run,
        traced.graph.operations,
      ],
      ({ state, traced: { engine, graph } }) => {
        const order = isPython(state) ? [python, c] : [c, python];
        lines.replaceChildren(...order.map(({ line }) => line));
        files.replaceChildren(...order.map(({ file }) => file));
        const before = own;
        const { run } = state.code;
        own =
          engine === "yours" && run && !isMine(run)
            ? { files: run, operations: graph.operations ?? {} }
            : null;
        if (own || before) show();
      },
    ),
  };
}

/** @param {import("./parts.js").State} state */
const isPython = ({ engines: { active } }) => active === "python" || active === "yours";

/** What cuts a function out of its file, loaded with the first node that is selected. @type {typeof import("../node/source.js") | null} */
let reader = null;

/** @param {Language} language @param {string} what @param {Own | null} own */
async function excerptOf(language, what, own) {
  reader ??= await import("../node/source.js").catch(() => {
    throw new Error("view/node/source.js did not arrive");
  });
  return reader.sourceOf(language, what, own);
}

/** @param {Language} language @param {import("../index.js").Dispatch} [dispatch] where its lines can be edited */
function languagePart(language, dispatch) {
  const [where, code] = [el("span", { className: "where num" }), el("code")];
  const line = el("span", { className: "source-line" }, where, code);
  line.dataset.language = language;
  const file = el("figure");
  file.dataset.language = language;
  /** What was asked for last: an answer may come after a later question. */
  let asked = {};
  /** @type {Excerpt | null} */
  let excerpt = null;

  /** The whole function, only while it is unfolded. @param {boolean} open */
  function unfold(open) {
    file.replaceChildren(...(open && excerpt ? excerptElements(excerpt) : []));
    if (excerpt && dispatch) file.querySelector("figcaption")?.append(" ", editButton(excerpt, dispatch));
  }

  /** @param {string} place @param {string} text @param {string} className */
  function write(place, text, className) {
    setText(where, place);
    setText(code, text);
    code.className = className;
  }

  return {
    line,
    file,
    unfold,
    /** Throws if the file can't be read, after it has said so. @param {Source} source @param {Own | null} own @param {boolean} open */
    async show({ what, slot = 0 }, own, open) {
      const mine = {};
      asked = mine;
      try {
        const found = await excerptOf(language, what, own);
        if (asked !== mine) return;
        excerpt = found;
        if (!found) return write("", `C has no ${what}.`, "soft");
        const all = found.lines.filter(({ marked }) => marked);
        const { number, text } = all[slot] ?? all[0];
        write(`${found.file.split("/").pop()} ${number}`, text.trim(), "num");
      } catch (error) {
        if (asked !== mine) return;
        excerpt = null;
        const name = language === "c" ? "C" : "Python";
        const why = error instanceof Error ? error.message : error;
        write("", `The ${name} source can't be shown: ${why}.`, "problem");
        throw error;
      } finally {
        unfold(open);
      }
    },
  };
}

/** Opens the editor at the line that counts, in the files that it has. @param {Excerpt} excerpt @param {import("../index.js").Dispatch} dispatch */
function editButton({ file: path, lines }, dispatch) {
  const file = FILE_NAMES.find((name) => path === name || path === `micrograd/${name}`);
  const line = lines.find(({ marked }) => marked)?.number;
  const onclick = () => dispatch({ type: "code/open", file, line });
  return file ? el("button", { type: "button", className: "quiet", onclick }, "Edit this line") : "";
}

/**
 * An excerpt of a file, with line numbers, the essential line marked, and a link to the file.
 * @param {Excerpt} excerpt
 * @returns {HTMLElement[]}
 */
export function excerptElements({ file, url, lines }) {
  const anchor = url ? el("a", { href: url, target: "_blank", rel: "noopener" }, file) : `your ${file}`;
  const [first, last] = [lines[0].number, lines[lines.length - 1].number];
  const which = first === last ? `, line ${first}` : `, lines ${first} to ${last}`;
  return [
    el("figcaption", { className: "soft" }, anchor, which),
    el("pre", { className: "num" }, ...lines.map(lineElement)),
  ];
}

/** One line of code; a long line wraps with a hanging indent. @param {import("../node/source.js").Line} line */
function lineElement({ number, text, marked }) {
  const code = el(marked ? "mark" : "span", { className: "code" }, text);
  const hang = text.length - text.trimStart().length + 2;
  code.style.setProperty("padding-left", `${hang}ch`);
  code.style.setProperty("text-indent", `-${hang}ch`);
  const line = el("span", { className: "line" }, el("span", { className: "line-number" }, `${number}`), code);
  line.dataset.line = `${number}`;
  return line;
}
