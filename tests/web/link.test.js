import assert from "node:assert/strict";
import { test } from "node:test";
import { LESSONS, loadStages } from "../../web/lessons/index.js";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { linkIn, runOf } from "../../web/state/link/link.js";
import { isReplayable, linkText, shareLink } from "../../web/state/link/share.js";
import { patch } from "../../web/state/patch.js";
import { decodeRun, encodeRun } from "../../web/state/save.js";
import { initialState, update } from "../../web/state/state.js";
import { makeSnapshot, play, startedState } from "./fixtures.js";
import { openLesson, openPage, skip } from "./walk-page.js";

/** @typedef {import("../../web/state/types.js").State} State */

/** @param {string} hash */
const linkOf = (hash) => /** @type {import("../../web/state/link/link.js").Link} */ (linkIn(hash));
/** @param {State} state */
const textsOf = (state) => Object.fromEntries(new URLSearchParams(linkText(state)));

/** A run whose 51 parameters nobody could have trained. */
function strangeRun() {
  const state = update(play(startedState(), 2), { type: "points/add", x: 0.5, y: 1 });
  const column = () => Float64Array.from({ length: 51 }, (_, i) => i / 7);
  const columns = { data: column(), grad: column(), m: column(), v: column() };
  return patch(state, { session: { snapshot: { ...makeSnapshot(2), ...columns } } });
}

test("a run that its settings lead to is told by them and its step", () => {
  const state = play(startedState(), 3);
  const { dataset, seed, lr, step, run } = textsOf(state);
  assert.deepEqual(
    [dataset, seed, lr],
    [DEFAULT_CONFIG.dataset, DEFAULT_CONFIG.seed, String(DEFAULT_CONFIG.lr)],
  );
  assert.deepEqual([step, run], ["3", undefined]);
  assert.ok(linkText(state).length < 300);
});

test("a link of settings starts the run that they lead to, and asks for its steps", () => {
  const config = { ...DEFAULT_CONFIG, lr: 0.05, layers: [6, 5], zero_grad: false };
  const asked = update(initialState(), { type: "config/set", changes: config });
  const state = play(update(asked, start(asked.run.starting?.config ?? config)), 2);
  const opened = initialState(runOf(linkOf(`#${linkText(state)}`)));
  assert.deepEqual(opened.run.starting, { config, keepPoints: false, steps: 2 });
  const started = update(opened, start(opened.run.starting?.config ?? config));
  assert.equal(started.run.pending, 2);
  assert.equal(play(started, 2).run.pending, 0);
});

/** @param {State["session"]["config"]} config @returns {Extract<import("../../web/state/types.js").Action, {type: "run/started"}>} */
function start(config) {
  const points = [{ x: 0, y: 1, label: 1, split: /** @type {const} */ ("train") }];
  return { type: "run/started", config, keepPoints: false, points, snapshot: makeSnapshot(0) };
}

test("edited points, other settings on the way, or an unknown past need the whole run", () => {
  const state = play(startedState(), 2);
  assert.ok(isReplayable(state));
  assert.ok(!isReplayable(update(state, { type: "points/add", x: 0, y: 0 })));
  assert.ok(!isReplayable(play(update(state, { type: "config/set", changes: { lr: 0.5 } }), 1)));
  assert.ok(!isReplayable(initialState(decodeRun(encodeRun(strangeRun())))));
});

test("an edit that was undone, or that comes after the step shown, needs no more than the settings", () => {
  const state = play(startedState(), 2);
  const undone = update(update(state, { type: "points/add", x: 0, y: 0 }), { type: "points/undo" });
  assert.ok(isReplayable(play(undone, 1)));
  const edited = play(update(state, { type: "points/add", x: 0, y: 0 }), 1);
  assert.ok(!isReplayable(edited));
  assert.ok(isReplayable(update(edited, { type: "run/goto", step: 1 })));
});

