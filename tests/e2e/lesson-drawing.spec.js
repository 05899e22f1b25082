/** The drawing of the lesson on Adam: paths of two weights on the train loss over the two, with the numbers of the engines. */

import { button, choose } from "./actions.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Opens the lesson at a stage and lets it show the stage. @param {Page} page @param {number} stage */
async function showStage(page, stage) {
  await page.evaluate(
    (n) => window.micrograd.dispatch({ type: "lesson/open", id: "what-adam-does", stage: n }),
    stage,
  );
  await page.waitForFunction(() => window.micrograd.state.view.lesson?.said);
  await button(page, "Show me").click();
  await page.waitForFunction(() => window.micrograd.state.view.lesson?.done);
}

/** Waits for all rows of the ground. @param {Page} page */
const grounded = (page) =>
  page.waitForFunction(() => {
    const { landscape } = window.micrograd.state.answers;
    return (
      landscape && landscape.filled === landscape.asked.rows && document.querySelector(".drawing .shade")
    );
  });

/** The places that each path has. @param {Page} page */
const lengths = (page) =>
  page
    .locator(".drawing polyline")
    .evaluateAll((lines) => lines.map((line) => line.getAttribute("points")?.split(" ").length));

test("in both engines the paths have all their places, and the ground is the same loss", async ({
  bothPage: page,
}) => {
  test.setTimeout(180_000);
  /** @type {Record<string, {ends: unknown, low: number, high: number}>} */
  const seen = {};
  for (const engine of /** @type {const} */ (["C", "Python"])) {
    await choose(page, engine);
    await showStage(page, 2);
    await grounded(page);
    expect(await lengths(page)).toEqual([41, 41, 41]);
    seen[engine] = await page.evaluate(() => {
      const { landscape } = window.micrograd.state.answers;
      const { left, right, bottom, top } = landscape?.asked ?? {};
      const losses = [...(landscape?.losses ?? [])];
      return { ends: { left, right, bottom, top }, low: Math.min(...losses), high: Math.max(...losses) };
    });
    await page.evaluate(() => window.micrograd.dispatch({ type: "lesson/close" }));
  }
  expect(seen.Python.ends).toEqual(seen.C.ends);
  expect(Math.abs(seen.Python.low - seen.C.low)).toBeLessThan(0.01);
  expect(Math.abs(seen.Python.high - seen.C.high)).toBeLessThan(0.03);
});

test("a lesson that is loaded again in the middle draws the whole paths", async ({ cPage: page }) => {
  await showStage(page, 1);
  await page.reload();
  await page.waitForFunction(() => window.micrograd?.state.view.lesson?.said);
  await button(page, "Show me").click();
  await grounded(page);
  expect(await lengths(page)).toEqual([41, 41]);
});

test("the learner chooses the ground; the ring is where the path lies on it; the words say which moment", async ({
  cPage: page,
}) => {
  await showStage(page, 2);
  await grounded(page);
  const drawing = page.locator(".drawing");
  await expect(drawing).toContainText("before step 1");
  const ring = () => drawing.locator(".ring").boundingBox();
  const start = await ring();
  await drawing.getByRole("radio", { name: "AdamW" }).check({ force: true });
  await expect(drawing).toContainText("after step 40");
  await grounded(page);
  expect(await ring()).not.toEqual(start);
  await expect(drawing.getByRole("radio", { name: "AdamW" })).toBeFocused();
  await expect(drawing.getByRole("img")).toHaveAttribute("aria-label", /AdamW ends at .* after 40 steps/);
  const ends = drawing.locator(".axis");
  await expect(ends).toHaveCount(6);
});
