import assert from "node:assert/strict";
import { test } from "node:test";
import { neighbour } from "../../web/view/graph/keys.js";
import { makePicture } from "../../web/view/layout/structure.js";
import { traceGraphs } from "./graph-fixtures.js";

const [graph] = await traceGraphs([[2], "tanh", "nll", 0]);

/** A scene as far as walking needs it: all boxes of a column at x = 0, named ones elsewhere. @param {boolean} folded */
function makeScene(folded) {
  const picture = makePicture(graph, { folded, open: new Set(), compact: false });
  const boxes = picture.boxes.map((id, i) => ({
    id,
    name: graph.name[id],
    x: 0,
    y: 40 * i,
    width: 98,
    height: 26,
  }));
  const byName = new Map(boxes.map((box) => [box.name, box]));
  const box = (/** @type {number} */ id) => byName.get(graph.name[id]);
  return /** @type {any} */ ({ graph, picture, byName, box });
}

/** @param {any} scene @param {string} from @param {string} key */
const go = (scene, from, key) => neighbour(scene, scene.byName.get(from), key)?.name;

test("left goes to the first operand and right to the first consumer", () => {
  const scene = makeScene(false);
  assert.equal(go(scene, "h1", "ArrowLeft"), "h1.sum2");
  assert.equal(go(scene, "h1.sum2", "ArrowLeft"), "h1.sum1");
  assert.equal(go(scene, "h1.b", "ArrowRight"), "h1.sum1");
  assert.equal(go(scene, "h1.b", "ArrowLeft"), undefined);
  assert.equal(go(scene, "loss", "ArrowRight"), undefined);
});

test("among folded neurons left and right follow the drawn edges", () => {
  const scene = makeScene(true);
  assert.equal(go(scene, "h1", "ArrowLeft"), "x");
  assert.ok(/^z\d$/.test(go(scene, "h1", "ArrowRight") ?? ""));
  assert.equal(go(scene, "z1", "ArrowRight"), "loss");
});

test("up and down go to the nearest box of the column", () => {
  const scene = makeScene(true);
  const [first, second] = [...scene.byName.keys()];
  assert.equal(go(scene, first, "ArrowDown"), second);
  assert.equal(go(scene, second, "ArrowUp"), first);
  assert.equal(go(scene, first, "ArrowUp"), undefined);
});
