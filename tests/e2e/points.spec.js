/** The points by mouse: added, dragged, relabelled, removed, undone; and what answers. */

import { button, choose, pointsOf, settled, step } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { clickAt, drag, emptyPlace, lonelyPoint, pixel } from "./plane.js";
import { differ, pixelsOf } from "./plane-look.js";

/** @typedef {import("@playwright/test").Page} Page */

test("a click on empty space adds a train point of the current class, last in order", async ({
  cPage: page,
}) => {
  const before = await pointsOf(page);
  const place = emptyPlace(before);
  await page
    .getByRole("radiogroup", { name: "Class of new points" })
    .getByRole("radio", { name: "Class 3" })
    .check();
  await clickAt(page, place);
  const after = await pointsOf(page);
  expect(after.slice(0, 100)).toEqual(before);
  expect(after).toHaveLength(101);
  expect(after[100]).toMatchObject({ id: 100, label: 2, split: "train" });
  expect(after[100].x).toBeCloseTo(place.x, 1);
  expect(after[100].y).toBeCloseTo(place.y, 1);
});

test("an added point changes the run in both engines alike", async ({ bothPage: page }) => {
  await step(page, 3);
  await clickAt(page, emptyPlace(await pointsOf(page)));
  await step(page, 5);
  const inC = await runBits(page);
  await button(page, "Reset").click();
  await settled(page);
  await choose(page, "Python");
  await button(page, "Undo").click();
  await step(page, 3);
  await button(page, "Redo").click();
  await step(page, 5);
  expect(await runBits(page)).toEqual(inC);
});

test("a dragged point moves and keeps its id, class and split; one Undo brings it back", async ({
  cPage: page,
}) => {
  const before = await pointsOf(page);
  const point = lonelyPoint(before, "val");
  const to = emptyPlace(before);
  await drag(page, point, to);
  const after = await pointsOf(page);
  const moved = after.find(({ id }) => id === point.id);
  expect(moved).toMatchObject({ id: point.id, label: point.label, split: "val" });
  expect(moved?.x).toBeCloseTo(to.x, 1);
  expect(moved?.y).toBeCloseTo(to.y, 1);
  expect(after.filter(({ id }) => id !== point.id)).toEqual(before.filter(({ id }) => id !== point.id));
  await button(page, "Undo").click();
  expect(await pointsOf(page)).toEqual(before);
  await button(page, "Redo").click();
  expect(await pointsOf(page)).toEqual(after);
});

test("a point dragged beyond the edge stays on the plane", async ({ cPage: page }) => {
  const point = lonelyPoint(await pointsOf(page));
  await drag(page, point, { x: 2.6, y: 2.4 });
  expect((await pointsOf(page)).find(({ id }) => id === point.id)).toMatchObject({ x: 2, y: 2 });
});

test("the boundary follows while a point is dragged and the run plays", async ({ cPage: page }) => {
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/limit", limit: 100_000 }));
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "30 steps a second" });
  await button(page, "Play").click();
  const before = await pointsOf(page);
  const point = lonelyPoint(before);
  await drag(page, point, emptyPlace(before), async () => {
    // the button is down and the point half way: the run goes on with it there
    const at = await page.evaluate(() => Number(window.micrograd.state.session.snapshot?.step));
    await page.waitForFunction(
      ([id, x, from]) => {
        const {
          run: { history },
          session: { snapshot },
          answers: { surface },
        } = window.micrograd.state;
        const checkpoint = history?.checkpoints.findLast((m) => m.snapshot.step > from + 2);
        const there = checkpoint?.points.find((p) => p.id === id);
        const drawn = Number(surface?.snapshot?.step) > from;
        return Number(snapshot?.step) > from + 3 && drawn && there && there.x !== x;
      },
      /** @type {const} */ ([point.id, point.x, at]),
    );
  });
  await button(page, "Pause").click();
  await settled(page);
});

test("1, 2, 3 relabel the selected point, and the class of new points with it", async ({ cPage: page }) => {
  const point = lonelyPoint(await pointsOf(page));
  await clickAt(page, point);
  for (const key of ["2", "3", "1"]) {
    await page.keyboard.press(key);
    const label = Number(key) - 1;
    expect((await pointsOf(page)).find(({ id }) => id === point.id)).toEqual({ ...point, label });
    await expect(page.getByRole("radio", { name: `Class ${key}` })).toBeChecked();
    // the probe is this point, and its graph is that of the new class
    await settled(page);
    expect(await page.evaluate(() => window.micrograd.state.answers.graph?.probe.label)).toBe(label);
  }
});

for (const [how, remove] of /** @type {const} */ ([
  [
    "a right-click",
    (/** @type {Page} */ page, /** @type {any} */ point) => clickAt(page, point, { button: "right" }),
  ],
  [
    "Delete",
    async (/** @type {Page} */ page, /** @type {any} */ point) => {
      await clickAt(page, point);
      await page.keyboard.press("Delete");
    },
  ],
])) {
  test(`${how} removes a point; Undo puts it back in its place`, async ({ cPage: page }) => {
    const before = await pointsOf(page);
    const point = lonelyPoint(before);
    await remove(page, point);
    const after = await pointsOf(page);
    expect(after).toEqual(before.filter(({ id }) => id !== point.id));
    await page.keyboard.press("z");
    expect(await pointsOf(page)).toEqual(before);
    await page.keyboard.press("Shift+Z");
    expect(await pointsOf(page)).toEqual(after);
  });
}

