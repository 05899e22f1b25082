/** Build micrograd yourself: the exercises on the page, with their own checks in Python, and the training at the end. */

import { choose, freshRun, notice, openBoth, settled, step, stepOf } from "./actions.js";
import { violations } from "./axe.js";
import { runBits } from "./bits.js";
import { begin, checked, courseOf, fileOf, finished, press, said, source, write } from "./course.js";
import { test as base, expect, pagePerWorker } from "./fixtures.js";
import { keepMemory } from "./memory.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./fixtures.js").Args & import("./fixtures.js").Mine} Mine */
/** @typedef {import("./fixtures.js").WorkerArgs & import("./fixtures.js").Shared} Shared */

/** A page whose Python starts from kept memory; the tests of a Playwright worker share it. */
const test = /** @type {import("@playwright/test").TestType<Mine & {learner: Page}, Shared>} */ (
  /** @type {any} */ (base).extend({
    learners: pagePerWorker(async (page) => {
      await keepMemory(page);
      await openBoth(page);
    }),
    learner: async (/** @type {any} */ { learners: page }, /** @type {any} */ use) => use(page),
  })
);

test("each exercise says of its start, of three wrong answers and of its solution what the course says", async ({
  learner: page,
}) => {
  test.setTimeout(240_000); // fifty checks, one after the other
  await begin(page, null);
  const course = await courseOf(page);
  expect(course.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const { id, number, title, start, first, wrong, solution } of course) {
    await expect(page.getByRole("heading", { name: `${number}. ${title}` })).toBeVisible();
    expect(await fileOf(page), id).toBe(start);
    await expect(said(page)).toHaveText(first);
    for (const { answer, says } of wrong) {
      await write(page, answer);
      await expect(said(page)).toHaveText(says);
    }
    await press(page, "Show the solution");
    await press(page, "Take it over");
    await checked(page);
    expect(await fileOf(page), id).toBe(solution);
    await expect(said(page)).toHaveText(/^Solved: /);
    await expect(page.getByRole("button", { name: `${number}. ${title}, solved` })).toBeVisible();
    if (number < 10) await press(page, "Next exercise");
    await checked(page);
  }
  await expect(page.getByRole("button", { name: "Next exercise" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Train it on the plane" })).toBeVisible();
});

test("what is typed is checked after a pause, the line that is wrong is marked, and what it prints is shown", async ({
  learner: page,
}) => {
  await begin(page, null);
  const [{ start }] = await courseOf(page);
  await source(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type('        print("seen", self.data)\n');
  await page.keyboard.type("return 1 / 0");
  const line = start.split("\n").length + 1;
  await expect(said(page)).toHaveText(`Line ${line} raises ZeroDivisionError: division by zero.`);
  await expect(page.locator(".cm-wrong")).toHaveText("        return 1 / 0");
  await page.getByText("Output", { exact: true }).click();
  await expect(page.getByRole("group", { name: "What your file has printed" })).toContainText("seen 2.0");
  await page.keyboard.press("Control+Home");
  await press(page, `Go to line ${line}`);
  await expect(source(page)).toBeFocused();
});

test("an endless loop and calls without an end are one sentence, and the next check runs", async ({
  learner: page,
  complaints,
}) => {
  complaints.expect(/Pyodide|stack|RangeError/i);
  await begin(page, null);
  const [{ solution }] = await courseOf(page);
  const line = solution.split("\n").findIndex((text) => text.includes("other = as_value(other)")) + 1;
  const answer = (/** @type {string} */ text) =>
    write(page, solution.replace("other = as_value(other)", text));
  await answer("while True: pass");
  await expect(said(page)).toHaveText(
    `Line ${line} was still running when the time was up: a loop there may never end.`,
  );
  await answer("import itertools; sum(itertools.repeat(1))");
  await expect(said(page)).toHaveText(
    "Your code was ended, since it ran on and on: something in it never ends.",
  );
  await answer("return self + other");
  await expect(said(page)).toHaveText(`Line ${line} calls itself for ever: the calls need an end.`);
  await answer("import sys; sys.setrecursionlimit(10**9); return self + other");
  await expect(said(page)).toHaveText(/^(Your code ended Python: .*|Line \d+ .*)\.$/);
  await answer("import math, builtins; math.tanh = builtins.len = builtins.isinstance = None");
  await expect(said(page)).toHaveText(/\.$/);
  await write(page, solution);
  await expect(said(page)).toHaveText("Solved: all checks pass.");
});

test("file and progress survive a reload, and the file is checked when the exercises are opened", async ({
  learner: page,
}) => {
  await begin(page, null);
  const [one, two] = await courseOf(page);
  await write(page, one.solution);
  await press(page, "Next exercise");
  await checked(page);
  await press(page, "Show a hint");
  await write(page, two.wrong[1].answer);
  await page.reload();
  await settled(page);
  expect(page.workers().filter((each) => each.url().startsWith("blob:"))).toEqual([]);
  await page.keyboard.press("b");
  await expect(said(page)).toHaveText(two.wrong[1].says);
  expect(await fileOf(page)).toBe(two.wrong[1].answer);
  await expect(page.getByRole("button", { name: "1. Add, solved" })).toBeEnabled();
  await expect(page.getByRole("button", { name: "3. The chain rule, by hand" })).toBeDisabled();
  await expect(page.getByRole("status", { name: "Hints" })).toContainText("Hint 1");
});

test("the solution and a new beginning can be undone, and an earlier exercise has the present file", async ({
  learner: page,
}) => {
  await begin(page, null);
  const [one, two] = await courseOf(page);
  await write(page, one.solution);
  await press(page, "Next exercise");
  await checked(page);
  const mine = `${two.start}# mine\n`;
  await write(page, mine);
  await page.getByRole("button", { name: "Show the solution" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Green lines are the solution.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Back to my file" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Show the solution" })).toBeFocused();
  expect(await fileOf(page)).toBe(mine);
  await press(page, "Show the solution");
  await press(page, "Take it over");
  await expect(said(page)).toHaveText("Solved: all checks pass.");
  await press(page, "Take it back");
  expect(await fileOf(page)).toBe(mine);
  await write(page, two.wrong[0].answer);
  await press(page, "Begin this exercise again");
  await expect(said(page)).toHaveText(two.first);
  await press(page, "Take it back");
  expect(await fileOf(page)).toBe(two.wrong[0].answer);
  await press(page, "1. Add, solved");
  await expect(said(page)).toHaveText("Solved: all checks pass.");
  expect(await fileOf(page)).toBe(two.wrong[0].answer);
});

test("by keyboard the exercises are reached and left, and the focus goes back to where it was", async ({
  learner: page,
}) => {
  await begin(page, null);
  const opener = page.getByRole("button", { name: "Build micrograd yourself: ten exercises" });
  await press(page, "Close the exercises");
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Build micrograd yourself" })).toBeFocused();
  await source(page).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Show the solution" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator("#course")).toBeHidden();
  await expect(opener).toBeFocused();
  await page.keyboard.press("b");
  await press(page, "Edit the Python");
  await expect(page.locator("#course")).toBeHidden();
  await press(page, "Build it yourself");
  await expect(page.locator("#code")).toBeHidden();
  await checked(page);
  await page.keyboard.press("Escape");
});

test("the learner's own network trains on the plane, equal to the last bit to C, and goes back and on", async ({
  learner: page,
}) => {
  await begin(page, null);
  const course = await courseOf(page);
  await page.keyboard.press("Escape");
  await step(page, 40);
  const inC = await runBits(page);
  await begin(page, finished(course));
  await press(page, "Train it on the plane");
  const training = page.getByRole("status", { name: "Training with your file" });
  await page.waitForFunction(() => Number(window.micrograd.state.session.snapshot?.step) > 3);
  expect(await page.evaluate(() => window.micrograd.state.engines.active)).toBe("yours");
  await press(page, "Pause");
  await settled(page);
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/goto", step: 2 }));
  await settled(page);
  await step(page, 38);
  expect(await runBits(page)).toEqual(inC);
  await expect(training).toHaveText(/^Equal to the last bit to C for \d+ steps\.$/);
  expect(await page.evaluate(() => window.micrograd.state.answers.graph?.engine)).toBe("yours");
  await page.keyboard.press("e");
  await expect(page.getByRole("status", { name: "Your code" })).toHaveText(
    "Yours runs my_micrograd.py. Press Run, and it runs these files again.",
  );
  await page.keyboard.press("e");
});

test("a training sets back what the file can't train, keeps the run so far, and leaves other settings to Python", async ({
  learner: page,
}) => {
  await begin(page, null);
  const course = await courseOf(page);
  await begin(page, finished(course));
  await step(page, 5);
  const runs = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("micrograd-run-")).length);
  await expect.poll(runs).toBeGreaterThan(0);
  const before = await runs();
  await page.evaluate(() =>
    window.micrograd.dispatch({ type: "config/set", changes: { loss: "logsumexp", lr: 0.05 } }),
  );
  await settled(page);
  await press(page, "Train it on the plane");
  await expect(notice(page)).toContainText(
    "Your file has code for the course's settings only: loss is nll again.",
  );
  await page.waitForFunction(() => window.micrograd.state.engines.active === "yours");
  await press(page, "Pause");
  await settled(page);
  await expect.poll(runs).toBe(before + 1);
  expect(await page.evaluate(() => window.micrograd.state.session.config.lr)).toBe(0.05);
  await page.evaluate(() =>
    window.micrograd.dispatch({ type: "config/set", changes: { loss: "logsumexp" } }),
  );
  await expect(notice(page)).toContainText(
    "my_micrograd.py has no code for this loss: Python goes on with the run.",
  );
  const at = await stepOf(page);
  await step(page, 1);
  expect(await stepOf(page)).toBe(at + 1);
  await choose(page, "C");
});

test("a file that breaks while it trains ends in a sentence with its line, and Python goes on with the run", async ({
  learner: page,
}) => {
  await begin(page, null);
  const course = await courseOf(page);
  await begin(page, finished(course));
  const broken = course[9].solution.replace(
    "    optimizer.zero_grad()",
    "    optimizer.zero_grad(points[0])",
  );
  const line = broken.split("\n").findIndex((text) => text.includes("points[0]")) + 1;
  await page.evaluate((text) => {
    window.micrograd.dispatch({ type: "course/edit", text });
    window.micrograd.dispatch({ type: "course/train" });
  }, broken);
  await expect(page.getByRole("status", { name: "Training with your file" })).toHaveText(
    new RegExp(`^my_micrograd\\.py, line ${line}: TypeError: `),
  );
  await page.waitForFunction(() => window.micrograd.state.engines.active !== "yours");
  await freshRun(page);
  await step(page, 1);
});

test("two tabs keep each other's file: who types last says so, and can take the other's", async ({
  learner: page,
}) => {
  await begin(page, null);
  const [{ start }] = await courseOf(page);
  const other = await page.context().newPage();
  await other.goto("./");
  await settled(other);
  await other.keyboard.press("b");
  await checked(other);
  await write(other, `${start}# theirs\n`);
  expect(await fileOf(page)).toBe(start);
  await write(page, `${start}# mine\n`);
  await expect(page.getByText("Another tab has changed this file too. Its version is kept.")).toBeVisible();
  await press(page, "Swap with it");
  expect(await fileOf(page)).toBe(`${start}# theirs\n`);
  await press(page, "Swap with it");
  expect(await fileOf(page)).toBe(`${start}# mine\n`);
  await other.close();
});

test("where the browser keeps nothing the exercises work, and say once that nothing is kept", async ({
  page,
}) => {
  test.setTimeout(240_000); // Python starts twice without kept memory
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await openBoth(page);
  await page.keyboard.press("b");
  await checked(page);
  const [{ solution }] = await courseOf(page);
  await write(page, solution);
  await expect(said(page)).toHaveText("Solved: all checks pass.");
  await expect(notice(page)).toContainText("This browser keeps nothing: copy my_micrograd.py");
});

test("axe finds nothing in the exercises, with a solution or a sentence shown, in both themes and on a phone", async ({
  learner: page,
}) => {
  test.setTimeout(240_000); // axe reads the whole page six times
  await begin(page, null);
  const viewport = page.viewportSize();
  await press(page, "Show a hint");
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    await page.evaluate((name) => window.micrograd.dispatch({ type: "view/theme", theme: name }), theme);
    expect(await violations(page)).toEqual([]);
    await press(page, "Show the solution");
    await expect(page.getByRole("button", { name: "Take it over" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page)).toEqual([]);
    if (viewport) await page.setViewportSize(viewport);
    await press(page, "Back to my file");
  }
  await page.evaluate(() => window.micrograd.dispatch({ type: "view/theme", theme: "system" }));
});
