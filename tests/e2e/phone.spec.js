/** A phone, held in one hand: what is in sight first, what a thumb reaches, whose a finger is, the page's or the graph's. */

import { button, counter, settled } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { drawn, field, node, scale, still } from "./graph.js";
import { tooSmall } from "./phone.js";
import { finger } from "./plane.js";
import { protocolOf } from "./protocol.js";

/** @typedef {import("@playwright/test").Page} Page */

const PHONE = { hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** @param {Page} page @param {string} selector */
const box = async (page, selector) =>
  (await page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

/** Waits until the page has come to rest after a finger has let it go. @param {Page} page */
const atRest = (page) =>
  page.evaluate(async () => {
    for (let same = 0, last = scrollY; same < 10; last = scrollY) {
      await new Promise(requestAnimationFrame);
      same = scrollY === last ? same + 1 : 0;
    }
  });

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

  test("a finger that goes up the graph scrolls the page; one that goes sideways drags the graph", async ({
    screenPage: page,
  }) => {
    await drawn(page);
    const style = () => page.locator("#graph .scene").getAttribute("style");
    const stage = await box(page, ".graph-stage");
    const from = { x: stage.x + 40, y: stage.y + 220 };
    const before = await style();
    const touch = await finger(page);
    await touch.down(from);
    await touch.move(from, { x: from.x + 3, y: from.y - 140 });
    await touch.up();
    await page.waitForFunction(() => scrollY > 60);
    expect(await style()).toBe(before);

    await atRest(page);
    await page.evaluate(() => scrollTo(0, 0));
    await button(page, "Zoom in").tap();
    await still(page);
    const zoomed = await style();
    await touch.down(from);
    await touch.move(from, { x: from.x + 140, y: from.y - 20 });
    await touch.up();
    await expect.poll(style).not.toBe(zoomed);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    expect(await page.evaluate(() => window.micrograd.state.selection.node)).toBeNull();
  });

  test("two fingers zoom the graph, and not the page; alone on the page, one drags it anywhere", async ({
    screenPage: page,
  }) => {
    await drawn(page);
    const stage = await box(page, ".graph-stage");
    const at = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
    const before = await scale(page);
    const cdp = await protocolOf(page);
    const send = (/** @type {"touchStart" | "touchMove" | "touchEnd"} */ type, /** @type {number[]} */ ys) =>
      cdp.send("Input.dispatchTouchEvent", { type, touchPoints: ys.map((y, id) => ({ x: at.x, y, id })) });
    await send("touchStart", [at.y - 20]);
    await send("touchStart", [at.y - 20, at.y + 20]);
    for (const apart of [40, 60, 80, 100]) await send("touchMove", [at.y - apart, at.y + apart]);
    await send("touchEnd", []);
    await still(page);
    expect(await scale(page)).toBeGreaterThan(2 * before);
    expect(await page.evaluate(() => [scrollY, window.visualViewport?.scale])).toEqual([0, 1]);

    await button(page, "More of Graph").tap();
    await button(page, "Enlarge Graph").tap();
    await expect(page.locator("#surface")).toBeHidden();
    expect((await box(page, ".graph-stage")).height).toBeGreaterThan(500);
    await button(page, "Zoom in").tap();
    await still(page);
    const style = () => page.locator("#graph .scene").getAttribute("style");
    const zoomed = await style();
    const touch = await finger(page);
    await touch.down({ x: 200, y: 400 });
    await touch.move({ x: 200, y: 400 }, { x: 200, y: 300 });
    await touch.up();
    await expect.poll(style).not.toBe(zoomed);
  });

  test("a tap within 22 pixels of a node means it, and what it holds can be read below the graph", async ({
    screenPage: page,
  }) => {
    for (const down of [-1, 1]) {
      await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: null }));
      await page.evaluate(() => window.micrograd.dispatch({ type: "view/open", groups: null }));
      const loss = page.locator('#graph .card[data-node="loss"]');
      await expect(loss).toBeVisible();
      await page.waitForFunction(() => document.getAnimations().length === 0);
      await still(page);
      const { x, y, width, height } = await loss.evaluate((card) => card.getBoundingClientRect().toJSON());
      await page.touchscreen.tap(x + width / 2, y + height / 2 + down * (height / 2 + 19));
      await expect.poll(() => page.evaluate(() => window.micrograd.state.selection.node)).toBe("loss");
    }
    const peek = page.locator(".peek");
    await expect(peek).toContainText("loss");
    const data = await page.evaluate(() => window.micrograd.state.answers.graph?.graph.data.at(-1) ?? 0);
    await expect(peek).toContainText(data.toFixed(4));
    expect(await peek.evaluate((each) => Number.parseFloat(getComputedStyle(each).fontSize))).toBeGreaterThan(
      12,
    );
    await peek.tap();
    await expect(field(page, "name")).toBeInViewport();
    await expect(page.getByRole("group", { name: "The selected node" })).toBeFocused();
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
