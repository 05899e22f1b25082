/** What the dialog for own data says of a table, and what can be chosen there. */

import { readFile, writeFile } from "node:fs/promises";
import { button, pointsOf } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { chooseFile, dialog, openDialog, PLACES, placesOf, said, TABLE, use } from "./own-data.js";

test("reading can be stopped, and if what reads tables does not arrive, the dialog says so", async ({
  ownPage: page,
  complaints,
}) => {
  complaints.expect(/ERR_FAILED|csv\.worker/);
  /** @type {import("@playwright/test").Route[]} */
  const held = [];
  await page.route("**/csv.worker.js", (route) => void held.push(route));
  await openDialog(page);
  await chooseFile(page, TABLE);
  const stop = button(page, "Stop reading");
  await stop.click();
  await expect(stop).toBeHidden();
  await expect(use(page)).toBeHidden();
  await chooseFile(page, TABLE);
  await expect(stop).toBeVisible();
  for (const route of held) await route.abort();
  await expect(dialog(page).getByRole("alert")).toHaveText(
    "The table reader did not load, or it crashed. Check the connection and try again.",
  );
  await page.unroute("**/csv.worker.js");
  await chooseFile(page, TABLE);
  await expect(said(page)).toContainText("4 points");
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
  await dialog(page).getByRole("combobox", { name: "Scale" }).selectOption({ label: "one for both" });
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
