/** Two experiments: backward without the topological sort, and steps without zero_grad. */

import { button, choose, settled, step } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { allOperations } from "./graph.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {string} name */
const toggle = (page, name) => page.getByRole("switch", { name, exact: true });

/** Unfolds the experiments, if a test before has not. @param {Page} page */
async function unfold(page) {
  if (await toggle(page, "Naive order").isHidden()) await button(page, "Experiments").click();
}

/** @param {Page} page @param {string} name */
const result = (page, name) => page.getByRole("status", { name: `${name}: result` });

for (const engine of /** @type {const} */ (["Python", "C"])) {
  test(`in ${engine}, the naive order is wrong on the default graph, and the page says at which nodes`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await step(page, 3);
    await allOperations(page);
    await unfold(page);
    await toggle(page, "Naive order").check();
    await expect(result(page, "Naive order")).toContainText(/^Wrong at \d+ of 151 nodes: /);
    const { wrong, marked } = await page.evaluate(() => {
      const { answers } = window.micrograd.state;
      const reply = answers.queries.naive?.reply;
      const { naive = [], grad = [] } = reply ?? {};
      const names = answers.graph?.graph.name ?? [];
      return {
        wrong: names.filter((_, id) => !Object.is(naive[id], grad[id])).sort(),
        marked: [...document.querySelectorAll("#graph .wrong[data-node]")]
          .map((box) => box.getAttribute("data-node") ?? "")
          .sort(),
      };
    });
    expect(wrong.length).toBeGreaterThan(10);
    expect(wrong).toContain("x");
    expect(marked).toEqual(wrong);
    await expect(result(page, "Naive order")).toContainText(`Wrong at ${wrong.length} of 151 nodes`);

    await page.locator('#graph [data-card="h4"]').hover();
    await expect(result(page, "Naive order")).toContainText(/ h4: naive \S+, true \S+, visited \d+ times\.$/);

    await page.getByRole("combobox", { name: "Where the naive order starts" }).selectOption("h5");
    await expect(result(page, "Naive order")).toHaveText(
      "No node differs: below h5 no node is used twice, the graph is a tree.",
    );
    await expect(page.locator("#graph .node.wrong")).toHaveCount(0);
    await toggle(page, "Naive order").uncheck();
    await expect(result(page, "Naive order")).toBeHidden();
  });
}

test("steps without zero_grad accumulate gradients, red where they differ from the true ones", async ({
  bothPage: page,
}) => {
  await step(page, 4);
  const right = await page.evaluate(() => [...(window.micrograd.state.session.snapshot?.grad ?? [])]);
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/goto", step: 2 }));
  await settled(page);
  await unfold(page);
  await toggle(page, "No zero_grad").check();
  await expect(result(page, "No zero_grad")).toHaveText(
    "Make a step to compare the accumulated gradient with the true one.",
  );
  await button(page, "Step").click();
  await expect(result(page, "No zero_grad")).toContainText(
    /^The accumulated gradient differs from the true one at \d+ of 51 parameters/,
  );
  await settled(page);
  const { accumulated, truth, red, titles } = await page.evaluate(() => {
    const { snapshot } = window.micrograd.state.session;
    const cells = [...document.querySelectorAll('.params [data-field="grad"]')];
    return {
      accumulated: [...(snapshot?.grad ?? [])],
      truth: [...(snapshot?.truth ?? [])],
      red: cells.map((cell) => cell.classList.contains("wrong")),
      titles: cells.map((cell) => cell.getAttribute("title") ?? ""),
    };
  });
  expect(red).toEqual(accumulated.map((g, i) => bits([g])[0] !== bits([truth[i]])[0]));
  expect(red.filter(Boolean).length).toBeGreaterThan(40);
  expect(titles[0]).toContain("the true gradient is");

  await page.evaluate(() => window.micrograd.dispatch({ type: "run/goto", step: 2 }));
  await settled(page);
  await toggle(page, "No zero_grad").uncheck();
  await step(page, 2);
  expect(bits(await page.evaluate(() => [...(window.micrograd.state.session.snapshot?.grad ?? [])]))).toEqual(
    bits(right),
  );
  await expect(result(page, "No zero_grad")).toBeHidden();
});

test("an experiment survives a reload", async ({ cPage: page }) => {
  await step(page, 1);
  await unfold(page);
  await toggle(page, "No zero_grad").check();
  await button(page, "Step").click();
  await settled(page);
  await page.reload();
  await settled(page);
  await expect(toggle(page, "No zero_grad")).toBeChecked();
});
