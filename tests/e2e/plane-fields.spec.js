/** What the plane shows beside the classes: any node's data, the points' shares, the way down, the lines' neurons. */

import { exact } from "../../web/numbers.js";
import { choose, configure, pointsOf, settled, step } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { drawn, node } from "./graph.js";
import { clickAt, emptyPlace, finger, lonelyPoint, pixel } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{x: number, y: number}} Place */

/** @param {Page} page */
const choice = (page) => page.getByRole("combobox", { name: "Field" });
/** @param {Page} page */
const scale = (page) => page.locator("#surface .field-scale");
/** @param {Page} page */
const detail = (page) => page.locator("#surface .detail");
/** @param {Page} page */
const heard = (page) => page.getByRole("status", { name: "Field" });
/** @param {Page} page @param {string} name */
const row = (page, name) => page.locator(`[data-parameter="${name}"]`);

/** Waits until what the state says is painted. @param {Page} page */
const frame = (page) =>
  page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));

/** The node's data over the plane as the engine gave it, once it is as fine as it gets. @param {Page} page @param {string} name */
async function fieldOf(page, name) {
  await page.waitForFunction((wanted) => {
    const { answers, snapshot } = window.micrograd.state;
    const { args, of, reply } = answers.field ?? {};
    return (
      args?.node === wanted && args.columns >= 100 && args.columns !== 110 && reply && of?.includes(snapshot)
    );
  }, name);
  await expect(scale(page)).toHaveAttribute(
    "aria-label",
    new RegExp(`^Scale of ${name.replace("*", "\\*")}\\b`),
  );
  return page.evaluate(() => {
    const { args, reply } = /** @type {any} */ (window.micrograd.state.answers.field);
    return { columns: args.columns, data: [.../** @type {Float64Array} */ (reply.field)] };
  });
}

/**
 * The picture's colours at places of the plane, the points being on another canvas.
 * @param {Page} page @param {Place[]} places @param {"field" | "marks"} [layer]
 */
function coloursAt(page, places, layer = "field") {
  return page.evaluate(
    ([at, name]) => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector(`#surface canvas.${name}`));
      // a copy: the page's own canvas is not made for being read
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
        copy.getContext("2d", { willReadFrequently: true })
      );
      context.drawImage(canvas, 0, 0);
      return at.map(({ x, y }) => [
        ...context.getImageData(((x + 2) / 4) * canvas.width, ((2 - y) / 4) * canvas.height, 1, 1).data,
      ]);
    },
    /** @type {const} */ ([places, layer]),
  );
}

/** A colour of the theme. @param {Page} page @param {string} name */
async function themeColour(page, name) {
  const hex = await page.evaluate(
    (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable),
    name,
  );
  return [1, 3, 5].map((i) => Number.parseInt(hex.trim().slice(i, i + 2), 16));
}

test("h3 over the plane is tanh(w1*x + w2*y + b), in the pair's colours, on the scale that is written beside it", async ({
  cPage: page,
}) => {
  await step(page, 10);
  await choice(page).selectOption("h3");
  const { columns, data } = await fieldOf(page, "h3");
  const [w1, w2, b] = await page.evaluate(() =>
    [.../** @type {any} */ (window.micrograd.state.snapshot).data].slice(6, 9),
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
    const [tint, share] = [data[cell] > 0 ? positive : negative, Math.abs(data[cell]) / end];
    panel.forEach((paper, k) => {
      expect(Math.abs(colours[i][k] - (paper + (tint[k] - paper) * 0.6 * share))).toBeLessThan(8);
    });
  });

  // the place under the pointer has its cell's number
  const { x, y } = await pixel(page, placeOf(cells[2]));
  await page.mouse.move(x, y);
  await expect(detail(page)).toHaveText(`h3 ${data[cells[2]].toFixed(3).replace("-", "−")}`);
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
      const drawn = /** @type {any} */ (window.micrograd.state.surface);
      return {
        columns: drawn.columns,
        data: drawn.probabilities.filter((/** @type {number} */ _, /** @type {number} */ i) => i % 3 === c),
      };
    }, k - 1);
    expect(surface.columns).toBe(columns);
    for (let i = 0; i < data.length; i += 501) expect(data[i]).toBeCloseTo(surface.data[i], 12);
  }
});

test("the choices follow the network and the loss; one that is gone gives the classes", async ({
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
    await page.waitForFunction((n) => window.micrograd.state.answers.field?.args.node === n, name);
    expect(await page.evaluate(() => window.micrograd.state.answers.field?.error)).toBe("");
  }
});

