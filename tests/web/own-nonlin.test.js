/** A nonlinearity that only the learner's code has: who runs it, who refuses it, and that nothing of it stays when it goes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { nextPlan } from "../../web/engine/plan.js";
import { DEFAULT_CONFIG, parseConfig, parseSetting, RULES } from "../../web/protocol/config.js";
import { isOwnNonlin, OPERATIONS, operationOf, ownRows } from "../../web/protocol/operations.js";
import { ownNonlin, ownNonlins } from "../../web/state/code/nonlin.js";
import { verdictOf } from "../../web/state/code/words.js";
import { update } from "../../web/state/state.js";
import { validated } from "../../web/state/validate.js";
import { formulaWords, localRule, operationWords } from "../../web/view/node/words.js";
import { makeSnapshot, startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */

const FILES = { "engine.py": "class Value:\n    pass\n", "nn.py": "", "optim.py": "" };

/** @type {import("../../web/protocol/operations.js").Operation} */
const SIGMOID = {
  name: "sigmoid",
  title: "sigmoid",
  word: "logistic",
  arity: 1,
  formula: "sigmoid({a})",
  derivatives: ["{out}·(1 − {out})"],
  nonlinearity: true,
  function: "sigmoid",
};
/** The rows that all engines have, as Python's describe them. */
const BUILT_IN = Object.values(OPERATIONS).map((row) =>
  ["add", "mul", "pow"].includes(row.function) ? { ...row, function: `__${row.function}__` } : row,
);

/** The page with code that waits for its worker, and is to have sigmoid then. @param {State} [from] */
function waiting(from = update(startedState(), { type: "code/arrived", original: FILES, kept: {} })) {
  return update(from, { type: "code/run", wants: { nonlin: "sigmoid" } });
}

/** The worker of the code is there, with these rows. @param {State} state @param {import("../../web/protocol/operations.js").Operation[]} [rows] */
const ready = (state, rows = [...BUILT_IN, SIGMOID]) =>
  update(state, { type: "engine/ready", name: "yours", operations: rows });

/** The run that was asked for has begun. @param {State} state */
function begun(state) {
  const { starting } = state.run;
  assert.ok(starting);
  const { config, keepPoints } = starting;
  return update(state, { type: "run/started", config, keepPoints, points: [], snapshot: makeSnapshot(0) });
}

/** A run with sigmoid that Yours makes. */
const running = () => begun(ready(waiting()));

test("only the rows that are new, or described otherwise, are the learner's own", () => {
  assert.deepEqual(ownRows(BUILT_IN), {});
  assert.deepEqual(Object.keys(ownRows([...BUILT_IN, SIGMOID])), ["sigmoid"]);
  const tanh = { ...OPERATIONS.tanh, formula: "th({a})" };
  assert.equal(operationOf("tanh", ownRows([tanh])).formula, "th({a})");
  assert.equal(operationOf("tanh").formula, "tanh({a})");
  assert.throws(() => operationOf("sigmoid"), /the engine describes no operation "sigmoid"/);
  assert.ok(isOwnNonlin("sigmoid") && isOwnNonlin("exp") && !isOwnNonlin("relu"));
});

test("a node of a new operation is put into words by the rows that its graph brings", () => {
  const graph = /** @type {any} */ ({
    op: ["", "sigmoid"],
    k: [0, 0],
    name: ["w", "h1"],
    data: [0, 0.5],
    prev: [[], [0]],
    operations: { sigmoid: SIGMOID },
  });
  assert.equal(formulaWords(graph, 1), "h1 = sigmoid(w) = sigmoid(0.0000) = 0.5000");
  assert.equal(operationWords(graph, 1), "sigmoid (logistic)");
  assert.equal(localRule(graph, 1, 0), "h1·(1 − h1)");
  assert.throws(() => formulaWords({ ...graph, operations: undefined }, 1), /no operation "sigmoid"/);
});

test("what a change wants is set once its code is there, and Yours makes the run", () => {
  const before = waiting();
  assert.equal(before.session.config.nonlin, "tanh");
  assert.equal(before.run.starting, null);
  const state = running();
  assert.equal(state.session.config.nonlin, "sigmoid");
  assert.equal(state.engines.active, "yours");
  assert.equal(state.code.wants, null);
  assert.equal(state.code.check, null, "C can't repeat these steps");
  assert.deepEqual(ownNonlins(state), ["sigmoid"]);
});

test("an engine without it is refused in one sentence, and the run stays as it is", () => {
  const state = running();
  for (const [name, label] of /** @type {const} */ ([
    ["c", "C"],
    ["python", "Python"],
    ["batched", "C batched"],
  ])) {
    const next = update(state, { type: "engine/choose", name });
    assert.match(next.notice?.text ?? "", new RegExp(`^${label} has no sigmoid: choose another`));
    assert.deepEqual({ ...next, notice: null }, { ...state, notice: null });
  }
  const compared = update(state, { type: "compare/open" });
  assert.match(compared.notice?.text ?? "", /^Only Yours has sigmoid/);
  assert.equal(compared.compare, null);
});

