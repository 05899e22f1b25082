import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { ROOT } from "../../build/tools.js";
import { addressOf, cut, PLACES } from "../../web/view/node/source.js";
import { traceGraphs } from "./graph-fixtures.js";

/** @typedef {import("../../web/view/node/source.js").Language} Language */

/** @param {string} what @param {Language} language */
async function linesOf(what, language) {
  const place = PLACES[what][language];
  const text = await readFile(path.join(ROOT, place.file), "utf8");
  return { text, lines: cut(text, place) };
}

/** @param {{lines: import("../../web/view/node/source.js").Line[]}} excerpt */
const marked = ({ lines }) => lines.filter((line) => line.marked).map(({ text }) => text.trim());

const LANGUAGES = /** @type {Language[]} */ (["python", "c"]);

test("every function that computes a node is found in both languages, and its lines are those of the file", async () => {
  for (const what of Object.keys(PLACES)) {
    for (const language of LANGUAGES) {
      const { text, lines } = await linesOf(what, language);
      const all = text.split("\n");
      for (const line of lines) assert.ok(all[line.number - 1].endsWith(line.text), `${what} ${line.number}`);
      const most = what === "backward" && language === "c" ? 2 : 1; // C has a line for each of two operands
      assert.equal(marked({ lines }).length, most, `${what} in ${language}`);
      assert.ok(lines.length >= 1 && lines.length <= 20, `${what} in ${language}: ${lines.length} lines`);
    }
  }
});

test("every operation of a graph has its source", async () => {
  const graphs = await traceGraphs([[8], "tanh", "nll", 0], [[3], "relu", "logsumexp", 1]);
  for (const op of new Set(graphs.flatMap((graph) => graph.op))) assert.ok(PLACES[op], op);
});

test("the lines that compute a product, a tanh and backward are marked", async () => {
  assert.deepEqual(marked(await linesOf("*", "python")), ['return Value(a * b, (self, other), (b, a), "*")']);
  assert.deepEqual(marked(await linesOf("tanh", "c")), ["double out = tanh(data_of(arena, x));"]);
  assert.deepEqual(marked(await linesOf("backward", "python")), ["operand.grad += local[i] * grad"]);
  assert.deepEqual(marked(await linesOf("backward", "c")), [
    "if (out->prev[0] != NONE) node[out->prev[0]].grad += out->local[0] * grad;",
    "if (out->prev[1] != NONE) node[out->prev[1]].grad += out->local[1] * grad;",
  ]);
});

test("a function is extracted whole, with a one-line comment but without a longer one", async () => {
  const texts = async (/** @type {string} */ what, /** @type {Language} */ language) =>
    (await linesOf(what, language)).lines.map(({ text }) => text);
  const tanh = await texts("tanh", "c");
  assert.deepEqual(
    [tanh[0], tanh.at(-1), tanh.length],
    ["// The hyperbolic tangent; d/dx = 1 - tanh(x)**2.", "}", 5],
  );
  const backward = await texts("backward", "python");
  assert.deepEqual(
    [backward[0], backward[1]],
    ["def backward(self) -> None:", "    order = topological_order(self)"],
  );
  const { lines } = await linesOf("backward", "python");
  assert.ok(lines[1].number > lines[0].number + 1, "the numbers show the gap");
  assert.equal((await texts("", "c")).length, 1);
  assert.match((await texts("adamw", "python"))[0], /def step/);
  assert.notDeepEqual(await texts("adamw", "python"), await texts("sgd", "python"));
});

test("a missing function, or a missing marked line, is reported by name", () => {
  const place = PLACES.tanh.python;
  assert.throws(
    () => cut("class Value:\n    def tan(self):\n        pass\n", place),
    /engine.py has no "def tanh\(" or "def __tanh__\("/,
  );
  assert.throws(
    () => cut("    def tanh(self):\n        return 1\n", place),
    /"def tanh\(" has no line "out =" or "return Value\("/,
  );
  assert.throws(() => cut("def step(self):\n", PLACES.sgd.python), /no "def step\(" in "class sgd\("/);
});

test("the files are beside the page, under any path", () => {
  assert.match(addressOf("csrc/engine.c"), /\/source\/csrc\/engine\.c$/);
});
