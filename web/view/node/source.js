/**
 * The engines' own source: an operation's function is extracted from the source files that the site serves, with line
 * numbers, and its essential line is marked.
 */

import { DESCRIPTION } from "../../generated/description.js";
import { OPERATIONS } from "../../protocol/operations.js";
import { FILE_NAMES } from "../../state/code/known.js";

/** @typedef {"python" | "c"} Language */
/** @typedef {{number: number, text: string, marked: boolean}} Line */
/** Lines of a file, with its URL on this site. @typedef {{file: string, url: string, lines: Line[]}} Excerpt */

/**
 * How to find a function: its file, how its first line begins, inside which class (in small letters) if several have one of that name, and
 * what the line that counts begins with, both without their indentation. Of several beginnings the first that is there
 * counts.
 * @typedef {{file: string, begins: string[], within?: string, marks: string[]}} Place
 */

/** A method of Value, which may have underscores around its name. @param {string} name @returns {Place} */
const method = (name) => ({
  file: "micrograd/engine.py",
  begins: [`def ${name}(`, `def __${name}__(`],
  marks: ["out =", "return Value("],
});

/** @param {import("../../protocol/operations.js").Operation} row @returns {Record<Language, Place>} */
const operationPlaces = ({ function: name }) => ({
  python: method(name),
  c: {
    file: "csrc/engine.c",
    begins: [`Value value_${name}(`],
    marks: ["double out =", "return arena_push("],
  },
});

/** A line of engine.py and of engine.c. @param {[string, string]} python @param {[string, string]} c @returns {Record<Language, Place>} */
const inEngine = (python, c) => ({
  python: { file: "micrograd/engine.py", begins: [python[0]], marks: [python[1]] },
  c: { file: "csrc/engine.c", begins: [c[0]], marks: [c[1]] },
});

/** A parameter's first value. @param {string} python @param {string} c @returns {Record<Language, Place>} */
const drawn = (python, c) => ({
  python: { file: "micrograd/nn.py", within: "class neuron(", begins: ["def __init__("], marks: [python] },
  c: { file: "csrc/nn.c", begins: ["static Neuron neuron_new("], marks: [c] },
});

/** A parameter's later ones. @param {string} name the optimiser's: its class in small letters @param {string} c @returns {Record<Language, Place>} */
function updated(name, c) {
  const within = `class ${name}(`;
  return {
    python: { file: "micrograd/optim.py", within, begins: ["def step("], marks: ["p.data -="] },
    c: { file: "csrc/optim.c", begins: [`static void ${c}(`], marks: ["p->data -="] },
  };
}

const { optimizers } = DESCRIPTION.functions;

/**
 * Where things are computed: the operations by symbol, leaves, backward, and a parameter's first value and its update.
 * @type {Record<string, Record<Language, Place>>}
 */
export const PLACES = {
  ...Object.fromEntries(Object.entries(OPERATIONS).map(([op, row]) => [op, operationPlaces(row)])),
  ...Object.fromEntries(DESCRIPTION.optimizers.map(({ name }) => [name, updated(name, optimizers[name])])),
  "": inEngine(["def __init__(", "self.data ="], ["Value value_new(", "Value value_new("]),
  backward: inEngine(["def backward(", "operand.grad +="], ["void value_backward(", "if (out->prev["]),
  root: inEngine(["def backward(", "self.grad +="], ["void value_backward(", "node[root].grad +="]),
  weight: drawn("self.w =", "for (int i = 0; i < nin; i++) value_new("),
  bias: drawn("self.b =", "neuron.b ="),
};

const BLANK = /^\s*$/;

/** @param {string} text */
const indentOf = (text) => text.length - text.trimStart().length;

/**
 * The lines of a function. What is said above it, or in its docstring, comes along if it is one line long; the numbers
 * show where more was left out. Throws where the file has no such function, or the function no such line.
 * @param {string} source a whole file
 * @param {Place} place
 * @returns {Line[]}
 */
