import assert from "node:assert/strict";
import { test } from "node:test";
import { LESSONS, loadStages } from "../../web/lessons/index.js";
import { stageOf } from "../../web/state/lesson/lesson.js";
import { openPage, skip } from "./walk-page.js";

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
    page.act("walk/unit", { unit: "update" });
    page.act("lesson/open", { id, stage: 0 });
    const stages = await loadStages(id);
    assert.equal(stages.length, count);
    page.act("lesson/arrived", { id, stages });
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
