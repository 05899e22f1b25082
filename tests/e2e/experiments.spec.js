/** The experiments: backward without the topological sort, backward with = in place of +=, and steps without zero_grad. */

import { button, choose, settled, step } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { allOperations, drawn } from "./graph.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {string} name */
const toggle = (page, name) => page.getByRole("switch", { name, exact: true });

/** Unfolds the experiments, if a test before has not. @param {Page} page */
async function unfold(page) {
  if (await toggle(page, "Naive order").isHidden()) await button(page, "Experiments").click();
}

/** @param {Page} page @param {string} name */
const result = (page, name) => page.getByRole("status", { name: `${name}: result` });

for (const engine of /** @type {const} */ (["Python", "C"])) {
  test(`in ${engine}, the naive order is wrong on the default graph, and the page says at which nodes`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await step(page, 3);
    await allOperations(page);
    await unfold(page);
    await toggle(page, "Naive order").check();
    await expect(result(page, "Naive order")).toContainText(/^Wrong at \d+ of 151 nodes, first at \w+: /);
    const { wrong, marked } = await page.evaluate(() => {
      const { answers } = window.micrograd.state;
      const reply = answers.queries.naive?.reply;
      const { naive = [], grad = [] } = reply ?? {};
      const names = answers.graph?.graph.name ?? [];
      return {
        wrong: names.filter((_, id) => !Object.is(naive[id], grad[id])).sort(),
        marked: [...document.querySelectorAll("#graph .wrong[data-node]")]
          .map((box) => box.getAttribute("data-node") ?? "")
          .sort(),
      };
    });
    expect(wrong.length).toBeGreaterThan(10);
    expect(wrong).toContain("x");
    expect(marked).toEqual(wrong);
    await expect(result(page, "Naive order")).toContainText(`Wrong at ${wrong.length} of 151 nodes`);

    await page.locator('#graph [data-card="h4"]').hover();
    await expect(result(page, "Naive order")).toContainText(/ h4: naive \S+, true \S+, visited \d+ times\.$/);

    await page.getByRole("combobox", { name: "Where the naive order starts" }).selectOption("h5");
    await expect(result(page, "Naive order")).toHaveText(
      "No gradient differs: of the nodes that h5 depends on none is used twice, so they form a tree.",
    );
    await expect(page.locator("#graph .node.wrong")).toHaveCount(0);
    await toggle(page, "Naive order").uncheck();
    await expect(result(page, "Naive order")).toBeHidden();
  });
}

/** What the boxes say: the names of those with a class, and the gradient of each. @param {Page} page */
const boxes = (page) =>
  page.evaluate(() => {
    const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#graph [data-node]")]);
    /** @param {string} mark */
    const marked = (mark) =>
      all
        .filter((box) => box.matches(`.${mark}`))
        .map((box) => box.dataset.node ?? "")
        .sort();
    return { wrong: marked("wrong"), current: marked("current"), receives: marked("receives") };
  });

