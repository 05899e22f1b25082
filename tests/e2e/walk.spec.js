/** A step is walked through by phase and by operation: what the strip says, what the graph shows, and the same bits. */

import { contributionTo, localOf } from "../../web/protocol/nodes.js";
import { button, choose, counter, freshRun, settled, step, stepOf } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { allOperations, drawn, node, still } from "./graph.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {"update" | "phase" | "op"} name */
const unit = (page, name) =>
  page.getByRole("radiogroup", { name: "Unit of a step" }).getByRole("radio", { name, exact: true });

/** @param {Page} page */
const slider = (page) => page.getByRole("slider", { name: "Moves of the step" });

/** @param {Page} page */
const said = (page) => page.getByRole("status", { name: "Move" });

/** @param {Page} page @param {number} at */
async function goTo(page, at) {
  await slider(page).fill(String(at));
  await page.waitForFunction((wanted) => window.micrograd.state.run.walk?.at === wanted, at);
}

/** The traced graph, as far as these tests look at it. @param {Page} page */
const graphOf = (page) =>
  page.evaluate(() => {
    const graph = window.micrograd.state.answers.graph?.graph;
    if (!graph) throw new Error("nothing has been traced");
    const { name, op, prev, local, contribution } = graph;
    return { name, op, prev, local, contribution, data: [...graph.data], grad: [...graph.grad] };
  });

/** A number as it is written, back as a number. @param {string} text */
const read = (text) => Number(text.replace("−", "-"));

for (const engine of /** @type {const} */ (["Python", "C"])) {
  test.describe(`in ${engine}`, () => {
    test("forward shows one node after the other, and those ahead are blank", async ({ bothPage: page }) => {
      await choose(page, engine);
      await step(page, 2);
      await drawn(page);
      await unit(page, "op").check();
      await expect(page.locator("#graph .ahead[data-node]")).not.toHaveCount(0);
      const graph = await graphOf(page);
      const results = graph.op.filter((op) => op !== "").length;
      await expect(page.locator("#graph .ahead[data-node]")).toHaveCount(results);
      const h3 = graph.name.indexOf("h3");
      const place = graph.op.slice(0, h3 + 1).filter((op) => op !== "").length;
      await goTo(page, place); // what is given was the first move
      await expect(node(page, "h3")).toHaveClass(/ahead/);
      await button(page, "Step").click();
      await expect(node(page, "h3")).not.toHaveClass(/ahead/);
      await expect(node(page, "h3")).toHaveClass(/current/);
      const text = (await said(page).textContent()) ?? "";
      expect(text).toContain(`step ${place} of ${results}, forward, h3 = tanh(h3.sum2) = tanh(`);
      const numbers = /tanh\(([\d.−]+)\) = ([\d.−]+)$/.exec(text);
      expect(read(numbers?.[1] ?? "")).toBeCloseTo(graph.data[graph.prev[h3][0]], 4);
      expect(read(numbers?.[2] ?? "")).toBeCloseTo(graph.data[h3], 4);
    });

    test("backward plays one line per operand: local times out.grad, and the sum so far", async ({
      bothPage: page,
    }) => {
      await choose(page, engine);
      await step(page, 2);
      await drawn(page);
      await unit(page, "op").check();
      const graph = await graphOf(page);
      const results = graph.op.filter((op) => op !== "").length;
      const before = 1 + results + 2; // what is given, forward, zero_grad, and the loss's own 1
      await goTo(page, before);
      await expect(said(page)).toContainText(`step 1 of ${results}, backward, loss = *: grad is 1`);
      const sums = new Float64Array(graph.name.length);
      let seen = 0;
      for (let out = graph.name.length - 1; seen < 40; out--) {
        for (const [slot, operand] of graph.prev[out].entries()) {
          await button(page, "Step").click();
          seen++;
          await expect(slider(page)).toHaveValue(String(before + seen));
          sums[operand] += contributionTo(graph, out, slot);
          const text = (await said(page).textContent()) ?? "";
          const words =
            /^step (\d+) of \d+, backward, (.+): grad (\S+) times local (\S+) adds (\S+) to (\S+), whose grad is (\S+) now(?:, complete)?$/.exec(
              text,
            );
          expect(words, text).not.toBeNull();
          const [, at, made, grad, local, part, to, sum] = words ?? [];
          expect(Number(at)).toBe(graph.op.slice(out).filter((op) => op !== "").length);
          expect(made).toBe(`${graph.name[out]} = ${graph.op[out]}`);
          expect(to).toBe(graph.name[operand]);
          for (const [shown, value] of /** @type {[string, number][]} */ ([
            [grad, graph.grad[out]],
            [local, localOf(graph, out, slot)],
            [part, contributionTo(graph, out, slot)],
            [sum, sums[operand]],
          ])) {
            expect(Math.abs(read(shown) - value)).toBeLessThanOrEqual(5.1e-5 * Math.max(1, Math.abs(value)));
          }
          await expect(node(page, graph.name[operand])).toHaveClass(/receives/);
          await expect(page.locator("#graph path.current.backward")).not.toHaveCount(0);
        }
      }
    });

    test("four phases are one step, with the bits of a step that is made at once", async ({
      bothPage: page,
    }) => {
      await choose(page, engine);
      await step(page, 3);
      const alone = await runBits(page);
      await freshRun(page);
      await choose(page, engine);
      await unit(page, "phase").check();
      for (let made = 1; made <= 3; made++) {
        for (const phase of ["forward", "zero_grad", "backward", "update"]) {
          await button(page, "Step").click();
          await expect(page.locator('#graph [aria-current="step"]')).toHaveText(phase);
          await settled(page);
        }
        await expect(counter(page)).toHaveText(`step ${made} / 100`);
      }
      expect(await runBits(page)).toEqual(alone);
      for (let i = 0; i < 12; i++) await button(page, "Back").click();
      await page.waitForFunction(() => {
        const {
          session: { snapshot },
          run: { walk },
        } = window.micrograd.state;
        return snapshot?.step === 0 && walk?.at === 0 && walk.goal === null;
      });
      await unit(page, "update").check();
      await step(page, 3);
      expect(await runBits(page)).toEqual(alone);
    });
  });
}

