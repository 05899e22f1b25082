import assert from "node:assert/strict";
import { test } from "node:test";
import { localOf } from "../../web/protocol/nodes.js";
import { contributions, formulaWords, localRule, roleWords, total } from "../../web/view/node/words.js";
import { traceGraphs } from "./graph-fixtures.js";

const graphs = await traceGraphs(
  [[8], "tanh", "nll", 0],
  [[5, 4], "relu", "nll", 1],
  [[3], "relu", "logsumexp", 2],
  [[], "tanh", "nll", 2],
);
const [graph] = graphs;

/** @param {string} name @param {import("../../web/protocol/verbs.js").Graph} [of] */
const id = (name, of = graph) => of.name.indexOf(name);

test("the contributions of a node's consumers add up to the engine's gradient, to the last bit", () => {
  for (const each of graphs) {
    each.name.forEach((name, i) => {
      const parts = contributions(each, i);
      if (name === "loss") assert.deepEqual(parts, []);
      else
        assert.ok(Object.is(total(parts) + 0, each.grad[i] + 0), `${name}: ${total(parts)} ${each.grad[i]}`);
    });
  }
});

test("an input's contributions come from its consumers, the last in topological order first", () => {
  const parts = contributions(graph, id("x"));
  assert.equal(parts.length, 8);
  assert.ok(parts.every(({ name }) => /^h\d\.w1\*x$/.test(name)));
  assert.deepEqual(
    parts.map(({ consumer }) => consumer),
    parts.map(({ consumer }) => consumer).sort((a, b) => b - a),
  );
});

test("a formula has the names, this node's numbers and the result", () => {
  const numbers = { ...graph, data: graph.data.map(() => 0.25) };
  assert.equal(formulaWords(numbers, id("h3")), "h3 = tanh(h3.sum2) = tanh(0.2500) = 0.2500");
  assert.equal(formulaWords(numbers, id("h3.sum1")), "h3.sum1 = h3.b + h3.w1*x = 0.2500 + 0.2500 = 0.2500");
  assert.equal(formulaWords(numbers, id("h3.w1")), "h3.w1 = 0.2500");
  assert.equal(formulaWords(numbers, id("denom**-1")), "denom**-1 = 0.2500**-1 = 0.2500");
  const negative = { ...graph, data: graph.data.map(() => -2) };
  assert.equal(formulaWords(negative, id("loss")), "loss = log(p1) * -1 = (−2.0000) * (−2.0000) = −2.0000");
});

test("every node is described, and no two neurons' alike", () => {
  for (const each of graphs) {
    const words = each.name.map((_, i) => roleWords(each, i, "nll"));
    assert.ok(words.every((text) => text.length > 5));
  }
  assert.equal(roleWords(graph, id("h3.w1"), "nll"), "weight from x to h3, hidden neuron 3");
  assert.equal(roleWords(graph, id("z2.w3"), "nll"), "weight from h3 to z2, logit neuron 2");
  assert.equal(roleWords(graph, id("h3"), "nll"), "output of hidden neuron 3");
  assert.equal(roleWords(graphs[1], id("h2.3", graphs[1]), "nll"), "output of neuron 3 of hidden layer 2");
});

test("the rule of each local derivative gives the engine's number", () => {
  const product = id("h3.w1*x");
  assert.equal(localRule(graph, product, 0), "x");
  assert.equal(localRule(graph, product, 1), "h3.w1");
  assert.equal(localOf(graph, product, 0), graph.data[id("x")]);
  assert.equal(localRule(graph, id("h3"), 0), "1 − h3²");
  assert.equal(localOf(graph, id("h3"), 0), 1 - graph.data[id("h3")] ** 2);
  assert.equal(localRule(graph, id("denom**-1"), 0), "-1 · denom**-2");
  assert.equal(localRule(graph, id("log(p1)"), 0), "1 / p1");
  assert.equal(localRule(graph, id("e1"), 0), "e1");
});
