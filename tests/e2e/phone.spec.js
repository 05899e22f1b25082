/** A phone, held in one hand: what is in sight first, what a thumb reaches. */

import { button, counter, settled } from "./actions.js";
import { unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { drawn, field, node } from "./graph.js";
import { box, PHONE, tooSmall } from "./phone.js";

for (const [width, height] of [
  [390, 844],
  [360, 740],
]) {
  test.describe(`${width}x${height}`, () => {
    test.use({ ...PHONE, viewport: { width, height } });

    test("bars of one line each, the graph at once, the plane below it, the transport at the thumb", async ({
      screenPage: page,
    }) => {
      const [top, transport, graph, plane] = await Promise.all(
        ["#topbar", "#transport", "#graph", "#surface .stage"].map((part) => box(page, part)),
      );
      expect(top.height).toBeLessThan(72);
      expect(transport.height).toBeLessThan(60);
      expect(transport.y + transport.height).toBeCloseTo(height, 0);
      expect(graph.y).toBeLessThan(100);
      expect((await box(page, "#graph > header")).height).toBeLessThan(48);
      expect(plane.y + plane.width / 3).toBeLessThan(transport.y);
      for (const name of ["Python", "Cards", "All operations", "Class 2", "Accuracy"]) {
        await expect(page.getByRole("radio", { name, exact: true })).toHaveCount(1);
      }
      const cards = await page
        .locator("#graph .card[data-node]")
        .evaluateAll((all) => all.map((card) => card.getBoundingClientRect().height));
      expect(Math.min(...cards)).toBeGreaterThan(24);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      // and no button of a bar is cut off
      for (const each of await page.locator(".bar :is(button, label):visible").all()) {
        const at = await each.boundingBox();
        expect((at?.x ?? 0) + (at?.width ?? 0)).toBeLessThanOrEqual(width);
      }
    });
  });
}

test.describe("390x844", () => {
  test.use({ ...PHONE, viewport: { width: 390, height: 844 } });
  test.skip(...unless("fingers"));

  test("what does not stand in a line unfolds, by its button, and folds again", async ({
    screenPage: page,
  }) => {
    /** @type {[string, string[]][]} */
    const all = [
      [
        "Menu",
        ["Edit the Python", "More settings", "Share", "Stage", "Runs", "Files", "Theme: Auto", "Help"],
      ],
      ["More of the run", ["Reset", "Back"]],
      [
        "More of Graph",
        ["Experiments", "Words of Graph", "Enlarge Graph", "Hide Graph", "One neuron more in layer 1"],
      ],
      ["More of Data", ["Words of Data", "Enlarge Data", "Hide Data"]],
      ["More of Loss", ["Words of Loss", "Enlarge Loss", "Hide Loss"]],
      ["More of Parameters", ["Words of Parameters", "Enlarge Parameters", "Hide Parameters"]],
      ["More of Inspector", ["Words of Inspector", "Enlarge Inspector", "Hide Inspector"]],
    ];
    for (const [opener, names] of all) {
      const unfolds = button(page, opener);
      await expect(unfolds).toHaveAttribute("aria-expanded", "false");
      for (const name of names) await expect(button(page, name), name).toBeHidden();
      await unfolds.tap();
      await expect(unfolds).toHaveAttribute("aria-expanded", "true");
      for (const name of names) await expect(button(page, name), name).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      await unfolds.press("Enter");
      for (const name of names) await expect(button(page, name), name).toBeHidden();
    }
  });

  test("the keyboard goes from the menu to what it unfolds, and from the plane to the inspector", async ({
    screenPage: page,
  }) => {
    await button(page, "Menu").press("Enter");
    await page.keyboard.press("Tab");
    await expect(button(page, "Edit the Python")).toBeFocused();
    const order = await page
      .locator("main > section:not([hidden])")
      .evaluateAll((panels) => panels.map(({ id }) => id));
    expect(order).toEqual(["graph", "surface", "inspector", "loss", "params"]);
    const tops = await page
      .locator("main > section:not([hidden])")
      .evaluateAll((panels) => panels.map((panel) => panel.getBoundingClientRect().top));
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
  });

  test("what takes the focus is never under the transport", async ({ screenPage: page }) => {
    for (const name of ["Log scale", "More of Inspector", "More of Parameters", "What am I looking at?"]) {
      await page.evaluate(() => scrollTo(0, 0));
      const control = page.getByRole("button", { name }).first();
      await control.focus();
      const [at, bar] = [await control.boundingBox(), await box(page, "#transport")];
      expect((at?.y ?? 0) + (at?.height ?? 0), name).toBeLessThanOrEqual(bar.y);
    }
    // the end of the page is above it too
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const [last, bar] = [await box(page, "#params"), await box(page, "#transport")];
    expect(last.y + last.height).toBeLessThanOrEqual(bar.y);
  });

  test("a neuron opens with its first operations in sight, wherever it stands", async ({
    screenPage: page,
  }) => {
    await drawn(page);
    for (const name of ["h1", "h8"]) {
      await node(page, name).first().tap();
      await drawn(page);
      await page.evaluate(() => scrollTo(0, 0)); // whoever taps for the test scrolls to what it taps
      await expect(node(page, `${name}.w1`)).toBeInViewport({ ratio: 1 });
      await page.evaluate(() => window.micrograd.dispatch({ type: "view/open", groups: [] }));
      await expect(node(page, `${name}.w1`)).toHaveCount(0);
      await button(page, "Fit the whole graph (F)").tap();
      await drawn(page);
    }
  });

  test("lesson 1 is done with one thumb, from the first sight to its end", async ({ screenPage: page }) => {
    const lesson = page.getByRole("region", { name: "Lesson", exact: true });
    const seen = lesson.locator(".seen");
    const next = async () => {
      await expect(seen).toHaveText(/\S/);
      await lesson
        .getByRole("button", { name: /^(Next|Back to my run)$/ })
        .last()
        .tap();
    };
    await button(page, "Questions").tap();
    await button(page, "What am I looking at?").tap();
    await expect(lesson).toContainText("Click z1");
    await drawn(page);
    await node(page, "z1").first().tap();
    await next();

    await expect(lesson.locator(".choice")).toHaveCount(2);
    await lesson.locator(".choice").first().tap();
    const slider = page.locator("input.glow[type=range]");
    await expect(slider).toBeInViewport({ ratio: 1 });
    const { x, y, width, height } = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.touchscreen.tap(x + 0.8 * width, y + height / 2);
    await next();

    await lesson.locator(".choice").first().tap();
    for (let i = 0; i < 4; i++) {
      await button(page, "Step").tap();
      await settled(page);
    }
    await expect(counter(page)).toHaveText("step 4 / 100");
    await expect(page.locator("#surface .stage")).toBeInViewport({ ratio: 0.5 });
    await next();

    await expect(lesson).toContainText("Press Play");
    await button(page, "Play").tap();
    await expect(seen).toHaveText(/60 steps/);
    await next();
    await expect(lesson).toBeHidden();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  test("what fingers press takes 44 pixels each way, on the page, unfolded, in a lesson, in every dialog", async ({
    screenPage: page,
  }) => {
    test.setTimeout(240_000);
    expect(await tooSmall(page)).toEqual([]);
    for (const opener of await page.locator(".unfold:visible").all()) await opener.tap();
    expect(await tooSmall(page)).toEqual([]);
    await button(page, "Data tools").tap();
    await expect(page.getByRole("radio", { name: "Brush" })).toBeVisible();
    await button(page, "Experiments").tap();
    expect(await tooSmall(page)).toEqual([]);

    await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h3.w1" }));
    await expect(field(page, "name")).toHaveText("h3.w1");
    await page.evaluate(() => {
      for (const part of document.querySelectorAll("#inspector details")) part.setAttribute("open", "");
    });
    await settled(page);
    expect(await tooSmall(page)).toEqual([]);

    for (const [opener, name] of [
      ["More settings", "Settings"],
      ["Help", "What you see, and what you can do"],
      ["Files", "Files"],
      ["Runs", "Runs"],
    ]) {
      await button(page, opener).tap();
      await expect(page.locator("dialog[open]"), name).toBeVisible();
      expect(await tooSmall(page, "dialog[open]"), name).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await page.evaluate(() => window.micrograd.dispatch({ type: "view/data", data: "dialog" }));
    await expect(page.locator("dialog[open]")).toBeVisible();
    expect(await tooSmall(page, "dialog[open]")).toEqual([]);
    await page.locator("dialog[open]").getByRole("button", { name: "Close" }).tap();
    await expect(page.locator("dialog[open]")).toHaveCount(0);

    await page.evaluate(() => window.micrograd.dispatch({ type: "lesson/open", id: "why-zero-grad" }));
    await expect(page.locator(".lesson .said")).toHaveText(/\S/);
    expect(await tooSmall(page)).toEqual([]);
    await page.evaluate(() => window.micrograd.dispatch({ type: "lesson/close" }));

    await button(page, "Edit the Python").tap();
    await expect(page.locator("#code").getByRole("button", { name: "Run" })).toBeVisible();
    expect(await tooSmall(page, "#code")).toEqual([]);
    await page.evaluate(() => window.micrograd.dispatch({ type: "code/close" }));
    await page.evaluate(() => window.micrograd.dispatch({ type: "course/open" }));
    await expect(button(page, "Begin this exercise again")).toBeVisible();
    expect(await tooSmall(page, "#course")).toEqual([]);
    await page.evaluate(() => window.micrograd.dispatch({ type: "course/close" }));
    await page.evaluate(() => window.micrograd.dispatch({ type: "compare/open" }));
    await expect(button(page, "Race for 5 seconds")).toBeVisible();
    expect(await tooSmall(page, "#compare")).toEqual([]);
  });
});
