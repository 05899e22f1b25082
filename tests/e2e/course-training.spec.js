/** After the last exercise: the learner's own file trains the network on the plane, in the engine Yours. */

import { choose, freshRun, notice, settled, step, stepOf } from "./actions.js";
import { runBits } from "./bits.js";
import { begin, courseOf, finished, press, test } from "./course.js";
import { expect } from "./fixtures.js";

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
  await expect(training).toHaveText(/^Equal to C to the last bit for \d+ steps\.$/);
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
