/** The learner's own data: a file, a drop, a paste, an example; and that nothing is lost. */

import { readFile } from "node:fs/promises";
import {
  allowClipboard,
  button,
  choose,
  configure,
  notice,
  pointsOf,
  settled,
  step,
  stepOf,
} from "./actions.js";
import { violations } from "./axe.js";
import { runBits } from "./bits.js";
import { downloaded } from "./downloads.js";
import { unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { chooseFile, dialog, dragFile, openDialog, PLACES, placesOf, said, TABLE, use } from "./own-data.js";

test("a file's points take the place of the data set's; one Undo brings those back, and the run goes on", async ({
  cPage: page,
}) => {
  const before = await pointsOf(page);
  await step(page, 3);
  await openDialog(page);
  await chooseFile(page, TABLE);
  await expect(said(page)).toContainText("4 points: 4 train, 0 val, 0 test");
  await expect(said(page)).toContainText("The numbers are used as they are.");
  await expect(dialog(page).getByRole("img", { name: "The 4 points on the plane" })).toBeVisible();
  expect(await pointsOf(page)).toEqual(before); // nothing happens before it is asked for
  await use(page).click();
  await expect(dialog(page)).toBeHidden();
  expect(await placesOf(page)).toEqual(PLACES);
  expect(await stepOf(page)).toBe(3);
  await expect(notice(page)).toContainText(
    "mine.csv is on the plane: 4 points. The network keeps what it has learned",
  );
  await settled(page);
  await step(page, 2);
  expect(await stepOf(page)).toBe(5);
  await button(page, "Undo").click();
  expect(await pointsOf(page)).toEqual(before);
  await button(page, "Redo").click();
  expect(await placesOf(page)).toEqual(PLACES);
});

test("the data set's setting says that the points are your own, and any data set replaces them", async ({
  cPage: page,
}) => {
  const before = await pointsOf(page);
  const setting = page.locator("#quick-dataset");
  await openDialog(page);
  await chooseFile(page, TABLE);
  await use(page).click();
  await expect(setting).toHaveValue("Your own");
  await expect(button(page, "Restart the run")).toBeHidden(); // it has learned nothing yet
  await step(page, 2);
  await openDialog(page);
  await chooseFile(page, TABLE);
  await use(page).click();
  await button(page, "Restart the run").click();
  await settled(page);
  expect(await stepOf(page)).toBe(0);
  await expect(notice(page)).toBeHidden();
  expect(await placesOf(page)).toEqual(PLACES);
  await configure(page, { layers: [4] });
  expect(await placesOf(page)).toEqual(PLACES);
  await setting.selectOption({ label: "Yin-yang" });
  await settled(page);
  expect(await pointsOf(page)).toEqual(before);
  await expect(setting).toHaveValue("yinyang");
  await expect(setting.getByRole("option", { name: "Your own", exact: true })).toHaveCount(0);
  await button(page, "Undo").click();
  await expect(setting).toHaveValue("Your own");
});

test("own points survive a reload", async ({ ownPage: page }) => {
  await openDialog(page);
  await chooseFile(page, TABLE);
  await use(page).click();
  await settled(page);
  await page.reload();
  await settled(page);
  expect(await placesOf(page)).toEqual(PLACES);
  await expect(page.locator("#quick-dataset")).toHaveValue("Your own");
});

test("own points give the same bits in C and in Python", async ({ bothPage: page }) => {
  await openDialog(page);
  await dialog(page).getByRole("button", { name: "Iris" }).click();
  await use(page).click();
  await step(page, 10);
  const inC = await runBits(page);
  await button(page, "Reset").click();
  await settled(page);
  await choose(page, "Python");
  await step(page, 10);
  expect(await runBits(page)).toEqual(inC);
});

test("a file that is dragged onto the page shows where to drop it, and opens the dialog", async ({
  cPage: page,
}) => {
  const target = page.getByText("Drop a table here");
  await dragFile(page, "body", TABLE, ["dragenter", "dragover"]);
  await expect(target).toBeVisible();
  await dragFile(page, ".data-drop", TABLE, ["dragleave"]);
  await expect(target).toBeHidden();
  await dragFile(page, "body", TABLE, ["dragover"]);
  await expect(target).toBeVisible();
  await dragFile(page, ".data-drop", TABLE);
  await expect(target).toBeHidden();
  await expect(dialog(page)).toContainText("dropped.csv: 4 rows and 3 columns, separated by commas.");
  await use(page).click();
  expect(await placesOf(page)).toEqual(PLACES);
});

test("a file that is dropped on the open dialog is read", async ({ cPage: page }) => {
  await openDialog(page);
  await dragFile(page, ".data-dialog", TABLE);
  await expect(said(page)).toContainText("4 points");
});

test("a table is pasted anywhere in the dialog, and can be typed on", async ({ ownPage: page, context }) => {
  await allowClipboard(context);
  await page.evaluate((text) => navigator.clipboard.writeText(text), "1\t1,5\ta\n-1\t-1,5\tb\n");
  await openDialog(page);
  await page.keyboard.press("Control+v");
  await expect(said(page)).toContainText("2 points");
  await expect(dialog(page)).toContainText("What you pasted: 2 rows and 3 columns, separated by tabs.");
  const field = dialog(page).getByRole("textbox");
  await expect(field).toHaveValue("1\t1,5\ta\n-1\t-1,5\tb\n");
  await field.press("Control+End");
  await page.keyboard.insertText("0,5\t0,5\ta\n");
  await expect(said(page)).toContainText("3 points");
  await use(page).click();
  expect(await placesOf(page)).toEqual([
    [1, 1.5, 0],
    [-1, -1.5, 1],
    [0.5, 0.5, 0],
  ]);
});

for (const [name, count] of /** @type {const} */ ([
  ["Iris", 150],
  ["Palmer penguins", 342],
])) {
  test(`${name} can be learned`, async ({ cPage: page }) => {
    await openDialog(page);
    await dialog(page).getByRole("button", { name }).click();
    await use(page).click();
    expect(await pointsOf(page)).toHaveLength(count);
    await step(page, 100);
    const loss = await page.evaluate(() => Number(window.micrograd.state.session.snapshot?.loss.train));
    expect(loss).toBeLessThan(0.25);
    expect(loss).toBeGreaterThan(0);
  });
}

test("the points as CSV read back to the same bits, splits included", async ({ cPage: page }) => {
  const before = await pointsOf(page);
  await openDialog(page);
  const click = () => dialog(page).getByRole("button", { name: "Save the points as CSV" }).click();
  const { name, file } = await downloaded(page, click);
  expect(name).toBe("points.csv");
  await chooseFile(page, await readFile(file));
  await expect(said(page)).toContainText("100 points: 80 train, 10 val, 10 test, by the column split.");
  await use(page).click();
  const after = await pointsOf(page);
  expect(after.map(({ id: _, ...point }) => point)).toEqual(before.map(({ id: _, ...point }) => point));
});

test("all of it by keyboard: the dialog opens, reads, uses and gives the focus back", async ({
  cPage: page,
}) => {
  await expect(dialog(page)).toBeHidden(); // the one of the test before, which lets nothing else have the focus
  await page.locator("#quick-dataset").focus();
  await expect(page.locator("#quick-dataset")).toBeFocused();
  await page.keyboard.press("End");
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByRole("heading", { name: "Your data" })).toBeFocused();
  for (const name of ["Choose a file…", "Iris"]) {
    const wanted = dialog(page).getByRole("button", { name });
    await expect(async () => {
      await page.keyboard.press("Tab");
      await expect(wanted).toBeFocused({ timeout: 50 });
    }).toPass();
  }
  await page.keyboard.press("Enter");
  await expect(said(page)).toContainText("150 points");
  await use(page).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(page.locator("#quick-dataset")).toBeFocused();
  expect(await pointsOf(page)).toHaveLength(150);
  await openDialog(page);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect.poll(() => page.evaluate(() => window.micrograd.state.view.data)).toBe(null);
});

