/** The visits of the naive order, derived from the engine's trace, against the engine's own naive order. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { inVenv, ROOT } from "../../build/tools.js";
import { afterVisits, MOST_VISITS, visitsOf } from "../../web/state/visits.js";
import { engineOf, missing } from "./wasm.js";

/** @typedef {Pick<import("../../web/protocol/verbs.js").Graph, "name" | "prev" | "local" | "grad">} Graph */
/** @typedef {{naive: ArrayLike<number>, grad: ArrayLike<number>, visits: Iterable<number>}} Naive */

/** Networks, a point's class, and the node that the naive order starts from; -1 is the loss. */
const CASES = /** @type {const} */ ([
  { layers: [8], nonlin: "tanh", loss: "nll", label: 0, roots: ["", "h5", "z2", "denom"] },
  { layers: [4, 3], nonlin: "relu", loss: "nll", label: 2, roots: ["", "h2.1", "z3"] },
  { layers: [], nonlin: "tanh", loss: "logsumexp", label: 1, roots: ["", "z1"] },
]);
const PLACE = /** @type {const} */ ([0.3, -1.1]);

const ASK = `
import json, sys
from dataclasses import asdict
from micrograd.config import Config
from micrograd.inside import naive
from micrograd.session import Session
out = []
for case in json.loads(sys.argv[1]):
    session = Session(Config(layers=tuple(case["layers"]), nonlin=case["nonlin"], loss=case["loss"]))
    for _ in range(3):
        session.step()
    graph = session.trace(0.3, -1.1, case["label"])
    for root in case["roots"]:
        id = graph.name.index(root) if root else -1
        both = naive(session, 0.3, -1.1, case["label"], id)
        local = [x for operands in graph.local for x in operands]  # as Python's bridge hands them on
        out.append({"graph": {**asdict(graph), "local": local}, "naive": {k: list(v) for k, v in asdict(both).items()}})
print(json.dumps(out, default=list))
`;

/** @typedef {{root: string, graph: Graph, naive: Naive}} Asked */

/** @type {Record<string, () => Promise<Asked[]>>} */
const ENGINES = {
  async Python() {
    const { stdout } = await promisify(execFile)(inVenv("python"), ["-c", ASK, JSON.stringify(CASES)], {
      cwd: ROOT,
      maxBuffer: 1e8,
    });
    const roots = CASES.flatMap((each) => each.roots);
    return JSON.parse(stdout).map((/** @type {object} */ each, /** @type {number} */ i) => ({
      ...each,
      root: roots[i],
    }));
  },
  async C() {
    const all = CASES.map(async ({ label, roots, ...settings }) => {
      const engine = await engineOf("micrograd.wasm", { ...settings, layers: [...settings.layers] });
      for (let i = 0; i < 3; i++) engine.step();
      const graph = engine.query("trace", [...PLACE, label]);
      return roots.map((root) => {
        const id = root === "" ? -1 : graph.name.indexOf(root);
        return { root, graph, naive: engine.query("naive", [...PLACE, label, id]) };
      });
    });
    return (await Promise.all(all)).flat();
  },
};

/** @param {ArrayLike<number>} numbers */
const bits = (numbers) => new BigUint64Array(Float64Array.from(numbers).buffer);

