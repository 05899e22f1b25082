/** The inspector in full: every number it shows is one of an engine, to the last bit, in both of them. */

import { parameterNames } from "../../web/protocol/names.js";
import { atOnce, choose, configure, paint, step } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { field, parseRepr } from "./graph.js";
import { answered, digitsOf, select } from "./inspector.js";

/** @typedef {import("@playwright/test").Page} Page */

const BOTH = /** @type {const} */ (["Python", "C"]);

/** Ten places anywhere, drawn from a seed: another one with PROBE_SEED=... */
const SEED = Number(process.env.PROBE_SEED ?? 20_250_117);

/** @param {number} seed */
function drawProbes(seed) {
  let s = seed >>> 0;
  const draw = () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s / 2 ** 32;
  };
  return Array.from({ length: 10 }, (_, i) => ({ x: 4 * draw() - 2, y: 4 * draw() - 2, label: i % 3 }));
}

/**
 * What the inspector shows of every node of one probe's graph: the contributions, from top to bottom.
 * @param {Page} page @param {{x: number, y: number, label: number}} place
 */
function contributionsOf(page, place) {
  return page.evaluate(async (probe) => {
    const { micrograd } = window;
    const frame = () => new Promise((resolve) => window.requestAnimationFrame(resolve));
    micrograd.dispatch({ type: "probe/set", ...probe });
    while (micrograd.state.answers.graph?.probe !== micrograd.state.probe) await frame();
    const { graph } = micrograd.state.answers.graph;
    for (let i = 0; i < 2; i++) await frame(); // the node that was selected before is shown in this graph now
    /** @type {{name: string, grad: number, shown: string[], running: string[], sum: string | undefined}[]} */
    const nodes = [];
    for (const [id, name] of graph.name.entries()) {
      micrograd.dispatch({ type: "node/select", name });
      while (document.querySelector('#inspector h2[data-field="name"]')?.textContent !== name) await frame();
      const all = (/** @type {string} */ of) =>
        [
          .../** @type {NodeListOf<HTMLElement>} */ (
            document.querySelectorAll(`#inspector [data-field="${of}"]`)
          ),
        ].map(({ dataset }) => String(dataset.value));
      const [shown, running] = [all("contribution"), all("running")];
      nodes.push({ name, grad: graph.grad[id], shown, running, sum: all("sum")[0] });
    }
    return nodes;
  }, place);
}

/** The loss of the probe with a node's data changed, as the page asks the engine. @param {Page} page @param {string} node @param {number} delta */
async function nudged(page, node, delta) {
  await page.evaluate((nudge) => window.micrograd.dispatch({ type: "view/nudge", ...nudge }), {
    node,
    delta,
  });
  await answered(page, "nudge");
  return page.evaluate(() => Number(window.micrograd.state.answers.queries.nudge?.reply?.nudged));
}

for (const layers of [[], [8], [4, 3, 2]]) {
  for (const engine of BOTH) {
    test(`in ${engine}, the contributions shown of every node are its gradient, and central differences agree: [${layers}], ten probes of seed ${SEED}`, async ({
      bothPage: page,
    }) => {
      test.setTimeout(180_000); // every node of ten graphs takes a frame
      await choose(page, engine);
      await configure(page, { layers, n: 30 });
      await step(page, 3);
      await paint(page, "#inspector");
      /** @type {string[]} */
      const wrong = [];
      for (const [k, place] of drawProbes(SEED).entries()) {
        const nodes = await atOnce(page, () => contributionsOf(page, place));
        for (const { name, grad, shown, running, sum } of nodes) {
          if (name === "loss" && shown.length === 0 && grad === 1) continue;
          let total = 0;
          const sums = shown.map((digits) => {
            total += parseRepr(digits);
            return total;
          });
          const adds =
            bits([total]).join() === bits([grad]).join() && sum !== undefined && parseRepr(sum) === grad;
          const steps = shown.length < 2 || bits(sums).join() === bits(running.map(parseRepr)).join();
          if (!adds || !steps) wrong.push(`${name} at ${JSON.stringify(place)}: ${shown} is not ${grad}`);
        }
        const { name, grad } = nodes[(7 * k + 3) % nodes.length];
        await select(page, name);
        const slope = ((await nudged(page, name, 1e-5)) - (await nudged(page, name, -1e-5))) / 2e-5;
        expect(Math.abs(slope - grad)).toBeLessThan(1e-6 + 1e-3 * Math.abs(slope));
      }
      await paint(page);
      expect(wrong).toEqual([]);
    });
  }
}

