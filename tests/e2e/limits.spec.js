/** Where things end: losses that are not finite, too few points, too many, networks as small and as large as they come. */

import {
  button,
  choose,
  configure,
  counter,
  notice,
  pointsOf,
  settled,
  step,
  stepOf,
  write,
} from "./actions.js";
import { expect, test } from "./fixtures.js";
import { clickAt } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/protocol/messages.js").Config} Config */

/** Lets the run overflow, and waits until it is back where it was finite, with the reason. @param {Page} page */
async function overflow(page) {
  await configure(page, { lr: 1000 });
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "max speed" });
  await button(page, "Play").click();
  await expect(notice(page)).toContainText("The first");
  await settled(page);
}

for (const engine of /** @type {const} */ (["Python", "C"])) {
  test(`in ${engine}, a loss that overflows brings the run back to its last finite step, and names node and operation`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await overflow(page);
    await expect(notice(page)).toHaveText(
      /^The run went back to step \d+\. The first (non-finite node|non-finite gradient of the backward pass) is [a-z0-9.*]+, the result of "(exp|\*|\*\*|\+|log)": (inf|-inf|nan), for the point at \(-?\d\.\d{3}, -?\d\.\d{3}\)\. nll is not finite when a logit passes 709, .* or when all are below −710\.$/,
    );
    const { data, loss, at, playing } = await page.evaluate(() => {
      const {
        session: { snapshot },
        run: { playing: still },
      } = window.micrograd.state;
      return {
        data: [...(snapshot?.data ?? [])],
        loss: snapshot?.loss.train,
        at: snapshot?.step,
        playing: still,
      };
    });
    expect(playing).toBe(false);
    expect(data.every(Number.isFinite)).toBe(true);
    expect(at === 0 || Number.isFinite(loss)).toBe(true);
    await expect(counter(page)).toHaveText(`step ${at} / 100`);
  });
}

test("both engines go back to the same step and name the same node", async ({ bothPage: page }) => {
  await overflow(page);
  const inC = await notice(page).textContent();
  await configure(page, { lr: 0.1 });
  await button(page, "Reset").click();
  await settled(page);
  await choose(page, "Python");
  await overflow(page);
  expect(await notice(page).textContent()).toBe(inC);
});

test("what the notice offers helps: another loss, a smaller learning rate, one step back", async ({
  cPage: page,
}) => {
  await overflow(page);
  const at = await stepOf(page);
  await button(page, "One step back").click();
  await settled(page);
  expect(await stepOf(page)).toBe(Math.max(0, at - 1));
  await button(page, "Reset").click();
  await settled(page);
  await overflow(page);
  await button(page, "Use the log-sum-exp loss").click();
  await expect(notice(page)).toBeHidden();
  await step(page, 5);
  const losses = await page.evaluate(() => window.micrograd.state.run.history?.train ?? []);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(losses.length).toBeGreaterThan(4);

  await configure(page, { loss: "nll", lr: 1000 });
  await button(page, "Reset").click();
  await settled(page);
  await overflow(page);
  await page.getByRole("button", { name: "A tenth of the learning rate" }).click();
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.session.config.lr)).toBe(100);
});

test("without train points a step is refused with the reason, and a point added lets it go on", async ({
  cPage: page,
}) => {
  await page.evaluate(() => window.micrograd.dispatch({ type: "points/clear" }));
  await settled(page);
  expect(await pointsOf(page)).toEqual([]);
  await button(page, "Step").click();
  await expect(notice(page)).toContainText("needs at least one train point");
  expect(await stepOf(page)).toBe(0);
  await button(page, "Play").click();
  await expect(button(page, "Play")).toBeVisible();
  await clickAt(page, { x: 0.5, y: 0.5 });
  await step(page, 2);
  expect(await stepOf(page)).toBe(2);
  await expect(page.getByLabel("Val loss", { exact: true })).toHaveText("–");
  // Undo twice: the point, then all the others back
  await button(page, "Undo").click();
  await button(page, "Undo").click();
  expect(await pointsOf(page)).toHaveLength(100);
});

