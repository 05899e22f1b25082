/** The inspector while the page changes around it: another probe, a playing run, another colour scheme, a link that is followed. */

import { exact } from "../../web/protocol/numbers.js";
import { button, configure, open, settled, step } from "./actions.js";
import { violations } from "./axe.js";
import { expect, test } from "./fixtures.js";
import { field } from "./graph.js";
import { answered, select } from "./inspector.js";

test("a selected node's numbers follow the probe to another class, where its place in the order is another", async ({
  cPage: page,
}) => {
  await select(page, "z3.b");
  const places = [];
  for (const label of [0, 2, 1]) {
    await page.evaluate(
      (of) => window.micrograd.dispatch({ type: "probe/set", x: 0.5, y: -0.5, label: of }),
      label,
    );
    await settled(page);
    const { id, data, grad } = await page.evaluate(() => {
      const graph = window.micrograd.state.answers.graph?.graph;
      if (!graph) throw new Error("nothing has been traced");
      const at = graph.name.indexOf("z3.b");
      return { id: at, data: graph.data[at], grad: graph.grad[at] };
    });
    places.push(id);
    await expect(field(page, "grad")).toHaveAttribute("data-value", exact(grad));
    await expect(field(page, "data")).toHaveAttribute("data-value", exact(data));
    await expect(field(page, "sum")).toHaveAttribute("data-value", exact(grad));
  }
  expect(new Set(places).size).toBeGreaterThan(1);
});

test("the point of a contribution is a link that makes it the probe", async ({ cPage: page }) => {
  await step(page, 2);
  await select(page, "h1.b");
  await answered(page, "contributions");
  const first = page.locator("#inspector [data-point]").nth(1);
  const id = Number(await first.getAttribute("data-point"));
  await first.getByRole("button").click();
  await settled(page);
  const { probe, point } = await page.evaluate(
    (wanted) => ({
      probe: window.micrograd.state.probe,
      point: window.micrograd.state.session.points.find((each) => each.id === wanted),
    }),
    id,
  );
  expect(probe).toEqual({ id, x: point?.x, y: point?.y, label: point?.label });
});

test("while the run plays the inspector's elements stay, and only their texts change", async ({
  cPage: page,
}) => {
  await select(page, "h3.w1");
  await answered(page, "contributions");
  await page.evaluate(() => {
    const kept = [...document.querySelectorAll("#inspector *")];
    const text = document.querySelector('#inspector [data-field="after-data"]')?.textContent;
    Object.assign(window, { kept, text });
  });
  await button(page, "Play").click();
  await page.waitForFunction(() => Number(window.micrograd.state.session.snapshot?.step) >= 15);
  await button(page, "Pause").click();
  await settled(page);
  await answered(page, "preview");
  const { gone, same } = await page.evaluate(() => {
    const { kept, text } = /** @type {any} */ (window);
    return {
      gone: kept.filter((/** @type {Element} */ element) => !element.isConnected).length,
      same: document.querySelector('#inspector [data-field="after-data"]')?.textContent === text,
    };
  });
  expect({ gone, same }).toEqual({ gone: 0, same: false });
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test("axe finds nothing in the inspector of a parameter that is nudged, with everything unfolded", async ({
      ownPage: page,
    }) => {
      await configure(page, { zero_grad: false });
      await step(page, 3);
      await select(page, "h3.w1");
      await page.getByRole("slider", { name: "Nudge", exact: true }).press("End");
      await answered(page, "nudge");
      await answered(page, "contributions");
      for (const summary of await page.locator("#inspector summary").all()) await summary.click();
      await expect(page.locator("#inspector figure:empty")).toHaveCount(0);
      expect(await violations(page, "#inspector")).toEqual([]);
    });
  });
}

test("a link to another node keeps the keyboard in the inspector", async ({ cPage: page }) => {
  await select(page, "h3");
  await page.locator("#inspector [data-consumer] button").first().press("Enter");
  await expect(field(page, "name")).toHaveText("z3.w3*h3");
  await expect(page.getByRole("group", { name: "The selected node" })).toBeFocused();
  expect(await page.evaluate(() => window.micrograd.state.selection.hovered)).toBeNull();
});

test("a neuron with a dashed outline says why, and a dead one that no point moves it", async ({
  cPage: page,
}) => {
  await configure(page, { nonlin: "relu", lr: 1 });
  await step(page, 40);
  await select(page, "h4.b"); // as in the lesson of the ReLU that dies
  await answered(page, "contributions");
  const part = page.locator("#inspector section").filter({ hasText: "Contribution of each point" });
  await expect(part).toContainText("No train point contributes: none moves this parameter.");
  await expect(part.locator("ol")).toBeHidden();
  await select(page, "h4");
  await expect(page.locator("#graph .node.flat[data-node=h4]")).toHaveCount(1);
  await expect(field(page, "flat")).toHaveText(
    "Dashed, since relu is flat here: 0.0 of its gradient passes on.",
  );
  await select(page, "loss");
  await expect(field(page, "flat")).toBeHidden();
});
test("a selected node is shown when the code of its parts has arrived, the last one that was selected", async ({
  blankPage: page,
}) => {
  /** @type {() => void} */
  let arrive = () => {};
  const held = new Promise((resolve) => (arrive = () => resolve(null)));
  await page.route("**/view/inspector/body.js", async (route) => {
    await held;
    await route.continue();
  });
  await open(page);
  for (const name of ["h1", "h3.w1"]) {
    await page.evaluate((node) => window.micrograd.dispatch({ type: "node/select", name: node }), name);
  }
  await expect(field(page, "name")).toHaveText("Inspector");
  arrive();
  await expect(field(page, "name")).toHaveText("h3.w1");
  await expect(page.locator("#inspector").getByText("Nudge its data")).toBeVisible();
});
