/** The engine Yours: the package's own source, changed on the page, run in a confined Python and compared with C. */

import { PRESETS } from "../../web/state/code/presets.js";
import { FORBIDDEN } from "../../web/worker/yours/confine.js";
import { choose, freshRun, settled, step, stepOf } from "./actions.js";
import { violations } from "./axe.js";
import { runBits } from "./bits.js";
import { need } from "./drivers.js";
import { change, lineWith, test, tryChange, verdict } from "./editor.js";
import { expect } from "./fixtures.js";

const TANH = "out = math.tanh(self.data)";
const LINE = lineWith(TANH);
const RELU = lineWith("out = 0.0 if self.data <= 0.0 else self.data");

test("an unchanged copy trains, walks and draws with the bits of C", async ({ code: page }) => {
  await step(page, 30);
  const inC = await runBits(page);
  await freshRun(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 10 steps.");
  await expect(page.getByRole("radio", { name: "Yours" })).toBeChecked();
  await step(page, 30);
  expect(await runBits(page)).toEqual(inC);
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 30 steps.");
  expect(await page.evaluate(() => window.micrograd.state.answers.graph?.engine)).toBe("yours");
});

test("each change to try is compared with C: step, node, both numbers and the line; and central differences find the wrong gradients", async ({
  code: page,
}) => {
  test.setTimeout(300_000); // it starts Python eight times
  /** What central differences say of the changes to backward and to a local derivative: the others leave gradients right. */
  const slopes = /** @type {Record<string, RegExp>} */ ({
    assign: /^Central differences disagree at \d+ of \d+ nodes, first at e1: its gradient is /,
    order: /^Central differences disagree at \d+ of \d+ nodes, first at /,
    tanh: /^Central differences disagree at \d+ of \d+ nodes, first at h\d\.sum2: its gradient is /,
  });
  const agree = /^Central differences agree with the gradients of all \d+ nodes\.$/;
  /** @type {Record<string, RegExp>} */
  const expected = {
    assign: /^First differs from C at step 1, at e1: its gradient is .* in C\. engine\.py, line 1\d\d\.$/,
    order: /^First differs from C at step 1, at \w+: its gradient is .*engine\.py, line 14\d\.$/,
    "zero-grad": /^First differs from C at step 2, in grad of h1\.w1: .*optim\.py, line \d+\.$/,
    tanh: /^First differs from C at step 1, at h1: its local derivative with respect to h1\.sum2 is .*engine\.py, line 7\d\.$/,
    sign: /^First differs from C at step 1, in data of h1\.w1: .*optim\.py, line \d+\.$/,
    momentum: /^First differs from C at step 1, in data of h1\.w1: .*optim\.py, line \d+\.$/,
    "bias-correction": /^First differs from C at step 1, in data of h1\.w1: .*optim\.py, line \d+\.$/,
    leaky: new RegExp(
      `^First differs from C at step 1, at h\\d: its data is -0\\..* in yours, 0\\.0 in C\\. engine\\.py, line ${RELU}\\.$`,
    ),
    sigmoid:
      /^C has no sigmoid, so central differences judge the gradients: right at all \d+ nodes at step 0\.$/,
  };
  for (const { id, title, look } of PRESETS) {
    await tryChange(page, title);
    await expect(page.getByText(look)).toBeVisible();
    await expect(verdict(page)).toHaveText(expected[id]);
    if (id === "sigmoid") continue; // what the verdict says is what they have measured
    await page.getByRole("button", { name: "Measure the gradients" }).click();
    await expect(page.getByRole("status", { name: "Central differences" })).toHaveText(slopes[id] ?? agree);
  }
});

test("what is typed runs after a pause; where the text is wrong the line is named, and Python goes on with the run", async ({
  code: page,
}) => {
  await page.evaluate(() => window.micrograd.dispatch({ type: "code/run" }));
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 10 steps.");
  await page.evaluate(
    (line) => window.micrograd.dispatch({ type: "code/open", file: "engine.py", line }),
    LINE,
  );
  const source = page.getByRole("textbox", { name: "Source of engine.py" });
  await expect(source).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type(" * 2.0");
  await expect(verdict(page)).toHaveText(
    new RegExp(`^First differs from C at step 1, at h1: its data is .*line ${LINE}\\.$`),
  );
  await page.keyboard.type(" * (1.0");
  await expect(verdict(page)).toHaveText(`engine.py, line ${LINE}: SyntaxError: '(' was never closed.`);
  await page.waitForFunction(() => window.micrograd.state.engines.active === "python");
  await step(page, 1);
  expect(await stepOf(page)).toBe(1);
  await page.getByRole("button", { name: "Reset this function" }).click();
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 10 steps.");
});

test("an exception, a wrong type and a recursion without an end are told with their line", async ({
  code: page,
}) => {
  for (const [to, says] of [
    [`${TANH} / 0`, `engine.py, line ${LINE}: ZeroDivisionError: division by zero.`],
    ["out = math.tanh('1')", `engine.py, line ${LINE}: TypeError: must be real number, not str.`],
    ["return self.tanh()", `engine.py, line ${LINE}: RecursionError: a function calls itself without end.`],
    [
      "import js",
      `engine.py, line ${LINE}: ImportError: js is out of reach here: this code can only compute.`,
    ],
  ]) {
    await change(page, TANH, to);
    await expect(verdict(page)).toHaveText(says);
    await page.evaluate(() => window.micrograd.dispatch({ type: "code/reset" }));
  }
});

test("an endless loop is stopped, also in C, and the page and the next run live", async ({ code: page }) => {
  for (const to of ["while True: pass", "import itertools; sum(itertools.repeat(1))"]) {
    await change(page, TANH, to);
    await expect(verdict(page)).toHaveText(/^The code ran for more than \d\.\d seconds without an end/);
    await page.evaluate(() => window.micrograd.dispatch({ type: "code/reset" }));
  }
  await choose(page, "C");
  await step(page, 2);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 10 steps.");
});

test("what leads out of the worker is out of reach before the first line of the code", async ({
  code: page,
  complaints,
}) => {
  need(page, "the inside of a worker");
  complaints.expect(/Content Security Policy/);
  await change(page, '"""Value: a number', 'print("x" * 1_000_000)\n"""Value: a number');
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 10 steps.");
  /** @type {import("@playwright/test").Worker | undefined} */
  let worker;
  await expect(async () => {
    worker = page.workers().find((each) => each.url().startsWith("blob:")); // the next one waits behind it
    await worker?.evaluate("0"); // one that has just ended may still be listed
  }).toPass();
  const found = await worker?.evaluate(
    (names) => names.filter((name) => /** @type {any} */ (globalThis)[name] !== undefined),
    FORBIDDEN,
  );
  expect(found).toEqual([]);
  const imported = await worker?.evaluate(
    (url) =>
      import(url).then(
        () => "arrived",
        () => "refused",
      ),
    "data:text/javascript,export default 1",
  );
  expect(imported).toBe("refused");
  const printed = await page.evaluate(() => window.micrograd.state.code.printed);
  expect(printed.length).toBeLessThan(4100);
  expect(printed).toMatch(/^x{4000} … \(the rest is cut\)$/);
});

test("the code is there on the next visit, and runs only when Run is pressed", async ({ code: page }) => {
  await change(page, TANH, `${TANH} * 1.0`);
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 10 steps.");
  await page.reload();
  await settled(page);
  await page.keyboard.press("e");
  await expect(verdict(page)).toHaveText(
    "This is your code from an earlier visit. It runs when you press Run.",
  );
  expect(page.workers().filter((each) => each.url().startsWith("blob:"))).toEqual([]);
  await expect(page.getByRole("radio", { name: "Yours" })).toBeHidden();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 10 steps.");
  await page.getByRole("button", { name: "Reset all" }).click();
});

test("the inspector opens the editor at a line of the node; Escape, then Tab leaves the text", async ({
  code: page,
}) => {
  await page.evaluate(() => window.micrograd.dispatch({ type: "code/close" }));
  await page.evaluate(() => window.micrograd.dispatch({ type: "node/select", name: "h3" }));
  const made = page.locator('#inspector [data-unfolds="made"]');
  await made.locator("summary").click();
  await made.getByRole("button", { name: "Edit this line" }).click();
  const source = page.getByRole("textbox", { name: "Source of engine.py" });
  await expect(source).toBeFocused();
  await expect(page.locator(".cm-node", { hasText: "math.tanh" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Show changes" })).toBeFocused();
});

test("axe finds nothing in the editor, with a difference or a fault shown, in both themes", async ({
  code: page,
}) => {
  test.setTimeout(240_000); // axe reads the whole page four times
  for (const to of [TANH.replace("tanh", "sin"), "out = math.tanh("]) {
    await change(page, TANH, to);
    await expect(verdict(page)).toHaveText(new RegExp(`engine\\.py, line ${LINE}`));
    for (const theme of /** @type {const} */ (["light", "dark"])) {
      await page.evaluate((name) => window.micrograd.dispatch({ type: "view/theme", theme: name }), theme);
      expect(await violations(page)).toEqual([]);
    }
    await page.evaluate(() => window.micrograd.dispatch({ type: "code/reset" }));
  }
  await page.evaluate(() => window.micrograd.dispatch({ type: "view/theme", theme: "system" }));
});
