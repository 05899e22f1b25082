/** A new operation in the learner's own code; experiments and changes to try of the same meaning; what was written is kept. */

import { notice, settled, step, stepOf } from "./actions.js";
import { change, lineWith, test, tryChange, verdict } from "./editor.js";
import { expect } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

const SIGMOID = "A new operation: sigmoid";
const RIGHT =
  /^C has no sigmoid, so central differences judge the gradients: right at all \d+ nodes at step 0\.$/;

/** @param {Page} page @param {string} name */
const select = (page, name) =>
  page.evaluate((node) => window.micrograd.dispatch({ type: "node/select", name: node }), name);

/** The graph in sight: the operations in it, and the local derivative of h1 with the data of h1. @param {Page} page */
const inSight = (page) =>
  page.evaluate(() => {
    const { graph } = window.micrograd.state.answers.graph ?? {};
    const id = graph?.name.indexOf("h1") ?? -1;
    const first = graph?.prev.slice(0, id).flat().length ?? 0; // the operands of the nodes before it
    return { ops: [...new Set(graph?.op)], out: graph?.data[id] ?? 0, local: graph?.local[first] ?? 0 };
  });

/** The number of a line of the learner's engine.py. @param {Page} page @param {string} text */
const lineInEditor = async (page, text) =>
  lineWith(text, await page.evaluate(() => window.micrograd.state.code.files?.["engine.py"] ?? ""));

/** The settings' choices of a nonlinearity. @param {Page} page */
const choices = (page) => page.getByLabel("Nonlinearity").first().locator("option").allTextContents();

test("a new operation is drawn, explained with its formula and its line, and walked; no other engine takes its run", async ({
  code: page,
}) => {
  await tryChange(page, SIGMOID);
  await expect(verdict(page)).toHaveText(RIGHT);
  const { ops, out, local } = await inSight(page);
  expect(ops).toContain("sigmoid");
  expect(ops).not.toContain("tanh");
  expect(local).toBe(out * (1 - out));
  expect(await choices(page)).toEqual(["tanh", "ReLU", "sigmoid (yours)"]);

  await select(page, "h1");
  const inspector = page.locator("#inspector");
  await expect(inspector.locator('[data-field="op"]')).toHaveText("sigmoid (logistic)");
  await expect(inspector.locator('[data-field="formula"]')).toHaveText(
    /^h1 = sigmoid\(h1\.sum2\) = sigmoid\(−?\d\.\d{4}\) = 0\.\d{4}$/,
  );
  await expect(inspector.getByText("local = h1·(1 − h1) = ")).toBeVisible();
  const lines = inspector.locator('[data-unfolds="made"] .source-line');
  const made = await lineInEditor(page, "out = plain_sigmoid(self.data)");
  await expect(lines).toHaveText([
    new RegExp(`^engine\\.py ${made}\\s*out = plain_sigmoid\\(self\\.data\\)$`),
    "C has no sigmoid.",
  ]);

  for (const name of ["C", "Python"]) {
    await page.getByRole("radio", { name, exact: true }).click();
    await expect(notice(page)).toContainText(`${name} has no sigmoid: choose another nonlinearity first`);
    await expect(page.getByRole("radio", { name: "Yours" })).toBeChecked();
  }
  await page.getByRole("radio", { name: "Side by side" }).click();
  await expect(notice(page)).toContainText("Only Yours has sigmoid, so there is nothing beside it");
  await expect(page.getByRole("radio", { name: "Yours" })).toBeChecked();

  await page.evaluate(() => {
    window.micrograd.dispatch({ type: "view/open", groups: ["h1"] });
    window.micrograd.dispatch({ type: "walk/unit", unit: "op" });
  });
  await expect(page.locator("#graph .op", { hasText: "sigmoid" })).toHaveCount(8);
  await expect(async () => {
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await expect(page.locator("#graph .walk-line")).toContainText("h1 = sigmoid(h1.sum2)", { timeout: 200 });
  }).toPass();
  await page.evaluate(() => window.micrograd.dispatch({ type: "walk/unit", unit: "update" }));

  await step(page, 20);
  const { train } = await page.evaluate(() => ({
    train: Array.from(window.micrograd.state.run.history?.train ?? []),
  }));
  expect(train).toHaveLength(20);
  expect(train[19]).toBeLessThan(train[0]);
});

