/** The page inside another: of another origin, with its site data blocked. */

import { createServer } from "node:http";
import { button, counter, linkHash } from "./actions.js";
import { need } from "./drivers.js";
import { expect, test } from "./fixtures.js";

/** A page of another origin that embeds an address. @param {string} address */
async function host(address) {
  const body = `<!doctype html><title>A lecture</title><iframe title="micrograd" src="${address}" width="1000" height="700"></iframe>`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  // by its name it is another site than 127.0.0.1, not only another origin
  return { url: `http://localhost:${port}/`, close: () => server.close() };
}

/** What a browser does that blocks the data of other sites: naming a storage throws. Runs before the page's scripts. */
function blockSiteData() {
  if (window.top === window) return;
  for (const name of ["localStorage", "sessionStorage", "caches", "indexedDB"]) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException("The document is sandboxed or its data is blocked", "SecurityError");
      },
    });
  }
}

/** Waits until a lesson has this sentence. @param {import("@playwright/test").Page} page @param {"said" | "seen"} sentence */
const lessonHas = (page, sentence) =>
  page.waitForFunction((key) => typeof window.micrograd.state.view.lesson?.[key] === "string", sentence);

for (const blocked of [false, true]) {
  test(`in another site's page, with site data ${blocked ? "blocked" : "allowed"}, the chosen panels train`, async ({
    page,
    baseURL,
    complaints,
  }) => {
    complaints.expect(/asked another origin: http:\/\/localhost:|answered 404: http:\/\/localhost:.*favicon/);
    if (blocked) await page.addInitScript(blockSiteData);
    const site = await host(`${baseURL}?embed=graph,surface#step=20&node=h3&unit=op&move=30`);
    await page.goto(site.url);
    const inside = page.frameLocator("iframe");
    await expect(inside.getByLabel("Step counter", { exact: true })).toHaveText("step 20 / 100");
    await expect(inside.locator("#graph")).toBeVisible();
    await expect(inside.locator("#surface")).toBeVisible();
    for (const id of ["topbar", "inspector", "loss", "params"]) {
      await expect(inside.locator(`#${id}`)).toBeHidden();
    }
    const move = () => inside.locator("body").evaluate(() => window.micrograd?.state.run.walk?.at);
    await expect.poll(move).toBe(30);
    await expect(inside.locator(".walk")).toBeVisible();
    await inside.getByRole("button", { name: "Step", exact: true }).dispatchEvent("click"); // in Firefox no hand reaches it
    await expect.poll(move).toBe(31);
    await expect(inside.locator(".panel-problem, #starting")).toHaveCount(0);
    await expect(inside.getByRole("status", { name: "Notice" })).toBeHidden();
    need(page, "hands in another site's page");
    await inside.getByRole("button", { name: "Back", exact: true }).click();
    await expect.poll(move).toBe(30);
    const opens = page.waitForEvent("popup");
    await inside.getByRole("link", { name: "Open the full page" }).click();
    const full = await opens;
    await full.waitForFunction(() => window.micrograd?.state.run.waiting === null);
    await expect(counter(full)).toHaveText("step 20 / 100");
    expect(await full.evaluate(() => window.micrograd.state.run.walk?.at)).toBe(30);
    await expect(button(full, "Share")).toBeVisible();
    site.close();
  });
}

test("in another site's page, with site data blocked, a link opens in the middle of a lesson", async ({
  cPage,
  page,
  baseURL,
  complaints,
}) => {
  complaints.expect(/asked another origin: http:\/\/localhost:|answered 404: http:\/\/localhost:.*favicon/);
  await cPage.evaluate(() => window.micrograd.dispatch({ type: "lesson/open", id: "blow-up", stage: 0 }));
  await lessonHas(cPage, "said");
  await cPage.evaluate(() => window.micrograd.dispatch({ type: "lesson/show" }));
  await lessonHas(cPage, "seen");
  const words = await cPage.locator(".lesson").innerText();
  const hash = await linkHash(cPage);
  await page.addInitScript(blockSiteData);
  const site = await host(`${baseURL}?embed=graph,inspector,surface${hash}`);
  await page.goto(site.url);
  const inside = page.frameLocator("iframe");
  await expect(inside.locator(".lesson")).toHaveText(words, { useInnerText: true });
  await expect(inside.getByLabel("Step counter", { exact: true })).toHaveText("step 20 / 100");
  site.close();
});

test("an address that embeds what is no panel says so, and shows graph and plane", async ({ page }) => {
  await page.goto("./?embed=graph,moon");
  await expect(page.getByRole("status", { name: "Notice" })).toHaveText(
    "embed in this address can't be used: there is no panel moon; there are graph, inspector, surface, loss, params.",
  );
  await expect(page.locator("#graph")).toBeVisible();
  await expect(page.locator("#loss")).toBeHidden();
});