/** @type {{title: string, config: Partial<Config>, steps: number}[]} */
const EXTREMES = [
  { title: "2,000 points", config: { n: 2000 }, steps: 3 },
  { title: "2 points", config: { n: 2 }, steps: 10 },
  { title: "one neuron", config: { layers: [1] }, steps: 10 },
  { title: "no hidden layer", config: { layers: [] }, steps: 10 },
  { title: "three layers of 16", config: { layers: [16, 16, 16] }, steps: 3 },
];

for (const { title, config, steps } of EXTREMES) {
  test(`${title}: the page works`, async ({ cPage: page }) => {
    await configure(page, config);
    await step(page, steps);
    const { points, rows, parameters, nodes } = await page.evaluate(() => {
      const {
        session: { points: all, snapshot },
        answers: { graph },
      } = window.micrograd.state;
      return {
        points: all.length,
        rows: Number(document.querySelector("#params table")?.getAttribute("aria-rowcount")) - 1,
        parameters: snapshot?.data.length,
        nodes: graph?.graph.name.length,
      };
    });
    expect(points).toBe(config.n ?? 100);
    expect(rows).toBe(parameters);
    expect(nodes).toBeGreaterThan(20);
  });
}

test("of 3,363 parameters the rows in view are in the table, and scrolling and Tab bring the others with their numbers", async ({
  cPage: page,
}) => {
  await configure(page, { n: 20, layers: [32, 32, 32, 32] });
  await step(page, 1);
  const table = page.locator("#params table");
  const rows = table.locator("[data-parameter]");
  await expect(table).toHaveAttribute("aria-rowcount", "3364");
  await expect(rows.first()).toHaveAttribute("data-parameter", "h1.1.w1");
  await expect.poll(() => rows.count()).toBeLessThan(60);
  const scroller = page.locator("#params .scroller");
  const whole = await scroller.evaluate((element) => element.scrollHeight);
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(rows.last()).toHaveAttribute("data-parameter", "z3.b");
  await expect(rows.last()).toHaveAttribute("aria-rowindex", "3364");
  await expect(rows.last()).toBeInViewport();
  expect(await scroller.evaluate((element) => element.scrollHeight)).toBe(whole);
  const data = () => page.evaluate(() => window.micrograd.state.session.snapshot?.data.at(-1) ?? Number.NaN);
  const shown = async () => Number((await rows.last().locator("td").first().innerText()).replace("−", "-"));
  await expect.poll(async () => Math.abs((await shown()) - (await data())) < 1e-4).toBe(true);
  await step(page, 2);
  await expect.poll(async () => Math.abs((await shown()) - (await data())) < 1e-4).toBe(true);

  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await expect(rows.first()).toHaveAttribute("data-parameter", "h1.1.w1");
  await rows.first().getByRole("button").focus();
  for (let i = 1; i <= 60; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() =>
      document.activeElement?.closest("tr")?.getAttribute("aria-rowindex"),
    );
    expect(at).toBe(String(i + 2));
  }
  // the focused row leaves the document: the focus stays in the table
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(scroller).toBeFocused();
});

test("points of one class, and points in one place, train to a finite loss", async ({ cPage: page }) => {
  await page.evaluate(() => {
    const { dispatch, state } = window.micrograd;
    for (const { id } of state.session.points) dispatch({ type: "points/relabel", id, label: 2 });
  });
  await step(page, 20);
  expect(await page.evaluate(() => window.micrograd.state.session.snapshot?.loss.train)).toBeLessThan(0.1);
  await page.evaluate(() => {
    const { dispatch, state } = window.micrograd;
    for (const { id } of state.session.points) {
      dispatch({ type: "points/move", id, x: 0.5, y: 0.5, gesture: null });
      dispatch({ type: "points/relabel", id, label: id % 3 });
    }
  });
  await step(page, 60);
  // three classes in one place: no better than a guess
  expect(await page.evaluate(() => window.micrograd.state.session.snapshot?.loss.train)).toBeGreaterThan(1);
});

