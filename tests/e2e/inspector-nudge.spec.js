/** A nudge: what the gradient says becomes of the loss, beside what a forward pass measures. */

import { button, choose, configure, settled, step, write } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { field } from "./graph.js";
import { answered, digitsOf, select } from "./inspector.js";

const BOTH = /** @type {const} */ (["Python", "C"]);

for (const engine of BOTH) {
  test(`in ${engine}, a nudge shows the predicted change of the loss, grad times delta, beside the measured one`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await configure(page, { n: 30 });
    await step(page, 3);
    for (const [name, typed, delta] of /** @type {const} */ ([
      ["h3", "0.01", 0.01],
      ["z2.w3", "-1e-3", -1e-3],
      ["x", "−0.5", -0.5],
    ])) {
      await select(page, name);
      await write(page.getByRole("textbox", { name: "Nudge by" }), typed);
      await page.keyboard.press("Enter");
      await answered(page, "nudge");
      const { grad, reply } = await page.evaluate((node) => {
        const { graph, queries } = window.micrograd.state.answers;
        const reply = queries.nudge?.reply;
        if (!graph || !reply) throw new Error("nothing has been answered");
        const { predicted, measured, loss, nudged: after } = reply;
        return {
          grad: graph.graph.grad[graph.graph.name.indexOf(node)],
          reply: { predicted, measured, loss, after },
        };
      }, name);
      expect(bits([await digitsOf(page, "predicted")])).toEqual(bits([grad * delta]));
      expect(reply.predicted).toBe(grad * delta);
      expect(await digitsOf(page, "measured")).toBe(reply.measured);
      expect(reply.measured).toBe(reply.after - reply.loss);
      expect(await digitsOf(page, "difference")).toBe(reply.measured - reply.predicted);
      if (Math.abs(delta) < 0.1) {
        expect(Math.abs(reply.measured - reply.predicted)).toBeLessThan(
          1e-2 * Math.abs(reply.predicted) + 1e-6,
        );
      }
      await expect(page.getByRole("status", { name: "Nudge" })).toContainText(`${name} nudged by `);
    }
  });
}

test("the slider's keys make a nudge; its button, Escape and another selection undo it", async ({
  cPage: page,
}) => {
  await step(page, 2);
  await select(page, "h3");
  const slider = page.getByRole("slider", { name: "Nudge", exact: true });
  const current = () => page.evaluate(() => window.micrograd.state.view.nudge);
  const predicted = field(page, "predicted");
  await expect(predicted).toBeHidden();
  await slider.press("ArrowRight");
  expect(await current()).toEqual({ node: "h3", delta: 0.0001 });
  await slider.press("End");
  expect(await current()).toEqual({ node: "h3", delta: 1 });
  await expect(slider).toHaveAttribute("aria-valuetext", "1");
  await expect(predicted).toBeInViewport();
  await button(page, "Clear the nudge").click();
  expect(await current()).toBeNull();
  await expect(predicted).toBeHidden();
  await expect(slider).toBeFocused();
  await slider.press("Home");
  expect(await current()).toEqual({ node: "h3", delta: -1 });
  await slider.press("Escape");
  expect(await current()).toBeNull();
  await slider.press("End");
  await select(page, "h4");
  expect(await current()).toBeNull();
  await expect(predicted).toBeHidden();
});

test("a nudge that is not a number is refused in a sentence and changes nothing", async ({ cPage: page }) => {
  await select(page, "loss");
  const text = page.getByRole("textbox", { name: "Nudge by" });
  for (const bad of ["abc", "1e999", "0x10", "nan"]) {
    await write(text, bad);
    await text.press("Tab");
    await expect(page.locator("#inspector").getByRole("alert")).toHaveText(
      `A nudge must be a finite number, such as 0.01 or -1e-3, not '${bad}'.`,
    );
    expect(await page.evaluate(() => window.micrograd.state.view.nudge)).toBeNull();
  }
  await write(text, "0.25");
  await text.press("Enter");
  await expect(page.locator("#inspector").getByRole("alert")).toHaveCount(0);
  expect(await page.evaluate(() => window.micrograd.state.view.nudge)).toEqual({ node: "loss", delta: 0.25 });
});

test("what the engine refuses about a nudge is shown in the engine's own sentence", async ({
  cPage: page,
}) => {
  await select(page, "h1");
  await page.evaluate(() =>
    window.micrograd.dispatch({ type: "view/nudge", node: "h1", delta: Number.POSITIVE_INFINITY }),
  );
  await expect(page.locator("#inspector .nudge-result")).toContainText("delta must be finite, not inf");
  await expect(field(page, "predicted")).toBeHidden();
});

test("a screen reader hears a nudge when the run is paused, not at every step", async ({ cPage: page }) => {
  await step(page, 1);
  await select(page, "h3");
  await page.getByRole("slider", { name: "Nudge", exact: true }).press("End");
  await answered(page, "nudge");
  const spoken = page.getByRole("status", { name: "Nudge" });
  await expect(spoken).toHaveText(/^h3 nudged by 1: the loss changes by .+, predicted .+$/);
  const at = await spoken.textContent();
  await button(page, "Play").click();
  await page.waitForFunction(() => Number(window.micrograd.state.session.snapshot?.step) >= 10);
  await expect(spoken).toHaveText(String(at));
  await button(page, "Pause").click();
  await settled(page);
  await answered(page, "nudge");
  await expect(spoken).not.toHaveText(String(at));
});