test("a wrong derivative is found at its node and line; the run waits for wrong code, and nothing stays of an operation that goes", async ({
  code: page,
}) => {
  await tryChange(page, SIGMOID);
  await expect(verdict(page)).toHaveText(RIGHT);
  await change(page, "(out * (1.0 - out),)", "(out * out,)");
  const wrong = await lineInEditor(page, "(out * out,)");
  await expect(verdict(page)).toHaveText(
    new RegExp(`: wrong at step 0, first at h\\d\\.sum2\\. engine\\.py, line ${wrong}\\.$`),
  );
  await expect(page.getByRole("status", { name: "Central differences" })).toHaveText(
    /^Central differences disagree at \d+ of \d+ nodes, first at h\d\.sum2: its gradient is .*, the measured slope \d\.\d+\.$/,
  );
  const source = page.getByRole("textbox", { name: "Source of engine.py" });
  await page.getByRole("button", { name: `Go to line ${wrong}` }).click();
  await expect(source.locator(".cm-activeLine")).toContainText("(out * out,)");

  await step(page, 2);
  await change(page, "(out * out,)", "(out * (1.0 - out),");
  await expect(verdict(page)).toHaveText(
    /SyntaxError: .*\. The run waits, as no other engine has sigmoid\.$/,
  );
  expect(await stepOf(page)).toBe(2);
  await change(page, "(out * (1.0 - out),", "(out * (1.0 - out),)");
  await page.waitForFunction(() => window.micrograd.state.engines.status.yours.phase === "ready");
  await settled(page);
  expect(await stepOf(page)).toBe(2);

  await change(page, '("{out}·(1 − {out})",)', '("{out}·(1 − {out})")');
  await expect(verdict(page)).toHaveText(
    /^engine\.py, line \d+: the row 'sigmoid' of OPERATIONS must have a tuple of texts as its derivatives/,
  );
  await page.getByRole("button", { name: "Reset all" }).click();
  await expect(verdict(page)).toHaveText("Equal to C to the last bit for 10 steps.");
  await expect(notice(page)).toContainText(
    "Your code has no sigmoid any more: the run starts again with tanh.",
  );
  expect(await choices(page)).toEqual(["tanh", "ReLU"]);
  await settled(page);
  expect((await inSight(page)).ops).not.toContain("sigmoid");
});

test("a link to a nonlinearity that no engine here has starts with the default, and says so", async ({
  cPage: page,
}) => {
  await page.evaluate(() => {
    location.hash = "#nonlin=sigmoid&layers=4&step=3";
  });
  await expect(notice(page)).toContainText(
    "No engine here has sigmoid, the nonlinearity of this link: its run starts with tanh.",
  );
  await page.waitForFunction(() => window.micrograd.state.session.snapshot?.step === 3);
  expect(await page.evaluate(() => window.micrograd.state.session.config)).toMatchObject({
    nonlin: "tanh",
    layers: [4],
  });
});

test("each switch under Experiments leads to the same change as code, whose verdict names the same first wrong node, and back", async ({
  code: page,
}) => {
  test.setTimeout(240_000); // it starts Python three times
  await page.getByRole("button", { name: "Experiments" }).click();
  for (const [name, first, told] of /** @type {const} */ ([
    ["Naive order", /, first at (\S+): /, "at"],
    ["= in place of +=", /, first at (\S+): /, "at"],
    ["No zero_grad", /red in the table: (\S+) has /, "in grad of"],
  ])) {
    await page.evaluate(() => window.micrograd.dispatch({ type: "engine/choose", name: "c" }));
    const toggle = page.getByRole("switch", { name });
    await toggle.check();
    if (name === "No zero_grad") await step(page, 2);
    const result = page.getByRole("status", { name: `${name}: result` });
    await expect(result).toHaveText(first);
    const node = first.exec((await result.textContent()) ?? "")?.[1];
    const before = await page.evaluate(() => window.micrograd.state.code.run);
    await page
      .locator(".experiments > div", { has: toggle })
      .getByRole("button", { name: "See it as code" })
      .click();
    await expect(verdict(page)).toHaveText("This is the change as code. It runs when you press Run.");
    await expect(page.locator(".cm-changed").first()).toBeVisible();
    expect(await page.evaluate(() => window.micrograd.state.code.run)).toEqual(before);
    await toggle.uncheck();
    await page.evaluate(() => window.micrograd.dispatch({ type: "run/reset" }));
    await settled(page);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(verdict(page)).toHaveText(
      new RegExp(`^First differs from C at step \\d, ${told} ${node?.replaceAll(".", "\\.")}: `),
    );
    await page.getByRole("button", { name: "See it as an experiment" }).click();
    await expect(toggle).toBeChecked();
    await expect(page.getByRole("radio", { name: "Python", exact: true })).toBeChecked();
    await toggle.uncheck();
  }
});

test("what the learner has written survives a change to try and a reset: Ctrl+Z and a button bring it back", async ({
  code: page,
}) => {
  const source = page.getByRole("textbox", { name: "Source of engine.py" });
  const text = () => page.evaluate(() => window.micrograd.state.code.files?.["engine.py"] ?? "");
  const line = lineWith("out = math.tanh(self.data)");
  await page.evaluate(
    (at) => window.micrograd.dispatch({ type: "code/open", file: "engine.py", line: at }),
    line,
  );
  await expect(source).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type(" * 1.0  # mine");
  await expect.poll(text).toContain("# mine");
  const mine = await text();

  await tryChange(page, "= instead of += in backward");
  await expect.poll(text).not.toContain("# mine");
  await expect(source).not.toContainText("# mine");
  await source.focus();
  await page.keyboard.press("Control+z");
  await expect.poll(text).toBe(mine);

  await tryChange(page, "Leaky ReLU");
  await expect.poll(text).not.toContain("# mine");
  await page.getByRole("button", { name: "Back to your code" }).click();
  await expect.poll(text).toBe(mine);
  await expect(page.getByRole("button", { name: "Back to your code" })).toBeHidden();

  await page.getByRole("button", { name: "Reset all" }).click();
  await expect.poll(text).not.toContain("# mine");
  await page.getByRole("button", { name: "Back to your code" }).click();
  await expect.poll(text).toBe(mine);
  await page.getByRole("button", { name: "Reset all" }).click();
  await expect.poll(text).not.toContain("# mine");
  await expect(source).not.toContainText("# mine"); // undone is what the editor has, a frame later
  await source.focus();
  await page.keyboard.press("Control+z");
  await expect.poll(text).toBe(mine);
});
