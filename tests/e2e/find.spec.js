/** Finding a node of the graph by its name. */

import { configure, settled, write } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { allOperations, field, node, still } from "./graph.js";

test("a node is found by its name, selected, and near enough to be read", async ({ cPage: page }) => {
  await allOperations(page);
  const find = page.getByLabel("Find a node by name", { exact: true });
  await find.fill("z3.w8");
  await still(page);
  expect(await page.evaluate(() => window.micrograd.state.selection.node)).toBe("z3.w8");
  await expect(node(page, "z3.w8")).toBeInViewport();
  const height = await node(page, "z3.w8")
    .locator("text.data")
    .evaluate((text) => text.getBoundingClientRect().height);
  expect(height).toBeGreaterThan(8);
  await write(find, "los");
  await find.press("Enter"); // the beginning of a name is enough
  await still(page);
  await expect(field(page, "name")).toHaveText("loss");
  await write(find, "no such node");
  await find.press("Enter");
  await expect(find).toHaveAttribute("aria-invalid", "true");
  expect(await find.evaluate((input) => /** @type {HTMLInputElement} */ (input).validationMessage)).toBe(
    'No node is called "no such node": names are like h3, h3.w1, z1, p1, loss.',
  );
  await expect(field(page, "name")).toHaveText("loss");
});

test("Find and Enter select the neuron's own node, not the first of its parameters", async ({
  cPage: page,
}) => {
  const find = page.getByLabel("Find a node by name", { exact: true });
  for (const [typed, found] of [
    ["h5", "h5"],
    ["H5.w", "h5.w1"],
    ["z", "z1"],
  ]) {
    await find.click();
    await find.fill("");
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => window.micrograd.state.selection.node)).toBe(found);
  }
});

test("Find offers the names of all nodes once it has the focus, of another network too", async ({
  cPage: page,
}) => {
  const find = page.getByLabel("Find a node by name", { exact: true });
  const offered = () =>
    page
      .locator("#node-names option")
      .evaluateAll((options) => options.map((option) => option.getAttribute("value")));
  const names = () => page.evaluate(() => window.micrograd.state.answers.graph?.graph.name);
  for (const layers of [[8], [2]]) {
    await configure(page, { layers });
    await settled(page);
    await find.focus();
    await expect.poll(offered).toEqual(await names());
  }
});
