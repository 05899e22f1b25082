/** Words where they are met: by pointer, focus and touch; the README has the same. */

import { GLOSSARY, wordsIn } from "../../web/protocol/glossary.js";
import { button, settled, step } from "./actions.js";
import { unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const tip = (page) => page.locator("#term");

for (const [selector, word] of /** @type {const} */ ([
  ['.params th[data-term="m"]', "m"],
  ['.params th[data-term="grad"]', "grad"],
  ['#loss [data-term="val loss"]', "val loss"],
  ['#transport label:has-text("phase")', "phase"],
  ['#topbar label:has-text("Learning rate")', "lr"],
  ['#topbar label:has-text("Nonlinearity")', "nonlinearity"],
])) {
  test(`the pointer on ${selector} explains ${word}, and Escape closes it`, async ({ cPage: page }) => {
    await page.locator(selector).first().hover();
    await expect(tip(page)).toHaveText(`${word} ${GLOSSARY[word]}`);
    await page.keyboard.press("Escape");
    await expect(tip(page)).toBeHidden();
  });
}

test("the keyboard's focus on a setting explains it", async ({ cPage: page }) => {
  await page.locator("#quick-lr").focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await expect(tip(page)).toHaveText(`lr ${GLOSSARY.lr}`);
  const [field, shown] = await Promise.all([
    page.locator("#quick-lr").boundingBox(),
    tip(page).boundingBox(),
  ]);
  expect(shown?.y).toBeGreaterThanOrEqual((field?.y ?? 0) + (field?.height ?? 0)); // what is typed is in sight
  await page.keyboard.type("0");
  await expect(tip(page)).toBeHidden();
});

test("a click into a field explains nothing: the field is for typing", async ({ cPage: page }) => {
  await page.mouse.move(700, 500);
  await page.locator("#quick-lr").focus(); // loads the glossary
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await expect(tip(page)).toBeVisible();
  await page.locator("#quick-layers").click();
  await expect(tip(page)).toBeHidden();
  await expect(page.locator("#quick-layers")).toBeFocused();
});

test("the help finds a word by its name, by another name, and by what is said of it", async ({
  cPage: page,
}) => {
  await button(page, "Help").click();
  const help = page.getByRole("dialog", { name: "Help" });
  await help.getByRole("button", { name: "Words" }).click();
  await expect(help.getByRole("heading", { name: "Words" })).toBeInViewport();
  const words = help.locator(".glossary dt");
  await expect(words).toHaveCount(Object.keys(GLOSSARY).length);
  const find = help.getByRole("searchbox", { name: "Find a word" });
  for (const [text, first] of [
    ["softm", "softmax"],
    ["activation", "nonlinearity"],
    ["zero", "zero_grad"],
    ["rolling downhill", "sgd with momentum"],
  ]) {
    await find.fill(text);
    await expect(words.first()).toHaveText(first);
  }
  await find.fill("xyzzy");
  await expect(help.getByRole("status")).toHaveText('No word here contains "xyzzy".');
  await help.getByRole("button", { name: "Offline, and as an app" }).click();
  await expect(help.getByText(/^After one visit the page works without a network/)).toBeInViewport();
});

for (const [id, name] of /** @type {const} */ ([
  ["graph", "Graph"],
  ["inspector", "Inspector"],
  ["surface", "Data"],
  ["loss", "Loss"],
  ["params", "Parameters"],
])) {
  test(`the words of ${name} are all explained behind one button`, async ({ cPage: page }) => {
    await step(page, 2);
    if (id === "inspector") {
      await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h3.w1" }));
      await settled(page);
      await expect(page.locator("#inspector [data-field=name]")).toHaveText("h3.w1");
      await expect(page.locator("#inspector").getByText("Nudge its data")).toBeVisible(); // loaded with the first node
    }
    const words = button(page, `Words of ${name}`);
    await words.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: `Words of ${name}` });
    await expect(dialog).toBeVisible(); // the first time the glossary is on its way
    await expect(dialog.locator("dt").first()).toBeVisible(); // the glossary is loaded when it is first wanted
    const listed = await dialog.locator("dt").allTextContents();
    const shown = wordsIn(await page.locator(`#${id}`).innerText());
    expect(shown.length).toBeGreaterThan(0);
    expect(listed).toEqual(expect.arrayContaining(shown));
    for (const word of listed) {
      await expect(dialog.locator("dt", { hasText: word }).first()).toBeVisible();
    }
    expect(await dialog.locator("dd").allTextContents()).toEqual(listed.map((word) => GLOSSARY[word]));
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(words).toBeFocused();
  });
}

test.describe("by touch", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });
  test.skip(...unless("fingers"));
  test("a tap on a word opens its explanation, and a tap elsewhere closes it", async ({
    screenPage: page,
  }) => {
    await page.locator('.params th[data-term="v"]').tap();
    await expect(tip(page)).toHaveText(`v ${GLOSSARY.v}`);
    await expect(tip(page)).toBeInViewport();
    await page.locator(".params tbody td").nth(1).tap(); // a number, and no word
    await expect(tip(page)).toBeHidden();
  });
});

test("a word in a lesson's prose is explained by pointer and by touch, once in each paragraph", async ({
  cPage: page,
}) => {
  await page.evaluate(() => window.micrograd.dispatch({ type: "lesson/open", id: "used-twice", stage: 0 }));
  const words = page.locator(".lesson .said [data-term]");
  await expect(words.first()).toBeVisible();
  const all = await words.evaluateAll((spans) => spans.map((span) => span.getAttribute("data-term")));
  expect(new Set(all).size).toBe(all.length);
  const word = String(all[0]);
  await words.first().hover();
  await expect(tip(page)).toHaveText(`${word} ${GLOSSARY[word]}`);
  await page.keyboard.press("Escape");
  await words.first().dispatchEvent("click");
  await expect(tip(page)).toHaveText(`${word} ${GLOSSARY[word]}`);
});
