/** Python's warm start: from the second visit on it starts from the memory that the first visit kept; else it boots normally. */

import { choose, freshRun, openBoth, settled, step, workerOf } from "./actions.js";
import { runBits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { keepMemory, openEmpty } from "./memory.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const python = (page) => page.evaluate(() => window.micrograd.state.engines.status.python);

/** The file names of what the site keeps in Cache Storage. @param {Page} page */
const kept = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const caught = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return caught.flat().map(({ url }) => url.replace(/.*\//, ""));
  });

/** Replaces the kept memory by a damaged one. @param {Page} page @param {"flip" | "cut" | "other"} how */
const spoil = (page, how) =>
  page.evaluate(async (way) => {
    const load = (/** @type {string} */ file) => import(new URL(`worker/python/${file}`, location.href).href);
    const [{ PythonMemory }, { readAssets }] = [await load("snapshot.js"), await load("boot.js")];
    const memory = await PythonMemory.open((await readAssets()).origin);
    if (way === "other") {
      await memory.keep(new Uint8Array(1e6).fill(7)); // intact, but not a memory of this Python
      return;
    }
    const bytes = new Uint8Array(await (await memory.find()).arrayBuffer());
    if (way === "flip") bytes[bytes.length >> 1] ^= 1;
    const body = way === "flip" ? bytes : bytes.subarray(0, bytes.length >> 1);
    await memory.cache.put(
      memory.url,
      new Response(body, { headers: { "content-length": `${body.length}` } }),
    );
  }, how);

/** Waits until the memory is kept. @param {Page} page */
const untilKept = (page) => expect.poll(() => kept(page), { intervals: [250] }).toContain("memory.gz");

test("the second visit starts Python from memory, with the same bits and packages; with one bit changed it boots normally", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(240_000); // it boots Python four times
  await openBoth(page);
  expect((await python(page)).boot).toBe("normal");
  const normalBytes = (await python(page)).total;
  await untilKept(page);

  await page.addInitScript(() => {
    /** @type {[number, number][]} */
    const seen = [];
    Object.assign(window, { seen });
    const look = () => {
      const { phase, loaded, total } = window.micrograd?.state.engines.status.python ?? {};
      if (phase === "loading" && total) seen.push([Number(loaded), total]);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await openBoth(page);
  const { boot, loaded, total } = await python(page);
  expect(boot).toBe("warm");
  expect(await kept(page)).toEqual(["memory.gz"]); // and no attempt is left unfinished
  expect(loaded).toBe(total);
  const memoryBytes = await page.evaluate(async () => {
    const { pyodide, wheels } = await (await fetch("assets.json")).json();
    const of = (/** @type {Record<string, number>} */ files) =>
      Object.values(files).reduce((a, b) => a + b, 0);
    return { wheel: of(wheels.files), micropip: pyodide.files[pyodide.micropip] };
  });
  const image = total - (normalBytes - memoryBytes.micropip + memoryBytes.wheel);
  expect(image).toBeGreaterThan(1e6);
  expect(image).toBeLessThan(12e6);
  const seen = await page.evaluate(() => /** @type {any} */ (window).seen);
  for (const [done, of] of seen) expect([done <= of, of]).toEqual([true, total]);

  await freshRun(page);
  await step(page, 100);
  const inC = await runBits(page);
  await freshRun(page);
  await choose(page, "Python");
  await step(page, 100);
  expect(await runBits(page)).toEqual(inC);

  const packages = await page.evaluate(() => window.micrograd.packages());
  expect(packages.map(({ name }) => name).sort()).toEqual(["micrograd", "micropip"]);
  const source = packages.find(({ name }) => name === "micrograd")?.source;
  expect(source).toMatch(new RegExp(`^${baseURL}wheels/micrograd-[0-9.]+-py3-none-any\\.whl$`));
  await step(page, 1);

  await spoil(page, "flip");
  await openBoth(page);
  expect((await python(page)).boot).toBe("normal");
  await step(page, 1);
});

test("a memory with which Python starts and later dies is thrown away, and none is made again", async ({
  page,
  complaints,
}) => {
  test.setTimeout(240_000);
  complaints.expect(/Maximum call stack/);
  await keepMemory(page);
  await openBoth(page);
  expect((await python(page)).boot).toBe("warm");
  await choose(page, "Python");
  await workerOf(page, "python.worker.js").evaluate(() => {
    Float64Array.from = () => {
      throw new RangeError("Maximum call stack size exceeded");
    };
  });
  await page.evaluate(() => window.micrograd.dispatch({ type: "run/step" }));
  await page.waitForFunction(() => window.micrograd.state.engines.status.python.boot === "normal");
  await step(page, 1);
  expect(await kept(page)).toEqual(["tries"]);
  await openBoth(page);
  expect((await python(page)).boot).toBe("normal");
  expect(await kept(page)).toEqual(["tries"]);
});

for (const how of /** @type {const} */ (["cut", "other"])) {
  const what = how === "cut" ? "cut short" : "of another Python";
  test(`a memory ${what} leads to the normal boot, silently`, async ({ page }) => {
    await openEmpty(page);
    await spoil(page, "other");
    if (how === "cut") await spoil(page, "cut");
    await openBoth(page);
    const { boot, loaded, total } = await python(page);
    expect(boot).toBe("normal");
    expect(loaded).toBe(total);
    expect(await kept(page)).not.toContain("memory.gz");
    await choose(page, "Python");
    await step(page, 2);
  });
}

for (const { title, prelude } of [
  {
    title: "no Cache Storage",
    prelude:
      'Object.defineProperty(self, "caches", { get() { throw new DOMException("", "SecurityError"); } });',
  },
  {
    title: "a full disk",
    prelude: 'Cache.prototype.put = () => Promise.reject(new DOMException("", "QuotaExceededError"));',
  },
]) {
  test(`with ${title} Python boots normally, silently`, async ({ page }) => {
    const workers = /worker\/python\/(python|snapshot)\.worker\.js/;
    await page.route(workers, async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        body: `${prelude}\n${await response.text()}`,
      });
    });
    let makerAsked = false;
    page.on("request", (request) => {
      if (request.url().includes("snapshot.worker.js")) makerAsked = true;
    });
    await openBoth(page);
    expect((await python(page)).boot).toBe("normal");
    await expect.poll(() => makerAsked).toBe(true);
    await step(page, 1);
    await settled(page);
    expect(await kept(page)).toEqual([]);
  });
}
