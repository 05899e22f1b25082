import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CONFIG, RULES } from "../../web/protocol/config.js";
import { fixed } from "../../web/state/files/dot.js";
import { experimentText, lossesText } from "../../web/state/files/experiment.js";
import { readExperiment } from "../../web/state/files/read.js";
import { initialState } from "../../web/state/state.js";
import { random as seeded } from "../random.js";
import { parameters, put, python, RUNS, runOf } from "./files-fixtures.js";

test("an experiment comes back with its settings, points, state and losses", () => {
  for (const state of RUNS) {
    const { session, run: opened, edits } = readExperiment(experimentText(state));
    assert.deepEqual(session?.config, state.session.config);
    assert.deepEqual(session?.points, state.session.points);
    assert.equal(session?.snapshot?.optimizer, state.session.config.optimizer);
    if (state.session.snapshot?.optimizer === state.session.config.optimizer)
      assert.deepEqual(session?.snapshot, state.session.snapshot);
    assert.deepEqual(opened?.history?.train, state.run.history?.train);
    assert.equal(edits?.nextId, 100);
    assert.equal(initialState({ session, run: opened, edits }).run.starting, null);
  }
});

test("Python reads the page's file, and writes the same bytes", async () => {
  const again = `
import sys
from micrograd.experiment import *
from micrograd.read_experiment import read_experiment
for file in sys.argv[1:]:
    data = open(file, "rb").read()
    experiment = read_experiment(data)
    session = open_experiment(experiment)
    assert experiment_text(session, experiment.losses).encode() == data, file
`;
  const same = RUNS.filter(({ session }) => session.snapshot?.optimizer === session.config.optimizer);
  const files = await Promise.all(same.map((state, i) => put(`run-${i}.json`, experimentText(state))));
  assert.equal(files.length, 3);
  await python("-c", again, ...files);
});

test("what a file lacks has its default, and a run without a snapshot starts at step 0", () => {
  const { session, run: opened } = readExperiment(
    '{"micrograd": 1, "config": {"lr": 0.05, "layers": "6,5"}}',
  );
  assert.deepEqual(session?.config, { ...DEFAULT_CONFIG, lr: 0.05, layers: [6, 5] });
  assert.deepEqual(opened?.starting, { config: session?.config, keepPoints: false, steps: 0 });
});

/** The first run with another value at a place. @param {(string | number)[]} at @param {unknown} value */
function changed(at, value) {
  const whole = JSON.parse(experimentText(RUNS[0]));
  const inner = at.slice(0, -1).reduce((each, name) => each[name], whole);
  inner[/** @type {string} */ (at.at(-1))] = value;
  return JSON.stringify(whole);
}

