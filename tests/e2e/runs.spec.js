/** Runs are kept apart: a link, another tab or a reload never destroys one. */

import { button, linkHash, notice, open, settled, step } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { clickAt, emptyPlace } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Waits until the run on the page is kept, at its step. @param {Page} page */
const kept = (page) =>
  page.waitForFunction(() => {
    const { session, run } = window.micrograd.state;
    const text = localStorage.getItem(`micrograd-run-${run.entry}`);
    return text && JSON.parse(text.slice(0, text.indexOf("\n"))).step === session.snapshot?.step;
  });

/** A tab of the same browser, with Python held back. @param {Page} page @param {string} [path] */
async function newTab(page, path) {
  const tab = await page.context().newPage();
  await open(tab, path);
  return tab;
}

/** Opens the latest kept run of a step by the dialog. @param {Page} page @param {number} at */
async function reopen(page, at) {
  await button(page, "Runs").click();
  const name = new RegExp(`^Open the run of .*, step ${at}$`);
  await page.getByRole("button", { name }).first().click();
  await settled(page);
}

test("a second tab goes on with the run, and neither tab overwrites the other's", async ({
  ownPage: first,
}) => {
  await step(first, 50);
  await kept(first);
  const bits = await runBits(first);
  const second = await newTab(first);
  expect(await runBits(second)).toEqual(bits);
  await step(second, 1);
  await kept(second);
  await first.reload();
  await settled(first);
  expect(await runBits(first)).toEqual(bits);
  await second.reload();
  await settled(second);
  expect((await runBits(second)).step).toBe(51);
});

for (const [which, spoil] of /** @type {[string, (hash: string) => string][]} */ ([
  ["valid", (hash) => hash],
  ["broken", (hash) => hash.replace("seed=", "seed=x")],
  ["empty", () => "#run="],
])) {
  test(`${which} links leave the run before unchanged, and it can be opened again`, async ({
    ownPage: page,
  }) => {
    await step(page, 4);
    const hash = await linkHash(page);
    await step(page, 5);
    await kept(page);
    const bits = await runBits(page);
    const tab = await newTab(page, `./${spoil(hash)}`);
    await expect(notice(tab)).toContainText(
      which === "valid" ? "step 9 is kept: see Runs" : "The run in this link can't be read",
    );
    await step(tab, 3);
    await kept(tab);
    await page.reload();
    await settled(page);
    expect(await runBits(page)).toEqual(bits);
    await reopen(tab, 9);
    expect((await runBits(tab)).data).toEqual(bits.data);
  });
}

test("a reload comes back to what was on the screen, though the address holds an older run", async ({
  ownPage: page,
}) => {
  await step(page, 4);
  const hash = await linkHash(page);
  const tab = await newTab(page, `./${hash}`);
  await step(tab, 3);
  const points = await tab.evaluate(() => window.micrograd.state.session.points);
  await clickAt(tab, emptyPlace(points));
  await settled(tab);
  const bits = await runBits(tab);
  await tab.reload();
  await settled(tab);
  expect(await runBits(tab)).toEqual(bits);
  expect(await tab.evaluate(() => window.micrograd.state.session.points.length)).toBe(101);
});

test("a link pasted into the tab that shows the page opens, and the run before is kept", async ({
  ownPage: page,
}) => {
  await step(page, 4);
  const [hash, there] = [await linkHash(page), await runBits(page)];
  await step(page, 8);
  const here = await runBits(page);
  await page.evaluate((link) => {
    location.hash = link;
  }, hash);
  await page.waitForFunction(() => window.micrograd.state.session.snapshot?.step === 4);
  await settled(page);
  expect((await runBits(page)).data).toEqual(there.data);
  await expect(notice(page)).toContainText("step 12 is kept: see Runs");
  await reopen(page, 12);
  expect((await runBits(page)).data).toEqual(here.data);
});

test("the run of a link has its whole past: the losses and every step, bit by bit", async ({
  ownPage: page,
}) => {
  await step(page, 11);
  const at11 = await runBits(page);
  await step(page, 12);
  const bits = await runBits(page);
  const tab = await newTab(page, `./${await linkHash(page)}`);
  await tab.waitForFunction(() => window.micrograd.state.run.rebuilding === null);
  expect(await runBits(tab)).toEqual(bits);
  await tab.evaluate(() => window.micrograd.dispatch({ type: "run/goto", step: 11 }));
  await settled(tab);
  expect((await runBits(tab)).data).toEqual(at11.data);
  await step(tab, 12);
  expect((await runBits(tab)).data).toEqual(bits.data);
});

test("a link to a run that was edited on the way says from which step on it has its past", async ({
  ownPage: page,
}) => {
  await step(page, 5);
  const points = await page.evaluate(() => window.micrograd.state.session.points);
  await clickAt(page, emptyPlace(points));
  await step(page, 5);
  const hash = await linkHash(page);
  const other = await page.context().browser()?.newContext();
  if (!other) throw new Error("no browser");
  const tab = await other.newPage();
  await open(tab, page.url().replace(/#.*/, "") + hash);
  await expect(notice(tab)).toHaveText(
    "Steps before 10 can't be shown again: points, settings or parameters were changed on the way, and only the result was kept.",
  );
  await step(tab, 1);
  await other.close();
});

test("a run that has lost its train points comes back, and its engine only refuses the step", async ({
  ownPage: page,
}) => {
  await step(page, 5);
  const engines = () =>
    page.evaluate(() => Object.values(window.micrograd.state.engines.status).map(({ phase }) => phase));
  const before = await engines();
  await page.evaluate(() => window.micrograd.dispatch({ type: "points/clear" }));
  await kept(page);
  await page.reload();
  await settled(page);
  await page.waitForFunction(() => window.micrograd.state.run.rebuilding === null);
  expect(await engines()).toEqual(before);
  await button(page, "Step").click();
  await expect(notice(page)).toContainText("at least one train point");
});
