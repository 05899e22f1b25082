/** Files: what is saved says what it should, and what is opened goes on to the same bits. */

import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { DIST, inVenv, ROOT } from "../../build/tools.js";
import { button, configure, notice, settled, step } from "./actions.js";
import { runBits } from "./bits.js";
import { colourOf, dialog, openFile, saved } from "./files.js";
import { expect, test } from "./fixtures.js";
import { clickAt, emptyPlace, lonelyPoint } from "./plane.js";

/** @typedef {import("@playwright/test").Page} Page */

const run = promisify(execFile);

test("an experiment of 50 steps goes on for 50 in both command lines as in the page, and comes back", async ({
  cPage: page,
}, testInfo) => {
  await configure(page, { layers: [6, 5], loss: "logsumexp" });
  await clickAt(page, emptyPlace(await page.evaluate(() => window.micrograd.state.session.points)));
  await settled(page);
  await step(page, 50);
  const { name, bytes } = await saved(page, "Save the experiment");
  expect(name).toBe("micrograd-step-50.json");
  await button(page, "Close").click();
  await step(page, 50);
  const onwards = await page.evaluate(() => Array.from(window.micrograd.state.session.snapshot?.data ?? []));

  const start = testInfo.outputPath("start.json");
  await writeFile(start, bytes);
  const programs = [[path.join(DIST, "micrograd")], [inVenv("python"), "-m", "micrograd"]];
  const results = [];
  for (const [i, [command, ...args]] of programs.entries()) {
    const same = testInfo.outputPath(`same-${i}.json`);
    await run(command, [...args, "--experiment", start, "--steps", "0", "--save", same], { cwd: ROOT });
    expect(await readFile(same)).toEqual(bytes); // the page, C and Python write the same bytes
    const end = testInfo.outputPath(`end-${i}.json`);
    const options = ["--experiment", start, "--steps", "50", "--save", end];
    const { stdout } = await run(command, [...args, ...options], { cwd: ROOT });
    results.push({ stdout, text: await readFile(end, "utf8") });
  }
  expect(results[0]).toEqual(results[1]);
  expect(results[0].stdout).toContain("step 100/100, train loss ");
  const { data } = JSON.parse(results[0].text).snapshot;
  expect(data.length).toBe(onwards.length);
  for (const [i, x] of data.entries()) expect(Math.abs(x - onwards[i])).toBeLessThan(1e-9);

  await openFile(page, "end.json", results[0].text);
  await expect(notice(page)).toContainText(
    /^end\.json is open, at step 100\. Your run of .*, step 100 is kept: see Runs\.$/,
  );
  await settled(page);
  expect(await page.evaluate(() => Array.from(window.micrograd.state.session.snapshot?.data ?? []))).toEqual(
    data,
  );
  await step(page, 1);
  await page.reload();
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.session.snapshot?.step)).toBe(101);
});

test("an opened experiment goes on in the page with the bits of one that was never a file", async ({
  cPage: page,
}) => {
  await step(page, 7);
  const { bytes } = await saved(page, "Save the experiment");
  await button(page, "Close").click();
  await step(page, 5);
  const onwards = await runBits(page);
  await openFile(page, "run.json", bytes);
  await settled(page);
  expect(await page.evaluate(() => window.micrograd.state.session.snapshot?.step)).toBe(7);
  await step(page, 5);
  expect(await runBits(page)).toEqual(onwards);
});

test("a broken file is refused in the dialog with its field, and the run stays as it is", async ({
  cPage: page,
}) => {
  await step(page, 3);
  const before = await runBits(page);
  const { bytes } = await saved(page, "Save the experiment");
  const whole = JSON.parse(bytes.toString());
  whole.points[4].label = 7;
  await openFile(page, "bad.json", JSON.stringify(whole));
  await expect(dialog(page).getByRole("alert")).toHaveText(
    "bad.json can't be used: points[4].label must be a whole number from 0 to 2, not '7'.",
  );
  await openFile(page, "bad.json", "{");
  await expect(dialog(page).getByRole("alert")).toContainText(
    "bad.json can't be used: it is not JSON: something is wrong",
  );
  expect(await runBits(page)).toEqual(before);
  await page.keyboard.press("Escape");
  await expect(button(page, "Files")).toBeFocused();
});

test("a file with settings alone starts a run of them", async ({ cPage: page }) => {
  await openFile(
    page,
    "mine.json",
    '{"micrograd": 1, "config": {"seed": 7, "dataset": "moons", "layers": [4]}}',
  );
  await settled(page);
  const { config, points } = await page.evaluate(() => window.micrograd.state.session);
  expect([config.seed, config.dataset, config.layers, points.length]).toEqual(["7", "moons", [4], 100]);
});