test("the pointer on a neuron, or on a row of it, shows its field; off it the picture is the one before", async ({
  cPage: page,
}) => {
  await drawn(page);
  const picture = () =>
    page.evaluate(() =>
      /** @type {HTMLCanvasElement} */ (document.querySelector("#surface canvas.field")).toDataURL(),
    );
  await page.waitForFunction(() => window.micrograd.state.surface?.columns === 220); // as fine as C draws it
  await frame(page);
  const before = await picture();
  await row(page, "h3.w2").hover();
  await fieldOf(page, "h3");
  await expect(choice(page)).toHaveValue("");
  expect(await picture()).not.toBe(before);
  await page.getByRole("heading", { name: "Inspector" }).hover();
  await expect(scale(page)).toBeHidden();
  expect(await picture()).toBe(before);
  await node(page, "h6").hover();
  await fieldOf(page, "h6");
  await choice(page).hover();
  await expect(scale(page)).toBeHidden();
  // what only passed by is not read out
  await expect(heard(page)).toHaveText("");
});

for (const engine of /** @type {const} */ (["C", "Python"])) {
  test(`in ${engine}, the discs are the points' shares, which add up, last first, to the next step's gradient`, async ({
    bothPage: page,
  }) => {
    await step(page, 4);
    await choose(page, engine);
    for (const [name, index] of /** @type {const} */ ([
      ["h3.w1", 6],
      ["z2.b", 41],
    ])) {
      await row(page, name).getByRole("button").click();
      await page.waitForFunction((i) => {
        const { answers, snapshot } = window.micrograd.state;
        return answers.shares?.args.parameter === i && answers.shares.of.includes(snapshot);
      }, index);
      const shares = await page.evaluate(() => [
        .../** @type {any} */ (window.micrograd.state.answers.shares).reply.shares,
      ]);
      const points = await pointsOf(page);
      const train = points.filter(({ split }) => split === "train");
      expect(shares).toHaveLength(train.length);

      const up = shares.filter((share) => share > 0).length;
      const down = shares.filter((share) => share < 0).length;
      await expect(page.locator("#surface .caption")).toHaveText(
        `${name}: ${up} raise its gradient: a step lowers it; ${down} the reverse`,
      );
      const largest = shares.reduce((most, share) => (Math.abs(share) > Math.abs(most) ? share : most), 0);
      await expect(page.locator("#surface .disc-scale")).toHaveAttribute("data-largest", exact(largest));

      // the disc around its point has the sign's colour
      const { x, y } = train[shares.indexOf(largest)];
      const around = Array.from({ length: 24 }, (_, i) => ({
        x: x + 0.1 * Math.cos((i * Math.PI) / 12),
        y: y + 0.1 * Math.sin((i * Math.PI) / 12),
      }));
      const tints = await coloursAt(page, around, "marks");
      const green = tints.filter(([r, g, , alpha]) => alpha > 100 && g > r).length;
      const red = tints.filter(([r, g, , alpha]) => alpha > 100 && r > g).length;
      expect(largest > 0 ? green - red : red - green).toBeGreaterThan(0);

      // and the pointer on a point says its own
      const point = lonelyPoint(points.slice(1));
      const at = await pixel(page, point);
      await page.mouse.move(at.x, at.y);
      const share = shares[train.findIndex(({ id }) => id === point.id)];
      await expect(detail(page)).toHaveAttribute("data-exact", exact(share));
      await expect(detail(page)).toContainText(/point \d+, class \d, train {3}share /);

      const total = shares.reduceRight((sum, s) => sum + s, 0);
      await step(page, 1);
      const grad = await page.evaluate((i) => Number(window.micrograd.state.snapshot?.grad[i]), index);
      expect(bits([grad])).toEqual(bits([total]));
    }
    await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h3" }));
    await expect(page.locator("#surface .disc-scale")).toBeHidden();
  });
}

