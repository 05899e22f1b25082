/** Panels: one more is a file and a row, and one that fails takes nothing else with it. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../build/site/bundle.js";
import { DIST } from "../../build/tools.js";
import { button, counter, open } from "./actions.js";
import { expect, test } from "./fixtures.js";

const LIST = fileURLToPath(new URL("../../web/view/index.js", import.meta.url));

/**
 * Serves the first module as the build makes it of a list of panels with one more row, whose module is `source`.
 * @param {import("@playwright/test").Page} page
 * @param {string} row
 * @param {string} source
 */
async function withPanel(page, row, source) {
  const list = (await readFile(LIST, "utf8")).replace("PANELS = [", `PANELS = [${row},`);
  /** @type {import("esbuild").Plugin} */
  const extra = {
    name: "one more panel",
    setup({ onLoad, onResolve }) {
      const resolveDir = path.dirname(LIST);
      onLoad({ filter: /[\\/]view[\\/]index\.js$/ }, () => ({
        contents: `import * as extra from "./extra.js";\n${list}`,
      }));
      onResolve({ filter: /(^\.|view)\/extra\.js$/ }, () => ({ path: path.join(resolveDir, "extra.js") }));
      onLoad({ filter: /[\\/]view[\\/]extra\.js$/ }, () => ({ contents: source }));
    },
  };
  const files = await bundle(path.join(DIST, "vendor"), [extra]);
  await page.route("**/main.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: files.get("main.js") }),
  );
}

const STEP_PANEL = `
import { el, setText } from "./dom.js";
export function mount(root) {
  const text = el("output", { "aria-label": "Steps made" });
  root.append(text);
  return { sync: ({ session }) => setText(text, String(session.snapshot?.step ?? 0)) };
}`;

test("a panel that is a file, a row and a style sheet is on the page and gets every state", async ({
  page,
}) => {
  await withPanel(
    page,
    '{ id: "number", label: "Number", css: "extra/panel.css", mount: extra.mount }',
    STEP_PANEL,
  );
  await page.route("**/view/extra/panel.css", (route) =>
    route.fulfill({ contentType: "text/css", body: "#number { border-width: 7px; }" }),
  );
  await open(page);
  await expect(page.getByRole("region", { name: "Number" })).toHaveCSS("border-top-width", "7px");
  await button(page, "Step").click();
  await expect(page.getByLabel("Steps made", { exact: true })).toHaveText("1");
});

for (const [when, source] of /** @type {const} */ ([
  ["is mounted", 'export function mount() { throw new Error("no element"); }'],
  [
    "shows a state",
    'export function mount() { return { sync({ session }) { if (session.snapshot.step > 0) throw new Error("no step"); } }; }',
  ],
])) {
  test(`a panel that fails when it ${when} says so in its place, and everything else goes on`, async ({
    page,
  }) => {
    await withPanel(page, '{ id: "broken", label: "Broken", mount: extra.mount }', source);
    await open(page);
    await button(page, "Step").click();
    await expect(counter(page)).toHaveText("step 1 / 100");
    const panel = page.getByRole("region", { name: "Broken" });
    await expect(panel.getByRole("alert")).toContainText("Broken stopped working; everything else goes on.");
    await expect(panel.getByRole("alert")).toHaveCount(1);
    await expect(panel.locator("pre")).toBeHidden();
    await button(page, "Step").click();
    await expect(counter(page)).toHaveText("step 2 / 100");
  });
}
