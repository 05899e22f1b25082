import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { inVenv, ROOT } from "../../build/tools.js";
import { layerNames, parameterNames } from "../../web/protocol/names.js";

test("one hidden layer is h1 …, several are h1.1 …, none leaves the logits", () => {
  assert.deepEqual(layerNames({ layers: [2] }), [
    ["h1", "h2"],
    ["z1", "z2", "z3"],
  ]);
  assert.deepEqual(layerNames({ layers: [1, 2] })[1], ["h2.1", "h2.2"]);
  assert.deepEqual(layerNames({ layers: [] }), [["z1", "z2", "z3"]]);
});

test("the default network has 51 parameters, from h1.w1 to z3.b", () => {
  const names = parameterNames({ layers: [8] });
  assert.equal(names.length, 51);
  assert.deepEqual(names.slice(0, 4), ["h1.w1", "h1.w2", "h1.b", "h2.w1"]);
  assert.deepEqual(names.slice(-2), ["z3.w8", "z3.b"]);
});

// The order in which the engine keeps its parameters, each under the name that its graph gives to it.
const ENGINE_NAMES = `
import json
from micrograd.engine import Value
from micrograd.graph import point_names
from micrograd.losses import nll
from micrograd.nn import MLP
out = []
for layers in ([], [1], [8], [3, 2], [4, 1, 5]):
    model, x = MLP(2, [*layers, 3]), [Value(0.5), Value(-1.0)]
    logits = model(x)
    loss = nll(logits, 1)
    names = point_names(model, x, logits, loss, label=1)
    out.append([layers, [names[p][0] for p in model.parameters()]])
print(json.dumps(out))
`;

test("the order and the names are the engine's, with no hidden layer and with three", async () => {
  const { stdout } = await promisify(execFile)(inVenv("python"), ["-c", ENGINE_NAMES], { cwd: ROOT });
  for (const [layers, names] of JSON.parse(stdout)) assert.deepEqual(parameterNames({ layers }), names);
});
