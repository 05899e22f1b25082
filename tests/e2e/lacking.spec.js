/**
 * What a browser really lacks or refuses (lacking.js): the page goes on with the same bits, or says in one sentence what is missing
 * and what that means.
 */

import { button, choose, notice, openBoth, settled, step, stepOf } from "./actions.js";
import { runBits } from "./bits.js";
import { checked } from "./course.js";
import { expect, test } from "./lacking.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The bits after five steps of the defaults in each engine. @param {Page} page */
async function bitsOfAll(page) {
  const all = [];
  for (const engine of /** @type {const} */ (["C", "C batched", "Python"])) {
    await button(page, "Reset").click();
    await settled(page);
    await choose(page, engine);
    await step(page, 5);
    all.push(await runBits(page));
  }
  return all;
}

/** Engine by engine the bits are those of C in a browser that lacks nothing. @param {Page} page @param {Page} whole */
async function computesAll(page, whole) {
  await step(whole, 5);
  const right = await runBits(whole);
  expect(await bitsOfAll(page)).toEqual([right, right, right]);
}

/** A reload comes back to the same bits. @param {Page} page */
async function keepsTheRun(page) {
  const kept = await runBits(page);
  await page.reload();
  await settled(page);
  expect(await runBits(page)).toEqual(kept);
}

test.describe("without WebAssembly", () => {
  test.use({ lack: "WebAssembly" });

  test("the page says that it can't start, and why", async ({ site }) => {
    const page = await site.newPage();
    await page.goto(site.url);
    await expect(page.locator("#starting")).toHaveText(
      /^\s*micrograd could not start: this browser has no WebAssembly, or has it switched off, as lockdown modes do\. Reload the page\s*(Details)?\s*$/,
    );
    await expect(page.locator("#starting")).toBeVisible();
    await expect(page.locator("#starting details")).toBeHidden();
  });
});

test("a browser that makes no module workers is told that it is too old", async ({
  blankPage: page,
  complaints,
}) => {
  complaints.expect(/may not load data from blob/); // Firefox, of the worker that it is asked about
  // an old browser does not read the second argument, and takes every script for a classic one
  await page.addInitScript(() => {
    window.Worker = new Proxy(window.Worker, { construct: (target, [url]) => new target(url) });
  });
  await page.goto("./");
  await expect(page.locator("#starting")).toContainText(
    "micrograd could not start: this browser is too old; any browser since 2023 will do.",
  );
  await expect(page.locator("#starting")).toBeVisible();
});

test.describe("without SIMD", () => {
  test.use({ lack: "SIMD" });

  test("C batched computes the same bits from C's own module, and says once that it is no faster", async ({
    site,
    cPage: whole,
  }) => {
    test.setTimeout(240_000);
    const page = await site.newPage();
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await openBoth(page);
    await expect(notice(page)).toBeHidden();
    await choose(page, "C batched");
    const sentence =
      "This browser has no SIMD for WebAssembly, so C batched is no faster than C here. Its numbers are the same.";
    await expect(notice(page)).toHaveText(sentence);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await computesAll(page, whole);
    await expect(notice(page)).toBeHidden();
    const label = page.getByRole("radiogroup", { name: "Engine" }).locator("label", { hasText: "C batched" });
    await expect(label).toHaveAttribute("title", sentence);
    expect(asked.filter((url) => url.endsWith("micrograd-simd.wasm"))).toEqual([]);
  });
});

for (const lack of /** @type {const} */ (["site data", "localStorage"])) {
  test.describe(`without ${lack}`, () => {
    test.use({ lack });

    test("the page computes, shares, and says that the browser keeps nothing", async ({
      site,
      cPage: whole,
    }) => {
      test.setTimeout(240_000);
      const page = await site.newPage();
      await openBoth(page);
      await expect(notice(page)).toHaveText(
        "This browser keeps nothing: a reload starts a new run. Share makes a link to this one, and Files saves it.",
      );
      await computesAll(page, whole);
      await button(page, "Share").click();
      await expect(notice(page)).toContainText("link to this run");
      await button(page, "Runs").click();
      const runs = page.getByRole("dialog", { name: "Runs" });
      await expect(runs).toContainText("This browser keeps no runs: a reload starts a new one.");
      await expect(runs).toContainText("None yet.");
      await runs.getByRole("button", { name: "Close" }).click();

      await page.goto(site.url); // without the link that Share may have put there
      await page.reload();
      await settled(page);
      expect(await stepOf(page)).toBe(0);
    });

    test("the exercises work, and say that the file is not kept", async ({ site }) => {
      const page = await site.newPage();
      await openBoth(page);
      await page.evaluate(() => window.micrograd.dispatch({ type: "course/open" }));
      await checked(page);
      await page.getByRole("textbox", { name: /my_micrograd/ }).pressSequentially("#");
      await expect(notice(page)).toHaveText(
        "This browser keeps nothing: copy my_micrograd.py before you close the page.",
      );
    });
  });
}

test.describe("without service workers", () => {
  test.use({ lack: "service workers" });

  test("the page comes from the network, keeps the run, and says nothing", async ({ site, cPage: whole }) => {
    const page = await site.newPage();
    await openBoth(page);
    await computesAll(page, whole);
    await expect(notice(page)).toBeHidden();
    await keepsTheRun(page);
  });
});

test.describe("without a secure connection", () => {
  test.use({ lack: "a secure connection" });

  test("the page computes and keeps the run; Share puts the link into the address bar", async ({
    site,
    cPage: whole,
  }) => {
    test.setTimeout(240_000);
    const page = await site.newPage();
    await openBoth(page);
    const has = await page.evaluate(() => [
      ...[isSecureContext, "caches" in window, "serviceWorker" in navigator],
      ...["locks" in navigator, "clipboard" in navigator],
    ]);
    expect(has).toEqual([false, false, false, false, false]);
    await computesAll(page, whole);
    await expect(notice(page)).toBeHidden();
    await button(page, "Share").click();
    await expect(notice(page)).toHaveText(
      "The address bar now holds a link to this run; copy it from there.",
    );
    await keepsTheRun(page);
  });
});

test.describe("without exact clocks and pictures", () => {
  test.use({ lack: "exact clocks and pictures" });

  test("a browser that hides its reader's machine computes the same bits", async ({ site, cPage: whole }) => {
    test.setTimeout(240_000);
    const page = await site.newPage();
    await openBoth(page);
    await computesAll(page, whole);
    await expect(page.locator(".panel-problem")).toHaveCount(0);
  });
});
