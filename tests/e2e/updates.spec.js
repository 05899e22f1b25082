/**
 * The site is published anew while pages of the version before are open, and what may go wrong with the two: no page ever gets
 * files of both, a version that does not arrive in full is as if it had never been, and what breaks in a cache mends itself.
 */

import { button, notice, settled, step, stepOf } from "./actions.js";
import { runBits } from "./bits.js";
import { protocolOf } from "./protocol.js";
import {
  expect,
  lookForUpdate,
  NEXT_LINE,
  NEXT_TITLE,
  openC,
  test,
  untilKept,
  untilWaiting,
  versions,
} from "./published.js";

/** @typedef {import("@playwright/test").Page} Page */

const TITLE = "micrograd in the browser";
const OFFER = "There is a new version of this page. Your run is kept.";

/** The first line of engine.py as the page gets it. @param {Page} page */
const firstLine = (page) =>
  page.evaluate(async () => (await (await fetch("source/micrograd/engine.py")).text()).split("\n")[0]);

/** A page whose site is kept, with a run. @param {Page} page */
async function openKept(page) {
  await openC(page);
  await untilKept(page);
  await expect(notice(page)).toBeVisible();
  await page.evaluate(() => window.micrograd.dispatch({ type: "notice/dismiss" }));
  await step(page, 5);
}

/** Opens the page anew. @param {Page} page */
async function reload(page) {
  await page.reload();
  await settled(page);
}

test("a new version is offered, the old one stays whole until it is taken, and then every tab goes over with its run", async ({
  page,
  published,
}) => {
  await openKept(page);
  const other = await page.context().newPage();
  await openC(other);
  await step(other, 3);
  const [bits, otherBits] = [await runBits(page), await runBits(other)];
  published.takeAsked();
  await published.publishNext();
  expect(await lookForUpdate(page)).toBe("installed");
  const brought = published.takeAsked().map(({ file }) => file);
  expect([...new Set(brought)].sort()).toEqual(["index.html", "source/micrograd/engine.py", "sw.js"]);
  await expect(notice(page)).toHaveText(OFFER);
  expect(await versions(page)).toHaveLength(2);

  expect(await firstLine(page)).not.toBe(NEXT_LINE);
  await reload(page);
  await expect(page).toHaveTitle(TITLE);
  expect(await firstLine(page)).not.toBe(NEXT_LINE);
  await button(page, "Edit the Python").click();
  await expect(page.getByRole("textbox", { name: "Source of engine.py" })).not.toContainText(NEXT_LINE);
  await button(page, "Edit the Python").click();

  await expect(notice(page)).toHaveText(OFFER); // after a reload too
  await button(page, "Load the new version").click();
  for (const [tab, run] of /** @type {const} */ ([
    [page, bits],
    [other, otherBits],
  ])) {
    await expect(tab).toHaveTitle(NEXT_TITLE);
    await settled(tab);
    const { data, step: at } = await runBits(tab);
    expect({ data, at }).toEqual({ data: run.data, at: run.step });
    await expect.poll(() => firstLine(tab)).toBe(NEXT_LINE);
    await expect(notice(tab)).toBeHidden();
  }
  await expect.poll(() => versions(page)).toHaveLength(1);
  published.setDown(true);
  await reload(page);
  await expect(page).toHaveTitle(NEXT_TITLE);
});

test("a new version that nobody takes is there when all tabs have been closed", async ({
  page,
  published,
}) => {
  await openKept(page);
  await published.publishNext();
  expect(await lookForUpdate(page)).toBe("installed");
  const context = page.context();
  await page.close();
  const next = await context.newPage();
  const title = async () => {
    await next.goto("about:blank");
    await next.goto("./");
    return next.title();
  };
  await expect.poll(title).toBe(NEXT_TITLE);
});

for (const [what, file, fault] of /** @type {const} */ ([
  ["is cut off", "source/micrograd/engine.py", "cut"],
  ["lacks a file", "source/micrograd/engine.py", "missing"],
])) {
  test(`an update that ${what} changes nothing, and is completed when the file is there`, async ({
    page,
    published,
    complaints,
  }) => {
    complaints.expect(/answered 404/);
    await openKept(page);
    await published.publishNext();
    published.setFaulty(file, fault);
    expect(await lookForUpdate(page)).toBe("redundant");
    published.setDown(true);
    await reload(page);
    await expect(page).toHaveTitle(TITLE);
    expect(await firstLine(page)).not.toBe(NEXT_LINE);
    expect(await stepOf(page)).toBe(5);
    published.setDown(false);
    published.setFaulty(null);
    await lookForUpdate(page);
    await untilWaiting(page);
    await expect(notice(page)).toHaveText(OFFER);
  });
}

