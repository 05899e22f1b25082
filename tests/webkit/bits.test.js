/** The engines in WebKit's WebAssembly: every double is the same as in Python there, and as in Node's WebAssembly. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { bits } from "../e2e/bits.js";
import { engineOf } from "../web/wasm.js";
import { openBrowser, skip } from "./browser.js";
import { bitsOf, choose, ENGINES, freshRun, open, step } from "./hands.js";

const STEPS = 100;

/** @type {import("./browser.js").Browser} */
let browser;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  await open(browser);
});
after(() => browser?.end());

/** The run in Node, by the very file that the page loads. */
async function reference() {
  const engine = await engineOf("micrograd.wasm");
  const train = Array.from({ length: STEPS }, () => engine.step()[0]);
  const { data, grad, m, v } = engine.query("snapshot", []);
  return { train, state: { data: bits(data), grad: bits(grad), m: bits(m), v: bits(v) } };
}

for (const [label, name] of ENGINES) {
  test(`after ${STEPS} steps in ${label}, data, grad, m and v of all 51 parameters are Node's to the last bit`, {
    skip,
  }, async () => {
    await choose(browser, label, name);
    await freshRun(browser);
    await step(browser, STEPS);
    const { step: at, ...state } = await bitsOf(browser);
    const { train, state: right } = await reference();
    assert.equal(at, STEPS);
    assert.equal(Object.values(state).flat().length, 51 * 4);
    assert.deepEqual(state, right);

    const losses = await browser.evaluate(() => [...(window.micrograd.state.run.history?.train ?? [])]);
    assert.deepEqual(losses, train);
    const log = await readFile(new URL("../golden/yinyang-seed42-glibc.txt", import.meta.url), "utf8");
    const printed = [...log.matchAll(/train loss (\S+)$/gm)].map((match) => Number(match[1]));
    losses.forEach((loss, i) => {
      assert.ok(Math.abs(loss / printed[i] - 1) < 1e-9, `step ${i + 1}: ${loss}, printed ${printed[i]}`);
    });
    assert.deepEqual(await browser.complaints(), []);
  });
}
