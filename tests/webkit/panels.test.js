/** Everything in WebKit that opens: dialogs, panels and their other views. Each closes again, and nothing complains. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { openBrowser, skip } from "./browser.js";
import { button, dispatch, open, settled, step } from "./hands.js";

const ESCAPE = "\uE00C";

/** @type {import("./browser.js").Browser} */
let browser;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  await open(browser);
  await step(browser, 5);
});
afterEach(async () => {
  if (!browser) return;
  assert.equal(await browser.evaluate(() => document.querySelectorAll(".panel-problem").length), 0);
  assert.deepEqual(await browser.complaints(), []);
});
after(() => browser?.end());

/** Waits until something is in sight, with a text. @param {string} css @param {string} text */
const shows = (css, text) =>
  browser.until(
    `${css} shows "${text}"`,
    (where, words) =>
      [...document.querySelectorAll(where)].some(
        (each) => each.checkVisibility() && each.textContent?.includes(words),
      ),
    css,
    text,
  );

for (const [name, text] of [
  ["More…", "Learning rate"],
  ["Runs", "This browser keeps the last six."],
  ["Files", "the points, and what is painted under them"],
  ["Help", "What you see, and what you can do"],
]) {
  test(`${name} opens its dialog, and Escape closes it`, { skip }, async () => {
    await button(browser, name);
    await shows("dialog[open]", text);
    await browser.type(ESCAPE);
    await browser.until("the dialog is closed", () => !document.querySelector("dialog[open]"));
  });
}

test("Your own opens the dialog for a table, and Escape closes it", { skip }, async () => {
  await dispatch(browser, { type: "view/data", data: "dialog" });
  await shows("dialog[open]", "Choose a file…");
  await browser.type(ESCAPE);
  await browser.until("the dialog is closed", () => !document.querySelector("dialog[open]"));
});

test("Edit the Python opens the editor on the package's own file", { skip }, async () => {
  await browser.click('[aria-label="Edit the Python"]');
  await browser.until("the editor has the files", () => window.micrograd.state.code.files);
  await shows("#code", "engine.py");
  await browser.click('[aria-label="Edit the Python"]');
  await settled(browser);
});

test("the exercises open, and each is listed", { skip }, async () => {
  await dispatch(browser, { type: "course/open" });
  await browser.until(
    "ten exercises are there",
    () => window.micrograd.state.course.exercises?.length === 10,
  );
  await shows("#course", "A network computes one number");
  await dispatch(browser, { type: "course/close" });
});

test("Side by side compares two engines, which stay equal", { skip }, async () => {
  await browser.click('//*[@role="radiogroup" and @aria-label="Engine"]//label[.="Side by side"]');
  await shows("#compare", "C");
  for (let i = 0; i < 3; i++) await button(browser, "Step");
  await browser.until("three steps are equal", () => Number(window.micrograd.state.compare?.equal) >= 3);
  await dispatch(browser, { type: "engine/choose", name: "c" });
  await settled(browser);
});

test("Accuracy, histograms and two parameters on their loss draw", { skip }, async () => {
  for (const action of [
    { type: "view/chart", chart: "accuracy" },
    { type: "view/params", params: "layers" },
    { type: "view/params", params: "pair" },
    { type: "view/chart", chart: "loss" },
    { type: "view/params", params: "table" },
  ]) {
    await dispatch(browser, action);
    await settled(browser);
    await browser.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await shows("#params tbody", "h1.w1");
});

test("the stage fills the screen, and Escape leaves it", { skip }, async () => {
  await button(browser, "Stage");
  await browser.until("the stage is on", () => document.documentElement.hasAttribute("data-stage"));
  await browser.type(ESCAPE);
  await browser.until("the stage is off", () => !document.documentElement.hasAttribute("data-stage"));
});
