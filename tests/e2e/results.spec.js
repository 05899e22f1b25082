/** The accuracy curves, the histograms by layer, and two weights on their loss: all numbers are the engine's. */

import { allowClipboard, button, choose, settled, step, stepOf } from "./actions.js";
import { violations } from "./axe.js";
import { expect, test } from "./fixtures.js";
import { row } from "./plane-look.js";

/** @typedef {import("@playwright/test").Page} Page */

const showAccuracy = (/** @type {Page} */ page) =>
  page.getByRole("radio", { name: "Accuracy", exact: true }).check();
const shows = (/** @type {Page} */ page) =>
  page.getByRole("combobox", { name: "How the parameters are shown" });
const accuracyNow = (/** @type {Page} */ page) =>
  page.getByRole("group", { name: "Accuracy under the pointer, or now" }).locator(".num").allTextContents();

/** The share of right points of the present step, as the transport line says it. @param {Page} page */
async function inTheLine(page) {
  const name = await page.getByRole("button", { name: /^accuracy: / }).getAttribute("aria-label");
  const [, train, val] = /train (\d+ %), val (\d+ %)/.exec(name ?? "") ?? [];
  return [train, val];
}

for (const engine of /** @type {const} */ (["C", "Python"])) {
  test(`in ${engine}, the accuracy curve has every step, each as the transport line says it there`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await step(page, 25);
    await showAccuracy(page);
    await page.waitForFunction(() => {
      const known = window.micrograd.state.answers.accuracy?.known.values() ?? [];
      return [...known].reduce((sum, { after }) => sum + after.length, 0) >= 26;
    });
    for (const at of [25, 13, 0]) {
      await page.evaluate((to) => window.micrograd.dispatch({ type: "run/goto", step: to }), at);
      await settled(page);
      await page.waitForFunction(() => {
        const { answers, session } = window.micrograd.state;
        return answers.queries.predictions?.of.snapshot === session.snapshot;
      });
      const moment = at === 0 ? "before step 1" : `after step ${at}`;
      // both are drawn in the frame after the answer
      await expect
        .poll(async () => {
          const [line, [said, ...shown]] = await Promise.all([inTheLine(page), accuracyNow(page)]);
          return [said, String(shown) === String(line)];
        })
        .toEqual([moment, true]);
    }
    await expect(page.getByRole("status", { name: "Steps without accuracy" })).toBeHidden();
    await page.getByRole("radio", { name: "Loss", exact: true }).check();
    await expect(button(page, "Keep this curve")).toBeVisible();
  });
}

test("Accuracy leads to the confusion matrix, and while Python plays both follow", async ({
  bothPage: page,
}) => {
  await choose(page, "Python");
  await showAccuracy(page);
  await button(page, "Confusion matrix").click();
  await expect(page.getByRole("table", { name: /^Points by class, in rows/ })).toBeVisible();
  await button(page, "Play").click();
  await page.waitForFunction(() => {
    const { answers, run } = window.micrograd.state;
    return run.playing && (answers.queries.predictions?.of.snapshot?.step ?? 0) > 3;
  });
  await button(page, "Pause").click();
  await settled(page);
  await page.evaluate(() => window.micrograd.dispatch({ type: "view/confusion", split: null }));
  await page.getByRole("radio", { name: "Loss", exact: true }).check();
});

test("while a run plays the curve grows, and a press in it goes to that step", async ({ cPage: page }) => {
  await showAccuracy(page);
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/speed", speed: 30 }));
  await button(page, "Play").click();
  await page.waitForFunction(
    () =>
      window.micrograd.state.run.playing && (window.micrograd.state.answers.accuracy?.known.size ?? 0) > 20,
  );
  await button(page, "Pause").click();
  await settled(page);
  const box = await page.locator(".accuracy-chart .u-over").boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.1, (box?.y ?? 0) + 40);
  await settled(page);
  expect(await stepOf(page)).toBe(10);
  expect(await violations(page, "#loss")).toEqual([]);
});

