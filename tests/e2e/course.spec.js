/** Build micrograd yourself: the exercises on the page, with their own checks in Python. */

import { notice, openBoth, settled } from "./actions.js";
import { violations } from "./axe.js";
import { atTheSecond, begin, checked, courseOf, fileOf, press, said, source, test, write } from "./course.js";
import { expect } from "./fixtures.js";

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
    await press(page, "Use this solution");
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
    "Your code was stopped because it ran too long: it may contain an endless loop.",
  );
  await answer("return self + other");
  await expect(said(page)).toHaveText(
    `Line ${line} calls itself forever: it needs a case that returns without calling itself.`,
  );
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
  const [, two] = await atTheSecond(page);
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
  const [, two] = await atTheSecond(page);
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
  await press(page, "Use this solution");
  await expect(said(page)).toHaveText("Solved: all checks pass.");
  await press(page, "Restore it");
  expect(await fileOf(page)).toBe(mine);
  await write(page, two.wrong[0].answer);
  await press(page, "Begin this exercise again");
  await expect(said(page)).toHaveText(two.first);
  await press(page, "Restore it");
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
    await expect(page.getByRole("button", { name: "Use this solution" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page)).toEqual([]);
    if (viewport) await page.setViewportSize(viewport);
    await press(page, "Back to my file");
  }
  await page.evaluate(() => window.micrograd.dispatch({ type: "view/theme", theme: "system" }));
});
