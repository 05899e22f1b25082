/** The learner's own Python in WebKit: it starts beside the page's, runs, and is compared with C. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, skip } from "./browser.js";
import { dispatch, open } from "./hands.js";

/** @type {import("./browser.js").Browser} */
let browser;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  await open(browser);
  await dispatch(browser, { type: "code/open" });
  await browser.until("the editor has the files", () => window.micrograd.state.code.files);
});
after(() => browser?.end());

/** Runs engine.py with a passage replaced, and waits for the comparison with C. @param {string} from @param {string} to */
async function run(from, to) {
  await browser.evaluate(
    (passage, code) => {
      const { state, dispatch: act } = window.micrograd;
      const text = state.code.files?.["engine.py"].replace(passage, () => code) ?? "";
      act({ type: "code/edit", file: "engine.py", text });
      act({ type: "code/run" });
    },
    from,
    to,
  );
  await browser.until("the code is compared with C", () => {
    const { check } = window.micrograd.state.code;
    return check && (check.difference?.searched || check.left === 0);
  });
  return browser.evaluate(() => window.micrograd.state.code.check?.difference?.node?.name ?? null);
}

test("code that computes the same is equal to C, and = in place of += differs at a node", {
  skip,
}, async () => {
  assert.equal(await run("import math\n", "import math  # mine\n"), null);
  assert.match((await run("operand.grad += local[i] * grad", "operand.grad = local[i] * grad")) ?? "", /\w/);
  assert.deepEqual(await browser.complaints(), []);
});
