/** The whole page by keyboard alone. */

import { button, counter, pointsOf, settled, step, stepOf, timeline } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { plane } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Puts the focus on the page itself. @param {Page} page */
const unfocus = (page) =>
  page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur());

/** Walks by Tab until the element has the focus. @param {Page} page @param {import("@playwright/test").Locator} wanted */
async function tabTo(page, wanted) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab does not get there");
}

const selected = (/** @type {Page} */ page) =>
  page.evaluate(() => {
    const {
      session: { points },
      selection: { point: selectedPoint },
    } = window.micrograd.state;
    return points.find(({ id }) => id === selectedPoint) ?? null;
  });

test("Space plays and pauses, the arrows step forward and back, R resets", async ({ cPage: page }) => {
  await page.keyboard.press("ArrowRight");
  await expect(counter(page)).toHaveText("step 1 / 100");
  await page.keyboard.press("ArrowRight");
  await expect(counter(page)).toHaveText("step 2 / 100");
  await page.keyboard.press("ArrowLeft");
  await expect(counter(page)).toHaveText("step 1 / 100");
  await page.keyboard.press("Space");
  await expect(button(page, "Pause")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(button(page, "Play")).toBeVisible();
  await page.keyboard.press("r");
  await expect(counter(page)).toHaveText("step 0 / 100");
});

test("1, 2, 3 choose the class, Z and Shift-Z undo and redo, ? shows the keys", async ({ cPage: page }) => {
  for (const key of ["3", "2", "1"]) {
    await page.keyboard.press(key);
    await expect(page.getByRole("radio", { name: `Class ${key}` })).toBeChecked();
  }
  await plane(page).focus();
  await page.keyboard.press("Enter");
  await unfocus(page);
  expect(await pointsOf(page)).toHaveLength(101);
  await page.keyboard.press("z");
  expect(await pointsOf(page)).toHaveLength(100);
  await page.keyboard.press("Shift+Z");
  expect(await pointsOf(page)).toHaveLength(101);
  for (const [keys, count] of /** @type {const} */ ([
    ["Control+z", 100],
    ["Control+Shift+Z", 101],
    ["Meta+z", 100],
    ["Control+y", 101],
  ])) {
    await page.keyboard.press(keys);
    expect(await pointsOf(page), keys).toHaveLength(count);
  }
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Help" });
  const title = help.getByRole("heading", { name: "What you see, and what you can do" });
  await expect(title).toBeInViewport(); // and not the end of the text, where the first control is
  for (const key of ["Space", "R", "1 2 3", "Z, Shift-Z", "F", "Delete", "P"]) {
    await expect(help.getByText(key, { exact: true }).first()).toBeVisible();
  }
  // with the dialog open the page's shortcuts rest
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  expect(await stepOf(page)).toBe(0);
});

test("a shortcut yields to the focused control that uses its key", async ({ cPage: page }) => {
  await step(page, 3);
  await button(page, "Step").focus();
  await page.keyboard.press("Space"); // presses the button, does not play
  await expect(counter(page)).toHaveText("step 4 / 100");
  await expect(button(page, "Play")).toBeVisible();
  await timeline(page).focus();
  await page.keyboard.press("ArrowLeft"); // scrubs: one step back, no further
  await expect(counter(page)).toHaveText("step 3 / 100");
  await page.getByRole("combobox", { name: "Speed" }).focus();
  await page.keyboard.press("ArrowRight"); // another speed, no step
  await settled(page);
  expect(await stepOf(page)).toBe(3);
  // typing 1, r and z into a setting changes neither class nor run
  for (const place of [page.getByRole("group", { name: "Main settings" }), page.getByRole("dialog")]) {
    if (await place.isHidden()) await button(page, "More settings").click();
    await place.getByLabel("Learning rate", { exact: true }).fill("");
    await page.keyboard.type("1zr");
    await expect(place.getByLabel("Learning rate", { exact: true })).toHaveValue("1zr");
  }
  expect(await stepOf(page)).toBe(3);
  // keys that the browser itself uses with Control are its own
  await page.keyboard.press("Escape");
  await unfocus(page);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+1");
  expect(await stepOf(page)).toBe(3);
});

for (const [what, group, name] of /** @type {const} */ ([
  ["a unit", "Unit of a step", "phase"],
  ["an engine", "Engine", "C"],
  ["a class", "Class of new points", "Class 2"],
  ["a drawing", "Drawing", "All operations"],
])) {
  test(`after a click on ${what} the arrow keys step, and change nothing in its group`, async ({
    cPage: page,
  }) => {
    const radio = page.getByRole("radiogroup", { name: group }).getByRole("radio", { name, exact: true });
    const { x, y, width, height } =
      /** @type {NonNullable<Awaited<ReturnType<typeof radio.boundingBox>>>} */ (
        await radio.locator("..").boundingBox()
      );
    await page.mouse.click(x + width / 2, y + height / 2);
    await expect(radio).toBeChecked();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(radio).toBeChecked();
    const at = () => page.evaluate(() => window.micrograd.state.run.walk?.at ?? 0);
    if (name === "phase") await expect.poll(at).toBeGreaterThan(0);
    else await expect(counter(page)).toHaveText("step 2 / 100");
  });
}

test("by keyboard the arrows choose within a radio group", async ({ cPage: page }) => {
  await tabTo(page, page.getByRole("radio", { name: "update", exact: true }));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "phase", exact: true })).toBeChecked();
  expect(await stepOf(page)).toBe(0);
});

