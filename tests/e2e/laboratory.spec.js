/** The settings beside what they change: layers under the graph, noise, splits, mini-batches and schedules. */

import { RULES } from "../../web/protocol/config.js";
import { button, configure, settled, step, write } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

const layersOf = (/** @type {Page} */ page) =>
  page.evaluate(() => window.micrograd.state.session.config.layers);
const hidden = (/** @type {Page} */ page) => page.getByRole("group", { name: "Hidden layers" });

test("the buttons under the graph add and remove neurons and layers, up to 4 layers of 32", async ({
  cPage: page,
}) => {
  await step(page, 3);
  await button(page, "One neuron more in layer 1").click();
  await settled(page);
  expect(await layersOf(page)).toEqual([9]);
  expect((await runBits(page)).step).toBe(0);
  for (const sizes of [
    [9, 9],
    [9, 9, 9],
    [9, 9, 9, 9],
  ]) {
    await button(page, "Add a hidden layer").click();
    await settled(page);
    expect(await layersOf(page)).toEqual(sizes);
  }
  await expect(button(page, "Add a hidden layer")).toBeDisabled();
  await expect(hidden(page).getByRole("group")).toHaveCount(4);
  await configure(page, { layers: [1, 32] });
  await expect(button(page, "One neuron more in layer 2")).toBeDisabled();
  await button(page, "Remove layer 1").press("Enter");
  await settled(page);
  expect(await layersOf(page)).toEqual([32]);
  await configure(page, { layers: [] });
  await button(page, "Add a hidden layer").click();
  await settled(page);
  expect(await layersOf(page)).toEqual([4]);
  await step(page, 2);
  expect((await runBits(page)).step).toBe(2);
});

test("noise moves the points of the same seed and keeps the initial parameters", async ({ cPage: page }) => {
  const before = await page.evaluate(() => {
    const { points, snapshot } = window.micrograd.state.session;
    return { points, data: Array.from(snapshot?.data ?? []) };
  });
  await configure(page, { noise: 0.2 });
  const after = await page.evaluate(() => {
    const { points, snapshot } = window.micrograd.state.session;
    return { points, data: Array.from(snapshot?.data ?? []) };
  });
  expect(after.data).toEqual(before.data);
  const moved = after.points.map((p, i) => Math.abs(p.x - before.points[i].x));
  expect(Math.max(...moved)).toBeLessThanOrEqual(0.2);
  expect(Math.max(...moved)).toBeGreaterThan(0.1);
  await configure(page, { split: [50, 20, 30] });
  const splits = await page.evaluate(() => window.micrograd.state.session.points.map(({ split }) => split));
  expect(["train", "val", "test"].map((name) => splits.filter((split) => split === name).length)).toEqual([
    50, 20, 30,
  ]);
});

test("no points at all: the plane is empty, a step is refused, and a click begins", async ({
  cPage: page,
}) => {
  await configure(page, { n: 0 });
  expect(await page.evaluate(() => window.micrograd.state.session.points.length)).toBe(0);
  await button(page, "Step").click();
  await expect(page.getByRole("status", { name: "Notice" })).toContainText("train point");
  await page.evaluate(() => window.micrograd.dispatch({ type: "points/add", x: 0.5, y: 0.5 }));
  await settled(page);
  await step(page, 1);
  expect((await runBits(page)).step).toBe(1);
});

test("a mini-batch alone pushes a weight, and each step has another", async ({ cPage: page }) => {
  await configure(page, { batch_size: 8 });
  await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h1.w1" }));
  const pushing = () =>
    page.evaluate(() => {
      const { session, answers } = window.micrograd.state;
      const answer = answers.queries.contributions;
      if (!answer?.reply || answer.of.snapshot !== session.snapshot) return [];
      return Array.from(answer.reply.contributions).flatMap((share, i) => (share === 0 ? [] : [i]));
    });
  await expect.poll(async () => (await pushing()).length).toBe(8);
  const first = await pushing();
  await step(page, 1);
  await expect.poll(async () => (await pushing()).length).toBe(8);
  expect(await pushing()).not.toEqual(first);
});

test("with a schedule the rule of the update has the rate of the step", async ({ cPage: page }) => {
  await configure(page, { schedule: "step", schedule_steps: 2 });
  await step(page, 2);
  await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h1.w1" }));
  await page.locator("#inspector summary", { hasText: "The rule, with numbers" }).click();
  await expect(page.locator("#inspector .rule dd").last()).toContainText(" − 0.010");
  await button(page, "Back").click();
  await settled(page);
  await expect(page.locator("#inspector .rule dd").last()).toContainText(" − 0.1·");
});

test("a nudge that is kept changes the weight itself: training and a reload go on from there", async ({
  ownPage: page,
}) => {
  await step(page, 2);
  await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h2.w1" }));
  const data = () => page.evaluate(() => Array.from(window.micrograd.state.session.snapshot?.data ?? []));
  const before = await data();
  await write(page.getByRole("textbox", { name: "Nudge by" }), "0.5");
  await page.keyboard.press("Enter");
  await button(page, "Keep the nudged data of h2.w1").click();
  await settled(page);
  const after = await data();
  expect(after.map((x, i) => x - before[i]).filter((change) => change !== 0)).toEqual([after[3] - before[3]]);
  expect(after[3]).toBe(before[3] + 0.5);
  await expect(page.getByRole("slider", { name: "Nudge" })).toBeFocused();
  await step(page, 1);
  const bits = await runBits(page);
  await page.reload();
  await settled(page);
  expect((await runBits(page)).data).toEqual(bits.data);
});

test("each data set has a picture of its points, which follows noise and seed, and chooses it", async ({
  cPage: page,
}) => {
  await button(page, "More settings").click();
  const sets = page.getByRole("group", { name: "Data sets" });
  const count = Object.keys(RULES.dataset.choices ?? {}).length;
  await expect(sets.locator("canvas")).toHaveCount(count);
  const pictures = () =>
    sets
      .locator("canvas")
      .evaluateAll((all) => all.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL()));
  const before = await pictures();
  expect(new Set(before).size).toBe(count);
  const noise = page.getByRole("dialog", { name: "Settings" }).getByLabel("Noise", { exact: true });
  await write(noise, "0.3");
  await noise.press("Tab");
  await expect.poll(async () => (await pictures()).filter((url, i) => url === before[i]).length).toBe(0);
  await sets.getByRole("button", { name: "Moons" }).click();
  await expect(sets.getByRole("button", { name: "Moons" })).toHaveAttribute("aria-pressed", "true");
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.session.config.dataset)).toBe("moons");
});

test("a preset replaces all settings, and the defaults come back by their name", async ({ cPage: page }) => {
  await button(page, "More settings").click();
  const preset = page.getByLabel("Preset", { exact: true });
  await expect(preset).toHaveValue("Defaults");
  await preset.selectOption("Sparse");
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.session.config)).toMatchObject({
    ...{ dataset: "xor", optimizer: "sgd", l1: 0.02, n: 200 },
  });
  await preset.selectOption("Defaults");
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.session.config)).toMatchObject({
    ...{ dataset: "yinyang", optimizer: "adamw", l1: 0, n: 100 },
  });
});
