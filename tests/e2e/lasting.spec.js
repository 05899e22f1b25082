/** What the user made lasts: over a reload, in a link, and past a broken one. */

import { allowClipboard, button, configure, notice, open, pointsOf, settled, step } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { clickAt, emptyPlace, lonelyPoint } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const made = (page) =>
  page.evaluate(() => {
    const {
      session: { config, points },
      probe,
      run: { limit },
    } = window.micrograd.state;
    return { config, points, probe, limit };
  });

/** The run in the browser's storage, once it has been saved there. @param {Page} page @returns {Promise<string>} */
async function savedRun(page) {
  const saved = await page.waitForFunction(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("micrograd-run-"));
    return key && localStorage[key].replace(/^.*\n/, ""); // the first line says what it is
  });
  return String(await saved.jsonValue());
}

/** A run that differs from the defaults in everything that lasts. @param {Page} page */
async function makeMine(page) {
  await configure(page, { layers: [6, 5], nonlin: "relu", lr: 0.03, loss: "logsumexp" });
  await step(page, 7);
  const points = await pointsOf(page);
  await clickAt(page, emptyPlace(points));
  await clickAt(page, lonelyPoint(points, "val"), { button: "right" });
  await clickAt(page, lonelyPoint(points, "test"));
  await step(page, 5);
}

test("points, settings, probe and run survive a reload, and go on with the same bits", async ({
  cPage: page,
}) => {
  await makeMine(page);
  const [things, bits] = [await made(page), await runBits(page)];
  await page.reload();
  await settled(page);
  expect(await made(page)).toEqual(things);
  expect(await runBits(page)).toEqual(bits);
  // new points don't take the ids of old ones
  await clickAt(page, emptyPlace(await pointsOf(page)));
  const ids = (await pointsOf(page)).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  await button(page, "Undo").click();
  await step(page, 3);
  const reloaded = await runBits(page);
  await button(page, "Reset").click();
  await settled(page);
  expect(reloaded.step).toBe(15);
});

test("a run goes on after a reload as if there had been none", async ({ cPage: page }) => {
  await step(page, 20);
  const alone = await runBits(page);
  await button(page, "Reset").click();
  await settled(page);
  await step(page, 8);
  await page.reload();
  await settled(page);
  await step(page, 12);
  expect(await runBits(page)).toEqual(alone);
});

test("a reload in the middle of playing keeps the run", async ({ cPage: page }) => {
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "30 steps a second" });
  await button(page, "Play").click();
  await page.waitForFunction(() => Number(window.micrograd.state.session.snapshot?.step) >= 5);
  await page.reload();
  await settled(page);
  expect((await runBits(page)).step).toBeGreaterThanOrEqual(5);
});

test("a shared link opens the same run in another browser", async ({ ownPage: page, browser, baseURL }) => {
  await allowClipboard(page.context());
  await makeMine(page);
  await button(page, "Share").click();
  await expect(notice(page)).toContainText("clipboard");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link.startsWith(String(baseURL))).toBe(true);
  const [things, here] = [await made(page), await runBits(page)];

  const context = await browser.newContext({ baseURL });
  const other = await context.newPage();
  await open(other, link);
  expect(await made(other)).toEqual(things);
  const { train, val, ...there } = await runBits(other);
  const { train: trained, val: checked, ...state } = here;
  expect(there).toEqual(state);
  expect([train.length, val.length]).toEqual([trained.length, checked.length]);
  await step(page, 4);
  await step(other, 4);
  expect((await runBits(other)).data).toEqual((await runBits(page)).data);
  await context.close();
});

/** @type {[string, string, string][]} */
const BROKEN = [
  ["that is no run", "#run=%7B%22a%22%3A1%7D", "seed is missing"],
  ["that is cut off", "#run=%7B%22config%22%3A%7B%22seed%22", "it is truncated, or not a run"],
  ["with an escape that is none", "#run=%E0%A4%A", "it is truncated, or not a run"],
];

for (const [which, hash, reason] of BROKEN) {
  test(`a link ${which} is refused in one sentence, and the page works`, async ({ blankPage: page }) => {
    await open(page, `./${hash}`);
    await expect(notice(page)).toHaveText(`The run in this link can't be read: ${reason}.`);
    expect(await pointsOf(page)).toHaveLength(100);
    await step(page, 1);
  });
}

test("a link with a value out of range is refused by naming the value", async ({ cPage: page }) => {
  const text = await savedRun(page);
  /** @type {[(run: any) => void, RegExp][]} */
  const spoilt = [
    [(run) => (run.config.lr = -1), /lr must be a finite number >= 0, not '-1'\.$/],
    [(run) => (run.probe[1] = "here"), /a point lies outside the plane, at \(here, /],
    [(run) => (run.points[5][0] = 0), /point 0 is out of order/],
    [(run) => (run.limit = 1e99), /1e\+99 is not a number of steps/],
  ];
  for (const [spoil, reason] of spoilt) {
    const saved = JSON.parse(text);
    spoil(saved);
    await page.goto("about:blank");
    await open(page, `./#run=${encodeURIComponent(JSON.stringify(saved))}`);
    await expect(notice(page)).toHaveText(reason);
    expect(await pointsOf(page)).toHaveLength(100);
  }
});

test("if the saved run is broken, the page says so and starts a new one", async ({ page }) => {
  await page.addInitScript(() => {
    // Firefox runs it in about:blank too, which has no storage
    if (location.protocol === "http:") localStorage.setItem("micrograd", "not a run");
  });
  await open(page);
  await expect(notice(page)).toHaveText(
    "The run of your last visit can't be read: it is truncated, or not a run.",
  );
  await button(page, "Dismiss").click();
  await expect(notice(page)).toBeHidden();
  await step(page, 1);
});

test("the page works in a browser that forbids storage", async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("storage is switched off", "SecurityError");
    };
    Storage.prototype.getItem = refuse;
    Storage.prototype.setItem = refuse;
  });
  await open(page);
  await step(page, 2);
  await expect(notice(page)).toBeHidden();
});

test("the theme that was chosen survives a reload", async ({ cPage: page }) => {
  const theme = page.getByRole("button", { name: /^Theme/ });
  await theme.click(); // what is light gets dark, and not what it is already
  await expect(theme).toHaveAccessibleName("Theme: Dark");
  await page.reload();
  await settled(page);
  await expect(theme).toHaveAccessibleName("Theme: Dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
