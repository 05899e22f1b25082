import assert from "node:assert/strict";
import { test } from "node:test";
import { instance } from "@viz-js/viz";
import { groupsBelow } from "../../web/view/graph/highlight.js";
import { pictureDot } from "../../web/view/layout/dot.js";
import { curvePath, readLayout } from "../../web/view/layout/read.js";
import { groupOf, makePicture, sameShape, structureKey } from "../../web/view/layout/structure.js";
import { traceGraphs } from "./graph-fixtures.js";

const ALL = { folded: false, open: new Set() };
const FOLDED = { folded: true, open: new Set() };

const [byDefault, other, deep, flat, shifted] = await traceGraphs(
  [[8], "tanh", "nll", 0],
  [[8], "tanh", "nll", 2],
  [[4, 3], "relu", "nll", 1],
  [[], "tanh", "nll", 1],
  [[8], "tanh", "logsumexp", 1],
);
const graphviz = await instance();

/** @param {import("../../web/protocol/verbs.js").Graph} graph @param {import("../../web/view/layout/structure.js").Folding} folding */
function layOut(graph, folding) {
  const picture = makePicture(graph, folding);
  const { output, errors } = graphviz.render(pictureDot(graph, picture), { format: "json0" });
  assert.deepEqual(errors, []);
  return { picture, layout: readLayout(output ?? "", picture) };
}

test("a node's group is its neuron, else the inputs or the loss", async () => {
  const [one, two] = await traceGraphs([[8], "tanh", "nll", 0], [[2, 3], "tanh", "logsumexp", 1]);
  const groups = (
    /** @type {import("../../web/protocol/verbs.js").Graph} */ graph,
    /** @type {string[]} */ names,
  ) => names.map((name) => groupOf(graph, graph.name.indexOf(name)));
  assert.deepEqual(groups(one, ["x", "h3", "h3.w1*x", "z1.b", "e1", "denom.sum1", "-1"]), [
    ...["inputs", "h3", "h3", "z1", "loss", "loss", "loss"],
  ]);
  assert.deepEqual(groups(two, ["h2.3", "h2.3.sum1", "h1.2.w1", "-m"]), ["h2.3", "h2.3", "h1.2", "loss"]);
});

test("the full graph has all 151 nodes, an ellipse per operation and an edge per operand and result", () => {
  const { boxes, ops, edges, groups } = makePicture(byDefault, ALL);
  const operands = byDefault.prev.flat().length;
  assert.equal(boxes.length, 151);
  assert.equal(ops.length, byDefault.op.filter(Boolean).length);
  assert.equal(edges.length, operands + ops.length);
  assert.deepEqual(
    groups.map(({ name }) => name),
    ["inputs", ..."12345678".split("").map((i) => `h${i}`), "z1", "z2", "z3", "loss"],
  );
});

test("folded, each neuron is one box and each of its weights an edge", () => {
  const { boxes, ops, edges } = makePicture(byDefault, FOLDED);
  const names = boxes.map((id) => byDefault.name[id]);
  for (const name of ["x", "y", "h1", "h8", "z3", "e1", "denom", "p1", "loss"])
    assert.ok(names.includes(name), name);
  assert.equal(names.filter((name) => name.includes(".w")).length, 0);
  assert.deepEqual(ops, []);
  const weights = edges.filter(({ weight }) => weight >= 0).map(({ weight }) => byDefault.name[weight]);
  assert.equal(weights.length, 8 * 2 + 3 * 8);
  assert.ok(weights.every((name) => /\.w\d$/.test(name)));
});

test("one neuron unfolded among folded ones shows its nodes and its operations", () => {
  const { boxes, ops } = makePicture(byDefault, { folded: true, open: new Set(["h3"]) });
  const names = boxes.map((id) => byDefault.name[id]);
  assert.ok(names.includes("h3.w1*x") && !names.includes("h4.w1*x"));
  assert.equal(ops.length, 5);
});

test("every edge connects two shapes that are drawn", () => {
  for (const graph of [byDefault, deep, flat, shifted]) {
    for (const folding of [ALL, FOLDED]) {
      const { boxes, ops, edges } = makePicture(graph, folding);
      const drawn = new Set([...boxes.map((id) => `n${id}`), ...ops.map((id) => `o${id}`)]);
      for (const { from, to } of edges) assert.ok(drawn.has(from) && drawn.has(to), `${from} -> ${to}`);
    }
  }
});

test("numbers don't change a structure's key; the label, the folding and the network do", () => {
  const trained = { ...byDefault, data: byDefault.data.map((x) => x + 1) };
  assert.ok(sameShape(byDefault, trained));
  assert.ok(!sameShape(byDefault, other));
  assert.equal(structureKey(trained, ALL), structureKey(byDefault, ALL));
  const keys = [byDefault, other, deep, flat, shifted].flatMap((graph) =>
    [ALL, FOLDED].map((f) => structureKey(graph, f)),
  );
  keys.push(structureKey(byDefault, { folded: true, open: new Set(["h1"]) }));
  assert.equal(new Set(keys).size, keys.length);
});

test("Graphviz places everything inside the bounds, without overlaps, operands left of results", () => {
  for (const graph of [byDefault, deep, flat, shifted]) {
    const { picture, layout } = layOut(graph, ALL);
    const at = new Map(picture.boxes.map((id, i) => [id, [layout.boxes[2 * i], layout.boxes[2 * i + 1]]]));
    const left = (/** @type {number} */ id) => at.get(id)?.[0] ?? Number.NaN;
    for (const [x, y] of at.values()) assert.ok(x > 0 && x < layout.width && y > 0 && y < layout.height);
    assert.equal(new Set([...at.values()].map(String)).size, picture.boxes.length);
    graph.prev.forEach((operands, id) => {
      for (const operand of operands) assert.ok(left(operand) < left(id), `${operand} -> ${id}`);
    });
    assert.equal(layout.edges.length, picture.edges.length);
    assert.ok(layout.edges.every((xy) => xy.length % 6 === 2));
  }
});

test("the frames of neurons don't overlap, and layers follow each other", () => {
  const { picture, layout } = layOut(deep, ALL);
  const frames = picture.groups.map(({ layer }, i) => {
    const [x, y, width, height] = layout.groups.slice(4 * i, 4 * i + 4);
    return { layer, x, y, width, height };
  });
  const framed = frames.filter(({ width }) => width > 0);
  assert.equal(framed.length, picture.groups.length - 1);
  for (const a of framed) {
    for (const b of framed) {
      if (a === b) continue;
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      assert.ok(apart);
      if (a.layer < b.layer) assert.ok(a.x + a.width <= b.x);
    }
  }
});

test("a neuron's subgraph is itself, the layers below it and the inputs", () => {
  const below = (
    /** @type {import("../../web/protocol/verbs.js").Graph} */ graph,
    /** @type {string} */ name,
  ) => [...groupsBelow(graph, graph.name.indexOf(name))].sort();
  assert.deepEqual(below(byDefault, "h3"), ["h3", "inputs"]);
  assert.deepEqual(below(deep, "h2.3"), ["h1.1", "h1.2", "h1.3", "h1.4", "h2.3", "inputs"]);
});

test("a curve is a start point and three points per segment", () => {
  assert.equal(curvePath([0, 1, 2, 3, 4, 5, 6, 7]), "M0,1C2 3 4 5 6 7");
});