test("a right-click beside every point does nothing", async ({ cPage: page }) => {
  const before = await pointsOf(page);
  await clickAt(page, emptyPlace(before), { button: "right" });
  expect(await pointsOf(page)).toEqual(before);
});

test("undo and redo walk through many edits and back to the very same points", async ({ cPage: page }) => {
  const history = [await pointsOf(page)];
  const edits = [
    async () => clickAt(page, emptyPlace(history[0])),
    async () => drag(page, lonelyPoint(history[0]), { x: 1.9, y: -1.9 }),
    async () => clickAt(page, lonelyPoint(history[0], "val"), { button: "right" }),
    async () => {
      await clickAt(page, lonelyPoint(history[0], "test"));
      const { label } = lonelyPoint(history[0], "test");
      await page.keyboard.press(String(((label + 1) % 3) + 1));
    },
  ];
  for (const edit of edits) {
    await edit();
    history.push(await pointsOf(page));
  }
  expect(new Set(history.map((points) => JSON.stringify(points))).size).toBe(5);
  for (const points of history.slice(0, -1).reverse()) {
    await button(page, "Undo").click();
    expect(await pointsOf(page)).toEqual(points);
  }
  await expect(button(page, "Undo")).toBeDisabled();
  for (const points of history.slice(1)) {
    await button(page, "Redo").click();
    expect(await pointsOf(page)).toEqual(points);
  }
  await expect(button(page, "Redo")).toBeDisabled();
});

test("an edit at an earlier step branches the run there; Back shows the points of each step", async ({
  cPage: page,
}) => {
  await step(page, 6);
  const first = await pointsOf(page);
  await page.getByRole("slider", { name: "Timeline" }).fill("4");
  await settled(page);
  await clickAt(page, emptyPlace(first));
  expect(await page.evaluate(() => window.micrograd.state.run.history?.train.length)).toBe(4);
  const second = await pointsOf(page);
  await step(page, 3);
  expect(await pointsOf(page)).toEqual(second);
  await page.getByRole("slider", { name: "Timeline" }).fill("2");
  await settled(page);
  expect(await pointsOf(page)).toEqual(first);
  await page.getByRole("slider", { name: "Timeline" }).fill("6");
  await settled(page);
  expect(await pointsOf(page)).toEqual(second);
});

test("a click on a point makes it the probe, and the graph is its own", async ({ cPage: page }) => {
  const before = await runBits(page);
  const point = lonelyPoint((await pointsOf(page)).slice(1));
  await clickAt(page, point);
  await settled(page);
  const { id, x, y, label } = point;
  expect(await page.evaluate(() => window.micrograd.state.answers.graph?.probe)).toEqual({ id, x, y, label });
  const inputs = await page.evaluate(() => {
    const graph = window.micrograd.state.answers.graph?.graph;
    return ["x", "y"].map((name) => graph?.data[graph.name.indexOf(name)]);
  });
  expect(inputs).toEqual([x, y]);
  // a query: the run stays as it is
  expect(await runBits(page)).toEqual(before);
  // dragged, it takes its graph along
  const to = emptyPlace(await pointsOf(page));
  await drag(page, point, to);
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.answers.graph?.probe.x)).toBeCloseTo(to.x, 1);
});

test("Shift-click sets the probe anywhere, without adding a point", async ({ cPage: page }) => {
  const before = await pointsOf(page);
  const place = emptyPlace(before);
  await page.keyboard.down("Shift");
  await clickAt(page, place);
  await page.keyboard.up("Shift");
  await settled(page);
  expect(await pointsOf(page)).toEqual(before);
  const probe = await page.evaluate(() => window.micrograd.state.answers.graph?.probe);
  expect(probe?.id).toBeNull();
  expect(probe?.x).toBeCloseTo(place.x, 1);
  expect(probe?.y).toBeCloseTo(place.y, 1);
});

test("hovering shows the coordinates and the three probabilities there", async ({ cPage: page }) => {
  const { x, y } = await pixel(page, { x: 1, y: -1 });
  await page.mouse.move(x, y);
  const readout = page.locator("#surface .readout");
  // to a pixel, which is 0.01: Firefox is moved by whole ones
  await expect(readout).toHaveText(
    /^\((1\.0[01]|0\.99), −(1\.0[01]|0\.99)\) +p1 0\.\d{3} +p2 0\.\d{3} +p3 0\.\d{3}$/,
  );
  const said = ((await readout.textContent()) ?? "").match(/0\.\d{3}/g)?.map(Number) ?? [];
  expect(said.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 2);
});

test("the boundary is drawn: training changes its pixels", async ({ cPage: page }) => {
  const before = await pixelsOf(page, "#surface canvas.field");
  await step(page, 20);
  await expect.poll(async () => differ(await pixelsOf(page, "#surface canvas.field"), before)).toBe(true);
});