test("a refusal names the field, what it must be, and what it was", () => {
  /** @type {[string, string][]} */
  const refused = [
    ["[]", "it must be an object in braces, not 'a list'"],
    ["{}", "it has no 'micrograd'"],
    ['{"micrograd": 2}', "micrograd must be 1, the version of the format that is known here, not '2'"],
    [
      '{"micrograd": 1, "weights": 0}',
      "it can't have 'weights', only micrograd, config, points, snapshot, losses",
    ],
    ['{"micrograd": 1, "config": {"lr": -1}}', "config.lr must be a finite number >= 0, not '-1'"],
    [
      '{"micrograd": 1, "config": {"seed": 9007199254740993}}',
      "config.seed must be in quotes where it is so large, not '9007199254740992'",
    ],
    ['{"micrograd": 1, "config": {"__proto__": 1}}', "config can't have '__proto__', only"],
    ['{"micrograd": 1, "config": {"zero_grad": 0}}', "config.zero_grad must be true or false, not '0'"],
    ['{"micrograd": 1, "config": {"layers": [99]}}', `config.layers must be ${RULES.layers.says}, not '99'`],
    [changed(["points"], {}), "points must be a list in square brackets, not 'an object'"],
    [changed(["points"], null), "it has no 'points', which the page needs beside a snapshot"],
    [changed(["points", 1, "x"], 3), "points[1].x must be a number from -2 to 2, not '3'"],
    [changed(["points", 1, "y"], "up"), 'points[1].y must be a number, "nan", "inf" or "-inf", not \'up\''],
    [changed(["points", 0, "label"], 3), "points[0].label must be a whole number from 0 to 2, not '3'"],
    [changed(["points", 0, "split"], "x"), "points[0].split must be one of train, val, test, not 'x'"],
    [changed(["points", 0], { x: 1 }), "points[0] has no 'y'"],
    [changed(["snapshot", "data"], [0.5]), "snapshot.data must have 51 numbers, one per parameter, not 1"],
    [
      changed(["snapshot", "m", 3], null),
      'snapshot.m[3] must be a number, "nan", "inf" or "-inf", not \'null\'',
    ],
    [
      changed(["snapshot", "step"], 0.5),
      "snapshot.step must be a whole number from 0 to 10000000, not '0.5'",
    ],
    [changed(["snapshot", "t"], 5), "snapshot.t must be a whole number from 0 to 2, not '5'"],
    [
      changed(["snapshot", "optimizer"], "adam"),
      `snapshot.optimizer must be ${RULES.optimizer.says}, not 'adam'`,
    ],
    [changed(["losses", "val"], []), "losses.val must have 2 numbers, one per step, not 0"],
  ];
  for (const [text, sentence] of refused) {
    assert.throws(
      () => readExperiment(text),
      (error) => error instanceof RangeError && error.message.startsWith(sentence),
      sentence,
    );
  }
  assert.throws(
    () => readExperiment('{"micrograd": 1,\n x}'),
    /^RangeError: it is not JSON: something is wrong at line 2/,
  );
});

test("a hundred thousand broken files meet nothing but a refusal, and leave the page's state as it is", () => {
  const state = runOf(parameters(9), { layers: [] });
  const good = experimentText(state);
  const before = JSON.stringify(state);
  const random = seeded(42);
  const pieces = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "null",
    "true",
    "-",
    "1e999",
    "9".repeat(30),
    "\0",
    "\ud800",
    '"__proto__": ',
    "{}",
  ];
  let refused = 0;
  for (let i = 0; i < 100_000; i++) {
    let text = good;
    for (let n = random.whole(1, 3); n > 0; n--) {
      const at = random.whole(0, text.length);
      text =
        text.slice(0, at) +
        random.of([...pieces, good.slice(at, at + 20)]) +
        text.slice(at + random.of([0, 1, 1, 5, 30]));
    }
    try {
      readExperiment(text);
    } catch (error) {
      refused++;
      if (!(error instanceof RangeError)) assert.fail(`${error} of ${text}`);
    }
  }
  assert.ok(refused > 50_000);
  assert.equal(JSON.stringify(state), before);
});

// --- numbers and the graph ---

test("the losses are a table with a row per step and all digits", () => {
  assert.equal(lossesText(RUNS[0]), "step,train,val\n1,1.0,2.0\n2,0.5,1.0\n");
});

test("four decimals are printed as Python prints them, to the even one of two that are equally near", async () => {
  const random = seeded(1);
  const numbers = [0, -0, 0.03125, 0.09375, -0.15625, 1.5, 1e21, 1.5e300, -1e-9, 5e-324, 0.00005];
  for (let i = 0; i < 2000; i++) numbers.push((random.next() - 0.5) * 10 ** random.whole(-8, 11));
  const file = await put("numbers.json", JSON.stringify(numbers.map((x) => (Object.is(x, -0) ? "-0.0" : x))));
  const printed = await python(
    "-c",
    `import json, sys; print(*[f"{float(x):.4f}" for x in json.load(open(sys.argv[1]))])`,
    file,
  );
  assert.equal(numbers.map(fixed).join(" "), printed.trim());
});
