/** What axe finds, what a screen reader hears, and less motion for those who asked for it. */

import { format } from "../../web/protocol/numbers.js";
import { button, configure, open, settled, step, write } from "./actions.js";
import { violations } from "./axe.js";
import { unless } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { allOperations } from "./graph.js";
import { answered } from "./inspector.js";
import { row } from "./plane-look.js";

/** @typedef {import("@playwright/test").Page} Page */

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const [device, viewport] of /** @type {const} */ ([
    ["1440 pixels wide", { width: 1440, height: 900 }],
    ["a phone", { width: 390, height: 844 }],
  ])) {
    test.describe(`${colorScheme}, ${device}`, () => {
      test.use({ colorScheme, viewport });
      if (colorScheme === "dark") test.skip(...unless("a dark system"));
      test("axe finds nothing on the page, in its dialogs, panels and notices, and side by side", async ({
        ownPage: page,
      }) => {
        test.setTimeout(300_000); // axe reads the whole page six times
        await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
        await step(page, 3);
        expect(await violations(page)).toEqual([]);
        // on a phone, what does not stand in a line unfolds
        for (const opener of await page.locator(".unfold:visible").all()) await opener.click();
        // a selected row has another background, and the inspector all its parts
        await row(page, "h1.w1").getByRole("button").click();
        await page.evaluate(() => {
          for (const part of document.querySelectorAll("#inspector details")) part.setAttribute("open", "");
        });
        await answered(page, "preview");
        expect(await violations(page)).toEqual([]);
        await button(page, "Runs").click();
        expect(await violations(page, "dialog[open]")).toEqual([]);
        await page.keyboard.press("Escape");
        await button(page, "Files").click();
        await expect(page.getByRole("dialog", { name: "Files" })).toBeVisible();
        expect(await violations(page, "dialog[open]")).toEqual([]);
        await page.keyboard.press("Escape");
        await button(page, "More settings").click();
        const lr = page
          .getByRole("dialog", { name: "Settings" })
          .getByLabel("Learning rate", { exact: true });
        await write(lr, "bad");
        await lr.press("Tab");
        expect(await violations(page, "dialog[open]")).toEqual([]);
        await page.keyboard.press("Escape");
        await button(page, "Help").click();
        expect(await violations(page, "dialog[open]")).toEqual([]);
        await page.keyboard.press("Escape");
        await button(page, "Experiments").click();
        await page.getByRole("switch", { name: "Naive order" }).check();
        await settled(page);
        expect(await violations(page)).toEqual([]);
        await button(page, "Visit by visit").click();
        await page.getByRole("slider", { name: "Visits of the naive order" }).fill("4");
        expect(await violations(page)).toEqual([]);
        await page.getByRole("radio", { name: "op", exact: true }).check();
        await page.getByRole("slider", { name: "Moves of the step" }).fill("200");
        expect(await violations(page)).toEqual([]);
        await page.getByRole("radio", { name: "update", exact: true }).check();
        await configure(page, { lr: 1000 });
        await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "max speed" });
        await button(page, "Play").click();
        await expect(button(page, "One step back")).toBeVisible();
        await settled(page);
        expect(await violations(page)).toEqual([]);
        await page.getByRole("radio", { name: "Side by side" }).check();
        expect(await violations(page)).toEqual([]);
      });
    });
  }
}

test("in browse mode every node says its numbers, at rest", async ({ cPage: page }) => {
  await step(page, 2);
  const { h5, loss } = await page.evaluate(() => {
    const { graph } = /** @type {any} */ (window.micrograd.state.answers.graph);
    const at = (/** @type {string} */ name) => graph.data[graph.name.indexOf(name)];
    return { h5: at("h5"), loss: at("loss") };
  });
  for (const [name, data] of /** @type {const} */ ([
    ["h5", h5],
    ["loss", loss],
  ])) {
    await expect(page.locator(`#graph [data-node="${name}"]`)).toHaveAttribute(
      "aria-label",
      new RegExp(`^${name}, data ${format(data)}, grad −?\\d\\.\\d{4}$`),
    );
  }
});

