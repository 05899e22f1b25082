/** Two parameters on their loss: the pair, the window, the way, and the numbers of a real engine. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { addResults, pairRequest } from "../../web/engine/results-requests.js";
import { parameterNames } from "../../web/protocol/names.js";
import { PARTS } from "../../web/state/link/view.js";
import { edgesNow, pairOf, pairWanted, RATIO, wayOf, windowOf } from "../../web/state/pair.js";
import { patch } from "../../web/state/patch.js";
import { random as randomOf } from "../random.js";
import { openPage, skip } from "./walk-page.js";

addResults();

async function opened() {
  const page = await openPage();
  page.act("walk/unit", { unit: "update" });
  return page;
}

test("by itself it is the selected parameter and the next of its neuron, the last one's is before it", {
  skip,
}, async () => {
  const page = await opened();
  const pair = () => {
    const { first, second } = pairOf(page.state);
    return [first, second];
  };
  assert.deepEqual(pair(), ["h1.w1", "h1.w2"]);
  page.act("node/select", { name: "h2.w2" });
  assert.deepEqual(pair(), ["h2.w2", "h2.b"]);
  page.act("node/select", { name: "h2.b" });
  assert.deepEqual(pair(), ["h2.b", "h2.w2"]);
  page.act("view/pair", { first: "h3.b", second: "z1.w1" });
  assert.deepEqual(pair(), ["h3.b", "z1.w1"]);
  assert.equal(page.state.view.params, "pair");
  page.act("config/set", { changes: { layers: [2] } }); // which has no h3
  assert.deepEqual(pair(), ["h2.b", "h2.w2"]);
});

test("the window holds the way and the room around the place, and stands still while the place moves a little", () => {
  const { next: random } = randomOf(3);
  for (let i = 0; i < 500; i++) {
    const scale = 10 ** (random() * 4 - 2);
    const places = Array.from(
      { length: 1 + Math.floor(random() * 9) },
      () => /** @type {[number, number]} */ ([(random() - 0.5) * scale, (random() - 0.5) * scale]),
    );
    const { left, right, bottom, top } = windowOf(places, 0.3);
    const [x, y] = places[places.length - 1];
    for (const [px, py] of [...places, [x - 0.3, y - 0.3], [x + 0.3, y + 0.3]])
      assert.ok(left <= px && px <= right && bottom <= py && py <= top, `(${px}, ${py}) is outside`);
    assert.ok(Math.abs((right - left) / (top - bottom) - RATIO) < 1e-9);
  }
  const windows = new Set(
    Array.from({ length: 100 }, (_, i) => JSON.stringify(windowOf([[0.2 + i * 1e-3, 0.1]], 1))),
  );
  assert.ok(windows.size <= 2, `${windows.size} windows on a way of 0.1`);
});

test("the way is that of the parameters at each held step, up to the present one", { skip }, async () => {
  const page = await opened();
  page.act("view/pair", { first: "h2.w1", second: "z3.b" });
  for (let i = 0; i < 7; i++) page.act("run/step");
  const names = parameterNames(page.state.session.config);
  const held = page.state.run.history?.checkpoints.map(({ snapshot: { step, data } }) => [
    step,
    data[names.indexOf("h2.w1")],
    data[names.indexOf("z3.b")],
  ]);
  const { steps, places } = wayOf(page.state);
  assert.deepEqual(
    steps.map((step, i) => [step, ...places[i]]),
    held,
  );
  page.act("run/goto", { step: 3 });
  assert.deepEqual(wayOf(page.state).steps, [0, 1, 2, 3]);
  assert.deepEqual(wayOf(page.state).places.at(-1), held?.[3].slice(1));
});

