/**
 * Every control that changes data, network or training, used by hand in each of the three engines: the two steps after it have
 * the same bits in all of them, and other bits than without it.
 */

import { RULES } from "../../web/protocol/config.js";
import { button, choose, configure, freshRun, settled, step, write } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { chooseFile, dialog, openDialog, TABLE, use } from "./own-data.js";
import { clickAt, drag } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/protocol/messages.js").Config} Config */
/** @typedef {(page: Page) => Promise<void>} Act */

/** What is typed or chosen in the settings, by setting, and what must be set for it to be in use. @type {Record<string, [string, Partial<Config>?]>} */
const SETTINGS = {
  dataset: ["spiral"],
  n: ["37"],
  noise: ["0.15"],
  split: ["50, 30, 20"],
  seed: ["7"],
  layers: ["5, 4"],
  nonlin: ["relu"],
  init_scale: ["0.5"],
  loss: ["logsumexp"],
  batch_size: ["9"],
  optimizer: ["sgd"],
  lr: ["0.03"],
  schedule: ["cosine"],
  schedule_steps: ["1", { schedule: "step" }],
  momentum: ["0.5", { optimizer: "sgd" }],
  beta1: ["0.5"],
  beta2: ["0.5"],
  eps: ["0.001"],
  weight_decay: ["0.1"],
  l1: ["0.01"],
};

/** @param {Page} page @param {Act} inside */
async function inSettings(page, inside) {
  await button(page, "More settings").click();
  await inside(page);
  await page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "Done" }).click();
  await settled(page);
}

/** @param {string} name @param {string} text @returns {Act} */
const setting = (name, text) => (page) =>
  inSettings(page, async () => {
    const input = page.locator(`#setting-${name}`);
    if ((await input.evaluate((element) => element.tagName)) === "SELECT") await input.selectOption(text);
    else {
      await write(input, text);
      await input.press("Enter");
    }
  });

/** @param {Page} page @param {number} id */
const placeOf = (page, id) =>
  page.evaluate((wanted) => {
    const found = window.micrograd.state.session.points.find((point) => point.id === wanted);
    return { x: found?.x ?? 0, y: found?.y ?? 0 };
  }, id);

/** @param {string} name @returns {Act} */
const tool = (name) => async (page) => {
  const tools = page.getByRole("button", { name: "Data tools" });
  if ((await tools.getAttribute("aria-expanded")) === "false") await tools.click();
  await page.getByRole("radiogroup", { name: "Tool" }).getByRole("radio", { name }).check();
};

/** The controls beside what they change. @type {Record<string, Act>} */
const BESIDE = {
  "One neuron more": (page) => button(page, "One neuron more in layer 1").click(),
  "One neuron fewer": (page) => button(page, "One neuron fewer in layer 1").click(),
  "Add a hidden layer": (page) => button(page, "Add a hidden layer").click(),
  "New sample": (page) => inSettings(page, () => button(page, "New sample").click()),
  "a data set's picture": (page) =>
    inSettings(page, () =>
      page.getByRole("group", { name: "Data sets" }).getByRole("button", { name: "Moons" }).click(),
    ),
  "a preset": (page) =>
    inSettings(page, async () => void (await page.getByLabel("Preset").selectOption({ index: 3 }))),
  "the kept nudge of a weight": async (page) => {
    await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h2.w1" }));
    await write(page.getByRole("textbox", { name: "Nudge by" }), "0.5");
    await page.keyboard.press("Enter");
    await button(page, "Keep the nudged data of h2.w1").click();
  },
  "a click that adds a point": (page) => clickAt(page, { x: -1.8, y: -1.8 }),
  "a point dragged": async (page) => drag(page, await placeOf(page, 0), { x: 1.8, y: -1.8 }),
  "a point removed by Delete": async (page) => {
    await clickAt(page, await placeOf(page, 0));
    await page.keyboard.press("Delete");
  },
  "a point relabelled by its key": async (page) => {
    await clickAt(page, await placeOf(page, 0));
    await page.keyboard.press("3");
  },
  "the brush": async (page) => {
    await tool("Brush")(page);
    await drag(page, { x: -1.9, y: -1.9 }, { x: 1.9, y: -1.9 });
    await tool("Point")(page);
  },
  "a group that is moved": async (page) => {
    await tool("Select")(page);
    await drag(page, { x: -1.95, y: 1.95 }, { x: -0.02, y: 0.02 });
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Escape");
    await tool("Point")(page);
  },
  "points from a CSV": async (page) => {
    await openDialog(page);
    await chooseFile(page, TABLE);
    await use(page).click();
    await expect(dialog(page)).toBeHidden();
  },
};

/** A new run of the defaults in an engine, what comes before, the act, and the bits after two steps. @param {Page} page @param {"C" | "C batched" | "Python"} engine @param {Partial<Config>} before @param {Act} act */
async function bitsAfter(page, engine, before, act) {
  await freshRun(page);
  await choose(page, engine);
  await settled(page);
  await configure(page, before);
  await act(page);
  await settled(page);
  await step(page, 2);
  return runBits(page);
}

/** @param {Page} page @param {Act} act @param {Partial<Config>} [before] */
async function sameInAll(page, act, before = {}) {
  // "New sample" draws a seed
  await page.evaluate(() => Object.assign(Math, { random: () => 0.25 }));
  const without = await bitsAfter(page, "C", before, async () => {});
  const c = await bitsAfter(page, "C", before, act);
  expect(c).not.toEqual(without);
  for (const engine of /** @type {const} */ (["C batched", "Python"]))
    expect(await bitsAfter(page, engine, before, act), engine).toEqual(c);
}

test("the settings that are tried here are all that there are", async ({ cPage: page }) => {
  expect(Object.keys(SETTINGS).sort()).toEqual(Object.keys(RULES).sort());
  await button(page, "More settings").click();
  const settings = page.getByRole("dialog", { name: "Settings" });
  await expect(settings).toBeVisible();
  const there = settings.locator("[id^=setting-]:is(input, select)");
  const names = await there.evaluateAll((all) => all.map(({ id }) => id.replace("setting-", "")));
  expect(names.sort()).toEqual(Object.keys(SETTINGS).sort());
});

for (const [name, [text, before]] of Object.entries(SETTINGS)) {
  test(`the setting ${name} gives all three engines the same other run`, async ({ bothPage: page }) => {
    await sameInAll(page, setting(name, text), before);
  });
}

for (const [what, act] of Object.entries(BESIDE)) {
  test(`in all three engines the run after ${what} is the same`, async ({ bothPage: page }) => {
    await sameInAll(page, act);
  });
}