test("a walk goes on in the other engine, in the middle of a step, with the same bits", async ({
  bothPage: page,
}) => {
  await step(page, 2);
  const alone = await runBits(page);
  await freshRun(page);
  await unit(page, "op").check();
  const moves = Number(await slider(page).getAttribute("max"));
  for (const [at, engine] of /** @type {const} */ ([
    [60, "Python"],
    [300, "C"],
    [moves, "Python"],
  ])) {
    await goTo(page, at);
    await choose(page, engine);
  }
  await button(page, "Step").click();
  await expect(counter(page)).toHaveText("step 1 / 100");
  await page.waitForFunction(() => window.micrograd.state.run.walk?.at === 0);
  await unit(page, "update").check();
  await step(page, 1);
  expect(await runBits(page)).toEqual(alone);
});

test("in the update every parameter's line is data before, the change, and data after", async ({
  cPage: page,
}) => {
  await step(page, 1);
  await unit(page, "op").check();
  const last = Number(await slider(page).getAttribute("max"));
  await goTo(page, last - 49);
  await expect(said(page)).toContainText("step 1 of 51, update, h1.w1 = ");
  await goTo(page, last - 50);
  await expect(said(page)).toContainText("All 80 train points do the same, the last one first.");
  const { before, after } = await page.evaluate(() => {
    const { session, answers } = window.micrograd.state;
    return { before: session.snapshot?.data[2], after: answers.queries.preview?.reply?.after.data[2] };
  });
  await goTo(page, last - 47);
  await expect(said(page)).toContainText("h1.b = ");
  const [, was, is] =
    /h1\.b = (\S+) [+−] \S+ = (\S+), by AdamW/.exec((await said(page).textContent()) ?? "") ?? [];
  expect(read(was)).toBeCloseTo(Number(before), 4);
  expect(read(is)).toBeCloseTo(Number(after), 4);
  expect(await stepOf(page)).toBe(1);
});