test("steps of the way that were made at once are made once more at rest, with the same bits, while the run stays where it is", {
  skip,
}, async () => {
  const [slow, quick] = [await opened(), await opened()];
  for (let i = 0; i < 20; i++) slow.act("run/step");
  quick.act("run/step", { count: 20 });
  const here = quick.state.session.snapshot;
  assert.ok(Number(quick.state.run.history?.checkpoints.length) < 10);
  for (const page of [slow, quick]) page.act("view/pair", { first: "h2.w1", second: "z3.b" });
  assert.deepEqual(wayOf(quick.state), wayOf(slow.state));
  assert.equal(wayOf(quick.state).steps.length, 21);
  assert.equal(quick.state.session.snapshot, here);
  assert.deepEqual(quick.state.run.history?.train, slow.state.run.history?.train);
});

test("every place of the picture has the loss that the next step would log there, bit for bit", {
  skip,
}, async () => {
  const page = await opened();
  page.act("view/pair", { first: "h1.w2", second: "h3.b", close: true });
  page.act("run/step", { count: 5 });
  const shown = page.state.answers.pair?.shown;
  assert.ok(shown);
  const { asked, losses } = shown;
  assert.equal(asked.snapshot, page.state.session.snapshot);
  assert.deepEqual([asked.columns * asked.rows, losses.length], [48 * 32, 48 * 32]);
  const names = parameterNames(page.state.session.config);
  for (const cell of [0, 47, 48 * 15 + 20, 48 * 32 - 1]) {
    const data = asked.snapshot.data.slice();
    data[names.indexOf("h1.w2")] = asked.left + (((cell % 48) + 0.5) / 48) * (asked.right - asked.left);
    data[names.indexOf("h3.b")] =
      asked.top - ((Math.floor(cell / 48) + 0.5) / 32) * (asked.top - asked.bottom);
    const there = await opened();
    there.state = patch(there.state, {
      session: { snapshot: { ...asked.snapshot, data }, points: asked.points },
    });
    there.act("run/step");
    const made = there.state.session.snapshot?.loss.train ?? Number.NaN;
    assert.ok(
      Math.abs(losses[cell] - made) <= 1e-12 * made,
      `cell ${cell}: ${losses[cell]}, a step logs ${made}`,
    );
  }
});

test("while a run plays on C a coarse picture is asked for at every step, at most half of the time; Python's waits", {
  skip,
}, async () => {
  const page = await opened();
  page.act("view/pair", { first: "h1.w1", second: "h1.w2" });
  page.act("run/step");
  assert.equal(pairWanted(page.state), null, "the picture is there");
  const moved = patch(page.state, {
    run: { playing: true },
    session: { snapshot: { .../** @type {any} */ (page.state.session.snapshot) } },
  });
  const wanted = pairWanted(moved);
  assert.deepEqual([wanted?.args.columns, wanted?.args.rows], [24, 16]);
  const busy = patch(moved, {
    answers: { pair: { .../** @type {any} */ (moved.answers.pair), at: 1000, ms: 6 } },
  });
  assert.equal(pairRequest(busy, 1011), null);
  assert.ok(pairRequest(busy, 1012));
  assert.equal(pairWanted(patch(moved, { engines: { active: "python" } })), null);
  assert.equal(pairWanted(patch(moved, { view: { params: "table" } })), null);
});

test("a link holds it, and one from another network shows what this one has", { skip }, async () => {
  const page = await opened();
  page.act("view/pair", { first: "h2.w1", second: "z1.b", close: true });
  const texts = ["params", "pair"].map((part) => PARTS[part].text(page.state));
  assert.deepEqual(texts, ["pair", "h2.w1,z1.b,close"]);
  const other = PARTS.pair.into(page.state, PARTS.pair.parse("h9.w1,h9.w2"));
  assert.deepEqual(pairOf(other), { first: "h1.w1", second: "h1.w2", close: false });
  assert.ok(edgesNow(other));
  for (const text of ["h1.w1", "h1.w1,h1.w2,far", "h1.w1,h1.w2,close,x", "<b>,h1.w1"])
    assert.throws(() => PARTS.pair.parse(text), RangeError, text);
});