test("a link to an edited run has all of it", () => {
  const state = strangeRun();
  const link = shareLink(state, /** @type {any} */ ({ href: "http://localhost/micrograd/#old=1" }));
  const { session } = runOf(linkOf(new URL(link).hash));
  assert.deepEqual(session?.snapshot, state.session.snapshot);
  assert.deepEqual(session?.points, state.session.points);
});

test("an address may hold no link, or an empty one", () => {
  assert.equal(linkIn(""), null);
  assert.equal(linkIn("#other=1"), null);
  assert.equal(linkIn("#run=")?.run, "");
});

for (const [hash, reason] of /** @type {[string, RegExp][]} */ ([
  ["#lr=-1", /lr must be a finite number >= 0, not '-1'/],
  ["#layers=99", /layers must be .* not '99'/],
  ["#dataset=__proto__", /dataset must be one of .* not '__proto__'/],
  ["#step=1e9", /step: it must be a whole number from 0 to 10000, not 1e9/],
  ["#step=-1", /step: .* not -1/],
  ["#zero_grad=maybe", /zero_grad must be on or off, not maybe/],
])) {
  test(`the link ${hash} is refused with the reason`, () => {
    assert.throws(() => runOf(linkOf(hash)), reason);
  });
}

/** A page with a real engine after it has opened a link. @param {string} hash */
async function opened(hash) {
  const page = await openPage();
  const link = linkOf(hash);
  page.state = update(initialState(runOf(link)), { type: "engine/ready", name: "c" });
  page.held = null;
  page.act("view/linked", { parts: link.view });
  return page;
}

const SMALL = "#n=20&layers=3&step=4";

test("a link replays its run to the same bits, and its past is there", { skip }, async () => {
  const page = await openPage();
  page.act("walk/unit", { unit: "update" });
  page.act("run/step", { count: 4 });
  const { state } = await opened(`#${linkText(page.state)}`);
  assert.deepEqual(state.session, page.state.session);
  assert.equal(state.run.history?.train.length, 4);
  assert.equal(state.run.history?.checkpoints[0].snapshot.step, 0);
});

for (const text of [
  "limit=300&operations=1&gradient=train&scale=log&hidden=loss,params&stage=1&class=2&probe=5&point=3&node=h1.w1&field=selected&nudge=h1.w1,0.25",
  "large=graph&field=h2&unit=op&move=2",
  "unit=phase&move=0&node=loss",
  "naive=h1&probe=0.5,-1.25,3",
  "naive=on&visit=12&node=h2",
  "naive=z2&visit=0",
  "overwritten=1",
]) {
  test(`the view ${text} comes back from its link`, { skip }, async () => {
    const { state } = await opened(`${SMALL}&${text}`);
    assert.equal(state.notice, null);
    assert.equal(state.run.waiting, null);
    const texts = textsOf(state);
    for (const [key, value] of new URLSearchParams(text)) {
      assert.equal(texts[key] ?? "0", value, key); // the move 0 needs no words
    }
    const again = await opened(`#${linkText(state)}`);
    assert.deepEqual(again.state.view, state.view);
    assert.deepEqual(again.state.selection, state.selection);
    assert.deepEqual(again.state.probe, state.probe);
    assert.deepEqual(again.place, [4, state.run.walk?.at]);
  });
}

test("a link from the middle of an update opens at the same move, also with edited points", {
  skip,
}, async () => {
  for (const edit of [false, true]) {
    const page = await openPage();
    page.act("walk/unit", { unit: "update" });
    if (edit) page.act("points/add", { x: 0, y: 0 });
    page.act("run/step", { count: 2 });
    page.act("walk/unit", { unit: "phase" });
    for (let i = 0; i < 4; i++) page.act("run/step");
    page.act("run/back");
    assert.ok(Number(page.state.run.walk?.at) > 0);
    const other = await opened(`#${linkText(page.state)}`);
    assert.deepEqual(other.place, page.place);
    assert.deepEqual(other.state.session, page.state.session);
  }
});

