/** Pyodide = WebAssembly, exactly: Python and C give the same doubles in the browser, bit for bit. */

import { readFile } from "node:fs/promises";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { choose, freshRun, paint, step } from "./actions.js";
import { bits, inBits, runBits } from "./bits.js";
import { queries, run, SMALL } from "./clients.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("../../web/protocol/messages.js").Config} Config */

test("after 1,000 steps of the defaults on the page in C, every double of the run is the same as in Pyodide", async ({
  bothPage: page,
  engines,
}) => {
  await paint(page, "#loss");
  await step(page, 1000);
  await paint(page);
  const { step: at, at: _, ...onPage } = await runBits(page);
  // Python without the page: the page draws a frame for each of its steps, and whatever it asks changes no bit, as the next test says
  const { step: made, ...inPython } = await run(engines, "python", DEFAULT_CONFIG, 1000);
  expect([at, made]).toEqual([1000, [1000]]);
  expect(onPage.data).toHaveLength(51);
  expect(onPage.train).toHaveLength(1000);
  expect(onPage.val).toHaveLength(1000);
  expect(inBits(inPython)).toEqual(onPage);
});

test("after 60 steps of the defaults on the page, in Python and in C, every double of the run is the same", async ({
  bothPage: page,
}) => {
  await step(page, 60);
  const inC = await runBits(page);
  await freshRun(page);
  await choose(page, "Python");
  await step(page, 60);
  expect(await runBits(page)).toEqual(inC);
});

/** @type {{title: string, config: Partial<Config>, steps: number}[]} */
const RUNS = [
  { title: "ReLU", config: { nonlin: "relu" }, steps: 100 },
  { title: "SGD", config: { optimizer: "sgd", lr: 0.05 }, steps: 100 },
  { title: "log-sum-exp", config: { loss: "logsumexp" }, steps: 100 },
  {
    title: "ReLU, SGD, log-sum-exp",
    config: { nonlin: "relu", optimizer: "sgd", loss: "logsumexp" },
    steps: 100,
  },
  { title: "no hidden layer", config: { layers: [] }, steps: 100 },
  { title: "two hidden layers", config: { layers: [6, 5] }, steps: 60 },
  { title: "three hidden layers of 16", config: { layers: [16, 16, 16], n: 10 }, steps: 10 },
  { title: "one neuron", config: { layers: [1] }, steps: 100 },
  { title: "spiral", config: { dataset: "spiral", seed: "7" }, steps: 60 },
  { title: "rings", config: { dataset: "rings", seed: "18446744073709551615" }, steps: 60 },
  { title: "blobs", config: { dataset: "blobs", n: 300 }, steps: 10 },
  { title: "two points", config: { n: 2 }, steps: 100 },
  {
    title: "no weight decay, another momentum",
    config: { optimizer: "sgd", momentum: 0.5, weight_decay: 0 },
    steps: 60,
  },
  { title: "a run that overflows", config: { lr: 300 }, steps: 100 },
];

for (const { title, config, steps } of RUNS) {
  test(`every double of ${steps} steps, of the graph and of the surface is the same: ${title}`, async ({
    engines,
  }) => {
    const settings = { ...SMALL, ...config };
    const [inPython, inC] = [
      await run(engines, "python", settings, steps),
      await run(engines, "c", settings, steps),
    ];
    expect(inC.train.length).toBeGreaterThan(0);
    expect(inBits(inPython)).toEqual(inBits(inC));
    for (const place of [
      { x: 0.3, y: -1.25, label: 2 },
      { x: -0, y: 0, label: 0 },
    ]) {
      const [pythonSays, cSays] = [
        await queries(engines, "python", place),
        await queries(engines, "c", place),
      ];
      expect(pythonSays.words).toEqual(cSays.words);
      expect(inBits(pythonSays.columns)).toEqual(inBits(cSays.columns));
    }
  });
}

test("a run that overflows really does", async ({ engines }) => {
  const { train } = await run(engines, "c", { ...SMALL, lr: 300 }, 100);
  expect(Number.isFinite(train[train.length - 1])).toBe(false);
});

for (const name of /** @type {const} */ (["python", "c"])) {
  test(`in ${name}, trace, surface and predict leave the run unchanged`, async ({ engines }) => {
    const undisturbed = await run(engines, name, SMALL, 6);
    await run(engines, name, SMALL, 5);
    await queries(engines, name, { x: 1, y: 1, label: 1 });
    const last = await engines.evaluate(async (engine) => {
      const { snapshot, train } = await window.engines[engine].request("step", { count: 1, budget: 0 });
      const { data, grad, m, v } = snapshot;
      return { train, data: [...data], grad: [...grad], m: [...m], v: [...v] };
    }, name);
    for (const column of /** @type {const} */ (["data", "grad", "m", "v"])) {
      expect(bits(last[column])).toEqual(bits(undisturbed[column]));
    }
    expect(last.train).toEqual(undisturbed.train.slice(-1));
  });
}

test("the losses of the run are those of the printed log, within 1e-9", async ({ engines }) => {
  const log = await readFile(new URL("../golden/yinyang-seed42-glibc.txt", import.meta.url), "utf8");
  const printed = [...log.matchAll(/train loss (\S+)$/gm)].map((match) => Number(match[1]));
  const { train } = await run(engines, "c", { ...SMALL, n: 100 }, 100);
  expect(printed).toHaveLength(100);
  train.forEach((loss, i) => {
    expect(Math.abs(loss / printed[i] - 1), `step ${i + 1}`).toBeLessThan(1e-9);
  });
});
