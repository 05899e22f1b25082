/** The questions: every lesson is driven to its end by the controls that glow, in both engines, and its claims are checked. */

import { LESSONS, loadStages } from "../../web/lessons/index.js";
import { button, choose, pointsOf, settled, step } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { drawn } from "./graph.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/state/lesson/lesson.js").Stage} Stage */

/** @param {Page} page */
const card = (page) => page.getByRole("region", { name: "Lesson", exact: true });

/** @param {Page} page */
const seen = (page) => card(page).locator(".seen");

/** @param {Page} page */
const isDone = (page) => page.evaluate(() => window.micrograd.state.view.lesson?.done ?? true);

/** Opens a lesson from the list, at its first stage. @param {Page} page @param {string} question */
async function open(page, question) {
  await button(page, "Questions").click();
  await page.getByRole("region", { name: "Questions", exact: true }).getByText(question).click();
  while ((await page.evaluate(() => window.micrograd.state.view.lesson?.stage)) !== 0) {
    await button(page, "Previous").click();
  }
}

/** Waits until another control glows, or none. @param {Page} page @param {string} name of the one that was clicked */
const goesOut = (page, name) =>
  page.waitForFunction((before) => document.querySelector(".glow")?.textContent !== before, name);

/** Does what a stage asks for, by the control that glows, until it is done. @param {Page} page @param {Stage} stage */
async function act(page, stage) {
  const wanted = /\{(?:field|naive start)\} = (\w+)/.exec(stage.do?.until.join() ?? "")?.[1];
  const glow = page.locator(".glow").filter({ visible: true });
  if (!(await page.evaluate(() => window.micrograd.state.compare))) await drawn(page); // a box is hit where it rests
  await expect(glow).toHaveCount(1);
  for (let i = 0; i < 9 && !(await isDone(page)); i++) {
    const kind = await glow.evaluate((element) =>
      element.matches("input") ? "slider" : element.matches("select") ? "list" : (element.textContent ?? ""),
    );
    if (kind === "slider") await glow.press("ArrowRight");
    else if (kind === "list") await glow.selectOption(wanted ?? "");
    else await glow.click();
    // how fast it plays is no part of a lesson, and a finite speed still makes one step after the other
    if (kind === "Play")
      await page.evaluate(() => window.micrograd.dispatch({ type: "run/speed", speed: 1000 }));
    // a switch that is clicked twice is off again, so the answer of the engine is awaited
    if (kind === "Step") await settled(page);
    else if (/^(Visit by visit|Experiments)$/.test(kind)) await goesOut(page, kind);
    else await page.waitForFunction(() => window.micrograd.state.view.lesson?.done);
  }
  await page.waitForFunction(() => window.micrograd.state.view.lesson?.done);
}

/** Drives the lesson that is open to its end; `check` is called after each stage. @param {Page} page @param {string} id @param {(stage: number) => Promise<void>} [check] */
async function drive(page, id, check) {
  const stages = await loadStages(id);
  for (const [i, stage] of stages.entries()) {
    await page.waitForFunction((n) => {
      const lesson = window.micrograd.state.view.lesson;
      return lesson?.stage === n && lesson.said !== null;
    }, i);
    if (stage.ask) await card(page).locator(".choice").first().click();
    if (stage.do) await act(page, stage);
    await expect(seen(page)).toHaveText(/\S/);
    await expect(page.locator(".glow")).toHaveCount(0);
    if (stage.ask) await expect(card(page).locator(".choice.right")).toHaveCount(1);
    await check?.(i);
    const last = i === stages.length - 1;
    await card(page)
      .locator("footer")
      .getByRole("button", { name: last ? "Back to my run" : "Next" })
      .click();
  }
  await expect(card(page)).toBeHidden();
}

/** What the engine answers about the experiments on backward, and about points. @param {Page} page */
const answers = (page) =>
  page.evaluate(() => {
    const { queries } = window.micrograd.state.answers;
    const { naive, grad } = queries.naive?.reply ?? { naive: [], grad: [] };
    const { overwritten, grad: truth } = queries.overwritten?.reply ?? { overwritten: [], grad: [] };
    const shares = [...(queries.contributions?.reply?.contributions ?? [])];
    return {
      wrong: [...naive].filter((each, id) => !Object.is(each, grad[id])).length,
      lost: [...overwritten].filter((each, id) => each !== truth[id]).length,
      raise: shares.filter((share) => share > 0).length,
      lower: shares.filter((share) => share < 0).length,
    };
  });

/** The losses of a new run of 40 steps, by the console. @param {Page} page @param {object} changes */
async function lossAfter40(page, changes) {
  for (const wanted of [{ seed: "1" }, changes]) {
    await page.evaluate(async (changed) => {
      const { DEFAULT_CONFIG } = await import(new URL("source/web/protocol/config.js", location.href).href);
      window.micrograd.dispatch({ type: "config/set", changes: { ...DEFAULT_CONFIG, ...changed } });
    }, wanted);
    await settled(page);
  }
  await step(page, 40);
  return page.evaluate(() => window.micrograd.state.run.history?.train[39] ?? Number.NaN);
}

