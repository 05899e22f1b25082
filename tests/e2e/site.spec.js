/** The site as a host sees it: one origin, a sub-path, its content security policy. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../build/tools.js";
import { openBoth, settled, step } from "./actions.js";
import { need } from "./drivers.js";
import { expect, test } from "./fixtures.js";
import { protocolOf } from "./protocol.js";

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'sha256-…' 'wasm-unsafe-eval'", // the one script in the page itself
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self' blob:; base-uri 'none'; form-action 'none'",
].join("; ");

test("every request stays under the page's own path", async ({ page, baseURL, request }) => {
  /** @type {string[]} */
  const asked = [];
  page.context().on("request", (r) => asked.push(r.url()));
  await openBoth(page);
  await step(page, 1);
  expect(asked.length).toBeGreaterThan(15);
  expect(asked.filter((url) => !url.startsWith(String(baseURL)))).toEqual([]);
  for (const path of ["/", "/main.js", "/pyodide/", "/other/"]) {
    expect((await request.get(new URL(path, baseURL).href)).status()).toBe(404);
  }
});

test("the page carries its policy, and the browser keeps to it", async ({ cPage: page, complaints }) => {
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  const content = await meta.getAttribute("content");
  expect(content?.replace(/sha256-[\w+/]{43}=/, "sha256-…")).toBe(POLICY);
  complaints.expect(/Content Security Policy|violates|example\.invalid/);
  // in a script of the page, since what the test runs by itself is not bound
  const refused = await page.evaluate(async () => {
    const violations = new Set();
    document.addEventListener("securitypolicyviolation", (event) => violations.add(event.effectiveDirective));
    await fetch("https://example.invalid/").catch(() => {});
    document.body.append(
      Object.assign(document.createElement("script"), { textContent: "window.injected = 1" }),
      Object.assign(document.createElement("img"), { src: "https://example.invalid/x.png" }),
      Object.assign(document.createElement("base"), { href: "https://example.invalid/" }),
      Object.assign(document.createElement("form"), { id: "elsewhere", action: "https://example.invalid/" }),
    );
    try {
      /** @type {HTMLFormElement | null} */ (document.querySelector("#elsewhere"))?.submit();
    } catch {
      // Firefox throws, others only refuse
    }
    while (violations.size < 5) await new Promise(requestAnimationFrame);
    return { directives: [...violations].sort(), injected: "injected" in window };
  });
  expect(refused).toEqual({
    directives: ["base-uri", "connect-src", "form-action", "img-src", "script-src-elem"],
    injected: false,
  });
});

test("the manifest has icons of the sizes that it says, and Chromium reads it without a complaint", async ({
  ownPage: page,
}) => {
  const client = await protocolOf(page);
  const { url, errors, data } = await client.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { icons, start_url } = JSON.parse(data ?? "");
  expect(new URL(start_url, url).href).toBe(new URL("./", page.url()).href);
  for (const { src, sizes, type } of icons) {
    const found = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, new URL(src, url).href);
    if (type === "image/png") expect(found, src).toBe(sizes);
  }
});

test("the help says which version this is, and an address that leads nowhere gets a page of its own", async ({
  ownPage: page,
  complaints,
}) => {
  complaints.expect(/404/);
  await page.getByRole("button", { name: "Help" }).click();
  const { version } = JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8"));
  const said = page.getByRole("dialog", { name: "Help" }).getByText(/^micrograd in the browser /);
  await expect(said).toHaveText(new RegExp(`^micrograd in the browser ${version}, build [0-9a-f]{7}$`));
  const answer = await page.goto("./no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
});

test("a browser without workers gets a plain sentence, not a blank page", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "Worker", { value: undefined });
  });
  await page.goto("./");
  await expect(page.getByText(/this browser is too old; any browser since 2023 will do/)).toBeVisible();
});

test("without scripts the page says that it needs them", async ({ browser, baseURL, page: other }) => {
  need(other, "a page without scripts");
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("./");
  await expect(page.getByText(/needs JavaScript/)).toBeVisible();
  await context.close();
});

test("the address without the last slash leads to the page too", async ({ page, baseURL }) => {
  await page.context().route("**/pyodide/**", () => {});
  await page.goto(String(baseURL).replace(/\/$/, ""));
  await settled(page);
});

test("window.micrograd has a frozen state, and a dispatch that lists the actions when it refuses one", async ({
  cPage: page,
}) => {
  const { frozen, refusal } = await page.evaluate(() => {
    const { state, dispatch } = window.micrograd;
    try {
      dispatch(/** @type {any} */ ({ type: "no such thing" }));
    } catch (error) {
      return { frozen: Object.isFrozen(state) && Object.isFrozen(state.run), refusal: String(error) };
    }
    return { frozen: false, refusal: "" };
  });
  expect(frozen).toBe(true);
  expect(refusal).toMatch(/there is no action "no such thing"; there are .*run\/step/);
});