test("the histograms count the parameters of each layer, and a bin's press lights its nodes in the graph", async ({
  cPage: page,
}) => {
  await step(page, 8);
  await shows(page).selectOption({ label: "by layer" });
  const hidden = page.locator(".histograms section").filter({ hasText: "hidden: h1 to h8" });
  const data = await page.evaluate(() =>
    [...(window.micrograd.state.session.snapshot?.data ?? [])].slice(0, 24),
  );
  const grad = await page.evaluate(() =>
    [...(window.micrograd.state.session.snapshot?.grad ?? [])].slice(0, 24),
  );
  for (const [column, numbers] of /** @type {const} */ ([
    ["data", data],
    ["grad", grad],
  ])) {
    const bins = hidden.locator(`.${column} .bin`);
    await expect(bins.first()).toBeVisible();
    const words = await bins.evaluateAll((all) => all.map((bin) => bin.getAttribute("aria-label") ?? ""));
    const counted = words.map((text) => {
      const [, from, to, count] = /^(\S+) to (\S+): (\d+)$/.exec(text.replaceAll("−", "-")) ?? [];
      return { from: Number(from), to: Number(to), count: Number(count) };
    });
    for (const [i, { from, to, count }] of counted.entries())
      expect(numbers.filter((x) => from <= x && (x < to || i === counted.length - 1)).length, words[i]).toBe(
        count,
      );
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(24);
  }
  // one stop for each histogram; the arrows lead on to the last bin
  await expect(hidden.locator(".data .bin[tabindex='0']")).toHaveCount(1);
  await hidden.locator(".data .bin[tabindex='0']").focus();
  const last = hidden.locator(".data .bin").last();
  for (let i = 0; i < 24; i++) await page.keyboard.press("ArrowRight");
  await expect(last).toBeFocused();
  expect(await stepOf(page)).toBe(8);
  await expect(hidden.locator(".data .said")).toHaveText((await last.getAttribute("aria-label")) ?? "");
  await page.keyboard.press("Enter");
  const largest = data.indexOf(Math.max(...data));
  const lit = await page.evaluate(() => window.micrograd.state.selection.lit);
  const name = await page.evaluate(async (i) => {
    const { parameterNames } = await import(new URL("source/web/protocol/names.js", location.href).href);
    return parameterNames(window.micrograd.state.session.config)[i];
  }, largest);
  expect(lit).toContain(name);
  await expect(
    page.locator(
      `.stage-pane .hovered[data-node="${name.split(".")[0]}"], .stage-pane .hovered[data-node="${name}"]`,
    ),
  ).not.toHaveCount(0);
  await last.blur();
  await expect(page.locator(".stage-pane .hovered")).toHaveCount(0);
  expect(await violations(page, "#params")).toEqual([]);
  await step(page, 1); // lives on
  await expect(hidden.locator(".grad figcaption")).toContainText("grad of step 9");
});

test("Loss over two weights leads from the inspector to the map: the way, the place, and the engine's loss under the pointer", async ({
  cPage: page,
}) => {
  await step(page, 12);
  await row(page, "h3.w1").getByRole("button").click();
  await button(page, "Loss over two weights").click();
  await expect(page.getByRole("combobox", { name: "Parameter across" })).toHaveValue("h3.w1");
  await expect(page.getByRole("combobox", { name: "Parameter upwards" })).toHaveValue("h3.w2");
  await page.waitForFunction(
    () =>
      window.micrograd.state.answers.pair?.shown?.asked.snapshot === window.micrograd.state.session.snapshot,
  );
  const map = page.getByRole("img", { name: /^The path of h3\.w1 and h3\.w2 from / });
  await expect(map).toBeVisible();
  await expect(map.locator(".contours")).toHaveAttribute("d", /^M/);
  const missing = async () => {
    const places = await map.locator(".way").getAttribute("points");
    const steps = await page.evaluate(() => window.micrograd.state.run.history?.checkpoints.length);
    return Number(steps) - (places?.split(", ").length ?? 0);
  };
  await expect.poll(missing).toBe(0); // the steps in between are made again at rest
  // the place is where the parameters are, in the picture's own scale
  const { x, y } = await page.evaluate(() => {
    const { asked } = /** @type {any} */ (window.micrograd.state.answers.pair).shown;
    const { data } = asked.snapshot;
    return {
      x: (data[asked.first] - asked.left) / (asked.right - asked.left),
      y: (asked.top - data[asked.second]) / (asked.top - asked.bottom),
    };
  });
  const [frame, here] = await Promise.all(
    [map.locator(".frame"), map.locator(".here")].map((part) => part.boundingBox()),
  );
  if (!frame || !here) throw new Error("nothing is drawn");
  expect(Math.abs(here.x + here.width / 2 - (frame.x + x * frame.width))).toBeLessThan(1.5);
  expect(Math.abs(here.y + here.height / 2 - (frame.y + y * frame.height))).toBeLessThan(1.5);
  await page.mouse.move(frame.x + frame.width * 0.25, frame.y + frame.height * 0.75);
  const said = page.getByLabel("Loss under the pointer, or here");
  await expect(said).toContainText("loss ");
  const losses = await page.evaluate(() => [...(window.micrograd.state.answers.pair?.shown?.losses ?? [])]);
  expect(losses).toContain(Number(await said.getAttribute("title")));
  await page.getByRole("radio", { name: "close up" }).check();
  await page.waitForFunction(() => {
    const asked = window.micrograd.state.answers.pair?.shown?.asked;
    return asked && asked.right - asked.left < 2;
  });
  await page.getByRole("combobox", { name: "Parameter upwards" }).selectOption("z1.b");
  await expect(page.getByRole("img", { name: /^The path of h3\.w1 and z1\.b from / })).toBeVisible();
  expect(await violations(page, "#params")).toEqual([]);
});

