/** The engines' source in the inspector: line by line what stands in the files that the page serves. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../build/tools.js";
import { PLACES } from "../../web/view/node/source.js";
import { settled } from "./actions.js";
import { expect, test } from "./fixtures.js";
import { select } from "./inspector.js";

/** Where the left edge of a part of the inspector is. @param {import("@playwright/test").Locator} part */
const leftOf = (part) => part.evaluate((element) => element.getBoundingClientRect().left);

for (const [name, what] of /** @type {const} */ ([
  ["h3", "tanh"],
  ["h3.sum2", "+"],
  ["h3.w1*x", "*"],
  ["denom**-1", "**"],
  ["e1", "exp"],
  ["x", ""],
  ["z1.b", "bias"],
])) {
  test(`the source of ${name} is shown line by line as it stands in the files, and linked`, async ({
    cPage: page,
  }) => {
    await select(page, name);
    for (const [key, row] of /** @type {const} */ ([
      ["made", what],
      ["backward", "backward"],
    ])) {
      const part = page.locator(`#inspector [data-unfolds="${key}"]`);
      await expect(part.locator("summary [data-language]")).toHaveCount(2);
      expect(await leftOf(part.locator("summary"))).toBe(
        await leftOf(page.locator("#inspector .role-words")),
      );
      await expect(part.locator("summary [data-language]").first()).toHaveAttribute("data-language", "c");
      await part.locator("summary").click();
      for (const language of /** @type {const} */ (["python", "c"])) {
        const { file, marks } = PLACES[row][language];
        const all = (await readFile(path.join(ROOT, file), "utf8")).split("\n");
        const figure = part.locator(`figure[data-language="${language}"]`);
        await expect(figure.locator("[data-line]")).not.toHaveCount(0); // what is unfolded comes with the next event
        const lines = await figure.locator("[data-line]").evaluateAll((every) =>
          every.map((line) => ({
            number: Number(/** @type {HTMLElement} */ (line).dataset.line),
            text: line.querySelector(".code")?.textContent ?? "",
          })),
        );
        for (const { number, text } of lines) expect(all[number - 1].trim()).toBe(text.trim());
        const marked = (await figure.locator("mark").first().textContent()) ?? "";
        expect(marks.some((begins) => marked.trimStart().startsWith(begins))).toBe(true);
        const summary = await part.locator(`summary [data-language="${language}"] code`).textContent();
        expect(lines.map(({ text }) => text.trim())).toContain(summary);
        const link = figure.getByRole("link", { name: file });
        await expect(link).toHaveAttribute("target", "_blank");
        const served = await page.request.get(
          String(await link.evaluate((a) => /** @type {HTMLAnchorElement} */ (a).href)),
        );
        expect(await served.text()).toBe(all.join("\n"));
      }
    }
    await select(page, "h4");
    await expect(page.locator('#inspector [data-unfolds="made"]')).toHaveAttribute("open", "");
  });
}

test("of the two lines of C that pass a gradient on, the one for this operand is scrolled into view", async ({
  cPage: page,
}) => {
  const code = page.locator('#inspector [data-unfolds="backward"] summary [data-language="c"] code');
  await select(page, "h3.w1"); // first operand of h3.w1*x
  await expect(code).toContainText("out->local[0] * grad");
  await select(page, "h3"); // second one of z3.w3*h3
  await expect(code).toContainText("out->local[1] * grad");
});

test("if a source file can't be read, one line says so, and everything else goes on", async ({
  page,
  complaints,
}) => {
  complaints.expect(/engine\.c/);
  await page.route("**/source/csrc/engine.c", (route) => route.fulfill({ status: 404, body: "" }));
  await page.context().route("**/pyodide/**", () => {});
  await page.goto("./");
  await settled(page);
  await select(page, "h3");
  const line = page.locator('#inspector [data-unfolds="made"] summary [data-language="c"]');
  await expect(line).toHaveText("The C source can't be shown: csrc/engine.c was answered by 404.");
  await expect(
    page.locator('#inspector [data-unfolds="made"] summary [data-language="python"]'),
  ).toContainText("math.tanh");
  await page.unroute("**/source/csrc/engine.c");
  await select(page, "h4");
  await expect(line).toContainText("tanh(data_of(arena, x))");
});
