/** The learner's own files: those of the package that may be changed, and where their functions are. */

/** @typedef {typeof import("./known.js").FILE_NAMES[number]} FileName */
/** The text of each file. @typedef {Record<FileName, string>} Files */
/** The file of the exercises, which the engine Yours runs instead. @typedef {Record<typeof import("../../protocol/messages.js").MINE, string>} Mine */
/** A function or method: its name with that of its class, and its first and last line, counted from 1. @typedef {{name: string, first: number, last: number}} Span */

const BEGINS = /^(\s*)(def|class)\s+(\w+)/;

/** @param {string} line */
const indentOf = (line) => line.length - line.trimStart().length;

/**
 * The functions of a Python file, methods included, by indentation: also those of a file that Python itself would refuse.
 *
 *     spansOf("class A:\n    def f(self):\n        return 1\n\ndef g(): pass\n")
 *         // [{ name: "A.f", first: 2, last: 3 }, { name: "g", first: 5, last: 5 }]
 *
 * @param {string} text
 * @returns {Span[]}
 */
export function spansOf(text) {
  const lines = text.split("\n");
  /** @type {Span[]} */
  const spans = [];
  let within = "";
  lines.forEach((line, i) => {
    const [, indent, kind, name] = BEGINS.exec(line) ?? [];
    if (!kind) return;
    if (kind === "class") {
      if (indent === "") within = `${name}.`;
      return;
    }
    if (indent.length > 4 || (indent.length > 0 && within === "")) return; // a function in a function belongs to it
    if (indent === "") within = "";
    spans.push({ name: within + name, first: i + 1, last: lastLine(lines, i) + 1 });
  });
  return spans;
}

/** Where the body ends: before the next line that is indented no further, but for the brackets of a signature. @param {string[]} lines @param {number} first */
function lastLine(lines, first) {
  let last = first;
  for (let i = first + 1; i < lines.length; i++) {
    if (lines[i].trim() === "") continue;
    if (indentOf(lines[i]) <= indentOf(lines[first]) && !/^\s*\)/.test(lines[i])) break;
    last = i;
  }
  return last;
}

/** The function that a line belongs to. @param {string} text @param {number} line @returns {Span | null} */
export const spanAt = (text, line) =>
  spansOf(text).find(({ first, last }) => first <= line && line <= last) ?? null;

/** The lines of a function, or null where the file has none of that name. @param {string} text @param {string} name */
export function functionOf(text, name) {
  const span = spansOf(text).find((each) => each.name === name);
  return span
    ? text
        .split("\n")
        .slice(span.first - 1, span.last)
        .join("\n")
    : null;
}

/**
 * The file with a function replaced. Throws where it has no function of that name.
 * @param {string} text @param {string} name @param {string} body the whole function, with its indentation
 */
export function withFunction(text, name, body) {
  const span = spansOf(text).find((each) => each.name === name);
  if (!span) throw new RangeError(`there is no function ${name}`);
  const lines = text.split("\n");
  return [...lines.slice(0, span.first - 1), body, ...lines.slice(span.last)].join("\n");
}
