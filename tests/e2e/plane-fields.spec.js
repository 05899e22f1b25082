/** Any node's data over the plane, beside the classes' probabilities. */

import { exact, format } from "../../web/protocol/numbers.js";
import { configure, pointsOf, settled, step } from "./actions.js";
import { unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { allOperations } from "./graph.js";
import { finger, pixel } from "./plane.js";
import {
  choice,
  coloursAt,
  detail,
  differ,
  fieldOf,
  frame,
  heard,
  pixelsOf,
  placeOnLine,
  row,
  scale,
  themeColour,
} from "./plane-look.js";

/** @typedef {import("@playwright/test").Page} Page */

test("h3 over the plane is tanh(w1*x + w2*y + b), in the pair's colours, on the scale that is written beside it", async ({
  cPage: page,
}) => {
  await step(page, 10);
  await choice(page).selectOption("h3");
  const { columns, data } = await fieldOf(page, "h3");
  const [w1, w2, b] = await page.evaluate(() =>
    [.../** @type {any} */ (window.micrograd.state.session.snapshot).data].slice(6, 9),
  );
  const middle = (/** @type {number} */ i) => ((i + 0.5) / columns) * 4 - 2;
  const placeOf = (/** @type {number} */ i) => ({
    x: middle(i % columns),
    y: -middle(Math.floor(i / columns)),
  });
  for (let i = 0; i < data.length; i += 997) {
    const { x, y } = placeOf(i);
    expect(data[i]).toBeCloseTo(Math.tanh(w1 * x + w2 * y + b), 12);
  }
  const end = Math.max(...data.map(Math.abs));
  await expect(scale(page)).toHaveAttribute(
    "aria-label",
    `Scale of h3: from ${exact(-end)} to ${exact(end)}`,
  );

  const [panel, positive, negative] = await Promise.all(
    ["--panel", "--positive", "--negative"].map((name) => themeColour(page, name)),
  );
  const cells = [data.indexOf(Math.max(...data)), data.indexOf(Math.min(...data)), 30 * columns + 30];
  const colours = await coloursAt(page, cells.map(placeOf));
  cells.forEach((cell, i) => {
    const [tint, contribution] = [data[cell] > 0 ? positive : negative, Math.abs(data[cell]) / end];
    panel.forEach((paper, k) => {
      expect(Math.abs(colours[i][k] - (paper + (tint[k] - paper) * 0.6 * contribution))).toBeLessThan(8);
    });
  });
});

test("the numbers under the pointer are those that the graph has at that very place, also between the picture's cells", async ({
  cPage: page,
}) => {
  await step(page, 10);
  await choice(page).selectOption("h3");
  await fieldOf(page, "h3");
  const readout = page.locator("#surface .readout");
  for (const place of [
    { x: 0.317, y: -1.113 },
    { x: -1.771, y: 0.409 },
  ]) {
    const { x, y } = await pixel(page, place);
    await page.mouse.move(x, y);
    await expect(readout).toContainText("p3");
    await expect(detail(page)).toContainText("h3");
    const [shown, told] = [await readout.textContent(), await detail(page).textContent()];
    await page.keyboard.down("Shift");
    await page.mouse.click(x, y);
    await page.keyboard.up("Shift");
    await settled(page);
    const { h3, p } = await page.evaluate(() => {
      const { graph, probe } = /** @type {any} */ (window.micrograd.state.answers.graph);
      return {
        h3: graph.data[graph.name.indexOf("h3")],
        p: graph.data[graph.name.indexOf(`p${probe.label + 1}`)],
      };
    });
    expect(told).toContain(`h3 ${format(h3)}`);
    expect(shown).toContain(`p1 ${format(p, 3)}`);
  }
});

test("the field is of the selected node while that is chosen, and of the classes when none is", async ({
  cPage: page,
}) => {
  await choice(page).selectOption("selected");
  await expect(scale(page)).toBeHidden();
  for (const name of ["z2", "h1.w1*x", "loss"]) {
    await page.evaluate((n) => window.micrograd.dispatch({ type: "node/select", name: n }), name);
    const { data } = await fieldOf(page, name);
    const title = name === "loss" ? "loss as class 1" : name;
    await expect(page.locator("#surface .caption")).toHaveText(
      new RegExp(`^${title.replace("*", "\\*")} over the plane: from `),
    );
    expect(new Set(data).size).toBeGreaterThan(100);
  }
  await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: null }));
  await expect(scale(page)).toBeHidden();
});

test("each class's probability is the one that the boundary is drawn from", async ({ cPage: page }) => {
  await step(page, 5);
  for (const k of [1, 2, 3]) {
    await choice(page).selectOption(`p${k}`);
    const { columns, data } = await fieldOf(page, `p${k}`);
    const surface = await page.evaluate((c) => {
      const drawn = /** @type {any} */ (window.micrograd.state.answers.surface);
      return {
        columns: drawn.columns,
        data: drawn.probabilities.filter((/** @type {number} */ _, /** @type {number} */ i) => i % 3 === c),
      };
    }, k - 1);
    expect(surface.columns).toBe(columns);
    for (let i = 0; i < data.length; i += 501) expect(data[i]).toBeCloseTo(surface.data[i], 12);
  }
});