test("settings: bad input is refused where it was typed, with the value, and nothing is lost", async ({
  cPage: page,
}) => {
  await step(page, 4);
  await button(page, "More settings").click();
  const dialog = page.getByRole("dialog", { name: "Settings" });
  /** @type {[string, string, RegExp][]} */
  const refused = [
    ["Learning rate", "-1", /lr must be a finite number >= 0, not '-1'/],
    ["Learning rate", "1_0", /not '1_0'/],
    ["Learning rate", "nan", /not 'nan'/],
    ["Learning rate", "1e999", /not '1e999'/],
    ["Learning rate", "", /not ''/],
    ["Weight decay", "0x10", /weight_decay must be a finite number >= 0, not '0x10'/],
    ["Points", "-1", /n must be a whole number from 0 to 2000, not '-1'/],
    ["Noise", "-0.5", /noise must be a finite number >= 0, not '-0.5'/],
    [
      "Train, val, test in %",
      "80,10,11",
      /split must be 3 whole percentages .* add up to 100, .*, not '80,10,11'/,
    ],
    ["Batch size, 0 for all", "1.5", /batch_size must be a whole number from 0 to 1000000, not '1.5'/],
    ["beta2", "1", /beta2 must be a number >= 0 and < 1, not '1'/],
    ["eps", "0", /eps must be a finite number > 0, not '0'/],
    ["Points", "2001", /not '2001'/],
    ["Points", "12.5", /not '12.5'/],
    ["Seed", "0", /seed must be a whole number from 1 to 18446744073709551615, not '0'/],
    ["Seed", "18446744073709551616", /not '18446744073709551616'/],
    ["Hidden layers", "33", /layers must be none or up to 4 sizes from 1 to 32 .*, not '33'/],
    ["Hidden layers", "4,4,4,4,4", /not '4,4,4,4,4'/],
    ["Hidden layers", "8;", /not '8;'/],
  ];
  const before = await page.evaluate(() => {
    const { config, snapshot } = window.micrograd.state.session;
    return { config, step: snapshot?.step };
  });
  for (const [name, text, problem] of refused) {
    const input = dialog.getByLabel(name, { exact: true });
    await write(input, text);
    await input.press("Tab");
    await expect(input).toHaveAccessibleDescription(problem);
    await expect(input).toHaveValue(text);
  }
  const after = await page.evaluate(() => {
    const { config, snapshot } = window.micrograd.state.session;
    return { config, step: snapshot?.step };
  });
  expect(after).toEqual(before);

  await write(dialog.getByLabel("Learning rate", { exact: true }), "0.05");
  await dialog.getByLabel("Learning rate", { exact: true }).press("Enter");
  await expect(dialog.getByLabel("Learning rate", { exact: true })).toHaveAccessibleDescription("");
  await dialog.getByLabel("Optimiser", { exact: true }).selectOption({ label: "SGD with momentum" });
  await write(dialog.getByLabel("Hidden layers", { exact: true }), "6, 5");
  await dialog.getByRole("button", { name: "Done" }).click();
  await settled(page);
  const { config } = await page.evaluate(() => window.micrograd.state.session);
  expect(config).toEqual({ ...before.config, lr: 0.05, optimizer: "sgd", layers: [6, 5] });
});

test("another data set replaces the points, and Undo brings the user's own back", async ({ cPage: page }) => {
  await clickAt(page, { x: -1.9, y: 1.9 });
  const mine = await pointsOf(page);
  await button(page, "More settings").click();
  const settings = page.getByRole("dialog", { name: "Settings" });
  await settings.getByLabel("Data set", { exact: true }).selectOption({ label: "Spiral" });
  await button(page, "Done").click();
  await settled(page);
  const spiral = await pointsOf(page);
  expect(spiral).toHaveLength(100);
  expect(spiral).not.toEqual(mine.slice(0, 100));
  await button(page, "Undo").click();
  expect(await pointsOf(page)).toEqual(mine);
  await button(page, "Redo").click();
  expect(await pointsOf(page)).toEqual(spiral);
});
