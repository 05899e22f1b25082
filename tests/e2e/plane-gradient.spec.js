/** What the plane shows of gradients: the points' contributions, the way down at the probe, and the lines' neurons. */

import { exact } from "../../web/protocol/numbers.js";
import { choose, pointsOf, settled, step, stepOf } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { allOperations, node } from "./graph.js";
import { clickAt, emptyPlace, lonelyPoint, pixel } from "./plane.js";
import { coloursAt, detail, placeOnLine, row, scale } from "./plane-look.js";

/** @typedef {import("@playwright/test").Page} Page */

for (const engine of /** @type {const} */ (["C", "Python"])) {
  test(`in ${engine}, the discs are the points' contributions, which add up, last first, to the next step's gradient`, async ({
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
        const {
          answers,
          session: { snapshot },
        } = window.micrograd.state;
        return (
          answers.queries.contributions?.args.parameter === i &&
          answers.queries.contributions.of.snapshot === snapshot
        );
      }, index);
      const contributions = await page.evaluate(() => [
        .../** @type {any} */ (window.micrograd.state.answers.queries.contributions).reply.contributions,
      ]);
      const points = await pointsOf(page);
      const train = points.filter(({ split }) => split === "train");
      expect(contributions).toHaveLength(train.length);

      const up = contributions.filter((contribution) => contribution > 0).length;
      const down = contributions.filter((contribution) => contribution < 0).length;
      await expect(page.locator("#surface .caption")).toHaveText(
        `${name}: ${up} push it down; ${down} push it up, after step ${await stepOf(page)}`,
      );
      const largest = contributions.reduce(
        (most, contribution) => (Math.abs(contribution) > Math.abs(most) ? contribution : most),
        0,
      );
      await expect(page.locator("#surface .disc-scale")).toHaveAttribute("data-largest", exact(largest));

      // the disc around its point has the sign's colour
      const { x, y } = train[contributions.indexOf(largest)];
      const around = Array.from({ length: 24 }, (_, i) => ({
        x: x + 0.1 * Math.cos((i * Math.PI) / 12),
        y: y + 0.1 * Math.sin((i * Math.PI) / 12),
      }));
      const excess = async () => {
        const tints = await coloursAt(page, around, "marks");
        const green = tints.filter(([r, g, , alpha]) => alpha > 100 && g > r).length;
        const red = tints.filter(([r, g, , alpha]) => alpha > 100 && r > g).length;
        return largest > 0 ? green - red : red - green;
      };
      await expect.poll(excess).toBeGreaterThan(0);

      // and the pointer on a point says its own
      const point = lonelyPoint(points.slice(1));
      const at = await pixel(page, point);
      await page.mouse.move(at.x, at.y);
      const contribution = contributions[train.findIndex(({ id }) => id === point.id)];
      await expect(detail(page)).toHaveAttribute("data-exact", exact(contribution));
      await expect(detail(page)).toContainText(/point \d+, class \d, train {3}contribution /);

      const total = contributions.reduceRight((sum, s) => sum + s, 0);
      await step(page, 1);
      const grad = await page.evaluate(
        (i) => Number(window.micrograd.state.session.snapshot?.grad[i]),
        index,
      );
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
      const { graph, probe } = /** @type {any} */ (window.micrograd.state.answers.graph);
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

test("the pointer on a zero line highlights its neuron and all its rows, and leaves the picture unchanged", async ({
  cPage: page,
}) => {
  await allOperations(page);
  await step(page, 8);
  const place = await placeOnLine(page, "h2");
  const { x, y } = await pixel(page, place);
  await page.mouse.move(x, y);
  await expect(node(page, "h2")).toHaveClass(/hovered/);
  for (const name of ["h2.w1", "h2.w2", "h2.b"]) await expect(row(page, name)).toHaveClass(/hovered/);
  await expect(page.locator(".params tr.hovered")).toHaveCount(3);
  await expect(scale(page)).toBeHidden();
  await page.getByRole("heading", { name: "Inspector" }).hover();
  expect(await page.evaluate(() => window.micrograd.state.selection.hovered)).toBeNull();
  await expect(page.locator(".params tr.hovered")).toHaveCount(0);
  // a point wins over the line that it lies on
  const point = lonelyPoint(await pointsOf(page));
  const at = await pixel(page, point);
  await page.mouse.move(at.x, at.y);
  await expect(detail(page)).toContainText(/^point \d+, class \d, train$/);
  expect(await page.evaluate(() => window.micrograd.state.selection.hovered)).toBeNull();
});