for (const engine of BOTH) {
  test(`in ${engine}, the contributions that are shown add up to the training gradient, last point first, and the next step follows it`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await configure(page, { n: 30 });
    await step(page, 4);
    const names = parameterNames({ layers: [8] });
    for (const index of [0, 26, 50]) {
      await select(page, names[index]);
      await answered(page, "preview");
      await answered(page, "contributions");
      const contributions = await page.evaluate(() => [
        ...(window.micrograd.state.answers.queries.contributions?.reply?.contributions ?? []),
      ]);
      expect(contributions).toHaveLength(24);
      const total = contributions.reduceRight((sum, contribution) => sum + contribution, 0);
      const gradient = await digitsOf(page, "gradient");
      expect(bits([await digitsOf(page, "contributions-total"), gradient])).toEqual(bits([total, total]));
      expect(await digitsOf(page, "contributions-up")).toBeGreaterThanOrEqual(0);
      expect(await digitsOf(page, "contributions-down")).toBeLessThanOrEqual(0);
      const largest = await page
        .locator('#inspector [data-field="point-contribution"]')
        .evaluateAll((all) => all.map((each) => Number(/** @type {HTMLElement} */ (each).dataset.value)));
      const bySize = [...contributions].sort((a, b) => Math.abs(b) - Math.abs(a)).slice(0, 5);
      expect(largest).toEqual(bySize);
      await step(page, 1);
      const followed = await page.evaluate(
        (i) => Number(window.micrograd.state.session.snapshot?.grad[i]),
        index,
      );
      expect(bits([followed])).toEqual(bits([gradient]));
    }
  });

  for (const optimizer of /** @type {const} */ (["adamw", "sgd"])) {
    test(`in ${engine}, the next update of ${optimizer} is what the next step then does`, async ({
      bothPage: page,
    }) => {
      await choose(page, engine);
      await configure(page, { n: 30, optimizer });
      await step(page, 3);
      const index = parameterNames({ layers: [8] }).indexOf("z2.w3");
      await select(page, "z2.w3");
      for (let i = 0; i < 2; i++) {
        await answered(page, "preview");
        const shown = [];
        const fields = [
          "update",
          "after-data",
          "gradient",
          "after-m",
          ...(optimizer === "adamw" ? ["after-v"] : []),
        ];
        for (const name of fields) shown.push(await digitsOf(page, name));
        const before = await page.evaluate(
          (at) => Number(window.micrograd.state.session.snapshot?.data[at]),
          index,
        );
        await step(page, 1);
        const { data, grad, m, v } = await page.evaluate((at) => {
          const { snapshot } = window.micrograd.state.session;
          if (!snapshot) throw new Error("there is no run");
          return { data: snapshot.data[at], grad: snapshot.grad[at], m: snapshot.m[at], v: snapshot.v[at] };
        }, index);
        expect(data).not.toBe(before);
        const done = [data - before, data, grad, m, v].slice(0, fields.length);
        expect(bits(shown)).toEqual(bits(done));
      }
    });
  }

  test(`in ${engine}, without zero_grad the accumulated gradient stands beside the true one, and where it differs it is marked`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await configure(page, { n: 30, zero_grad: false });
    await step(page, 3);
    await select(page, "h2.w1");
    await answered(page, "preview");
    const accumulated = await digitsOf(page, "after-grad");
    expect(accumulated).not.toBe(await digitsOf(page, "gradient"));
    await expect(field(page, "after-grad")).toHaveClass(/wrong/);
    await expect(field(page, "train-grad")).toHaveClass(/wrong/);
    await step(page, 1);
    const at = parameterNames({ layers: [8] }).indexOf("h2.w1");
    expect(await page.evaluate((i) => window.micrograd.state.session.snapshot?.grad[i], at)).toBe(
      accumulated,
    );
    await configure(page, { zero_grad: true });
    await expect(field(page, "after-grad")).toHaveCount(0);
  });
}
