/** The learner's own data: a file, a drop, a paste, an example; what is said of them; and that nothing is lost. */

import { readFile, writeFile } from "node:fs/promises";
import { button, configure, notice, pointsOf, settled, step, stepOf } from "./actions.js";
import { violations } from "./axe.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

const TABLE = "x,y,label\n1,1.5,1\n-1,-1.5,2\n0.5,0.25,3\n-0.5,1,1\n";

/** @param {Page} page */
const dialog = (page) => page.getByRole("dialog", { name: "Your data" });
/** @param {Page} page */
const use = (page) => dialog(page).getByRole("button", { name: "Use these points" });
/** @param {Page} page */
const said = (page) => dialog(page).getByRole("status", { name: "What the table gives" });

/** Opens the dialog by the data set's setting in the top bar. @param {Page} page */
async function openDialog(page) {
  await page.locator("#quick-dataset").selectOption({ label: "Your own…" });
  await expect(dialog(page)).toBeVisible();
}

/** @param {Page} page @param {string | Buffer} text @param {string} [name] */
async function chooseFile(page, text, name = "mine.csv") {
  const chooser = page.waitForEvent("filechooser");
  await dialog(page).getByRole("button", { name: "Choose a file…" }).click();
  await (await chooser).setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

/** A file that is dragged over an element, and dropped there unless `only` says otherwise. @param {Page} page @param {string} selector @param {string} text @param {string[]} [events] */
async function dragFile(page, selector, text, events = ["dragenter", "dragover", "drop"]) {
  const transfer = await page.evaluateHandle((content) => {
    const made = new DataTransfer();
    made.items.add(new File([content], "dropped.csv", { type: "text/csv" }));
    return made;
  }, text);
  for (const type of events) await page.dispatchEvent(selector, type, { dataTransfer: transfer });
}

/** @param {Page} page */
const placesOf = async (page) => (await pointsOf(page)).map(({ x, y, label }) => [x, y, label]);
const PLACES = [
  [1, 1.5, 0],
  [-1, -1.5, 1],
  [0.5, 0.25, 2],
  [-0.5, 1, 0],
];

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
    "On the plane: mine.csv, 4 points. The network keeps what it has learned",
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
  await button(page, "Reset").click();
  await settled(page);
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
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
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

test("rows that can't be read are named by their line, and the rest is offered", async ({ cPage: page }) => {
  await openDialog(page);
  await chooseFile(page, `${TABLE}12 cm,0,1\n1,1\n${"NA,1,1\n".repeat(9)}`);
  await expect(said(page)).toContainText(
    "11 rows are left out: line 6: x is '12 cm', not a number; line 7: 2 columns instead of 3; " +
      "line 8: x is missing; line 9: x is missing; line 10: x is missing; and 6 more.",
  );
  await use(page).click();
  expect(await placesOf(page)).toEqual(PLACES);
});

test("what is no table is refused with its reason, and the points stay", async ({ cPage: page }) => {
  const before = await pointsOf(page);
  await openDialog(page);
  await chooseFile(page, Buffer.from("PK\x03\x04"), "birds.xlsx");
  const alert = dialog(page).getByRole("alert");
  await expect(alert).toHaveText(/This is a spreadsheet or an archive\. .* save it as CSV first\./);
  await expect(use(page)).toBeHidden();
  await chooseFile(page, TABLE);
  await expect(said(page)).toContainText("4 points");
  await expect(alert).toHaveText("");
  await dialog(page).getByRole("button", { name: "Close" }).click();
  expect(await pointsOf(page)).toEqual(before);
});

test("columns, classes, scale and the first line can be chosen", async ({ cPage: page }) => {
  await openDialog(page);
  await dialog(page).getByRole("button", { name: "Palmer penguins" }).click();
  await expect(said(page)).toContainText("342 points: 274 train, 34 val, 34 test, in a shuffled order.");
  await expect(said(page)).toContainText(
    "2 rows are left out: line 8: bill length is missing; line 276: bill length is missing.",
  );
  await dialog(page).getByLabel("y", { exact: true }).focus();
  await dialog(page).getByLabel("y", { exact: true }).selectOption({ label: "body mass" });
  await expect(said(page)).toContainText("y = 1.8 · (body mass − 4500) / 1800");
  await expect(dialog(page).getByLabel("y", { exact: true })).toBeFocused();
  await dialog(page).getByRole("combobox", { name: "Class" }).selectOption({ label: "island" });
  await expect(dialog(page).getByRole("group", { name: "Classes" })).toHaveText(
    "Biscoe168Dream124Torgersen52",
  );
  await dialog(page).getByRole("combobox", { name: "Scale" }).selectOption({ label: "the same for both" });
  await expect(said(page)).toContainText("x = 1.8 · (bill length − 45.85) / 1800");
  await dialog(page).getByRole("combobox", { name: "Class" }).selectOption({ label: "none: all of class 1" });
  await expect(said(page)).toContainText("all points are of class 1");
  await chooseFile(page, "1,2,a\n3,4,b\n5,6,a\n");
  await expect(said(page)).toContainText("3 points");
  await dialog(page).getByLabel("The first line has the names").check();
  await expect(said(page)).toContainText("2 points");
  await expect(dialog(page).getByLabel("The first line has the names")).toBeFocused();
});

test("of five classes three are kept, and can be exchanged", async ({ cPage: page }) => {
  await openDialog(page);
  await chooseFile(page, await readFile(new URL("../web/csv/five-species.csv", import.meta.url)));
  const classes = dialog(page).getByRole("group", { name: "Classes" });
  await expect(classes).toContainText("5 names are too many: the plane has three classes.");
  await expect(said(page)).toContainText("2 rows of other classes are left out.");
  await expect(classes.getByRole("checkbox", { name: /ash/ })).toBeDisabled();
  await classes.getByRole("checkbox", { name: /yew/ }).uncheck();
  await expect(said(page)).toContainText("4 rows of other classes are left out.");
  await classes.getByRole("checkbox", { name: /ash/ }).check();
  await expect(said(page)).toContainText("3 rows of other classes are left out.");
  await use(page).click();
  expect(await pointsOf(page)).toHaveLength(6);
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
  const download = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name: "Save the points as CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("points.csv");
  await chooseFile(page, await readFile(await file.path()));
  await expect(said(page)).toContainText("100 points: 80 train, 10 val, 10 test, by the column split.");
  await use(page).click();
  const after = await pointsOf(page);
  expect(after.map(({ id: _, ...point }) => point)).toEqual(before.map(({ id: _, ...point }) => point));
});

test("300,000 rows are read while the page goes on, in a sample that is said", async ({ cPage: page }) => {
  await openDialog(page);
  const rows = Array.from({ length: 300_000 }, (_, i) => `${i / 1000},${Math.sin(i)},${1 + (i % 3)}`);
  await page.evaluate(() => {
    const long = /** @type {number[]} */ ([]);
    new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe(
      {
        type: "longtask",
      },
    );
    Object.assign(window, { long });
  });
  const file = test.info().outputPath("long.csv"); // from the disk: a text would be handed over inside the page
  await writeFile(file, rows.join("\n"));
  await dialog(page).getByLabel("A table as CSV").setInputFiles(file);
  await expect(said(page)).toContainText(
    "They are an evenly drawn sample of 300,000 rows: the plane takes 2,000.",
  );
  const long = await page.evaluate(() => /** @type {any} */ (window).long);
  expect(Math.max(0, ...long)).toBeLessThan(200);
  await use(page).click();
  expect(await pointsOf(page)).toHaveLength(2000);
});

test("all of it by keyboard: the dialog opens, reads, uses and gives the focus back", async ({
  cPage: page,
}) => {
  await page.locator("#quick-dataset").focus();
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
  expect(await page.evaluate(() => window.micrograd.state.view.data)).toBe(null);
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

  test("the dialog fits, scrolls within itself, and is used by touch", async ({ screenPage: page }) => {
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