test("New sample keeps all settings but the seed, and one Undo brings the points back", async ({
  cPage: page,
}) => {
  const before = await page.evaluate(() => window.micrograd.state.session);
  await button(page, "More settings").click();
  await page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "New sample" }).click();
  await page.waitForFunction(
    (seed) => window.micrograd.state.session.config.seed !== seed,
    before.config.seed,
  );
  await settled(page);
  const after = await page.evaluate(() => window.micrograd.state.session);
  expect({ ...after.config, seed: "" }).toEqual({ ...before.config, seed: "" });
  expect(after.points).toHaveLength(100);
  expect(after.points).not.toEqual(before.points);
  await page.getByRole("button", { name: "Done" }).click();
  await button(page, "Undo").click();
  expect(await pointsOf(page)).toEqual(before.points);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  test.skip(...unless("fingers"));

  test("the dialog fits, scrolls within itself, and is used by touch", async ({ screenPage: page }) => {
    await page.getByRole("button", { name: "Menu", exact: true }).tap();
    await openDialog(page);
    await dialog(page).getByRole("button", { name: "Palmer penguins" }).tap();
    await expect(use(page)).toBeInViewport();
    const overflow = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = /** @type {Element} */ (document.querySelector(".data-dialog"));
      return [scrollWidth - clientWidth, document.documentElement.scrollWidth - innerWidth];
    });
    expect(overflow).toEqual([0, 0]);
    const small = await dialog(page).evaluate((element) =>
      [...element.querySelectorAll("button, select, label:has(input)")]
        .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 24)
        .map((control) => control.textContent),
    );
    expect(small).toEqual([]);
    await use(page).tap();
    expect(await pointsOf(page)).toHaveLength(342);
  });
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    if (colorScheme === "dark") test.skip(...unless("a dark system"));

    test("axe finds nothing in the dialog and in the tools", async ({ screenPage: page }) => {
      await openDialog(page);
      expect(await violations(page, "dialog[open]")).toEqual([]);
      await chooseFile(page, await readFile(new URL("../web/csv/five-species.csv", import.meta.url)));
      await expect(said(page)).toContainText("points");
      expect(await violations(page, "dialog[open]")).toEqual([]);
      await use(page).click();
      await button(page, "Data tools").click();
      for (const tool of ["Brush", "Select"]) {
        await page.getByRole("radiogroup", { name: "Tool" }).getByRole("radio", { name: tool }).check();
        expect(await violations(page, "#surface")).toEqual([]);
      }
    });
  });
}
