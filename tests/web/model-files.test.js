import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inVenv, ROOT } from "../../build/tools.js";
import { networkOf } from "../../web/state/files/network.js";
import { onnxModel } from "../../web/state/files/onnx.js";
import { jsModule, pythonScript, torchScript } from "../../web/state/files/scripts.js";
import { parameters, put, python, RUNS, run, runOf } from "./files-fixtures.js";
import { evaluate } from "./onnx-reader.js";

/** @typedef {import("../../web/state/types.js").State} State */

/** The probabilities of a network in plain JavaScript, written apart from what is tested. @param {State} state @param {number} x @param {number} y */
function expected({ session: { config, snapshot } }, x, y) {
  const data = [...(snapshot?.data ?? [])];
  let values = [x, y];
  const sizes = [...config.layers, 3];
  sizes.forEach((nout, layer) => {
    values = Array.from({ length: nout }, () => {
      const weights = data.splice(0, values.length);
      const z = weights.reduce((sum, w, i) => sum + w * values[i], 0) + Number(data.shift());
      if (layer === sizes.length - 1) return z;
      return config.nonlin === "tanh" ? Math.tanh(z) : z > 0 ? z : 0;
    });
  });
  const powers = values.map((z) => Math.exp(z));
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
}

const PLACES = [
  [0.5, -1],
  [-1.75, 0.125],
  [2, 2],
];

/** @param {number[]} actual @param {number[]} wanted */
const near = (actual, wanted) =>
  assert.ok(
    actual.length === 3 && actual.every((p, i) => Math.abs(p - wanted[i]) < 1e-9),
    `${actual} for ${wanted}`,
  );

const NETWORKS = RUNS.slice(0, 3);

test("the Python script predicts what the network predicts, with this package alone", async () => {
  for (const state of NETWORKS) {
    const file = await put("model.py", pythonScript(networkOf(state)));
    for (const [x, y] of PLACES) {
      const { stdout } = await run(inVenv("python"), [file, String(x), String(y)], {
        env: { PYTHONPATH: ROOT },
      });
      near(stdout.trim().split(" ").map(Number), expected(state, x, y));
    }
  }
});

test("the JavaScript module predicts the same, with nothing else", async () => {
  for (const [i, state] of NETWORKS.entries()) {
    const file = await put(`model-${i}.mjs`, jsModule(networkOf(state)));
    const { predict } = await import(pathToFileURL(file).href);
    for (const [x, y] of PLACES) near(predict(x, y), expected(state, x, y));
  }
});

test("the ONNX model's bytes are its network: read back and computed, they predict the same", () => {
  for (const state of NETWORKS) {
    const bytes = onnxModel(networkOf(state));
    for (const [x, y] of PLACES) near(evaluate(bytes, [x, y]), expected(state, x, y));
  }
});

/** Whether Python has a package. @param {string} name */
const has = (name) =>
  python("-c", `import ${name}`).then(
    () => true,
    () => false,
  );

test("onnxruntime computes the same of the ONNX model", async (t) => {
  if (!(await has("onnxruntime"))) return t.skip("onnxruntime isn't installed");
  for (const state of NETWORKS) {
    const file = await put("model.onnx", onnxModel(networkOf(state)));
    const code =
      "import sys, numpy, onnxruntime; s = onnxruntime.InferenceSession(sys.argv[1]); print(*s.run(None, {'points': numpy.array([[float(a) for a in sys.argv[2:]]])})[0][0])";
    for (const [x, y] of PLACES)
      near(
        (await python("-c", code, file, String(x), String(y))).trim().split(" ").map(Number),
        expected(state, x, y),
      );
  }
});

test("the PyTorch script has every parameter in its place, and predicts the same where PyTorch is installed", async (t) => {
  for (const state of NETWORKS) {
    const network = networkOf(state);
    const script = torchScript(network);
    const file = await put("torch.py", script);
    // the tables are plain Python: read without PyTorch they are the network's
    const table = script.slice(script.indexOf("STATE = "), script.indexOf("model = "));
    const json = await python("-c", `import json\n${table}\nprint(json.dumps(list(STATE.values())))`);
    assert.deepEqual(
      JSON.parse(json),
      network.layers.flatMap(({ weights, biases }) => [weights, biases]),
    );
    if (!(await has("torch"))) continue;
    for (const [x, y] of PLACES)
      near((await python(file, String(x), String(y))).trim().split(" ").map(Number), expected(state, x, y));
  }
  if (!(await has("torch"))) t.diagnostic("PyTorch isn't installed: its tables were read without it");
});

test("a nonlinearity of the learner's own, and a parameter that is not finite, are refused with a sentence", () => {
  const own = runOf(parameters(51), { nonlin: "swish" });
  assert.throws(() => networkOf(own), /Only your code has swish, the nonlinearity of this network/);
  const blown = runOf(new Float64Array(51).fill(Number.NaN));
  assert.throws(() => networkOf(blown), /not finite any more: go back to a step before/);
});