test("at the end of backward every panel shows the state before the update", async ({ cPage: page }) => {
  await step(page, 2);
  await settled(page);
  const panels = () =>
    page.evaluate(() => {
      const text = (/** @type {string} */ selector) => document.querySelector(selector)?.textContent;
      return ["#params .moment", ".params tbody", "#surface .surface-foot", ".counter", ".losses"].map(text);
    });
  await expect(page.locator("#surface .readout")).toContainText("p1"); // the answer for the probe is there
  const before = await panels();
  await unit(page, "phase").check();
  for (const phase of ["forward", "zero_grad", "backward"]) {
    await button(page, "Step").click();
    await expect(page.locator('#graph [aria-current="step"]')).toHaveText(phase);
    await settled(page);
  }
  expect(await panels()).toEqual(before);
  await button(page, "Step").click();
  await expect(counter(page)).toHaveText("step 3 / 100");
  await settled(page);
  expect((await panels())[1]).not.toEqual(before[1]);
});

test("Play goes by operations at the speed that is set, and Pause stays where it is", async ({
  cPage: page,
}) => {
  await page.keyboard.press("u");
  await page.keyboard.press("u");
  await expect(unit(page, "op")).toBeChecked();
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "max speed" });
  await page.keyboard.press("Space");
  await page.waitForFunction(() => Number(window.micrograd.state.session.snapshot?.step) >= 1);
  await page.keyboard.press("Space");
  await expect(button(page, "Play")).toBeVisible();
  await page.waitForFunction(() => window.micrograd.state.run.walk?.goal === null);
  const at = () => page.evaluate(() => window.micrograd.state.run.walk?.at);
  const paused = Number(await at());
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction((wanted) => window.micrograd.state.run.walk?.at === wanted, paused + 1);
  await expect(said(page)).not.toBeEmpty();
});

test("no hidden layer, another network and another loss are walked through too", async ({ cPage: page }) => {
  for (const changes of [{ layers: [] }, { layers: [16, 16, 16] }, { layers: [3, 2], loss: "logsumexp" }]) {
    await page.evaluate((changed) => {
      window.micrograd.dispatch({ type: "walk/unit", unit: "update" });
      window.micrograd.dispatch({ type: "config/set", changes: changed });
    }, changes);
    await settled(page);
    await unit(page, "op").check();
    const { name, grad } = await graphOf(page);
    await goTo(page, Number(await slider(page).getAttribute("max")));
    await button(page, "Back").click();
    await page.waitForFunction(() => window.micrograd.state.run.walk?.goal === null);
    await page.waitForFunction(() => document.querySelector("#graph .scene.full"));
    await goTo(page, name.length + 5);
    await expect(said(page)).toContainText("backward");
    expect(grad[name.length - 1]).toBe(1);
  }
});

test("a lesson that goes to a move takes the view along, though the move's words take room from the graph", async ({
  ownPage: page,
}) => {
  await allOperations(page);
  await page.locator(".graph-stage").hover();
  for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -300);
  await page.waitForFunction(() => window.micrograd.state.view.zoom !== null);
  await page.evaluate(() => {
    window.micrograd.dispatch({ type: "walk/unit", unit: "op" });
    window.micrograd.dispatch({ type: "walk/goto", at: 120 });
  });
  const current = page.locator("#graph .node.current");
  await expect(current).toBeVisible();
  await still(page);
  const [box, stage] = [await current.boundingBox(), await page.locator(".graph-stage").boundingBox()];
  if (!box || !stage) throw new Error("the move's node is not drawn");
  expect(box.x).toBeGreaterThanOrEqual(stage.x);
  expect(box.x + box.width).toBeLessThanOrEqual(stage.x + stage.width);
  expect(box.y).toBeGreaterThanOrEqual(stage.y);
  expect(box.y + box.height).toBeLessThanOrEqual(stage.y + stage.height);
});