test("the choices follow the network and the loss; a choice that no longer exists falls back to the classes", async ({
  cPage: page,
}) => {
  const groups = () =>
    choice(page)
      .locator("optgroup")
      .evaluateAll((all) => all.map((g) => /** @type {any} */ (g).label));
  expect(await groups()).toEqual(["Hidden neurons", "Logits", "From logits to loss"]);
  await choice(page).selectOption("h8");
  await fieldOf(page, "h8");
  await configure(page, { layers: [3, 2], loss: "logsumexp" });
  await expect(choice(page)).toHaveValue("");
  await expect(scale(page)).toBeHidden();
  expect(await groups()).toEqual([
    "Hidden neurons, layer 1",
    "Hidden neurons, layer 2",
    "Logits",
    "From logits to loss",
  ]);
  for (const name of ["h2.2", "s3", "log(denom)"]) {
    await choice(page).selectOption(name);
    await page.waitForFunction((n) => window.micrograd.state.answers.queries.field?.args.node === n, name);
    expect(await page.evaluate(() => window.micrograd.state.answers.queries.field?.error)).toBe("");
  }
});

test("the pointer on a neuron, or on a row of it, shows its field; off it the picture is the one before", async ({
  cPage: page,
}) => {
  await allOperations(page);
  const picture = () => pixelsOf(page, "#surface canvas.field");
  await page.waitForFunction(() => window.micrograd.state.answers.surface?.columns === 220); // as fine as C draws it
  await frame(page);
  const before = await picture();
  await row(page, "h3.w2").hover();
  await fieldOf(page, "h3");
  await expect(choice(page)).toHaveValue("");
  expect(differ(await picture(), before)).toBe(true);
  await page.getByRole("heading", { name: "Inspector" }).hover();
  await expect(scale(page)).toBeHidden();
  expect(differ(await picture(), before)).toBe(false);
  await page.locator('#graph [data-card="h6"]').hover();
  await fieldOf(page, "h6");
  await choice(page).hover();
  await expect(scale(page)).toBeHidden();
  // what only passed by is not read out
  await expect(heard(page)).toHaveText("");
});

test("a screen reader hears a chosen field or parameter once, not at every step", async ({ cPage: page }) => {
  await choice(page).selectOption("h3");
  await expect(heard(page)).toHaveText(/^h3 over the plane: from −\d\.\d+ to \d\.\d+$/);
  const said = await heard(page).textContent();
  await step(page, 5);
  await fieldOf(page, "h3");
  expect(await heard(page).textContent()).toBe(said);
  await row(page, "h3.w1").getByRole("button").click();
  await expect(heard(page)).toHaveText(
    /^h3 over the plane.*\. h3\.w1: \d+ points raise its gradient, \d+ lower it\./,
  );
  await choice(page).selectOption("");
  await expect(heard(page)).toHaveText(/^h3\.w1: /);
});

test("where a node is not finite the plane is striped, and the caption says how much of it", async ({
  cPage: page,
}) => {
  await configure(page, { lr: 120, loss: "logsumexp" });
  await step(page, 15);
  await configure(page, { loss: "nll" });
  await choice(page).selectOption("p1");
  const { columns, data } = await fieldOf(page, "p1");
  const odd = data.filter((x) => !Number.isFinite(x)).length / data.length;
  expect(odd).toBeGreaterThan(0.1);
  await expect(page.locator("#surface .caption")).toContainText(
    `p1 over the plane: from 0 to 1.00, striped where not finite: ${Math.round(100 * odd)} %`,
  );
  // across the stripes there are two greys
  const middle = data.findIndex((_, i) =>
    [0, 1, 2, 3, 4, 5, 6].every((k) => Number.isNaN(data[i + k]) && (i % columns) + k < columns),
  );
  const [column, line] = [middle % columns, Math.floor(middle / columns)];
  const cells = Array.from({ length: 7 }, (_, k) => ({
    x: ((column + k + 0.5) / columns) * 4 - 2,
    y: 2 - ((line + 0.5) / columns) * 4,
  }));
  const reds = (await coloursAt(page, cells)).map(([r]) => r);
  expect(Math.max(...reds) - Math.min(...reds)).toBeGreaterThan(30);
});

test("the chosen field survives a reload", async ({ cPage: page }) => {
  await choice(page).selectOption("loss");
  await fieldOf(page, "loss");
  await page.waitForFunction(() => localStorage.getItem("micrograd-view")?.includes('"loss"'));
  await page.reload();
  await settled(page);
  await expect(choice(page)).toHaveValue("loss");
  await fieldOf(page, "loss");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  test.skip(...unless("fingers"));

  test("a field can be chosen, its scale lies below the plane, and a tap on a line adds a point and highlights nothing", async ({
    screenPage: page,
  }) => {
    await page.getByRole("button", { name: "More of Data" }).tap();
    await choice(page).selectOption("h2");
    await fieldOf(page, "h2");
    const [plane, below] = [
      await page.locator("#surface .stage").boundingBox(),
      await scale(page).boundingBox(),
    ];
    expect(Number(below?.y)).toBeGreaterThanOrEqual(Number(plane?.y) + Number(plane?.height));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const touch = await finger(page);
    await touch.down(await pixel(page, await placeOnLine(page, "h2")));
    await touch.up();
    await expect.poll(() => pointsOf(page)).toHaveLength(101);
    expect(await page.evaluate(() => window.micrograd.state.selection.hovered)).toBeNull();
  });
});
