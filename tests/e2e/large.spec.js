/** A network whose graph has hundreds of boxes: only those in view, and a few more, are in the document. */

import { configure, settled, write } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { still } from "./graph.js";

/** @param {import("@playwright/test").Page} page */
const unfolded = (page) => page.waitForFunction(() => document.querySelector("#graph .scene.full"));

test("in a large network a walk that goes back and forth between neurons takes none of them away", async ({
  cPage: page,
}) => {
  await configure(page, { layers: [16, 16] });
  await page.evaluate(() => window.micrograd.dispatch({ type: "walk/unit", unit: "op" }));
  await settled(page);
  await unfolded(page);
  const neurons = page.locator("#graph .scene > .nodes > .group");
  const seen = new Set();
  for (let at = 9; at <= 30; at++) {
    await page.evaluate((to) => window.micrograd.dispatch({ type: "walk/goto", at: to }), at);
    await still(page);
    const names = await neurons.evaluateAll((all) =>
      all.map((group) => group.querySelector("[data-node]")?.getAttribute("data-node")),
    );
    for (const name of seen) expect(names).toContain(name);
    for (const name of names) seen.add(name);
  }
  expect([...seen]).toEqual(expect.arrayContaining(["h1.1.b", "h1.4.b", "h2.1.b"]));
});

test("out of view, boxes of a large network are drawn only as far as 250 go", async ({ cPage: page }) => {
  await configure(page, { layers: [16, 16, 16] });
  await page.evaluate(() => window.micrograd.dispatch({ type: "view/folded", folded: false }));
  await unfolded(page);
  const drawnBoxes = () => page.locator("#graph .scene > .nodes .node").count();
  const find = page.getByLabel("Find a node by name", { exact: true });
  for (const name of ["h2.1", "h2.4", "h2.8", "h2.12", "h3.2", "h3.6", "h3.10", "h3.14"]) {
    await write(find, name);
    await find.press("Enter");
    await still(page);
  }
  expect(await drawnBoxes()).toBeGreaterThan(200);
  expect(await drawnBoxes()).toBeLessThanOrEqual(450); // 250, and those of four neurons in view
  await page.getByRole("button", { name: /^Fit/ }).click();
  await still(page);
  await expect.poll(drawnBoxes).toBe(0);
});
