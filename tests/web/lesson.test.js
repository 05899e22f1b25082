import assert from "node:assert/strict";
import { test } from "node:test";
import { LESSONS } from "../../web/lessons/index.js";
import { stageOf } from "../../web/state/lesson/lesson.js";
import { openLesson, openPage, skip } from "./walk-page.js";

/** @typedef {Awaited<ReturnType<typeof openPage>>} Page */

/** The lessons that one engine is enough for. */
const ALONE = LESSONS.filter(({ id }) => id !== "same-in-c");

/** @param {Page} page */
const going = (page) => {
  const { lesson } = page.state.view;
  if (!lesson) throw new Error("no lesson goes on");
  return lesson;
};

for (const { id, stages: count } of ALONE) {
  test(`"${id}" comes to its end, every sentence has its numbers, and each prediction has one right choice`, {
    skip,
  }, async () => {
    const page = await openPage();
    const stages = await openLesson(page, id);
    assert.equal(stages.length, count);
    for (const stage of stages) {
      assert.equal(stageOf(going(page)), stage);
      assert.notEqual(going(page).said, null, `said: ${stage.say}`);
      assert.equal(going(page).done, !stage.do && !stage.ask, `${stage.say} is done at once`);
      if (stage.ask) page.act("lesson/answer", { choice: 0 });
      if (stage.do) page.act("lesson/show");
      const { done, seen, right, said } = going(page);
      assert.equal(done, true, stage.do?.until.join());
      if (process.env.PRINT) console.log(id, "|", said, "|", going(page).asked, right, "|", seen);
      if (stage.ask) assert.equal(right.length, 1, `${stage.ask.question} ${right}`);
      for (const text of [said, seen]) assert.doesNotMatch(String(text), /null|undefined|[{}]/);
      page.act("lesson/next");
    }
    assert.equal(page.state.view.lesson, null);
  });
}

for (const { id } of ALONE) {
  test(`"Show me" brings each stage of "${id}" to its end without a guess, and tells the answer`, {
    skip,
  }, async () => {
    const page = await openPage();
    const stages = await openLesson(page, id);
    for (const stage of stages) {
      page.act("lesson/show");
      const { done, seen, right, answer } = going(page);
      assert.equal(done, true, stage.say);
      assert.equal(answer, null);
      assert.equal(right.length, stage.ask ? 1 : 0);
      assert.match(String(seen), /\S/);
      page.act("lesson/next");
    }
  });
}

for (const { id, stages: count } of ALONE) {
  test(`each stage of "${id}" comes to its end also when the lesson is opened at it`, { skip }, async () => {
    for (let stage = 1; stage < count; stage++) {
      const page = await openPage();
      const stages = await openLesson(page, id, { stage });
      page.act("lesson/show");
      assert.equal(going(page).done, true, stages[stage].say);
      assert.doesNotMatch(String(going(page).seen), /null|undefined|[{}]/);
    }
  });
}

test("the saturation lesson measures at the train point with the largest loss: flat is far less than steep", {
  skip,
}, async () => {
  const page = await openPage();
  await openLesson(page, "saturation");
  const { answers, session, probe } = page.state;
  const losses = [...(answers.queries.point_losses?.reply?.losses ?? [])];
  const train = session.points.filter(({ split }) => split === "train");
  assert.equal(losses.length, train.length);
  assert.equal(probe?.id, train[losses.indexOf(Math.max(...losses))].id);
  assert.equal(answers.graph?.graph.data.at(-1), Math.max(...losses));
  assert.ok(Math.max(...losses) > 0.5, "a real loss");
  page.act("lesson/next");
  page.act("lesson/show");
  const flat = page.state.answers.queries.nudge?.reply?.measured ?? Number.NaN;
  page.act("lesson/next");
  page.act("lesson/show");
  const steep = page.state.answers.queries.nudge?.reply?.measured ?? Number.NaN;
  assert.ok(Math.abs(steep) > 1000 * Math.abs(flat), `${steep} ${flat}`);
});