test("the map of the cell in the middle has the loss of the next step, and follows a run that plays", async ({
  cPage: page,
}) => {
  await step(page, 4);
  await page.evaluate(() => window.micrograd.dispatch({ type: "view/pair", first: "h1.w1", second: "z2.b" }));
  await page.waitForFunction(
    () =>
      window.micrograd.state.answers.pair?.shown?.asked.snapshot === window.micrograd.state.session.snapshot,
  );
  const around = await page.evaluate(() => {
    const { asked, losses } = /** @type {any} */ (window.micrograd.state.answers.pair).shown;
    const { data } = asked.snapshot;
    const column = Math.floor(
      ((data[asked.first] - asked.left) / (asked.right - asked.left)) * asked.columns,
    );
    const line = Math.floor(((asked.top - data[asked.second]) / (asked.top - asked.bottom)) * asked.rows);
    const near = [-1, 0, 1].flatMap((i) =>
      [-1, 0, 1].map((j) => losses[(line + i) * asked.columns + column + j]),
    );
    return [Math.min(...near), Math.max(...near)];
  });
  await step(page, 1);
  const made = await page.evaluate(() => window.micrograd.state.session.snapshot?.loss.train ?? Number.NaN);
  expect(made).toBeGreaterThan(around[0]);
  expect(made).toBeLessThan(around[1]);
  await button(page, "Play").click();
  const seen = await page.evaluate(async () => {
    const steps = new Set();
    while (steps.size < 6) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const { answers, run } = window.micrograd.state;
      if (!run.playing) break;
      steps.add(answers.pair?.shown?.asked.snapshot.step);
    }
    return [...steps];
  });
  await button(page, "Pause").click();
  expect(seen.length).toBe(6);
});

test("what is shown is in the link", async ({ ownPage: page }) => {
  await allowClipboard(page.context());
  await step(page, 3);
  await showAccuracy(page);
  await page.evaluate(() => window.micrograd.dispatch({ type: "view/pair", first: "h2.w1", second: "h2.b" }));
  await button(page, "Share").click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("pair=");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto("about:blank");
  await page.goto(link);
  await settled(page);
  await expect(page.locator(".accuracy-chart canvas")).toBeVisible();
  await expect(page.getByRole("img", { name: /^The path of h2\.w1 and h2\.b from / })).toBeVisible();
});

test("if the code of one does not arrive, a notice says so, and the page shows what it did before", async ({
  ownPage: page,
  complaints,
}) => {
  complaints.expect(/ERR_FAILED|Failed to fetch/);
  await page.route("**/run/histograms.js", (route) => route.abort());
  await shows(page).selectOption({ label: "by layer" });
  await expect(page.getByRole("status", { name: "Notice" })).toContainText("The view by layer did not load");
  await expect(shows(page)).toHaveValue("table");
  await expect(page.getByRole("group", { name: "Table of parameters" })).toBeVisible();
});
