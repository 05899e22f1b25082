/** Lockstep finds a deliberate difference: a test build of the C engine in which one tanh in 32,768 rounds otherwise. */

import path from "node:path";
import { DIST } from "../../build/tools.js";
import { snapshotOf } from "../../web/protocol/messages.js";
import { engineOf, missing } from "../web/wasm.js";
import { button } from "./actions.js";
import { expect, test } from "./fixtures.js";

/** The pairs in which one engine is the test build: which file it takes the place of, and in which pair of the page. */
const BUILDS = /** @type {const} */ ([
  { build: "test/micrograd-rounding.wasm", file: "micrograd.wasm", batched: false, pair: "Python and C" },
  {
    ...{ build: "test/micrograd-simd-rounding.wasm", file: "micrograd-simd.wasm", batched: true },
    pair: "C and C batched",
  },
]);

/**
 * Where the two builds part, found without the page: the step, and the first node of the first such train point.
 * @param {string} build @param {boolean} batched
 */
async function whereTheyPart(build, batched) {
  const [right, wrong] = [await engineOf("micrograd.wasm"), await engineOf(build, {}, batched)];
  for (let step = 1; step <= 200; step++) {
    const before = snapshotOf(right.query("snapshot", []));
    right.step();
    wrong.step();
    if (right.query("snapshot", []).grad.every((g, i) => Object.is(g, wrong.query("snapshot", []).grad[i])))
      continue;
    for (const engine of [right, wrong]) engine.restore(before);
    for (const { x, y, label, split } of right.points()) {
      const [a, b] = [right.query("trace", [x, y, label]), wrong.query("trace", [x, y, label])];
      const at = a.data.findIndex((data, i) => !Object.is(data, b.data[i]));
      if (split === "train" && at >= 0) return { step, node: a.name[at], op: a.op[at] };
    }
  }
  throw new Error("the test build never rounds otherwise");
}

for (const { build, file, batched, pair } of BUILDS) {
  test(`one tanh that rounds differently is caught at its step, and its node is named: ${pair}`, async ({
    page,
  }) => {
    const reason = await missing(build);
    test.skip(Boolean(reason), String(reason));
    test.setTimeout(180_000);
    const { step, node, op } = await whereTheyPart(build, batched);
    expect(step).toBeGreaterThan(10);
    await page.route(`**/${file}`, (route) =>
      route.fulfill({ path: path.join(DIST, build), contentType: "application/wasm" }),
    );
    await page.goto("./");
    await page.waitForFunction(() => window.micrograd?.state.engines.status.python.phase === "ready");
    await page
      .getByRole("radiogroup", { name: "Engine" })
      .getByRole("radio", { name: "Side by side" })
      .check();
    await page.getByRole("combobox", { name: "Engines side by side" }).selectOption({ label: pair });
    await page.getByLabel("Speed", { exact: true }).selectOption({ label: "max speed" });
    await button(page, "Play").click();
    const verdict = page.getByRole("status", { name: "Comparison" });
    await expect(verdict).toContainText(`The engines differ at step ${step},`);
    await expect(verdict).toContainText(`The first node that differs is ${node} (${op}), its data: 0x`);
    const state = await page.evaluate(() => {
      const {
        session: { snapshot },
        run: { playing },
        compare: side,
      } = window.micrograd.state;
      return { step: snapshot?.step, playing, equal: side?.equal };
    });
    expect(state).toEqual({ step: step - 1, playing: false, equal: step - 1 });
  });
}