test("the arrow at the probe is -dL/d(x, y), and the loss is lower where it points", async ({
  cPage: page,
}) => {
  await step(page, 6);
  const place = emptyPlace(await pointsOf(page));
  await page.keyboard.down("Shift");
  await clickAt(page, place);
  await page.keyboard.up("Shift");
  await page.getByRole("heading", { name: "Inspector" }).hover();
  await settled(page);
  const look = () =>
    page.evaluate(() => {
      const { graph, probe } = /** @type {any} */ (window.micrograd.state.graph);
      const of = (/** @type {string} */ column, /** @type {string} */ name) =>
        graph[column][graph.name.indexOf(name)];
      return { gx: of("grad", "x"), gy: of("grad", "y"), loss: of("data", "loss"), probe };
    });
  const { gx, gy, loss, probe } = await look();
  await expect(detail(page)).toHaveAttribute("data-exact", `${exact(-gx)} ${exact(-gy)}`);
  await expect(detail(page)).toHaveText(/^−dL\/d\(x, y\) = \(−?\d\.\d{4}, −?\d\.\d{4}\)$/);

  const size = Math.hypot(gx, gy);
  const width = await page.locator("#surface canvas.marks").evaluate((canvas) => canvas.clientWidth);
  const along = (/** @type {number} */ pixels) => ({
    x: probe.x - (gx / size) * pixels * (4 / width),
    y: probe.y - (gy / size) * pixels * (4 / width),
  });
  const [arrow, behind] = await coloursAt(page, [along(18), along(-18)], "marks");
  expect(arrow[3]).toBeGreaterThan(240);
  expect(behind[3]).toBeLessThan(160);

  const near = along(1);
  await page.evaluate((at) => window.micrograd.dispatch({ type: "probe/set", ...at }), {
    ...near,
    label: probe.label,
  });
  await settled(page);
  expect((await look()).loss).toBeLessThan(loss);
});

/**
 * A place on a neuron's line, far from every other line and every point.
 * @param {Page} page @param {string} wanted
 */
async function placeOnLine(page, wanted) {
  const points = await pointsOf(page);
  const data = await page.evaluate(() => [.../** @type {any} */ (window.micrograd.state.snapshot).data]);
  const lines = Array.from({ length: 8 }, (_, j) => data.slice(3 * j, 3 * j + 3));
  const [w1, w2, b] = lines[Number(wanted.slice(1)) - 1];
  const size = Math.hypot(w1, w2);
  for (let t = -2; t < 2; t += 0.01) {
    const place = { x: (-b * w1) / size ** 2 - (t * w2) / size, y: (-b * w2) / size ** 2 + (t * w1) / size };
    const inside = Math.max(Math.abs(place.x), Math.abs(place.y)) < 1.8;
    const alone = lines.every(
      ([u1, u2, c], j) =>
        wanted === `h${j + 1}` || Math.abs(u1 * place.x + u2 * place.y + c) / Math.hypot(u1, u2) > 0.12,
    );
    if (inside && alone && points.every((p) => Math.hypot(p.x - place.x, p.y - place.y) > 0.25)) return place;
  }
  throw new Error(`no place on the line of ${wanted} is alone`);
}

test("the pointer on a level line lights its neuron and all rows of it, and leaves the picture as it is", async ({
  cPage: page,
}) => {
  await drawn(page);
  await step(page, 8);
  const place = await placeOnLine(page, "h2");
  const { x, y } = await pixel(page, place);
  await page.mouse.move(x, y);
  await expect(node(page, "h2")).toHaveClass(/hovered/);
  for (const name of ["h2.w1", "h2.w2", "h2.b"]) await expect(row(page, name)).toHaveClass(/hovered/);
  await expect(page.locator(".params tr.hovered")).toHaveCount(3);
  await expect(scale(page)).toBeHidden();
  await page.getByRole("heading", { name: "Inspector" }).hover();
  expect(await page.evaluate(() => window.micrograd.state.hoveredNode)).toBeNull();
  await expect(page.locator(".params tr.hovered")).toHaveCount(0);
  // a point wins over the line that it lies on
  const point = lonelyPoint(await pointsOf(page));
  const at = await pixel(page, point);
  await page.mouse.move(at.x, at.y);
  await expect(detail(page)).toContainText(/^point \d+, class \d, train$/);
  expect(await page.evaluate(() => window.micrograd.state.hoveredNode)).toBeNull();
});

test("a chosen field or parameter is read out once, not at every step", async ({ cPage: page }) => {
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
  await expect(page.locator("#surface .caption")).toHaveText(
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

test("the chosen field outlives the page", async ({ cPage: page }) => {
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

  test("a field can be chosen, its scale lies below the plane, and a finger on a line adds a point and lights nothing", async ({
    cPage: page,
  }) => {
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
    expect(await page.evaluate(() => window.micrograd.state.hoveredNode)).toBeNull();
  });
});