for (const engine of /** @type {const} */ (["Python", "C"])) {
  test(`in ${engine}, the naive order is replayed visit by visit, up to what it leaves in the end`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await step(page, 3);
    await unfold(page);
    await toggle(page, "Naive order").check();
    await expect(result(page, "Naive order")).toContainText(/^Wrong at/);
    await button(page, "Visit by visit").click();
    await drawn(page);
    const slider = page.getByRole("slider", { name: "Visits of the naive order" });
    const said = page.getByRole("status", { name: "Move" });
    await expect(slider).toHaveValue("0");
    for (let i = 0; i < 3; i++) await button(page, "Step").click();
    await expect(said).toContainText(/^visit 3 of \d+, p1\. .* its gradient is complete/);
    await button(page, "Step").click();
    await expect(said).toContainText(
      /^visit 4 of \d+, e1\. e1 passes on \S+ too early: 1 of its 2 consumers/,
    );
    await drawn(page);
    expect(await boxes(page)).toEqual({ wrong: ["z1"], current: ["e1"], receives: ["z1"] });
    const inView = await page.evaluate(() => {
      const [box, svg] = ["#graph .node.current", "#graph .stage-pane"].map((each) =>
        /** @type {Element} */ (document.querySelector(each)).getBoundingClientRect(),
      );
      return box.left >= svg.left && box.right <= svg.right && box.top >= svg.top && box.bottom <= svg.bottom;
    });
    expect(inView).toBe(true);
    expect(await page.evaluate(() => window.micrograd.state.session.snapshot?.step)).toBe(3);
    await button(page, "Back").click();
    await expect(slider).toHaveValue("3");
    await slider.press("End");
    await expect(said).toContainText("This was the last visit.");
    const last = await boxes(page);
    await button(page, "All visits at once").click();
    await expect(page.getByRole("slider", { name: "Timeline" })).toBeVisible();
    await allOperations(page);
    expect((await boxes(page)).wrong).toEqual(last.wrong);
    expect(last.wrong.length).toBeGreaterThan(10);
  });

  test(`in ${engine}, = in place of += is wrong where contributions are lost, and the page says whose`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await step(page, 3);
    await allOperations(page);
    await unfold(page);
    await toggle(page, "Naive order").check();
    await toggle(page, "= in place of +=").check();
    await expect(toggle(page, "Naive order")).not.toBeChecked();
    await expect(result(page, "= in place of +=")).toContainText(
      /^Wrong at \d+ of 151 nodes, first at \w+: /,
    );
    const wrong = await page.evaluate(() => {
      const { answers } = window.micrograd.state;
      const { overwritten = [], grad = [] } = answers.queries.overwritten?.reply ?? {};
      const names = answers.graph?.graph.name ?? [];
      return names.filter((_, id) => overwritten[id] !== grad[id]).sort();
    });
    expect(wrong).toEqual(expect.arrayContaining(["x", "h1", "h1.w1"]));
    expect((await boxes(page)).wrong).toEqual(wrong);
    await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h4" }));
    await expect(result(page, "= in place of +=")).toContainText(
      / contributions are lost, at the \d+ nodes with several consumers\. h4: with = \S+, true \S+; lost: z3\.w4\*h4, z2\.w4\*h4\.$/,
    );
    await expect(page.locator("#inspector .walk-now")).toHaveText(
      /^with = in place of \+= grad \S+, true \S+$/,
    );
    await toggle(page, "= in place of +=").uncheck();
    await expect(result(page, "= in place of +=")).toBeHidden();
    await expect(page.locator("#graph .node.wrong")).toHaveCount(0);
  });
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
]) {
  test(`at ${width} x ${height}, every visit has its node, its operands and its whole sentence in sight`, async ({
    ownPage: page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await step(page, 3);
    await page.evaluate(() => window.micrograd.dispatch({ type: "view/experiment", how: "naive", at: 0 }));
    await drawn(page);
    const unseen = await page.evaluate(async () => {
      const { dispatch } = window.micrograd;
      const frame = () => new Promise(requestAnimationFrame);
      /** @param {string} selector */
      const find = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
      const [text] = find(".walk-text");
      const [slider] = /** @type {HTMLInputElement[]} */ (find(".timeline"));
      const wrong = [];
      for (let at = 1; at <= Number(slider.max); at++) {
        dispatch({ type: "walk/goto", at });
        await frame();
        await frame();
        const view = find("#graph .stage-pane")[0].getBoundingClientRect();
        /** @param {Element} box */
        const inSight = (box) => {
          const { left, right, top, bottom } = box.getBoundingClientRect();
          return (
            left > view.left - 1 && right < view.right + 1 && top > view.top - 1 && bottom < view.bottom + 1
          );
        };
        /** A box, or what is pinned in its place. @param {HTMLElement} box */
        const shown = (box) =>
          inSight(box) || find(`#graph [data-pin="${box.dataset.node}"]:not([hidden])`).some(inSight);
        const boxes = find("#graph .node.current, #graph .node.receives");
        if (find("#graph .node.current").length !== 1 || !boxes.every(shown)) wrong.push(`nodes at ${at}`);
        if (text.scrollHeight > text.clientHeight + 1) wrong.push(`text at ${at}: ${text.textContent}`);
      }
      return { wrong, visits: Number(slider.max) };
    });
    expect(unseen).toEqual({ wrong: [], visits: 431 });
  });
}

test("steps without zero_grad accumulate gradients, red where they differ from the true ones", async ({
  bothPage: page,
}) => {
  await step(page, 4);
  const right = await page.evaluate(() => [...(window.micrograd.state.session.snapshot?.grad ?? [])]);
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/goto", step: 2 }));
  await settled(page);
  await unfold(page);
  await toggle(page, "No zero_grad").check();
  await expect(result(page, "No zero_grad")).toHaveText(
    "Take a step to compare the accumulated gradient with the true one.",
  );
  await button(page, "Step").click();
  await expect(result(page, "No zero_grad")).toContainText(
    /^The accumulated gradient differs from the true one at \d+ of 51 parameters/,
  );
  await settled(page);
  const { accumulated, truth, red, titles } = await page.evaluate(() => {
    const { snapshot } = window.micrograd.state.session;
    const cells = [...document.querySelectorAll('.params [data-field="grad"]')];
    return {
      accumulated: [...(snapshot?.grad ?? [])],
      truth: [...(snapshot?.truth ?? [])],
      red: cells.map((cell) => cell.classList.contains("wrong")),
      titles: cells.map((cell) => cell.getAttribute("title") ?? ""),
    };
  });
  expect(red).toEqual(accumulated.map((g, i) => bits([g])[0] !== bits([truth[i]])[0]));
  expect(red.filter(Boolean).length).toBeGreaterThan(40);
  expect(titles[0]).toContain("the true gradient is");

  await page.evaluate(() => window.micrograd.dispatch({ type: "run/goto", step: 2 }));
  await settled(page);
  await toggle(page, "No zero_grad").uncheck();
  await step(page, 2);
  expect(bits(await page.evaluate(() => [...(window.micrograd.state.session.snapshot?.grad ?? [])]))).toEqual(
    bits(right),
  );
  await expect(result(page, "No zero_grad")).toBeHidden();
});

test("an experiment survives a reload", async ({ cPage: page }) => {
  await step(page, 1);
  await unfold(page);
  await toggle(page, "No zero_grad").check();
  await button(page, "Step").click();
  await settled(page);
  await page.reload();
  await settled(page);
  await expect(toggle(page, "No zero_grad")).toBeChecked();
});
