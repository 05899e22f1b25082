/** What the learner's code may send in place of numbers and of its OPERATIONS: a sentence each, and nothing of it is drawn. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../../web/protocol/problem.js";
import { QUERIES } from "../../web/protocol/verbs.js";
import { checkedOperations } from "../../web/worker/yours/operations.js";
import { checkedLosses, checkedReply } from "../../web/worker/yours/replies.js";

const OPS = ["", "*", "sigmoid"];

/** The graph of loss = sigmoid(w * 2), as an engine sends it. @returns {any} */
const graph = () => ({
  op: ["", "", "*", "sigmoid"],
  role: ["param", "const", "result", "result"],
  k: new Float64Array(4),
  data: Float64Array.of(1, 2, 2, 0.88),
  grad: Float64Array.of(0.2, 0.1, 0.1, 1),
  prev: [[], [], [0, 1], [2]],
  local: Float64Array.of(2, 1, 0.1),
  contribution: Float64Array.of(0.2, 0.1, 0.1),
  name: ["w", "2", "w*2", "loss"],
  layer: new Int32Array(4),
  neuron: new Int32Array(4),
  part: ["weight", "const", "product", "loss"],
  input: new Int32Array(4),
});

/** @param {() => unknown} f @param {string} sentence */
function faults(f, sentence) {
  assert.throws(f, (/** @type {unknown} */ error) => {
    assert.ok(error instanceof Fault, "it ends the engine that runs the code");
    assert.equal(error.message, sentence);
    return true;
  });
}

test("a reply of numbers, texts and known operations is handed on as it came", () => {
  const reply = graph();
  assert.equal(checkedReply("trace", reply, OPS), reply);
  const predicted = { probabilities: Float64Array.of(0.5, 0.25, 0.25) };
  assert.equal(checkedReply("predict", predicted, OPS), predicted);
  // numbers that are not finite are numbers: the page says what became of them
  assert.ok(checkedReply("trace", { ...reply, data: Float64Array.of(Number.NaN, Infinity, 0, 0) }, OPS));
  assert.ok(checkedReply("trace", { ...reply, grad: [0.2, 0.1, 0.1, 1] }, OPS));
});

test("a column of something else is named", () => {
  for (const [column, value, is] of /** @type {const} */ ([
    ["data", ["1", "2", "2", "0.88"], "no list of numbers"],
    ["data", undefined, "no list of numbers"],
    ["grad", 1n, "no list of numbers"],
    ["local", [2, null, 0.1], "no list of numbers"],
    ["prev", [[], [], "01", [2]], "no list of numbers"],
    ["layer", [0, 0, 0, 0], "no list of numbers"],
    ["name", ["w", 2, "w*2", "loss"], "no list of texts"],
    ["op", ["", "", Symbol.iterator, ""], "no list of operations"],
  ])) {
    faults(
      () => checkedReply("trace", { ...graph(), [column]: value }, OPS),
      `what the code has put into "${column}" is ${is}`,
    );
  }
  const nudge = { loss: 1, nudged: [1], predicted: 0, measured: 0, data: new Float64Array() };
  faults(
    () => checkedReply("nudge", /** @type {any} */ (nudge), OPS),
    'what the code has put into "nudged" is no number',
  );
});

test("a node whose operation has no row in OPERATIONS is named by it, also where every object has that name", () => {
  for (const op of ["sigmoyd", "toString", "__proto__"]) {
    faults(
      () => checkedReply("trace", { ...graph(), op: ["", "", "*", op] }, OPS),
      `a node has the operation "${op}", for which OPERATIONS has no row`,
    );
  }
  const long = "x".repeat(1000);
  faults(
    () => checkedReply("trace", { ...graph(), op: ["", "", "*", long] }, OPS),
    `a node has the operation "${"x".repeat(40)}", for which OPERATIONS has no row`,
  );
});

test("every kind of column that a query may have is checked, but for those that Python's bridge makes itself", () => {
  const kinds = new Set(Object.values(QUERIES).flatMap(({ reply }) => Object.values(reply)));
  for (const [verb, { reply }] of Object.entries(QUERIES)) {
    for (const [column, kind] of Object.entries(reply)) {
      if (kind === "role" || kind === "optimizer") continue;
      const spoilt = { [column]: { length: "no number" } };
      assert.throws(() => checkedReply(/** @type {any} */ (verb), spoilt, OPS), Fault, `${verb}.${column}`);
    }
  }
  assert.ok(kinds.has("op") && kinds.has("pairs"), "the table has what this is about");
});

test("the losses of a step are two numbers, or the code is told so", () => {
  assert.deepEqual(checkedLosses([1, 2]), [1, 2]);
  assert.deepEqual(checkedLosses(Float64Array.of(0.5, Number.NaN)), [0.5, Number.NaN]);
  for (const losses of [null, undefined, [], [1], ["1", 2], [1, null], 7, { 0: 1, 1: 2 }]) {
    faults(() => checkedLosses(losses), "the loss that the code computes is no number");
  }
});

const ROW = {
  name: "sigmoid",
  title: "sigmoid",
  word: "logistic",
  formula: "sigmoid({a})",
  derivatives: ["{out}·(1 − {out})"],
  nonlinearity: true,
  function: "sigmoid",
};

test("rows of OPERATIONS arrive with what the page needs, and with nothing else", () => {
  const [row] = checkedOperations(JSON.stringify([{ ...ROW, arity: 7, forward: "mine" }]));
  assert.deepEqual(row, { ...ROW, arity: 1 });
});

test("a row with something else in it is named with its part", () => {
  for (const [part, value, says] of /** @type {const} */ ([
    ["formula", 3, 'formula in the row "sigmoid" of OPERATIONS must be a text, not 3'],
    ["word", null, 'word in the row "sigmoid" of OPERATIONS must be a text, not null'],
    ["name", [], "name in the row without a name of OPERATIONS must be a text, not []"],
    [
      "derivatives",
      "1",
      'derivatives in the row "sigmoid" of OPERATIONS must be a list of at most two texts, not "1"',
    ],
    [
      "derivatives",
      ["1", "2", "3"],
      'derivatives in the row "sigmoid" of OPERATIONS must be a list of at most two texts, not ["1","2","3"]',
    ],
    ["nonlinearity", 1, 'nonlinearity in the row "sigmoid" of OPERATIONS must be True or False, not 1'],
  ])) {
    faults(() => checkedOperations(JSON.stringify([{ ...ROW, [part]: value }])), says);
  }
});

test("what is no table, or one that nobody reads to its end, is refused", () => {
  const says = "OPERATIONS must be a table of at most 200 rows";
  for (const json of ["{}", "null", "not JSON", undefined, JSON.stringify(Array(201).fill(ROW))]) {
    faults(() => checkedOperations(json), says);
  }
  faults(
    () => checkedOperations("[null]"),
    "name in the row without a name of OPERATIONS must be a text, not undefined",
  );
});