for (const [engine, ask] of Object.entries(ENGINES)) {
  const skip = engine === "C" ? await missing("micrograd.wasm") : false;
  test(`after its last visit the replay has the gradients of the naive order in ${engine}, bit by bit`, {
    skip,
  }, async () => {
    const asked = await ask();
    assert.equal(asked.length, 9);
    for (const { root, graph, naive } of asked) {
      const id = root === "" ? graph.name.length - 1 : graph.name.indexOf(root);
      const { moves, total } = visitsOf(graph, id, Infinity);
      assert.equal(moves.length, total);
      const times = graph.name.map(() => 0);
      for (const { node } of moves) times[node]++;
      assert.deepEqual(times, [...naive.visits], root);
      const held = afterVisits(graph, id, total, naive.grad, Infinity);
      assert.deepEqual(bits(held.grad), bits(naive.naive), root);
      assert.ok([...held.grad].filter((x) => x !== 0).length > 3, root);
    }
  });

  test(`what is wrong in ${engine} has been added something wrong, or was only rounded in another order`, {
    skip,
  }, async () => {
    let rounded = 0;
    for (const { root, graph, naive } of await ask()) {
      const id = root === "" ? graph.name.length - 1 : graph.name.indexOf(root);
      const { wrong } = afterVisits(graph, id, Infinity, naive.grad, Infinity);
      for (const [i, name] of graph.name.entries()) {
        const [shown, truth] = [naive.naive[i], naive.grad[i]];
        if (wrong[i]) assert.notEqual(shown, truth, `${root} ${name}`);
        else assert.ok(Math.abs(shown - truth) <= 1e-14 * Math.abs(truth), `${root} ${name}`);
        rounded += Number(!wrong[i] && shown !== truth);
      }
      assert.equal(wrong.includes(1), ["", "denom", "z3"].includes(root), root);
    }
    assert.ok(rounded < 10);
  });
}

/** By hand: b = a * 2 with a = 3, root = b ** 2 + b * 5; d root / db = 2b + 5 = 17, d root / da = 34. */
const GRAPH = {
  prev: [[], [], [0, 1], [2], [], [2, 4], [3, 5]],
  local: Float64Array.of(2, 3, 12, 5, 6, 1, 1),
};
const TRUTH = [34, 51, 17, 1, 6, 1, 1];

test("the first visit that passes on an incomplete gradient is found, and what is missing then", () => {
  const visits = visitsOf(GRAPH, 6);
  assert.deepEqual(
    visits.moves.map(({ node }) => node),
    [6, 3, 2, 0, 1, 5, 2, 0, 1, 4],
  );
  assert.deepEqual([visits.total, visits.reached, visits.early], [10, 7, 3]);
  const { grad, visit, wrong } = afterVisits(GRAPH, 6, 3, TRUTH);
  assert.deepEqual(visit, { node: 2, time: 1, grad: 12, before: 0, missing: 1 });
  assert.deepEqual([grad[2], grad[0], grad[1]], [12, 24, 36]);
  assert.deepEqual([...wrong], [1, 1, 0, 0, 0, 0, 0]);
});

test("a node that is visited again passes on once more what it has passed on before", () => {
  const { grad, visit } = afterVisits(GRAPH, 6, 7, TRUTH);
  assert.deepEqual(visit, { node: 2, time: 2, grad: 17, before: 12, missing: 0 });
  assert.equal(grad[0], 24 + 34);
});

test("before the first visit only the root has a gradient, and no visit is early where nothing is used twice", () => {
  assert.deepEqual([...afterVisits(GRAPH, 6, 0, TRUTH).grad], [0, 0, 0, 0, 0, 0, 1]);
  assert.equal(afterVisits(GRAPH, 6, 0, TRUTH).visit, null);
  assert.deepEqual([visitsOf(GRAPH, 5).early, visitsOf(GRAPH, 5).total], [0, 5]);
  assert.deepEqual([...afterVisits(GRAPH, 6, 10, null).wrong], [0, 0, 0, 0, 0, 0, 0]);
});

test("of more visits than can be kept the first ones are, and all are counted", () => {
  const doubling = [[], ...Array.from({ length: 60 }, (_, id) => [id, id])];
  const graph = { prev: doubling, local: new Float64Array(120).fill(1) };
  const { moves, total } = visitsOf(graph, 60);
  assert.deepEqual([moves.length, total], [MOST_VISITS, 2 ** 61 - 1]);
  assert.equal(afterVisits(graph, 60, MOST_VISITS, null).visit?.node, moves[MOST_VISITS - 1].node);
});