test("while the code is wrong the run waits, no other engine is asked, and right code goes on with it", () => {
  const state = running();
  const failed = update(update(state, { type: "code/run" }), {
    type: "engine/failed",
    name: "yours",
    reason: "engine.py, line 3: SyntaxError: x",
    at: { file: "engine.py", line: 3 },
  });
  assert.equal(failed.engines.active, "yours");
  assert.equal(failed.session, state.session);
  assert.equal(nextPlan(failed, {}, { now: 0, stepAt: 0, budget: 10 }), null);
  assert.equal(
    verdictOf(failed).text,
    "engine.py, line 3: SyntaxError: x. The run waits, as no other engine has sigmoid.",
  );
  const again = ready(update(failed, { type: "code/run" }));
  assert.equal(again.session, state.session);
  assert.equal(again.engines.active, "yours");
});

test("code that breaks down while it runs leaves the run waiting, and says for whom", () => {
  const state = update(running(), { type: "engine/failed", name: "yours", reason: "it is an endless loop" });
  assert.equal(
    state.notice?.text,
    "Yours stopped: it is an endless loop. The run waits for it, as no other engine has sigmoid.",
  );
  const other = update(state, { type: "config/set", changes: { nonlin: "relu" } });
  assert.equal(other.engines.active, "c", "with a nonlinearity that all have, another engine goes on");
  assert.equal(other.run.starting?.config.nonlin, "relu");
});

test("when the code has it no more the run starts again with the default, and nothing offers it", () => {
  const state = ready(update(running(), { type: "code/run" }), BUILT_IN);
  assert.equal(state.notice?.text, "Your code has no sigmoid any more: the run starts again with tanh.");
  assert.deepEqual(state.code.operations, {});
  assert.deepEqual(ownNonlins(state), []);
  const next = begun(state);
  assert.equal(next.session.config.nonlin, "tanh");
  assert.ok(next.code.check, "C checks the run from its start");
  assert.equal(ownNonlin(next), null);
});

test("the same rows again are the same object, so that nothing is drawn anew", () => {
  const state = running();
  assert.equal(ready(update(state, { type: "code/run" })).code.operations, state.code.operations);
});

/** Whether an error says this, for assert.throws. @param {string} words */
const refusing =
  (words) =>
  (/** @type {Error} */ { message }) =>
    message.includes(words);

test("a setting may name it only while the code has it", () => {
  const action = { type: "config/set", changes: { nonlin: "sigmoid" } };
  const { says } = RULES.nonlin;
  assert.throws(() => validated(action), refusing(`nonlin must be ${says}, not 'sigmoid'`));
  assert.deepEqual(validated(action, ["sigmoid"]), action);
  assert.throws(
    () => parseSetting("nonlin", "swish", ["sigmoid"]),
    refusing(`nonlin must be ${says}, sigmoid, not 'swish'`),
  );
  assert.throws(() => parseSetting("loss", "sigmoid", ["sigmoid"]), /loss must be one of/);
  assert.equal(parseConfig({ ...DEFAULT_CONFIG, nonlin: "sigmoid" }, ["sigmoid"]).nonlin, "sigmoid");
});

test("what central differences find is the verdict, with step, node and the line of the operation at fault", () => {
  const method = [
    "    def sigmoid(self):",
    "        out = f(self.data)",
    "        return Value(out, out * out)",
    "",
  ];
  const text = `class Value:\n${method.join("\n")}`;
  const read = update(startedState(), { type: "code/arrived", original: FILES, kept: {} });
  const edited = update(read, { type: "code/edit", file: "engine.py", text });
  const state = begun(ready(waiting(edited)));
  assert.equal(verdictOf(state).text, "C has no sigmoid, so central differences judge the gradients.");
  const measure = {
    snapshot: state.session.snapshot,
    probe: /** @type {any} */ (state.probe),
    graph: /** @type {any} */ ({}),
    count: 9,
    left: /** @type {number[]} */ ([]),
    up: null,
    wrong: 0,
    first: null,
  };
  const told = (/** @type {any} */ m) =>
    verdictOf(update(state, { type: "code/measure", of: null, measure: m }));
  assert.equal(
    told(measure).text,
    "C has no sigmoid, so central differences judge the gradients: right at all 9 nodes at step 0.",
  );
  const first = { name: "h1.sum2", grad: 0.1, slope: 0.2, users: ["sigmoid"] };
  const { text: says, place, kind } = told({ ...measure, wrong: 3, first });
  assert.equal(
    says,
    "C has no sigmoid, so central differences judge the gradients: wrong at step 0, first at h1.sum2. engine.py, line 4.",
  );
  assert.deepEqual([place, kind], [{ file: "engine.py", line: 4 }, "differs"]);
});
