/** The replay of the naive order in the page: what Step, Back, Play and the slider do, and what is shown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { untilNextMove } from "../../web/engine/requests.js";
import { heldNow, replayOf, resultOf } from "../../web/state/experiment.js";
import { shownNumbers } from "../../web/view/node/values.js";
import { wordsOf } from "../../web/view/node/walk-words.js";
import { openPage, skip } from "./walk-page.js";

/** A page after two steps, with the naive order replayed. @param {string | null} [root] */
async function replaying(root = null) {
  const page = await openPage();
  page.act("walk/unit", { unit: "update" });
  page.act("run/step", { count: 2 });
  page.act("view/experiment", { how: "naive", root, at: 0 });
  return page;
}

/** @param {Awaited<ReturnType<typeof openPage>>} page */
const at = (page) => replayOf(page.state)?.at;

test("Step, Back and the slider go over the visits, and the run stays where it is", { skip }, async () => {
  const page = await replaying();
  const { snapshot } = page.state.session;
  const most = replayOf(page.state)?.visits.moves.length ?? 0;
  page.act("run/back");
  assert.equal(at(page), 0);
  page.act("run/step");
  page.act("run/step");
  page.act("run/back");
  assert.equal(at(page), 1);
  page.act("walk/goto", { at: most + 7 });
  page.act("run/step");
  assert.equal(at(page), most);
  assert.equal(page.state.session.snapshot, snapshot);
  assert.equal(page.state.run.walk, null);
});

test("Play goes from visit to visit and ends at the last one", { skip }, async () => {
  const page = await replaying("h1");
  page.act("run/play");
  assert.equal(untilNextMove(page.state, { now: 1040, stepAt: 1000 }), 60);
  const most = replayOf(page.state)?.visits.moves.length ?? 0;
  for (let i = 0; i < most; i++) page.act("walk/tick");
  assert.deepEqual([at(page), page.state.run.playing], [most, true]);
  page.act("walk/tick");
  assert.deepEqual([at(page), page.state.run.playing], [most, false]);
});

test("ending the replay pauses it, so that Play does not go on with steps", { skip }, async () => {
  for (const action of [
    ["view/experiment", { how: null }],
    ["view/experiment", { how: "naive" }],
    ["view/experiment", { how: "overwritten" }],
    ["walk/unit", { unit: "op" }],
  ]) {
    const page = await replaying();
    page.act("run/play");
    page.act(.../** @type {[string, object]} */ (action));
    assert.equal(page.state.run.playing, false);
    assert.equal(replayOf(page.state), null);
    assert.equal(page.state.session.snapshot?.step, 2);
  }
});

test("after the last visit the boxes show what the engine's naive order leaves, before it what has come so far", {
  skip,
}, async () => {
  const page = await replaying();
  assert.deepEqual(
    Array.from(shownNumbers(page.state)?.grad ?? []).filter((g) => g !== 0),
    [1],
  );
  page.act("walk/goto", { at: 1e6 });
  const last = shownNumbers(page.state);
  page.act("view/experiment", { how: "naive" });
  const whole = shownNumbers(page.state);
  assert.deepEqual(last?.grad, whole?.grad);
  const marks = (/** @type {typeof last} */ shown) =>
    page.state.answers.graph?.graph.name.map((_, id) => shown?.mark(id));
  assert.deepEqual(marks(last), marks(whole));
  assert.ok(marks(whole)?.includes("wrong"));
});

test("a visit says what it passes on, and that it is too early or comes again", { skip }, async () => {
  const page = await replaying();
  const names = page.state.answers.graph?.graph.name ?? [];
  assert.match(wordsOf(page.state).why ?? "", /^It makes \d+ visits to \d+ nodes\.$/);
  const { early, moves } = /** @type {NonNullable<ReturnType<typeof replayOf>>} */ (replayOf(page.state))
    .visits;
  page.act("walk/goto", { at: early });
  const node = names[moves[early - 1].node];
  assert.match(
    wordsOf(page.state).why ?? "",
    new RegExp(
      `^${node} passes on \\S+ too early: 1 of its 2 consumers has not added its contribution yet\\.$`,
    ),
  );
  assert.match(wordsOf(page.state).line, /\.grad \+= \S+ × \S+ = \S+$/);
  const again = moves.findIndex((move, i) => i >= early && move.node === moves[early - 1].node) + 1;
  page.act("walk/goto", { at: again });
  assert.match(
    wordsOf(page.state).why ?? "",
    new RegExp(`^${node} passes on all of \\S+, after it has already passed on`),
  );
  const visit = heldNow(page.state)?.visit;
  assert.deepEqual([visit?.time, visit?.node], [2, moves[again - 1].node]);
});

test("a step, a new probe and another network take the replay along, as far as there are visits", {
  skip,
}, async () => {
  const page = await replaying();
  page.act("walk/goto", { at: 30 });
  page.act("run/goto", { step: 1 });
  page.act("probe/set", { x: 1, y: 0.5, label: 2 });
  assert.equal(at(page), 30);
  page.act("walk/goto", { at: 1e6 });
  page.act("config/set", { changes: { layers: [] } });
  assert.equal(at(page), replayOf(page.state)?.visits.total);
  assert.ok(shownNumbers(page.state));
});

test("with = in place of +=, one query is asked, and a leaf of the loss shows the contribution that came last", {
  skip,
}, async () => {
  const page = await openPage();
  page.act("view/experiment", { how: "overwritten" });
  assert.deepEqual([page.state.run.unit, page.state.run.walk], ["update", null]);
  const result = resultOf(page.state, { exact: true });
  const graph = page.state.answers.graph?.graph;
  assert.deepEqual(result?.gradients?.truth, graph?.grad);
  assert.deepEqual(shownNumbers(page.state)?.grad, result?.gradients?.shown);
  assert.equal(page.state.answers.queries.naive, undefined);
  page.act("view/experiment", { how: "naive" });
  assert.equal(resultOf(page.state, { exact: true })?.gradients?.visits?.length, graph?.name.length);
});
