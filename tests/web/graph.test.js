import assert from "node:assert/strict";
import { test } from "node:test";
import { instance } from "@viz-js/viz";
import { groupsBelow } from "../../web/view/graph/highlight.js";
import { arrange, boxSize, curvePath, isOpen } from "../../web/view/layout/arrange.js";
import { opSize, shapeDot } from "../../web/view/layout/dot.js";
import { readShape } from "../../web/view/layout/read.js";
import { shapeKey, shapeOf } from "../../web/view/layout/shape.js";
import { UNFOLDED as ALL, groupOf, makePicture, sameShape } from "../../web/view/layout/structure.js";
import { traceGraphs } from "./graph-fixtures.js";

const FOLDED = { folded: true, open: new Set(), compact: false };
const ONE_OPEN = { ...FOLDED, open: new Set(["h3", "h1.2", "z2"]) };

const [byDefault, other, deep, flat, shifted] = await traceGraphs(
  [[8], "tanh", "nll", 0],
  [[8], "tanh", "nll", 2],
  [[4, 3], "relu", "nll", 1],
  [[], "tanh", "nll", 1],
  [[8], "tanh", "logsumexp", 1],
);
const graphviz = await instance();

/** @typedef {import("../../web/protocol/verbs.js").Graph} Graph */
/** @typedef {import("../../web/view/layout/structure.js").Folding} Folding */

/** @type {Map<string, import("../../web/view/layout/read.js").ShapeLayout>} */
const shapes = new Map();

/** @param {Graph} graph @param {Folding} folding */
function layOut(graph, folding) {
  const picture = makePicture(graph, folding);
  const layout = arrange(graph, picture, (group) => {
    const { shape } = shapeOf(graph, group);
    const key = shapeKey(shape);
    const known = shapes.get(key);
    if (known) return known;
    const { output, errors } = graphviz.render(shapeDot(shape), { format: "json0" });
    assert.deepEqual(errors, []);
    const made = readShape(output ?? "", shape);
    shapes.set(key, made);
    return made;
  });
  return { picture, layout };
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

test("folded, each neuron and the loss are one card, and each weight is an edge", () => {
  const { boxes, ops, edges } = makePicture(byDefault, FOLDED);
  const names = boxes.map((id) => byDefault.name[id]);
  assert.deepEqual(
    names.sort(),
    [..."12345678"]
      .map((i) => `h${i}`)
      .concat(["loss", "x", "y", "z1", "z2", "z3"])
      .sort(),
  );
  assert.equal(edges.length, 8 * 2 + 3 * 8 + 3);
  assert.deepEqual(ops, []);
  const weights = edges.filter(({ weight }) => weight >= 0).map(({ weight }) => byDefault.name[weight]);
  assert.equal(weights.length, 8 * 2 + 3 * 8);
  assert.ok(weights.every((name) => /\.w\d$/.test(name)));
});

test("one neuron unfolded among folded ones shows its nodes and its operations", () => {
  const { boxes, ops } = makePicture(byDefault, { ...FOLDED, open: new Set(["h3"]) });
  const names = boxes.map((id) => byDefault.name[id]);
  assert.ok(names.includes("h3.w1*x") && !names.includes("h4.w1*x"));
  assert.equal(ops.length, 5);
});

test("every edge connects two shapes that are drawn", () => {
  for (const graph of [byDefault, deep, flat, shifted]) {
    for (const folding of [ALL, FOLDED, ONE_OPEN]) {
      const { boxes, ops, edges } = makePicture(graph, folding);
      const drawn = new Set([...boxes.map((id) => `n${id}`), ...ops.map((id) => `o${id}`)]);
      for (const { from, to } of edges) assert.ok(drawn.has(from) && drawn.has(to), `${from} -> ${to}`);
    }
  }
});

test("all neurons of a layer have one shape, whatever their numbers; another layer or loss has another", () => {
  const keys = (/** @type {Graph} */ graph) => {
    const groups = makePicture(graph, ALL).groups.filter(isOpen);
    return new Map(groups.map((group) => [group.name, shapeKey(shapeOf(graph, group).shape)]));
  };
  const trained = { ...byDefault, data: byDefault.data.map((x) => x + 1) };
  assert.ok(sameShape(byDefault, trained));
  assert.ok(!sameShape(byDefault, other));
  assert.deepEqual(keys(trained), keys(byDefault));
  assert.equal(new Set(keys(byDefault).values()).size, 3);
  assert.equal(new Set([...keys(byDefault).values(), ...keys(shifted).values()]).size, 4);
  assert.notEqual(keys(deep).get("h2.1"), keys(deep).get("h1.1"));
});

test("neurons stand below each other in the order of their numbers, open or not", () => {
  for (const folding of [ALL, FOLDED, ONE_OPEN, { ...ONE_OPEN, compact: true }]) {
    const { picture, layout } = layOut(byDefault, folding);
    const top = new Map(picture.groups.map(({ name }, i) => [name, layout.groups[4 * i + 1]]));
    const order = (/** @type {string} */ letter) =>
      [...top].filter(([name]) => name.startsWith(letter)).sort((a, b) => a[1] - b[1]);
    assert.deepEqual(
      order("h").map(([name]) => name),
      [..."12345678"].map((i) => `h${i}`),
    );
    assert.deepEqual(
      order("z").map(([name]) => name),
      ["z1", "z2", "z3"],
    );
  }
});

test("everything stands inside the bounds, operands left of results", () => {
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

test("no box, operation or card covers another, and layers follow each other", () => {
  for (const folding of [ALL, FOLDED, ONE_OPEN, { ...FOLDED, compact: true }]) {
    for (const graph of [byDefault, deep, flat, shifted]) {
      const { picture, layout } = layOut(graph, folding);
      const sizes = new Map(picture.groups.flatMap((g) => g.boxes.map((id) => [id, boxSize(picture, g)])));
      const rect = (/** @type {number[]} */ [x, y], /** @type {{width: number, height: number}} */ size) => ({
        x,
        y,
        ...size,
      });
      const rects = [
        ...picture.boxes.map((id, i) => rect(layout.boxes.slice(2 * i), /** @type {any} */ (sizes.get(id)))),
        ...picture.ops.map((id, i) => rect(layout.ops.slice(2 * i), opSize(graph.op[id]))),
      ];
      for (const [i, a] of rects.entries()) {
        for (const b of rects.slice(i + 1)) {
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 - 1 ||
            Math.abs(a.y - b.y) >= (a.height + b.height) / 2 - 1;
          assert.ok(apart, JSON.stringify([a, b]));
        }
      }
      const frames = picture.groups.map(({ layer }, i) => ({
        layer,
        at: layout.groups.slice(4 * i, 4 * i + 4),
      }));
      for (const a of frames) {
        for (const b of frames) if (a.layer < b.layer) assert.ok(a.at[0] + a.at[2] < b.at[0]);
      }
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