/** What a learner sees of a lesson. @param {State} state */
const lessonOf = ({ view: { lesson } }) => {
  const { id, stage, said, asked, answer, done, seen, right, notes } = lesson ?? assert.fail("no lesson");
  return { id, stage, said, asked, answer, done, seen, right, notes: Object.keys(notes) };
};

for (const { id } of LESSONS.filter((lesson) => lesson.id !== "same-in-c")) {
  test(`a link from any stage of ${id}, before and after its task, opens to the same`, { skip }, async () => {
    const page = await openPage();
    const stages = await openLesson(page, id);
    const same = async () => {
      const other = await opened(`#${linkText(page.state)}`);
      other.act("lesson/arrived", { id, stages });
      assert.deepEqual(lessonOf(other.state), lessonOf(page.state));
      for (const group of /** @type {const} */ (["session", "selection", "probe"]))
        assert.deepEqual(other.state[group], page.state[group]);
      const { lesson: _, ...shown } = page.state.view;
      const { lesson: __, ...opening } = other.state.view;
      assert.deepEqual(opening, shown);
      assert.deepEqual(other.place, page.place);
      assert.equal(other.state.run.waiting, null);
      other.act("lesson/close");
      assert.equal(other.state.view.lesson, null);
    };
    for (const stage of stages) {
      if (stage.ask) page.act("lesson/answer", { choice: 1 });
      await same();
      if (stage.do) page.act("lesson/show");
      await same();
      page.act("lesson/next");
    }
  });
}

test("a link to the start of a stage needs no run", { skip }, async () => {
  const other = await opened("#lesson=why-plus-equals.1");
  other.act("lesson/arrived", { id: "why-plus-equals", stages: await loadStages("why-plus-equals") });
  assert.equal(other.state.run.unit, "op");
  assert.equal(other.state.session.snapshot?.step, 3);
});

for (const [part, reason] of /** @type {[string, RegExp][]} */ ([
  ["node=h99", /^node in this link can't be used: this network has no node h99/],
  ["node=<img>", /node in this link can't be used: <img> is no name of a node/],
  ["field=h99", /no node h99/],
  ["nudge=loss", /it must be 1 numbers with commas, not loss/],
  ["nudge=loss,Infinity", /not Infinity/],
  ["hidden=graph,moon", /there is no panel moon; there are graph, inspector/],
  ["large=loss,graph", /one panel can be large/],
  ["stage=yes", /it must be 1, not yes/],
  ["unit=epoch", /it must be update or phase or op, not epoch/],
  ["unit=op&move=99999", /a step of this network has \d+ moves, not 99999/],
  ["move=3", /a move needs unit=phase or unit=op/],
  ["probe=9999", /there is no point 9999/],
  ["probe=3,0,1", /it must be a place from -2 to 2/],
  ["point=9999", /there is no point 9999/],
  ["zoom=0,0,0", /a scale above 0/],
  ["lesson=../x", /a lesson's name and its stage/],
  ["constructor=1", /this page knows no such part/],
])) {
  test(`a link's view with ${part} says what is wrong with it, and the rest is shown`, { skip }, async () => {
    const { state } = await opened(`${SMALL}&${part}&scale=log`);
    assert.match(String(state.notice?.text), reason);
    assert.match(String(state.notice?.text), /The rest of it is shown\.$/);
    assert.equal(state.view.logScale, true);
    assert.equal(state.run.waiting, null);
    assert.equal(state.session.snapshot?.step, 4);
    assert.equal(state.session.points.length, 20);
  });
}

test("a link leaves out a selected node that went with an earlier network", { skip }, async () => {
  const page = await openPage();
  page.act("node/select", { name: "h1.w1" });
  assert.equal(textsOf(page.state).node, "h1.w1");
  page.act("config/set", { changes: { layers: [2, 2] } });
  assert.equal(page.state.answers.graph?.graph.name.includes("h1.w1"), false);
  assert.equal(textsOf(page.state).node, undefined);
});
