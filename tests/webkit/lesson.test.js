/** A lesson in WebKit, from its question to its end, by the controls that it points at. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { loadStages } from "../../web/lessons/index.js";
import { openBrowser, skip } from "./browser.js";
import { button, open, settled } from "./hands.js";

/** @type {import("./browser.js").Browser} */
let browser;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  await open(browser);
});
after(() => browser?.end());

/** The middle of what glows, once it glows alone and at rest. */
async function glowing() {
  await browser.until("one control glows", () => {
    const glows = [...document.querySelectorAll(".glow")].filter((each) => each.checkVisibility());
    glows[0]?.scrollIntoView({ block: "nearest" });
    return glows.length === 1;
  });
  return browser.evaluate(async () => {
    const glow = /** @type {Element} */ (
      [...document.querySelectorAll(".glow")].find((each) => each.checkVisibility())
    );
    let last = "";
    for (let same = 0; same < 4; ) {
      await new Promise(requestAnimationFrame);
      const now = JSON.stringify(glow.getBoundingClientRect());
      same = now === last ? same + 1 : 0;
      last = now;
    }
    const { x, y, width, height } = glow.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
}

test("“Which points move this weight?” comes to its end by the controls that glow", { skip }, async () => {
  const stages = await loadStages("which-points");
  await button(browser, "Questions");
  await browser.until("the list can be seen", () =>
    [...document.querySelectorAll(".questions button")].some(
      (each) => each.textContent?.trim() === "Which points move this weight?" && each.checkVisibility(),
    ),
  );
  await button(browser, "Which points move this weight?");
  for (const [i, stage] of stages.entries()) {
    await browser.until(
      `stage ${i} speaks`,
      (n) => {
        const { lesson } = window.micrograd.state.view;
        return lesson?.stage === n && lesson.said !== null;
      },
      i,
    );
    if (stage.ask) {
      await browser.until("it asks", () => document.querySelector(".lesson .choice")?.checkVisibility());
      const choice = await browser.evaluate(() => {
        const first = /** @type {Element} */ (document.querySelector(".lesson .choice"));
        first.scrollIntoView({ block: "nearest" });
        const { x, y, width, height } = first.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      await browser.press(choice);
    }
    await settled(browser);
    await browser.press(await glowing());
    await browser.until(`stage ${i} is done`, () => window.micrograd.state.view.lesson?.done);
    await browser.until("the lesson says what has been seen", () =>
      /\S/.test(document.querySelector(".lesson .seen")?.textContent ?? ""),
    );
    const name = i === stages.length - 1 ? "Back to my run" : "Next";
    await browser.click(`//*[@aria-label="Lesson"]//footer//button[normalize-space()="${name}"]`);
  }
  await browser.until("the lesson is over", () => window.micrograd.state.view.lesson === null);
  await settled(browser);
  assert.deepEqual(await browser.complaints(), []);
});
