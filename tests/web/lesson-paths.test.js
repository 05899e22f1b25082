import assert from "node:assert/strict";
import { test } from "node:test";
import { roundStep } from "../../web/state/histogram.js";
import { edgesOf, landscapeOf, pathsOf } from "../../web/state/lesson/paths.js";
import { PARTS } from "../../web/state/link/view.js";
import { openLesson, openPage, skip } from "./walk-page.js";

/** @typedef {Awaited<ReturnType<typeof openPage>>} Page */

const ADAM = "what-adam-does";

/** The lesson at its last stage, come to in one of several ways: `pass` goes through a stage. @param {Record<string, unknown>} open @param {(page: Page) => void} [pass] */
async function atTheEnd(open, pass) {
  const page = await openPage();
  await openLesson(page, ADAM, open);
  for (let stage = 0; pass && stage < 2; stage++) pass(page);
  assert.equal(page.state.view.lesson?.stage, 2);
  page.act("lesson/show");
  assert.equal(page.state.view.lesson?.done, true);
  return page;
}

/** The loss of the cell that a place is in. @param {import("../../web/state/lesson/paths.js").Landscape | null} landscape @param {[number, number]} place */
function lossNear(landscape, [x, y]) {
  if (!landscape) throw new Error("no landscape");
  const { left, right, bottom, top, columns, rows } = landscape.asked;
  const [column, row] = [((x - left) / (right - left)) * columns, ((top - y) / (top - bottom)) * rows].map(
    Math.floor,
  );
  return landscape.losses[row * columns + column];
}

/** @param {Page} page */
const show = (page) => {
  page.act("lesson/show");
  page.act("lesson/next");
};

/** By Play, as fast as it goes. @param {Page} page */
const play = (page) => {
  page.act("run/speed", { speed: Infinity });
  page.act("run/play");
  page.act("lesson/next");
};

/** By single steps. @param {Page} page */
const steps = (page) => {
  for (let i = 0; i < 40; i++) page.act("run/step");
  page.act("lesson/next");
};

/** @type {[string, Record<string, unknown>, ((page: Page) => void)?][]} */
const WAYS = [
  ["shown", { stage: 0 }, show],
  ["skipped", { stage: 0 }, (page) => page.act("lesson/next")],
  ["played", { stage: 0 }, play],
  ["stepped", { stage: 0 }, steps],
  ["opened at its last stage", { stage: 2 }],
];

for (const [way, open, pass] of WAYS) {
  test(`the paths have a place per step when the lesson is ${way}`, { skip }, async () => {
    const page = await atTheEnd(open, pass);
    const paths = pathsOf(page.state);
    assert.deepEqual(
      paths.map(({ title, places }) => [title, places.length]),
      [
        ["SGD", 41],
        ["momentum", 41],
        ["AdamW", 41],
      ],
    );
    const [start] = paths[0].places;
    for (const { places } of paths) assert.deepEqual(places[0], start);
    const moves = paths.map(({ places: [, [x, y]] }) => [x - start[0], y - start[1]]);
    for (const move of moves[2]) assert.ok(Math.abs(Math.abs(move) - 0.1) < 0.001, "AdamW moves by lr");
  });
}

test("the ground is asked for until all rows are there, and is that of the chosen moment", {
  skip,
}, async () => {
  const page = await atTheEnd({ stage: 2 });
  const start = landscapeOf(page.state);
  assert.equal(start?.filled, start?.asked.rows);
  assert.equal(start?.asked.of.step, 0);
  page.act("lesson/ground", { note: "adam" });
  const end = landscapeOf(page.state);
  assert.equal(end?.asked.of, page.state.session.snapshot);
  assert.notDeepEqual(end?.losses, start?.losses);
  const [, , { places }] = pathsOf(page.state);
  const [from, to] = [places[0], places[40]].map((place) => lossNear(end, place));
  assert.ok(to < from, "on its own ground AdamW went down");
  assert.ok(Math.abs(to - Number(page.state.run.history?.train[39])) < 0.02);
});

test("a link holds the chosen ground", { skip }, async () => {
  const page = await atTheEnd({ stage: 2 });
  assert.equal(PARTS.lesson.text(page.state), "what-adam-does.2.0.done");
  page.act("lesson/ground", { note: "sgd" });
  const text = String(PARTS.lesson.text(page.state));
  assert.equal(text, "what-adam-does.2.0.done.sgd");
  assert.deepEqual(PARTS.lesson.parse(text).resumes, { answer: null, done: true, ground: "sgd" });
  assert.equal(PARTS.lesson.parse("what-adam-does.2.1.done").resumes.ground, null);
});

test("asking for the ground leaves the run as it is", { skip }, async () => {
  const [page, quiet] = [await atTheEnd({ stage: 2 }), await atTheEnd({ stage: 2 })];
  page.act("lesson/ground", { note: "sgd" });
  page.act("run/step", { count: 3 });
  quiet.act("run/step", { count: 3 });
  assert.deepEqual(page.state.session.snapshot, quiet.state.session.snapshot);
});

test("rows that arrive for another drawing are dropped", { skip }, async () => {
  const page = await atTheEnd({ stage: 2 });
  const { landscape } = page.state.answers;
  assert.ok(landscape);
  const asked = { ...landscape.asked, left: 0 };
  page.act("landscape/drawn", { asked, losses: new Float64Array(asked.columns) });
  assert.equal(page.state.answers.landscape, landscape);
});

test("the drawn part holds every place, has the wanted shape, and a unit is as long on both axes", () => {
  for (const places of [
    [
      [0, 0],
      [3, 1],
    ],
    [
      [0, 0],
      [1, 9],
    ],
    [[2, -1]],
  ]) {
    const { left, right, bottom, top } = edgesOf(/** @type {[number, number][]} */ (places), 1.5);
    assert.ok(Math.abs((right - left) / (top - bottom) - 1.5) < 1e-12);
    for (const [x, y] of places) assert.ok(left < x && x < right && bottom < y && y < top);
  }
});

test("contours stand at round numbers", () => {
  assert.deepEqual([0.013, 0.02, 0.021, 0.9, 3, 7].map(roundStep), [0.02, 0.02, 0.05, 1, 5, 10]);
});