test("the graph is saved as the command line's DOT, and as an SVG with every node", async ({
  cPage: page,
}, testInfo) => {
  const dot = await saved(page, "Graph as DOT");
  expect(dot.name).toBe("micrograd-step-0-graph.dot");
  const file = testInfo.outputPath("graph.dot");
  await run(path.join(DIST, "micrograd"), ["--steps", "0", "--graph", file]);
  expect(dot.bytes.toString()).toBe(await readFile(file, "utf8"));
  const svg = await saved(page, "Graph as SVG");
  expect(svg.name).toBe("micrograd-step-0-graph.svg");
  const drawn = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    const titles = [...parsed.querySelectorAll(".node > title")].map((title) => title.textContent ?? "");
    return {
      error: parsed.querySelector("parsererror") !== null,
      boxes: titles.filter((title) => title.startsWith("n")).length,
      text: parsed.documentElement.textContent ?? "",
    };
  }, svg.bytes.toString());
  expect(drawn).toMatchObject({ error: false, boxes: 151 });
  expect(drawn.text).toContain("h3.w1");
});

test("the plane is saved as a PNG of 1200 pixels and an SVG, with the points where they are", async ({
  cPage: page,
}) => {
  await step(page, 20);
  const points = await page.evaluate(() => window.micrograd.state.session.points);
  const lonely = lonelyPoint(points);
  const colour = await colourOf(page, lonely.label);
  const png = await saved(page, "Plane as PNG");
  expect(png.name).toBe("micrograd-step-20-plane.png");
  const svg = await saved(page, "Plane as SVG");
  expect(svg.name).toBe("micrograd-step-20-plane.svg");
  const marks = (svg.bytes.toString().match(/<path /g) ?? []).length;
  expect(marks).toBeGreaterThan(2 * points.length);
  for (const [bytes, type] of /** @type {const} */ ([
    [png.bytes, "image/png"],
    [svg.bytes, "image/svg+xml"],
  ])) {
    const seen = await page.evaluate(
      async ([base64, mime, x, y]) => {
        const image = new Image();
        image.src = `data:${mime};base64,${base64}`;
        await image.decode();
        const canvas = new OffscreenCanvas(1200, 1200);
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
        context.drawImage(image, 0, 0, 1200, 1200);
        const at = (/** @type {number} */ c) => Math.round(((c + 2) / 4) * 1200);
        const [r, g, b] = context.getImageData(at(Number(x)), at(-Number(y)), 1, 1).data;
        return {
          width: image.naturalWidth,
          colour: `#${[r, g, b].map((c) => c.toString(16).padStart(2, "0")).join("")}`,
        };
      },
      /** @type {const} */ ([bytes.toString("base64"), type, lonely.x, lonely.y]),
    );
    expect(seen).toEqual({ width: type === "image/png" ? 1200 : 480, colour });
  }
});

test("the losses are saved with a row per step, the last of which is the page's", async ({ cPage: page }) => {
  await step(page, 12);
  const { name, bytes } = await saved(page, "Losses as CSV");
  expect(name).toBe("micrograd-step-12-losses.csv");
  const rows = bytes
    .toString()
    .trimEnd()
    .split("\n")
    .map((row) => row.split(","));
  expect(rows[0]).toEqual(["step", "train", "val"]);
  const { train, val } = await page.evaluate(() => ({ ...window.micrograd.state.session.snapshot?.loss }));
  expect(rows.slice(1).map(([at]) => Number(at))).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(rows[12].slice(1).map(Number)).toEqual([train, val]);
});

test("the saved model predicts what the engine predicts", async ({ cPage: page }, testInfo) => {
  await step(page, 30);
  const [x, y] = [0.5, -1.25];
  await page.evaluate(
    ([px, py]) => window.micrograd.dispatch({ type: "probe/set", x: px, y: py, label: 0 }),
    [x, y],
  );
  await page.waitForFunction(
    ([px, py]) => {
      const answer = window.micrograd.state.answers.queries.predict;
      return answer?.reply && answer.args.x === px && answer.args.y === py;
    },
    [x, y],
  );
  const engine = await page.evaluate(() => {
    const reply = /** @type {any} */ (window.micrograd.state.answers.queries.predict?.reply);
    return [...reply.probabilities];
  });
  const python = await saved(page, "Python");
  const script = testInfo.outputPath(python.name);
  await writeFile(script, python.bytes);
  const { stdout } = await run(inVenv("python"), [script, String(x), String(y)], {
    env: { PYTHONPATH: ROOT },
  });
  const js = await saved(page, "JavaScript");
  const { predict } = await import(`data:text/javascript;base64,${js.bytes.toString("base64")}`);
  for (const got of [stdout.trim().split(" ").map(Number), predict(x, y)]) {
    for (const [i, p] of engine.entries()) expect(Math.abs(got[i] - p)).toBeLessThan(1e-9);
  }
  expect((await saved(page, "Python as PyTorch")).name).toBe("micrograd-step-30-torch.py");
  expect((await saved(page, "ONNX")).bytes.subarray(0, 2)).toEqual(Buffer.from([8, 8]));
});
