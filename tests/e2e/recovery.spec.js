/** An engine that hangs or crashes, really: its worker is put into an endless loop, or thrown an error in. */

import { button, choose, notice, settled, step, workerOf } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { clickAt, emptyPlace } from "./plane.js";

test("an engine that hangs is terminated, restarted, and goes on with the same bits", async ({
  ownPage: page,
}) => {
  await page.clock.install();
  await step(page, 12);
  const alone = await runBits(page);
  await button(page, "Reset").click();
  await settled(page);
  await step(page, 5);
  // it never answers this; the worker ends under it
  workerOf(page, "c.worker.js")
    .evaluate("for (;;);")
    .catch(() => {});
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/step", count: 7 }));
  await page.clock.runFor(20_000); // it is noticed after 8 seconds of silence
  await page.waitForFunction(() => window.micrograd.state.session.snapshot?.step === 12);
  await settled(page);
  expect(await runBits(page)).toEqual(alone);
});

test("an engine that crashes is restarted, and the user's edits are kept", async ({
  cPage: page,
  complaints,
}) => {
  complaints.expect(/crash for a test/);
  await step(page, 4);
  const { points } = await page.evaluate(() => window.micrograd.state.session);
  await clickAt(page, emptyPlace(points));
  await step(page, 2);
  const before = await runBits(page);
  const worker = workerOf(page, "c.worker.js");
  const gone = page.waitForEvent("worker");
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error("crash for a test");
    });
  });
  await gone;
  await page.waitForFunction(() => window.micrograd.state.engines.status.c.phase === "ready");
  expect(await runBits(page)).toEqual(before);
  await step(page, 3);
  expect(await page.evaluate(() => window.micrograd.state.session.points.length)).toBe(101);
});

test("an engine that crashes again and again is given up with its reason; Retry starts it", async ({
  cPage: page,
  complaints,
}) => {
  complaints.expect(/crash for a test/);
  for (const isLast of [false, false, true]) {
    await page.waitForFunction(() => window.micrograd.state.engines.status.c.phase === "ready");
    const worker = workerOf(page, "c.worker.js");
    const next = isLast ? null : page.waitForEvent("worker", (each) => each.url().endsWith("c.worker.js"));
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error("crash for a test");
      });
    });
    await next; // it may be ready before a look at the state would have seen it load
  }
  await expect(page.getByRole("status", { name: "C engine" })).toContainText("its worker crashed");
  await page.getByText("Details", { exact: true }).filter({ visible: true }).click();
  await expect(page.getByText("crash for a test")).toBeVisible();
  await button(page, "Retry").click();
  await page.waitForFunction(() => window.micrograd.state.engines.status.c.phase === "ready");
  await step(page, 1);
});

test("when the running engine fails for good, the other one takes the run over", async ({
  bothPage: page,
}) => {
  await choose(page, "C");
  await step(page, 9);
  const before = await runBits(page);
  await page.evaluate(() =>
    window.micrograd.dispatch({ type: "engine/failed", name: "c", reason: "failed for a test" }),
  );
  await page.waitForFunction(() => window.micrograd.state.engines.active === "python");
  await settled(page);
  expect(await runBits(page)).toEqual(before);
  await step(page, 1);
  await button(page, "Retry").click();
  await page.waitForFunction(() => window.micrograd.state.engines.status.c.phase === "ready");
  await choose(page, "C");
  await step(page, 1);
  await expect(notice(page)).toBeHidden();
});

test("C that can't be loaded leaves the page to Python", async ({ page, complaints }) => {
  complaints.expect(/micrograd\.wasm|ERR_FAILED/);
  await page.route("**/micrograd.wasm", (route) => route.abort());
  await page.goto("./");
  await expect(page.getByRole("status", { name: "C engine" })).toContainText("could not start");
  await settled(page);
  await page.waitForFunction(() => window.micrograd.state.engines.active === "python");
  await step(page, 1);
});
