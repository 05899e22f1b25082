/** Going from one engine to the other, and back in time: the bits are those of a run left alone. */

import { choose, freshRun, settled, step, stepOf, timeline } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";

test("a switch of engine in mid-run, in both directions, changes nothing", async ({ bothPage: page }) => {
  await step(page, 60);
  const alone = await runBits(page);
  await freshRun(page);
  for (const engine of /** @type {const} */ (["Python", "C", "Python", "C"])) {
    await choose(page, engine);
    await step(page, 15);
  }
  expect(await runBits(page)).toEqual(alone);
});

test("a switch of engine while playing changes nothing", async ({ bothPage: page }) => {
  await step(page, 100);
  const alone = await runBits(page);
  await freshRun(page);
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "30 steps a second" });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  for (const [at, engine] of /** @type {const} */ ([
    [10, "Python"],
    [25, "C"],
    [40, "Python"],
  ])) {
    await page.waitForFunction(
      (wanted) => Number(window.micrograd.state.session.snapshot?.step) >= wanted,
      at,
    );
    await choose(page, engine);
  }
  await page.waitForFunction(() => !window.micrograd.state.run.playing);
  await settled(page);
  expect(await runBits(page)).toEqual(alone);
});

/** A run at max speed keeps few snapshots, so that going back has to compute. */
for (const k of [1, 37, 99]) {
  test(`scrubbing back to step ${k} and stepping on gives the same bits, also in the other engine`, async ({
    bothPage: page,
  }) => {
    await step(page, k);
    const then = await runBits(page);
    await step(page, 100 - k);
    const end = await runBits(page);
    for (const engine of /** @type {const} */ (["C", "Python"])) {
      await freshRun(page);
      await step(page, 100);
      await choose(page, engine);
      await timeline(page).fill(String(k));
      await page.waitForFunction((wanted) => window.micrograd.state.session.snapshot?.step === wanted, k);
      await settled(page);
      const { data, grad, m, v, at } = await runBits(page);
      expect({ data, grad, m, v, at }).toEqual({
        data: then.data,
        grad: then.grad,
        m: then.m,
        v: then.v,
        at: then.at,
      });
      await choose(page, engine === "C" ? "Python" : "C");
      await step(page, 1);
      expect(await stepOf(page)).toBe(k + 1);
      await choose(page, "C");
      await step(page, 99 - k);
      expect(await runBits(page)).toEqual(end);
    }
  });
}