test("a node that comes into view at rest says its numbers too", async ({ cPage: page }) => {
  await allOperations(page); // from so far away that no node is drawn
  await step(page, 2);
  await page.locator(".graph-stage").hover();
  for (let i = 0; i < 5; i++) await page.mouse.wheel(0, -300);
  const near = page.locator("#graph .node:not(.card):visible").first();
  await expect(near).toHaveAttribute("aria-label", /^\S+, data −?\d\S*, grad −?\d\S*$/);
  const [name = "", data] = String(await near.getAttribute("aria-label")).split(/, data |, grad /);
  const now = await page.evaluate((of) => {
    const { graph } = /** @type {any} */ (window.micrograd.state.answers.graph);
    return graph.data[graph.name.indexOf(of)];
  }, name);
  expect(data).toBe(format(now));
});

test("while the run plays, a screen reader hears every tenth step and nothing else", async ({
  cPage: page,
}) => {
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "30 steps a second" });
  await page.evaluate(() => {
    /** @type {string[]} */
    const heard = [];
    Object.assign(window, { heard });
    const polite = [...document.querySelectorAll("[role=status], [role=alert], [aria-live], output")].filter(
      (region) => region.getAttribute("aria-live") !== "off",
    );
    const hear = new MutationObserver((changes) => {
      const regions = new Set(changes.map(({ target }) => polite.find((region) => region.contains(target))));
      for (const region of regions) {
        if (region?.textContent) heard.push(`${region.getAttribute("aria-label")}: ${region.textContent}`);
      }
    });
    for (const region of polite) {
      hear.observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
  await button(page, "Play").click();
  await page.waitForFunction(() => Number(window.micrograd.state.session.snapshot?.step) >= 43);
  const whilePlaying = await page.evaluate(() => /** @type {any} */ (window).heard);
  const progress = whilePlaying.filter((/** @type {string} */ text) => text.startsWith("Training progress"));
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.length).toBeLessThanOrEqual(5);
  for (const text of progress) expect(text).toMatch(/^Training progress: step \d*0, train loss \d\.\d{4}$/);
  const others = whilePlaying.filter((/** @type {string} */ text) => !text.startsWith("Training progress"));
  expect(others.filter((/** @type {string} */ text) => text !== "C engine: C running")).toEqual([]);
  expect(others.length).toBeLessThanOrEqual(1);
  await button(page, "Pause").click();
  await settled(page);
  const { step: at, loss } = await page.evaluate(() => {
    const { snapshot } = window.micrograd.state.session;
    return { step: snapshot?.step, loss: snapshot?.loss.train.toFixed(4) };
  });
  await expect(page.getByRole("status", { name: "Training progress" })).toHaveText(
    `step ${at}, train loss ${loss}`,
  );
});

test("a screen reader hears that Python is loading once, not every percent", async ({ page }) => {
  await page.addInitScript(() => {
    const heard = new Set();
    Object.assign(window, { heard });
    const listen = () => {
      const status = document.querySelector('[aria-label="Python engine"]');
      if (status) heard.add(status.textContent);
      requestAnimationFrame(listen);
    };
    requestAnimationFrame(listen);
  });
  await page.goto("./");
  await page.waitForFunction(() => window.micrograd?.state.engines.active === "python");
  await step(page, 1);
  const heard = await page.evaluate(() => [.../** @type {any} */ (window).heard]);
  expect(heard.filter(Boolean)).toEqual(["Python loading", "Python ready", "Python running"]);
});

test("with reduced motion nothing is animated", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  await step(page, 2);
  await button(page, "Help").click();
  const moving = await page.evaluate(() => {
    const durations = [...document.querySelectorAll("*")].flatMap((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return [transitionDuration, animationDuration].flatMap((text) => text.split(", "));
    });
    return {
      durations: durations.filter((text) => Number.parseFloat(text) > 0.02),
      running: document.getAnimations().length,
    };
  });
  expect(moving).toEqual({ durations: [], running: 0 });
});