test("the plane is one Tab stop; N and Shift-N go through the points and the selected one is announced", async ({
  cPage: page,
}) => {
  await page.evaluate(() => window.micrograd.dispatch({ type: "config/set", changes: { n: 3 } }));
  await page.waitForFunction(() => window.micrograd.state.session.points.length === 3);
  await settled(page);
  await tabTo(page, plane(page));
  const told = page.getByRole("status", { name: "Selected point" });
  for (const i of [0, 1, 2]) {
    await page.keyboard.press("n");
    expect((await selected(page))?.id).toBe(i);
    await expect(told).toHaveText(new RegExp(`^Point ${i + 1} of 3, class [123], (train|val|test), at `));
  }
  await page.keyboard.press("Shift+N");
  expect((await selected(page))?.id).toBe(1);
  await page.keyboard.press("n");
  await page.keyboard.press("n");
  expect((await selected(page))?.id).toBe(0);
  await page.keyboard.press("Tab");
  await expect(plane(page)).not.toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(plane(page)).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(plane(page)).not.toBeFocused();
});

test("on the plane, arrows move the cursor, Enter adds a point there, P makes it the probe", async ({
  cPage: page,
}) => {
  await plane(page).focus();
  await page.keyboard.press("2");
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
  const added = (await pointsOf(page))[100];
  expect(added).toMatchObject({ label: 1, split: "train" });
  expect(added.x).toBeCloseTo(0.2, 12);
  expect(added.y).toBeCloseTo(0.04, 12);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("p");
  await settled(page);
  const probe = await page.evaluate(() => window.micrograd.state.answers.graph?.probe);
  expect(probe?.x).toBeCloseTo(0.25, 12);
  expect(probe?.label).toBe(1);
  expect(await stepOf(page)).toBe(0); // the arrows were the plane's
});

test("on the plane, arrows move the selected point as one edit each, P probes it, Delete removes it", async ({
  cPage: page,
}) => {
  const before = await pointsOf(page);
  await plane(page).focus();
  await page.keyboard.press("n");
  const start = await selected(page);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  const moved = await selected(page);
  expect(Number(moved?.x)).toBeCloseTo(Number(start?.x) - 0.1, 12);
  expect(Number(moved?.y)).toBeCloseTo(Number(start?.y) + 0.05, 12);
  await page.keyboard.press("n");
  await page.keyboard.press("p");
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.answers.graph?.probe.id)).toBe(1);
  await page.keyboard.press("Delete");
  expect((await pointsOf(page)).map(({ id }) => id)).not.toContain(1);
  for (let i = 0; i < 4; i++) await page.keyboard.press("z");
  expect(await pointsOf(page)).toEqual(before);
});

test("every control can be reached by Tab and shows its focus", async ({ cPage: page }) => {
  const missing = await page.evaluate(async () => {
    const controls = /** @type {HTMLElement[]} */ ([
      ...document.querySelectorAll("button, input, select, [tabindex='0'], summary, a[href]"),
    ]).filter((c) => c.checkVisibility() && !(/** @type {any} */ (c).disabled) && c.tabIndex >= 0);
    return controls.filter((c) => !c.closest(".params tbody")).map((c) => c.outerHTML.slice(0, 80)).length;
  });
  expect(missing).toBeGreaterThan(10);
  /** @type {string[]} */
  const invisible = [];
  const seen = new Set();
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = /** @type {HTMLElement} */ (document.activeElement);
      if (element === document.body || element.closest(".params tbody")) return null;
      const shows = (/** @type {Element} */ e) => {
        const { outlineStyle, outlineWidth, strokeWidth, stroke } = getComputedStyle(e);
        const outlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
        return outlined || (e.matches(".frame") && stroke !== "none" && Number.parseFloat(strokeWidth) >= 2);
      };
      // a radio that is drawn as a segment shows it on its label, a box of the graph on its frame
      const label = element.closest("label") ?? element.querySelector(":scope > .frame");
      const name = element.getAttribute("aria-label") ?? element.textContent ?? element.tagName;
      return {
        name: `${element.tagName} ${name}`,
        shown: shows(element) || (label !== null && shows(label)),
      };
    });
    if (!focus) continue;
    seen.add(focus.name);
    if (!focus.shown) invisible.push(focus.name);
  }
  expect(invisible).toEqual([]);
  const names = [...seen].join("\n");
  for (const name of ["Reset", "Step", "Play", "Speed", "Timeline", "Share", "Help", "Theme", "The plane"]) {
    expect(names).toContain(name);
  }
});
