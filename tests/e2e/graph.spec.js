/** The picture of the graph: what is drawn, how near it is, how one finds a node, and what lights up. */

import { button, configure, settled, step, stepOf } from "./actions.js";
import { need, unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { allOperations, drawn, field, node, option, scale, still } from "./graph.js";
import { differ, pixelsOf } from "./plane-look.js";
import { protocolOf } from "./protocol.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const names = (page) =>
  page.evaluate(() =>
    [.../** @type {NodeListOf<SVGElement>} */ (document.querySelectorAll("#graph [data-node]"))]
      .map(({ dataset }) => String(dataset.node))
      .sort(),
  );

/** The names of all nodes of the graph that was traced. @param {Page} page */
const traced = (page) =>
  page.evaluate(() => [...(window.micrograd.state.answers.graph?.graph.name ?? [])].sort());

/** The middle of the picture, in whole pixels: those of a wheel are. @param {Page} page */
async function middle(page) {
  const box = await page.locator("#graph .graph-stage").boundingBox();
  if (!box) throw new Error("the graph can't be seen");
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
}

test("the default graph is drawn without Graphviz, another one by it, each with its own layout", async ({
  page,
}) => {
  /** @type {string[]} */
  const asked = [];
  page.context().on("request", (request) => asked.push(request.url()));
  await page.context().route("**/pyodide/**", () => {});
  await page.goto("./");
  await settled(page);
  await allOperations(page);
  expect(await names(page)).toEqual(await traced(page));
  expect(asked.filter((url) => url.endsWith("viz.js"))).toEqual([]);
  const places = () =>
    node(page, "x")
      .or(node(page, "loss"))
      .evaluateAll((all) => all.map((box) => box.getAttribute("transform")));
  const before = await places();
  await configure(page, { layers: [3, 2] });
  await drawn(page);
  expect(await names(page)).toEqual(await traced(page));
  expect(await places()).not.toEqual(before);
  expect(asked.filter((url) => url.endsWith("viz.js"))).toHaveLength(1);
});

test("a step changes the numbers in place: the same boxes in the same places", async ({ cPage: page }) => {
  await allOperations(page);
  await page.evaluate(() => {
    for (const box of document.querySelectorAll("#graph [data-node]")) Object.assign(box, { mine: true });
  });
  await page.getByLabel("Find a node by name", { exact: true }).fill("h3");
  await still(page);
  const data = node(page, "h3").locator("text.data");
  const before = await data.textContent();
  await step(page, 3);
  await expect(data).not.toHaveText(String(before));
  const value = await page.evaluate(() => {
    const graph = window.micrograd.state.answers.graph?.graph;
    return graph?.data[graph.name.indexOf("h3")].toFixed(4).replace("-", "−");
  });
  await expect(data).toHaveText(String(value));
  const kept = await page.evaluate(() =>
    [...document.querySelectorAll("#graph [data-node]")].every((box) => "mine" in box),
  );
  expect(kept).toBe(true);
});

test("the wheel zooms at the pointer, a drag pans, F and Fit show the whole again", async ({
  cPage: page,
}) => {
  need(page, "double clicks");
  await allOperations(page);
  const fitted = await scale(page);
  const at = await middle(page);
  const under = () =>
    page.evaluate(({ x, y }) => {
      const text = document.querySelector("#graph .scene")?.getAttribute("style") ?? "";
      const [tx, ty, k] = [...text.matchAll(/-?[\d.]+(?:e-?\d+)?/g)].map(Number);
      const box = /** @type {Element} */ (
        document.querySelector("#graph .stage-pane")
      ).getBoundingClientRect();
      return [(x - box.x - tx) / k, (y - box.y - ty) / k];
    }, at);
  await page.mouse.move(at.x, at.y);
  const before = await under();
  await page.mouse.wheel(0, -600);
  await still(page);
  expect(await scale(page)).toBeGreaterThan(1.5 * fitted);
  const after = await under();
  expect(after[0]).toBeCloseTo(before[0], 0);
  expect(after[1]).toBeCloseTo(before[1], 0);
  await page.mouse.down();
  await page.mouse.move(at.x - 120, at.y - 40, { steps: 5 });
  await page.mouse.up();
  await still(page);
  const k = await scale(page);
  expect((await under())[0]).toBeCloseTo(before[0] + 120 / k, 0);
  expect(await page.evaluate(() => window.micrograd.state.selection.node)).toBeNull(); // a drag is no click
  await page.keyboard.press("f");
  await still(page);
  expect(await scale(page)).toBeCloseTo(fitted, 6);
  await button(page, "Zoom in").click();
  await still(page);
  expect(await scale(page)).toBeGreaterThan(fitted);
  await page.getByRole("button", { name: /^Fit/ }).click();
  await still(page);
  expect(await scale(page)).toBeCloseTo(fitted, 6);
});

test("from far away each group is a card; a double click on one goes to its operations, and another one back", async ({
  cPage: page,
}) => {
  need(page, "double clicks");
  await allOperations(page);
  const fitted = await scale(page);
  const card = page.locator('#graph [data-card="h5"]');
  await expect(card).toBeVisible();
  await expect(node(page, "h5.w1")).toBeHidden();
  await card.dblclick();
  await expect.poll(() => scale(page)).toBeGreaterThan(2 * fitted);
  await still(page);
  await expect(node(page, "h5.w1")).toBeInViewport();
  await expect(card).toBeHidden();
  await node(page, "h5").dblclick();
  await expect.poll(() => scale(page)).toBeCloseTo(fitted, 6);
});

test("a click on a card opens it in place, its minus sign closes it; All operations opens all", async ({
  cPage: page,
}) => {
  await drawn(page);
  const boxes = await names(page);
  for (const name of ["x", "y", "loss", "h1", "h8", "z1", "z3"]) expect(boxes).toContain(name);
  expect(boxes).not.toContain("h4.w1");
  await node(page, "h4").click();
  await expect(node(page, "h4.w1")).toBeInViewport();
  await expect(field(page, "name")).toHaveText("h4");
  expect(await names(page)).toContain("h4.sum2");
  expect(await names(page)).not.toContain("h5.sum2");
  await page.locator('#graph [data-fold="h4"]').click();
  await expect(node(page, "h4.w1")).toHaveCount(0);
  await node(page, "h4").click();
  await option(page, "All operations").check();
  await drawn(page);
  expect(await names(page)).toEqual(await traced(page));
  // near enough to be read: those of the neuron that was selected, and Fit shows the whole
  await expect(page.locator(".stage-pane")).toHaveAttribute("data-detail", /[12]/);
  for (const name of ["h4.sum2", "h4"]) await expect(node(page, name)).toBeInViewport();
  await button(page, "Fit the whole graph (F)").click();
  await expect(page.locator(".stage-pane")).toHaveAttribute("data-detail", "0");
});

test("the gradients shown are this point's, or by a switch the training loss's for parameters", async ({
  cPage: page,
}) => {
  await step(page, 2);
  await allOperations(page);
  await page.getByLabel("Find a node by name", { exact: true }).fill("h1.w1");
  await still(page);
  const shown = node(page, "h1.w1").locator("text.grad");
  const { own, trained } = await page.evaluate(() => {
    const {
      answers: { graph },
      session: { snapshot },
    } = window.micrograd.state;
    const written = (/** @type {number | undefined} */ x) => Number(x).toFixed(4).replace("-", "−");
    return {
      own: written(graph?.graph.grad[graph.graph.name.indexOf("h1.w1")]),
      trained: written(snapshot?.grad[0]),
    };
  });
  expect(own).not.toBe(trained);
  await expect(shown).toHaveText(own);
  await option(page, "of step 2").check();
  await expect(page.locator("#graph .why")).toContainText("Only parameters have a grad of a step");
  await expect(shown).toHaveText(trained);
  await option(page, "at this point").check();
  await expect(page.locator("#graph .why")).toBeHidden();
  await expect(shown).toHaveText(own);
});

test("hovering highlights a node, its row and its neuron's line; leaving ends it", async ({
  cPage: page,
}) => {
  await allOperations(page);
  const row = page.locator('[data-parameter="h2.w1"]');
  await row.hover();
  expect(await page.evaluate(() => window.micrograd.state.selection.hovered)).toBe("h2.w1");
  await expect(node(page, "h2.w1")).toHaveClass(/hovered/);
  const marks = await pixelsOf(page, "#surface .marks");
  await page.getByRole("heading", { name: "Inspector" }).hover();
  await expect(node(page, "h2.w1")).not.toHaveClass(/hovered/);
  await expect.poll(async () => differ(await pixelsOf(page, "#surface .marks"), marks)).toBe(true);
  await page.getByLabel("Find a node by name", { exact: true }).fill("h1.w1");
  await still(page);
  await node(page, "h1.w1").hover();
  await expect(page.locator('[data-parameter="h1.w1"]')).toHaveClass(/hovered/);
});

test("by keyboard: Tab reaches the graph, arrows walk along its edges, Enter selects, Escape leaves", async ({
  cPage: page,
}) => {
  await allOperations(page);
  const focused = () =>
    page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.dataset?.node ?? null);
  const reached = () => page.evaluate(() => document.activeElement?.classList.contains("stage-pane"));
  for (let i = 0; i < 60 && !(await reached()); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter"); // from far away the graph itself takes the focus, and leads to a node
  await still(page);
  const start = await focused();
  expect(start).not.toBeNull();
  const prev = await page.evaluate(() => {
    const graph = window.micrograd.state.answers.graph?.graph;
    return graph?.prev.map((ids) => ids.map((id) => graph.name[id]));
  });
  const order = await page.evaluate(() => window.micrograd.state.answers.graph?.graph.name ?? []);
  await page.keyboard.press("ArrowRight");
  const consumer = String(await focused());
  expect(prev?.[order.indexOf(consumer)]).toContain(start);
  await page.keyboard.press("ArrowLeft");
  expect(prev?.[order.indexOf(consumer)]).toContain(await focused());
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(field(page, "name")).toHaveText(String(await focused()));
  expect(await stepOf(page)).toBe(0); // the arrows were the graph's
  await page.keyboard.press("Escape");
  expect(await focused()).toBeNull();
  expect(await page.evaluate(() => window.micrograd.state.selection.node)).toBeNull();
});

test.describe("with fingers", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test.skip(...unless("fingers"));

  test("a tap selects a node, two fingers zoom", async ({ screenPage: page }) => {
    await allOperations(page);
    await page.locator("#graph").scrollIntoViewIfNeeded();
    const before = await scale(page);
    const at = await middle(page);
    const cdp = await protocolOf(page);
    const send = (/** @type {"touchStart" | "touchMove" | "touchEnd"} */ type, /** @type {number[]} */ xs) =>
      cdp.send("Input.dispatchTouchEvent", { type, touchPoints: xs.map((x, id) => ({ x, y: at.y, id })) });
    await send("touchStart", [at.x - 30, at.x + 30]);
    for (const apart of [50, 80, 110, 140]) await send("touchMove", [at.x - apart, at.x + apart]);
    await send("touchEnd", []);
    await still(page);
    expect(await scale(page)).toBeGreaterThan(2 * before);
    await page.getByRole("button", { name: "More of Graph" }).tap();
    await page.getByLabel("Find a node by name", { exact: true }).fill("h3");
    await still(page);
    await page.getByRole("button", { name: "Close" }).click();
    await node(page, "h3").tap();
    await expect(field(page, "name")).toHaveText("h3");
  });
});