for (const engine of /** @type {const} */ (["Python", "C"])) {
  test(`in ${engine}, every lesson comes to its end by the controls that glow, and says what the engine says`, async ({
    bothPage: page,
  }) => {
    test.setTimeout(400_000);
    await choose(page, engine);
    /** @type {Record<string, (stage: number) => Promise<void>>} */
    const checks = {
      "why-topological-order": async (stage) => {
        const { wrong } = await answers(page);
        if (stage === 0) expect(wrong).toBeGreaterThan(10);
        if (stage === 1) await expect(seen(page)).toContainText(/^Visit 4: e1 passes on −0\.0927/);
        else await expect(seen(page)).toContainText(new RegExp(`^${stage === 2 ? 151 - wrong : wrong} `));
      },
      "why-plus-equals": async (stage) => {
        const { lost } = await answers(page);
        if (stage === 2) expect(lost).toBeGreaterThan(20);
        if (stage === 2) await expect(seen(page)).toContainText(new RegExp(`^${lost} are wrong`));
      },
      "which-points": async (stage) => {
        const { raise, lower } = await answers(page);
        if (stage > 0) return;
        expect(raise + lower).toBeGreaterThan(40);
        await expect(seen(page)).toContainText(`${raise} of 80 points raise its gradient, ${lower} lower it`);
      },
      "why-zero-grad": async (stage) => {
        if (stage === 3) told = (await seen(page).textContent()) ?? "";
      },
    };
    let told = "";
    for (const { id, question } of LESSONS.filter((lesson) => lesson.id !== "same-in-c")) {
      await test.step(question, async () => {
        await open(page, question);
        await drive(page, id, checks[id]);
      });
    }
    const [without, withIt] = [
      await lossAfter40(page, { zero_grad: false }),
      await lossAfter40(page, { zero_grad: true }),
    ];
    expect(told).toContain(`Without zero_grad: ${without.toFixed(4)}. With it: ${withIt.toFixed(4)}.`);
  });
}

test("a lesson that needs the list of fields gets it back from the data tools, which had taken its place", async ({
  cPage: page,
}) => {
  await button(page, "Data tools").click();
  await expect(page.getByRole("combobox", { name: "Field" })).toBeHidden();
  await open(page, "Why does tanh saturate, a ReLU die?");
  await drive(page, "saturation");
  await expect(button(page, "Data tools")).toHaveAttribute("aria-expanded", "true"); // as before the lesson
});

test("the lesson of the two engines compares and races them", async ({ bothPage: page }) => {
  await open(page, "Why is C faster");
  await drive(page, "same-in-c", async (stage) => {
    const { equal, ratio } = await page.evaluate(() => {
      const { compare } = window.micrograd.state;
      return { equal: compare?.equal, ratio: compare && compare.lanes.c.steps / compare.lanes.python.steps };
    });
    if (stage === 1) await expect(seen(page)).toContainText(`${equal} steps, and not one bit differs`);
    if (stage === 2) await expect(seen(page)).toContainText(`: ${Math.round(ratio ?? 0)} times as many`);
  });
  await expect(page.locator("main")).toBeVisible();
});

/** All that is the learner's own. @param {Page} page */
const mine = async (page) => {
  const run = await page.evaluate(() => {
    const { session, selection, view, run: going, probe, edits } = window.micrograd.state;
    const { snapshot, config } = session;
    return {
      numbers: [...(snapshot?.data ?? []), ...(snapshot?.m ?? [])],
      rest: {
        config,
        step: snapshot?.step,
        losses: going.history?.train.length,
        node: selection.node,
        probe,
        field: view.field,
        undo: edits.undo.length,
      },
    };
  });
  return { ...run.rest, bits: bits(run.numbers), points: await pointsOf(page) };
};

test("a lesson leaves the learner's own run as it was, also if the page is loaded again in the middle", async ({
  cPage: page,
}) => {
  await page.evaluate(() => {
    const { dispatch } = window.micrograd;
    dispatch({ type: "points/add", x: 0.3, y: -1.2, label: 2 });
    dispatch({ type: "run/step", count: 7 });
    dispatch({ type: "node/select", name: "h2.w1" });
    dispatch({ type: "view/field", node: "h2" });
  });
  await settled(page);
  const before = await mine(page);
  await open(page, "Why zero_grad?");
  await page.waitForFunction(() => window.micrograd.state.view.lesson?.said);
  await button(page, "Skip").click();
  await expect(card(page)).toContainText("2 of 4");
  await page.evaluate(() => window.micrograd.dispatch({ type: "points/clear" }));
  await button(page, "Back to my run").click();
  await settled(page);
  expect(await mine(page)).toEqual(before);

  await page.keyboard.press("q");
  await page.getByRole("button", { name: "Why zero_grad?" }).click();
  await expect(card(page)).toContainText("2 of 4");
  await page.reload();
  await expect(card(page)).toContainText("2 of 4");
  await page.waitForFunction(() => window.micrograd.state.view.lesson?.said);
  await button(page, "Back to my run").click();
  await settled(page);
  const { bits: numbers, points, step: at } = await mine(page);
  expect({ numbers, points, at }).toEqual({ numbers: before.bits, points: before.points, at: before.step });
  await page.reload();
  await settled(page);
  await expect(card(page)).toBeHidden();
});
