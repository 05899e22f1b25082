/** Accuracy and the confusion matrix: what the transport line says, the cells, and the points of a cell on the plane. */

import { allowClipboard, button, choose, notice, settled, step } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { frame, pixelsOf } from "./plane-look.js";

/** @typedef {import("@playwright/test").Page} Page */

const accuracy = (/** @type {Page} */ page) => page.getByRole("button", { name: /^accuracy: / });
const cells = (/** @type {Page} */ page) => page.locator(".confusion .cell");

/** One layer: each neuron's weights, then its bias. @param {number[]} x @param {number[]} p its parameters */
function layer(x, p) {
  const width = x.length + 1;
  return Array.from({ length: p.length / width }, (_, i) =>
    x.reduce((sum, xj, j) => sum + xj * p[i * width + j], p[i * width + x.length]),
  );
}

/** The class of each point by a forward pass written here, for the eight tanh neurons of the defaults. @param {Page} page */
async function byHand(page) {
  const { points, data } = await page.evaluate(() => {
    const { points: all, snapshot } = window.micrograd.state.session;
    return { points: all, data: [...(snapshot?.data ?? [])] };
  });
  return points.map(({ x, y }) => {
    const logits = layer(layer([x, y], data.slice(0, 24)).map(Math.tanh), data.slice(24));
    return logits.indexOf(Math.max(...logits));
  });
}

for (const engine of /** @type {const} */ (["C", "C batched", "Python"])) {
  test(`in ${engine}, the accuracies and the matrix count the classes with the largest logit`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await step(page, 12);
    const given = await byHand(page);
    const points = await page.evaluate(() => window.micrograd.state.session.points);
    const words = ["train", "val", "test"].map((split) => {
      const of = points.flatMap((p, i) => (p.split === split ? [p.label === given[i]] : []));
      return `${split} ${Math.floor((100 * of.filter(Boolean).length) / of.length)} %`;
    });
    await expect(accuracy(page)).toHaveAttribute("aria-label", `accuracy: ${words.join(", ")}`);
    await accuracy(page).click();
    const counts = [0, 1, 2].flatMap((label) =>
      [0, 1, 2].map((predicted) =>
        String(
          points.filter((p, i) => p.split === "train" && p.label === label && given[i] === predicted).length,
        ),
      ),
    );
    await expect(cells(page)).toHaveText(counts);
    await page.getByRole("button", { name: "Curves", exact: true }).click();
    await expect(page.locator("#loss .chart")).toBeVisible();
  });
}

test("a cell of the matrix rings its points on the plane, and a second press takes the rings away", async ({
  cPage: page,
}) => {
  await step(page, 5);
  await accuracy(page).click();
  await frame(page);
  const before = await pixelsOf(page, "#surface canvas.marks");
  const wrong = page.locator(".confusion .cell:not(.on-diagonal):enabled").first();
  await wrong.click();
  await expect(wrong).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("status", { name: "Predictions" })).toContainText("Ringed on the plane: ");
  await frame(page);
  expect(await pixelsOf(page, "#surface canvas.marks")).not.toEqual(before);
  await wrong.click();
  await frame(page);
  expect(await pixelsOf(page, "#surface canvas.marks")).toEqual(before);
});

test("the matrix follows the split, the run and a moved point, and is in the link", async ({
  cPage: page,
}) => {
  await allowClipboard(page.context());
  await accuracy(page).click();
  await page.getByRole("radio", { name: "test", exact: true }).check();
  const sum = async () =>
    (await cells(page).allTextContents()).reduce((total, text) => total + Number(text), 0);
  await expect.poll(sum).toBe(10);
  const id = await page.evaluate(
    () => window.micrograd.state.session.points.find((p) => p.split === "test")?.id,
  );
  await page.evaluate((point) => window.micrograd.dispatch({ type: "points/remove", id: Number(point) }), id);
  await settled(page);
  await expect.poll(sum).toBe(9);
  await button(page, "Share").click();
  await expect(notice(page)).toContainText("clipboard");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("confusion=test");
});
