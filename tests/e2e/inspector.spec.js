/** The inspector in full: every number it shows is one of an engine, to the last bit, in both of them. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { ROOT } from "../../build/tools.js";
import { parameterNames } from "../../web/network.js";
import { exact } from "../../web/numbers.js";
import { PLACES } from "../../web/view/source.js";
import { button, choose, configure, settled, step } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { field, parseRepr } from "./graph.js";

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

/** Selects a node and waits until it is shown. @param {Page} page @param {string} name */
async function select(page, name) {
  await page.evaluate((node) => window.micrograd.dispatch({ type: "node/select", name: node }), name);
  await expect(field(page, "name")).toHaveText(name);
}

/** Waits until a question has been answered for the moment that is shown, and the answer is drawn. @param {Page} page @param {"preview" | "shares" | "nudge"} name */
async function answered(page, name) {
  await page.waitForFunction((question) => {
    const { answers, snapshot, points, config, engine, probe, nudge } = window.micrograd.state;
    const answer = answers[question];
    if (!answer || answer.of[0] !== snapshot) return false;
    if (question !== "nudge")
      return answer.of[1] === points && answer.of[2] === config && answer.of[3] === engine;
    return answer.of[2] === probe && answer.args.delta === nudge?.delta && answer.args.node === nudge?.node;
  }, name);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** All digits of a field. @param {Page} page @param {string} name */
const digitsOf = async (page, name) => parseRepr(await field(page, name).getAttribute("data-value"));

/** What the inspector shows of every node of one probe's graph: the contributions, as they stand there from above. @param {Page} page @param {{x: number, y: number, label: number}} place */
function contributionsOf(page, place) {
  return page.evaluate(async (probe) => {
    const { micrograd } = window;
    const frame = () => new Promise(requestAnimationFrame);
    micrograd.dispatch({ type: "probe/set", ...probe });
    while (micrograd.state.graph?.probe !== micrograd.state.probe) await frame();
    const { graph } = micrograd.state.graph;
    for (let i = 0; i < 2; i++) await frame(); // the node that was selected before is shown in this graph now
    /** @type {{name: string, grad: number, shown: string[], running: string[], sum: string | undefined}[]} */
    const nodes = [];
    for (const [id, name] of graph.name.entries()) {
      micrograd.dispatch({ type: "node/select", name });
      while (document.querySelector("#inspector h2")?.textContent !== name) await frame();
      const all = (/** @type {string} */ wanted) =>
        [
          .../** @type {NodeListOf<HTMLElement>} */ (
            document.querySelectorAll(`#inspector [data-field="${wanted}"]`)
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
  return page.evaluate(() => Number(window.micrograd.state.answers.nudge?.reply.nudged));
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
      const fold = (/** @type {boolean} */ folded) =>
        page.evaluate((on) => window.micrograd.dispatch({ type: "view/folded", folded: on }), folded);
      await fold(true); // fewer boxes to paint
      /** @type {string[]} */
      const wrong = [];
      for (const [k, place] of drawProbes(SEED).entries()) {
        const nodes = await contributionsOf(page, place);
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
      await fold(false);
      expect(wrong).toEqual([]);
    });
  }
}

for (const engine of BOTH) {
  test(`in ${engine}, the shares that are shown add up to the training gradient, last point first, and the next step follows it`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await configure(page, { n: 30 });
    await step(page, 4);
    const names = parameterNames({ layers: [8] });
    for (const index of [0, 26, 50]) {
      await select(page, names[index]);
      await answered(page, "preview");
      await answered(page, "shares");
      const shares = await page.evaluate(() => [
        ...(window.micrograd.state.answers.shares?.reply.shares ?? []),
      ]);
      expect(shares).toHaveLength(24);
      const total = shares.reduceRight((sum, share) => sum + share, 0);
      const gradient = await digitsOf(page, "gradient");
      expect(bits([await digitsOf(page, "shares-total"), gradient])).toEqual(bits([total, total]));
      expect(await digitsOf(page, "shares-up")).toBeGreaterThanOrEqual(0);
      expect(await digitsOf(page, "shares-down")).toBeLessThanOrEqual(0);
      const largest = await page
        .locator('#inspector [data-field="share"]')
        .evaluateAll((all) => all.map((each) => Number(/** @type {HTMLElement} */ (each).dataset.value)));
      const bySize = [...shares].sort((a, b) => Math.abs(b) - Math.abs(a)).slice(0, 5);
      expect(largest).toEqual(bySize);
      await step(page, 1);
      const followed = await page.evaluate((i) => Number(window.micrograd.state.snapshot?.grad[i]), index);
      expect(bits([followed])).toEqual(bits([gradient]));
    }
  });

  for (const optimizer of /** @type {const} */ (["adamw", "sgd"])) {
    test(`in ${engine}, the coming update of ${optimizer} is what the next step then does`, async ({
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
        const before = await page.evaluate((at) => Number(window.micrograd.state.snapshot?.data[at]), index);
        await step(page, 1);
        const { data, grad, m, v } = await page.evaluate((at) => {
          const { snapshot } = window.micrograd.state;
          if (!snapshot) throw new Error("there is no run");
          return { data: snapshot.data[at], grad: snapshot.grad[at], m: snapshot.m[at], v: snapshot.v[at] };
        }, index);
        expect(data).not.toBe(before);
        const done = [data - before, data, grad, m, v].slice(0, fields.length);
        expect(bits(shown)).toEqual(bits(done));
      }
    });
  }

  test(`in ${engine}, without zero_grad the heap stands beside the true gradient, and where it differs it is marked`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await configure(page, { n: 30, zero_grad: false });
    await step(page, 3);
    await select(page, "h2.w1");
    await answered(page, "preview");
    const heap = await digitsOf(page, "after-grad");
    expect(heap).not.toBe(await digitsOf(page, "gradient"));
    await expect(field(page, "after-grad")).toHaveClass(/wrong/);
    await expect(field(page, "train-grad")).toHaveClass(/wrong/);
    await step(page, 1);
    const at = parameterNames({ layers: [8] }).indexOf("h2.w1");
    expect(await page.evaluate((i) => window.micrograd.state.snapshot?.grad[i], at)).toBe(heap);
    await configure(page, { zero_grad: true });
    await expect(field(page, "after-grad")).toHaveCount(0);
  });

  test(`in ${engine}, a nudge shows grad times it beside what the loss then does`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await configure(page, { n: 30 });
    await step(page, 3);
    for (const [name, typed, delta] of /** @type {const} */ ([
      ["h3", "0.01", 0.01],
      ["z2.w3", "-1e-3", -1e-3],
      ["x", "−0.5", -0.5],
    ])) {
      await select(page, name);
      await page.getByRole("textbox", { name: "Nudge by" }).fill(typed);
      await page.keyboard.press("Enter");
      await answered(page, "nudge");
      const { grad, reply } = await page.evaluate((node) => {
        const { graph, answers } = window.micrograd.state;
        if (!graph) throw new Error("nothing has been traced");
        const { predicted, measured, loss, nudged: after } = answers.nudge?.reply ?? {};
        return {
          grad: graph.graph.grad[graph.graph.name.indexOf(node)],
          reply: { predicted, measured, loss, after },
        };
      }, name);
      expect(bits([await digitsOf(page, "predicted")])).toEqual(bits([grad * delta]));
      expect(reply.predicted).toBe(grad * delta);
      expect(await digitsOf(page, "measured")).toBe(reply.measured);
      expect(reply.measured).toBe(reply.after - reply.loss);
      expect(await digitsOf(page, "difference")).toBe(reply.measured - reply.predicted);
      if (Math.abs(delta) < 0.1) {
        expect(Math.abs(reply.measured - reply.predicted)).toBeLessThan(
          1e-2 * Math.abs(reply.predicted) + 1e-6,
        );
      }
      await expect(page.getByRole("status", { name: "Nudge" })).toContainText(`${name} nudged by `);
    }
  });
}

test("a selected node's numbers follow the probe to another class, where its place in the order is another", async ({
  cPage: page,
}) => {
  await select(page, "z3.b");
  const places = [];
  for (const label of [0, 2, 1]) {
    await page.evaluate(
      (of) => window.micrograd.dispatch({ type: "probe/set", x: 0.5, y: -0.5, label: of }),
      label,
    );
    await settled(page);
    const { id, data, grad } = await page.evaluate(() => {
      const graph = window.micrograd.state.graph?.graph;
      if (!graph) throw new Error("nothing has been traced");
      const at = graph.name.indexOf("z3.b");
      return { id: at, data: graph.data[at], grad: graph.grad[at] };
    });
    places.push(id);
    await expect(field(page, "grad")).toHaveAttribute("data-value", exact(grad));
    await expect(field(page, "data")).toHaveAttribute("data-value", exact(data));
    await expect(field(page, "sum")).toHaveAttribute("data-value", exact(grad));
  }
  expect(new Set(places).size).toBeGreaterThan(1);
});

test("a nudge is made by the slider's keys, and taken back by its button, by Escape and by another selection", async ({
  cPage: page,
}) => {
  await step(page, 2);
  await select(page, "h3");
  const slider = page.getByRole("slider", { name: "Nudge", exact: true });
  const current = () => page.evaluate(() => window.micrograd.state.nudge);
  const predicted = field(page, "predicted");
  await expect(predicted).toBeHidden();
  await slider.press("ArrowRight");
  expect(await current()).toEqual({ node: "h3", delta: 0.0001 });
  await slider.press("End");
  expect(await current()).toEqual({ node: "h3", delta: 1 });
  await expect(slider).toHaveAttribute("aria-valuetext", "1");
  await expect(predicted).toBeInViewport();
  await button(page, "Clear the nudge").click();
  expect(await current()).toBeNull();
  await expect(predicted).toBeHidden();
  await expect(slider).toBeFocused();
  await slider.press("Home");
  expect(await current()).toEqual({ node: "h3", delta: -1 });
  await slider.press("Escape");
  expect(await current()).toBeNull();
  await slider.press("End");
  await select(page, "h4");
  expect(await current()).toBeNull();
  await expect(predicted).toBeHidden();
});

test("what is no number is refused as a nudge, with a sentence, and changes nothing", async ({
  cPage: page,
}) => {
  await select(page, "loss");
  const text = page.getByRole("textbox", { name: "Nudge by" });
  for (const bad of ["abc", "1e999", "0x10", "nan"]) {
    await text.fill(bad);
    await text.press("Tab");
    await expect(page.locator("#inspector").getByRole("alert")).toHaveText(
      `A nudge must be a finite number, such as 0.01 or -1e-3, not '${bad}'.`,
    );
    expect(await page.evaluate(() => window.micrograd.state.nudge)).toBeNull();
  }
  await text.fill("0.25");
  await text.press("Enter");
  await expect(page.locator("#inspector").getByRole("alert")).toHaveCount(0);
  expect(await page.evaluate(() => window.micrograd.state.nudge)).toEqual({ node: "loss", delta: 0.25 });
});

test("what the engine refuses of a nudge is told in its own sentence", async ({ cPage: page }) => {
  await select(page, "h1");
  await page.evaluate(() =>
    window.micrograd.dispatch({ type: "view/nudge", node: "h1", delta: Number.POSITIVE_INFINITY }),
  );
  await expect(page.locator("#inspector .nudge-result")).toContainText("delta must be finite, not inf");
  await expect(field(page, "predicted")).toBeHidden();
});

test("a point that pushes a parameter is a link that makes it the probe", async ({ cPage: page }) => {
  await step(page, 2);
  await select(page, "h1.b");
  await answered(page, "shares");
  const first = page.locator("#inspector [data-point]").nth(1);
  const id = Number(await first.getAttribute("data-point"));
  await first.getByRole("button").click();
  await settled(page);
  const { probe, point } = await page.evaluate(
    (wanted) => ({
      probe: window.micrograd.state.probe,
      point: window.micrograd.state.points.find((each) => each.id === wanted),
    }),
    id,
  );
  expect(probe).toEqual({ id, x: point?.x, y: point?.y, label: point?.label });
});

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
      await expect(part.locator("summary [data-language]").first()).toHaveAttribute("data-language", "c");
      await part.locator("summary").click();
      for (const language of /** @type {const} */ (["python", "c"])) {
        const { file, marks } = PLACES[row][language];
        const all = (await readFile(path.join(ROOT, file), "utf8")).split("\n");
        const figure = part.locator(`figure[data-language="${language}"]`);
        const lines = await figure.locator("[data-line]").evaluateAll((every) =>
          every.map((line) => ({
            number: Number(/** @type {HTMLElement} */ (line).dataset.line),
            text: line.querySelector(".code")?.textContent ?? "",
          })),
        );
        expect(lines.length).toBeGreaterThan(0);
        for (const { number, text } of lines) expect(all[number - 1].trim()).toBe(text.trim());
        await expect(figure.locator("mark").first()).toContainText(marks);
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

test("of the two lines of C that pass a gradient on, the one of this operand is in sight", async ({
  cPage: page,
}) => {
  const code = page.locator('#inspector [data-unfolds="backward"] summary [data-language="c"] code');
  await select(page, "h3.w1"); // first operand of h3.w1*x
  await expect(code).toContainText("out->local[0] * grad");
  await select(page, "h3"); // second one of z3.w3*h3
  await expect(code).toContainText("out->local[1] * grad");
});

test("a source that can't be read is told in one line, and all else goes on", async ({
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

test("while the run plays the inspector's elements stay, and only their texts change", async ({
  cPage: page,
}) => {
  await select(page, "h3.w1");
  await answered(page, "shares");
  await page.evaluate(() => {
    const kept = [...document.querySelectorAll("#inspector *")];
    const text = document.querySelector('#inspector [data-field="after-data"]')?.textContent;
    Object.assign(window, { kept, text });
  });
  await button(page, "Play").click();
  await page.waitForFunction(() => Number(window.micrograd.state.snapshot?.step) >= 15);
  await button(page, "Pause").click();
  await settled(page);
  await answered(page, "preview");
  const { gone, same } = await page.evaluate(() => {
    const { kept, text } = /** @type {any} */ (window);
    return {
      gone: kept.filter((/** @type {Element} */ element) => !element.isConnected).length,
      same: document.querySelector('#inspector [data-field="after-data"]')?.textContent === text,
    };
  });
  expect({ gone, same }).toEqual({ gone: 0, same: false });
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test("axe finds nothing in the inspector of a parameter that is nudged, with everything unfolded", async ({
      cPage: page,
    }) => {
      await configure(page, { zero_grad: false });
      await step(page, 3);
      await select(page, "h3.w1");
      await page.getByRole("slider", { name: "Nudge", exact: true }).press("End");
      await answered(page, "nudge");
      await answered(page, "shares");
      for (const summary of await page.locator("#inspector summary").all()) await summary.click();
      const axe = new AxeBuilder({ page: /** @type {any} */ (page) }).include("#inspector");
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
    });
  });
}

test("a nudge is spoken when the run rests, and not at every step", async ({ cPage: page }) => {
  await step(page, 1);
  await select(page, "h3");
  await page.getByRole("slider", { name: "Nudge", exact: true }).press("End");
  await answered(page, "nudge");
  const spoken = page.getByRole("status", { name: "Nudge" });
  await expect(spoken).toHaveText(/^h3 nudged by 1: the loss changes by .+, predicted .+$/);
  const at = await spoken.textContent();
  await button(page, "Play").click();
  await page.waitForFunction(() => Number(window.micrograd.state.snapshot?.step) >= 10);
  await expect(spoken).toHaveText(String(at));
  await button(page, "Pause").click();
  await settled(page);
  await answered(page, "nudge");
  await expect(spoken).not.toHaveText(String(at));
});

test("a link to another node keeps the keyboard in the inspector", async ({ cPage: page }) => {
  await select(page, "h3");
  await page.locator("#inspector [data-consumer] button").first().press("Enter");
  await expect(field(page, "name")).toHaveText("z3.w3*h3");
  await expect(page.getByRole("group", { name: "The selected node" })).toBeFocused();
  expect(await page.evaluate(() => window.micrograd.state.hoveredNode)).toBeNull();
});
