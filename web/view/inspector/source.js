/**
 * The engines' own source: an operation's function is extracted from the source files that the site serves, with line
 * numbers, and its essential line is marked.
 */

/** @typedef {"python" | "c"} Language */
/** @typedef {{number: number, text: string, marked: boolean}} Line */
/** Lines of a file, with its URL on this site. @typedef {{file: string, url: string, lines: Line[]}} Excerpt */

/**
 * How to find a function: its file, the beginning of its first line, its class if the name is not unique, and the
 * beginning of its essential line. Indentation is ignored.
 * @typedef {{file: string, begins: string, within?: string, marks: string}} Place
 */

/** @param {string} begins @param {string} marks @param {string} [within] */
const inPython = (begins, marks, within) => ({ file: "micrograd/engine.py", begins, marks, within });

/** @param {string} begins @param {string} marks */
const inC = (begins, marks) => ({ file: "csrc/engine.c", begins, marks });

/**
 * Where things are computed: the operations by symbol, leaves, backward, and a parameter's first value and its update.
 * @type {Record<string, Record<Language, Place>>}
 */
export const PLACES = {
  "": { python: inPython("def __init__(", "self.data ="), c: inC("Value value_new(", "Value value_new(") },
  "+": {
    python: inPython("def __add__(", "return Value("),
    c: inC("Value value_add(", "return arena_push("),
  },
  "*": {
    python: inPython("def __mul__(", "return Value("),
    c: inC("Value value_mul(", "return arena_push("),
  },
  "**": {
    python: inPython("def __pow__(", "return Value("),
    c: inC("Value value_pow(", "return arena_push("),
  },
  relu: { python: inPython("def relu(", "out ="), c: inC("Value value_relu(", "double out =") },
  tanh: { python: inPython("def tanh(", "out ="), c: inC("Value value_tanh(", "double out =") },
  exp: { python: inPython("def exp(", "out ="), c: inC("Value value_exp(", "double out =") },
  log: { python: inPython("def log(", "return Value("), c: inC("Value value_log(", "return arena_push(") },
  backward: {
    python: inPython("def backward(", "operand.grad +="),
    c: inC("void value_backward(", "if (out->prev["),
  },
  root: {
    python: inPython("def backward(", "self.grad ="),
    c: inC("void value_backward(", "node[root].grad ="),
  },
  weight: drawn("self.w =", "for (int i = 0; i < nin; i++) value_new("),
  bias: drawn("self.b =", "neuron.b ="),
  adamw: updated("class AdamW", "static void adamw_step("),
  sgd: updated("class SGD", "static void sgd_step("),
};

/** A parameter's first value. @param {string} python @param {string} c @returns {Record<Language, Place>} */
function drawn(python, c) {
  return {
    python: { file: "micrograd/nn.py", within: "class Neuron(", begins: "def __init__(", marks: python },
    c: { file: "csrc/nn.c", begins: "static Neuron neuron_new(", marks: c },
  };
}

/** A parameter's update. @param {string} within @param {string} c @returns {Record<Language, Place>} */
function updated(within, c) {
  return {
    python: { file: "micrograd/optim.py", within, begins: "def step(", marks: "p.data -=" },
    c: { file: "csrc/optim.c", begins: c, marks: "p->data -=" },
  };
}

const BLANK = /^\s*$/;

/** @param {string} text */
const indentOf = (text) => text.length - text.trimStart().length;

/**
 * The lines of a function, with the comment above it and its docstring if they are one line long; gaps in the line
 * numbers show where longer ones were left out. Throws if the function or its essential line does not exist.
 * @param {string} text a whole file
 * @param {Place} place
 * @returns {Line[]}
 */
export function cut(text, { file, begins, within, marks }) {
  const all = text.split("\n");
  const from = within ? all.findIndex((line) => line.startsWith(within)) : 0;
  const first = from < 0 ? -1 : all.findIndex((line, i) => i >= from && line.trimStart().startsWith(begins));
  if (first < 0) throw new Error(`${file} has no "${begins}"${within ? ` in "${within}"` : ""}`);
  const last = lastLine(all, first);
  const kept = file.endsWith(".py") ? withoutLongDocstring(all, first, last) : range(first, last);
  if (isShortComment(all, first - 1)) kept.unshift(first - 1);
  const indent = indentOf(all[first]);
  const lines = kept.map((i) => ({
    number: i + 1,
    text: all[i].slice(indent),
    marked: i >= first && all[i].trimStart().startsWith(marks),
  }));
  if (!lines.some(({ marked }) => marked)) throw new Error(`${file}: "${begins}" has no line "${marks}"`);
  return lines;
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
function read(file) {
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

/**
 * The excerpt of the real file that computes something.
 * @param {Language} language
 * @param {string} what a row of PLACES
 * @returns {Promise<Excerpt>}
 */
export async function sourceOf(language, what) {
  const place = PLACES[what][language];
  return { file: place.file, url: addressOf(place.file), lines: cut(await read(place.file), place) };
}