export function cut(source, { file, begins, within, marks }) {
  const all = source.split("\n");
  const from = within ? all.findIndex((line) => line.toLowerCase().startsWith(within)) : 0;
  const starts = (/** @type {number} */ i, /** @type {string} */ text) => all[i].trimStart().startsWith(text);
  const place = (/** @type {string} */ text) => all.findIndex((_, i) => i >= from && starts(i, text));
  const first = from < 0 ? -1 : (begins.map(place).find((i) => i >= 0) ?? -1);
  if (first < 0)
    throw new Error(`${file} has no "${begins.join('" or "')}"${within ? ` in "${within}"` : ""}`);
  const last = lastLine(all, first);
  const kept = file.endsWith(".py") ? withoutLongDocstring(all, first, last) : range(first, last);
  if (isShortComment(all, first - 1)) kept.unshift(first - 1);
  const indent = indentOf(all[first]);
  const mark = marks.find((text) => kept.some((i) => i >= first && starts(i, text)));
  if (mark === undefined) throw new Error(`${file}: "${begins[0]}" has no line "${marks.join('" or "')}"`);
  return kept.map((i) => ({
    number: i + 1,
    text: all[i].slice(indent),
    marked: i >= first && starts(i, mark),
  }));
}

/** @param {number} from @param {number} to @returns {number[]} both included */
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** A function ends with its indentation; in C with the brace that has the indentation of its first line. @param {string[]} all @param {number} first */
function lastLine(all, first) {
  const ends = /[;}]$/; // a C function on one line
  if (ends.test(all[first])) return first;
  let last = first;
  for (let i = first + 1; i < all.length; i++) {
    if (BLANK.test(all[i])) continue;
    const inside = indentOf(all[i]) > indentOf(all[first]);
    if (!inside && !/^\s*[)}]/.test(all[i])) break;
    last = i;
    if (all[i] === "}") break;
  }
  return last;
}

/** @param {string[]} all @param {number} first @param {number} last */
function withoutLongDocstring(all, first, last) {
  const lines = range(first, last);
  const opens = lines.find((i) => /^\s*"""(?!.*"""$)/.test(all[i]));
  if (opens === undefined) return lines;
  const closes = lines.find((i) => i > opens && all[i].endsWith('"""')) ?? opens;
  return lines.filter((i) => i < opens || i > closes);
}

/** Whether the line is a one-line comment. @param {string[]} all @param {number} i */
const isShortComment = (all, i) => /^\s*\/\//.test(all[i] ?? "") && !/^\s*\/\//.test(all[i - 1] ?? "");

// --- the files ---

/** The build puts the source files beside the page. @param {string} file */
export const addressOf = (file) => new URL(`../../source/${file}`, import.meta.url).href;

/** @type {Map<string, Promise<string>>} */
const texts = new Map();

/** Fetches a file once, when it is first needed; after a failure the next call tries again. @param {string} file @returns {Promise<string>} */
export function readSource(file) {
  const known = texts.get(file);
  if (known) return known;
  const text = fetch(addressOf(file)).then((response) => {
    if (!response.ok) throw new Error(`${file} was answered by ${response.status}`);
    return response.text();
  });
  texts.set(file, text);
  text.catch(() => texts.delete(file));
  return text;
}

/** @type {Map<string, Excerpt>} */
const excerpts = new Map();

// --- the learner's own code ---

/** The learner's files, and the operations that they bring. @typedef {{files: import("../../state/code/files.js").Files, operations: import("../../protocol/operations.js").Operations}} Own */

/**
 * Where the learner's code computes something. Its lines may be written differently, down to the first line of the function.
 * @param {string} what @param {Own["operations"]} operations @returns {(Place & {file: keyof Own["files"]}) | null}
 */
export function ownPlace(what, operations) {
  const place = operations[what] ? method(operations[what].function) : PLACES[what]?.python;
  const file = FILE_NAMES.find((name) => place?.file === `micrograd/${name}`);
  return file ? { ...place, file, marks: [...place.marks, "operand.grad", "return ", "def "] } : null;
}

/**
 * The excerpt of the real file that computes something, cut once; of the learner's own, where these made the graph. Null where the
 * language has no such operation.
 * @param {Language} language
 * @param {string} what a row of PLACES, or an operation of the learner's own
 * @param {Own | null} [own]
 * @returns {Promise<Excerpt | null>}
 */
export async function sourceOf(language, what, own = null) {
  const mine = own && language === "python" ? ownPlace(what, own.operations) : null;
  if (own && mine) return { file: mine.file, url: "", lines: cut(own.files[mine.file], mine) };
  if (!Object.hasOwn(PLACES, what)) return null;
  const known = excerpts.get(`${language} ${what}`);
  if (known) return known;
  const place = PLACES[what][language];
  const excerpt = {
    file: place.file,
    url: addressOf(place.file),
    lines: cut(await readSource(place.file), place),
  };
  excerpts.set(`${language} ${what}`, excerpt);
  return excerpt;
}