test("with a full disk a first visit works without being kept, and an update leaves the old version whole", async ({
  page,
  published,
}) => {
  const client = await protocolOf(page);
  const { origin } = new URL(published.url);
  const quota = (/** @type {number | undefined} */ quotaSize) =>
    client.send("Storage.overrideQuotaForOrigin", { origin, quotaSize });
  await quota(1_000_000);
  await openC(page);
  await step(page, 2);
  /** @type {string[]} */
  const asked = [];
  const begun = () =>
    asked.push(...published.takeAsked().map(({ file }) => file)) && asked.includes("course/files.json");
  await expect.poll(begun).toBe(true); // the page itself does not ask for it
  await expect.poll(() => versions(page)).toEqual([]);
  await expect(notice(page)).toBeHidden();

  await quota(undefined);
  await reload(page);
  await untilKept(page);
  await expect(notice(page)).toHaveText("This page is ready to work offline.");
  await quota(1_000_000);
  await published.publishNext();
  expect(await lookForUpdate(page)).toBe("redundant");
  await expect.poll(() => versions(page)).toHaveLength(1); // the browser may try once more by itself
  published.setDown(true);
  await reload(page);
  await expect(page).toHaveTitle(TITLE);
  expect(await firstLine(page)).not.toBe(NEXT_LINE);
});

/** How a cache is broken, by the file. @type {Record<string, (page: Page, file: string) => Promise<unknown>>} */
const BREAKS = {
  "is missing": (page, file) =>
    page.evaluate(async (name) => {
      for (const key of await caches.keys()) {
        if (key.startsWith("site ")) await (await caches.open(key)).delete(name);
      }
    }, file),
  "is half written": (page, file) =>
    page.evaluate(async (name) => {
      for (const key of await caches.keys()) {
        if (!key.startsWith("site ")) continue;
        const cache = await caches.open(key);
        const response = await cache.match(name);
        const bytes = await response?.arrayBuffer();
        await cache.put(name, new Response(bytes?.slice(0, bytes.byteLength >> 1), response));
      }
    }, file),
};

for (const [what, breaks] of Object.entries(BREAKS)) {
  test(`a kept file that ${what} is brought anew, whichever it is, and is there offline again`, async ({
    page,
    published,
  }) => {
    const files = ["index.html", "micrograd.wasm", "source/micrograd/engine.py", "assets.json"];
    await openKept(page);
    for (const file of files) await breaks(page, file);
    await reload(page);
    expect(await page.evaluate(async () => (await (await fetch("assets.json")).json()).wasm.file)).toBe(
      "micrograd.wasm",
    );
    expect(await firstLine(page)).not.toBe("");
    published.setDown(true);
    await reload(page);
    await step(page, 1);
    expect(await firstLine(page)).not.toBe("");
  });
}

test("a cache that is gone as a whole is filled again while the page is open", async ({
  page,
  published,
}) => {
  await openKept(page);
  const files = () =>
    page.evaluate(async () => {
      const [name] = (await caches.keys()).filter((key) => key.startsWith("site "));
      return (await (await caches.open(name)).keys()).length;
    });
  const all = await files();
  expect(all).toBeGreaterThan(50);
  const [name] = await versions(page);
  await page.evaluate((key) => caches.delete(key), name);
  await reload(page);
  await expect.poll(files).toBe(all);
  published.setDown(true);
  await reload(page);
  await step(page, 1);
  expect(await versions(page)).toEqual([name]);
});

for (const file of ["index.html", "source/micrograd/engine.py"]) {
  test(`if ${file} is lost and the site has another version by now, that one is loaded as on a first visit`, async ({
    page,
    published,
    complaints,
  }) => {
    complaints.expect(/ERR_FAILED|Failed to (load|fetch)/);
    published.forbidStoring();
    await openKept(page);
    await published.publishNext();
    await BREAKS["is missing"](page, file);
    if (file !== "index.html") {
      expect(await firstLine(page).catch(() => "refused")).toBe("refused"); // and not the other version's
    }
    await page.reload();
    await expect(page).toHaveTitle(NEXT_TITLE);
    await settled(page);
    expect(await stepOf(page)).toBe(5);
    await untilKept(page);
    expect(await firstLine(page)).toBe(NEXT_LINE);
    await expect.poll(() => versions(page)).toHaveLength(1);
  });
}

test("a log-in page in place of a lost file does not throw the kept version away", async ({
  page,
  published,
  complaints,
}) => {
  complaints.expect(/ERR_FAILED|Failed to (load|fetch)/);
  published.forbidStoring();
  await openKept(page);
  const [names, line] = [await versions(page), await firstLine(page)];
  await BREAKS["is missing"](page, "source/micrograd/engine.py");
  published.setPortal(true);
  expect(await firstLine(page).catch(() => "refused")).toBe("refused");
  await reload(page);
  expect(await versions(page)).toEqual(names);
  published.setPortal(false);
  expect(await firstLine(page)).toBe(line);
  published.setDown(true);
  await reload(page);
  expect(await versions(page)).toEqual(names);
});

test("if sw.js has gone from the site the kept version goes on", async ({ page, published, complaints }) => {
  complaints.expect(/answered 404|bad HTTP response code/);
  await openKept(page);
  published.setFaulty("sw.js", "missing");
  expect(await lookForUpdate(page)).toBe("none");
  await reload(page);
  await step(page, 1);
  published.setDown(true);
  await reload(page);
  expect(await stepOf(page)).toBe(6);
  await expect(notice(page)).toBeHidden();
});
