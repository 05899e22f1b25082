/** What two graphs have in common crosses from a worker to the page once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { mapGraphs, ReceivedColumns, SentColumns } from "../../web/protocol/kept-columns.js";
import { contributionTo, localOf } from "../../web/protocol/nodes.js";
import { makeVerbs } from "../../web/worker/serve.js";
import { engineOf, missing } from "./wasm.js";

const CONFIG = /** @type {any} */ ({ seed: "42", dataset: "yinyang", n: 20, layers: [4, 3], nonlin: "tanh" });
const PLACE = { x: 0.5, y: -0.5, label: 1 };
const skip = await missing("micrograd.wasm");
const STRUCTURE = ["op", "role", "prev", "name", "layer", "neuron", "part", "input"];

/** A worker's verbs, and the two ends between it and the page: what is sent is a copy. */
async function connection() {
  const verbs = makeVerbs(await engineOf("micrograd.wasm"));
  const [sent, received] = [new SentColumns(), new ReceivedColumns()];
  let message = /** @type {any} */ (null);
  return {
    message: () => message,
    async request(/** @type {string} */ verb, /** @type {any} */ args) {
      const whole = await /** @type {any} */ (verbs)[verb](args);
      message = structuredClone(mapGraphs(verb, args, whole, (graph) => sent.pack(graph)));
      const reply = mapGraphs(verb, args, message, (graph) => received.unpack(graph));
      return { whole, reply };
    },
  };
}

test("of a second graph only the numbers are sent, and the page has the whole of it", { skip }, async () => {
  const { request, message } = await connection();
  await request("reset", { config: CONFIG });
  const first = await request("trace", PLACE);
  assert.deepEqual(first.reply, first.whole);
  assert.equal(message().kept, undefined);
  const queries = [
    { verb: "picture", args: { columns: 2, rows: 2, extent: 2 } },
    { verb: "trace", args: PLACE },
  ];
  const { whole, reply } = await request("step", { count: 1, budget: 1, queries });
  const graph = reply.answers[1].reply;
  assert.deepEqual(reply, whole);
  assert.deepEqual(message().answers[1].reply.kept, STRUCTURE);
  assert.equal(message().answers[1].reply.name, undefined);
  for (const name of STRUCTURE) assert.equal(graph[name], first.reply[name], name);
  assert.notDeepEqual(graph.data, first.reply.data);
});

test("columns that differ in another label or network are sent anew", { skip }, async () => {
  const { request, message } = await connection();
  await request("reset", { config: CONFIG });
  const first = await request("trace", PLACE);
  const label = await request("trace", { ...PLACE, label: 2 });
  assert.deepEqual(label.reply, label.whole);
  assert.ok(!message().kept?.includes("prev"), "the loss of another label has other operands");
  assert.notDeepEqual(label.reply.prev, first.reply.prev);
  await request("reset", { config: { ...CONFIG, layers: [5] } });
  const other = await request("trace", PLACE);
  assert.deepEqual(other.reply, other.whole);
  assert.notEqual(other.reply.name.length, first.reply.name.length);
});

test("a query that is refused along with a step leaves the columns as they were", { skip }, async () => {
  const { request } = await connection();
  await request("reset", { config: CONFIG });
  const first = await request("trace", PLACE);
  const queries = [{ verb: "trace", args: { ...PLACE, label: 7 } }];
  const { reply } = await request("step", { count: 1, budget: 1, queries });
  assert.match(reply.answers[0].error, /label/);
  const next = await request("trace", PLACE);
  assert.deepEqual(next.reply, next.whole);
  assert.equal(next.reply.name, first.reply.name);
});

test("local derivatives and contributions lie one after the other, an entry per operand", () => {
  const graph = {
    prev: [[], [], [0, 1], [2]],
    local: Float64Array.of(2, 3, 5),
    contribution: Float64Array.of(20, 30, 50),
  };
  assert.deepEqual([localOf(graph, 2, 0), localOf(graph, 2, 1), localOf(graph, 3, 0)], [2, 3, 5]);
  assert.deepEqual([contributionTo(graph, 2, 1), contributionTo(graph, 3, 0)], [30, 50]);
});
