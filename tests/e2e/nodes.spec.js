/** Every node of the graph shows the engine's own doubles, in both engines. */

import { exact } from "../../web/protocol/numbers.js";
import { choose, settled, step, write } from "./actions.js";
import { bits } from "./bits.js";
import { expect, test } from "./fixtures.js";
import { allOperations, drawn, field, node, parseRepr } from "./graph.js";

for (const engine of /** @type {const} */ (["Python", "C"])) {
  test(`in ${engine}, a click on each of the 151 nodes shows its name, operation, data, gradient and formula`, async ({
    bothPage: page,
  }) => {
    await choose(page, engine);
    await step(page, 3); // so that this engine has traced the graph
    await page.evaluate(() => document.querySelector("#graph")?.scrollIntoView());
    await allOperations(page);
    const graph = await page.evaluate(() => {
      const traced = window.micrograd.state.answers.graph?.graph;
      if (!traced) throw new Error("nothing has been traced");
      const { name, op, data, grad, prev } = traced;
      return { name, op, data: [...data], grad: [...grad], prev };
    });
    expect(graph.name).toHaveLength(151);
    expect(new Set(graph.name).size).toBe(151);
    const boxes = await page.locator("#graph [data-node]").evaluateAll((all) =>
      /** @type {SVGElement[]} */ (all).map(({ dataset }) => ({
        id: Number(dataset.id),
        name: String(dataset.node),
      })),
    );
    expect(boxes.map(({ id }) => id).sort((a, b) => a - b)).toEqual(graph.name.map((_, id) => id));

    /** @type {string[]} */
    const wrong = [];
    for (const { id, name } of boxes) {
      await node(page, name).dispatchEvent("click");
      await page.waitForFunction(
        (wanted) => document.querySelector('#inspector [data-field="name"]')?.textContent === wanted,
        graph.name[id],
      );
      const shown = await page.evaluate(() => {
        const read = (/** @type {string} */ wanted) =>
          document.querySelector(`#inspector [data-field="${wanted}"]`)?.textContent ?? "";
        const op = /** @type {HTMLElement | null} */ (document.querySelector('[data-field="op"]'))?.dataset
          .op;
        const sum = document.querySelector('#inspector [data-field="sum"]')?.textContent ?? null;
        return {
          op,
          opText: read("op"),
          data: read("data"),
          grad: read("grad"),
          formula: read("formula"),
          sum,
        };
      });
      const own = bits([graph.data[id], graph.grad[id]]).join();
      const seen = bits([parseRepr(shown.data), parseRepr(shown.grad)]).join();
      const sum = shown.sum === null ? 1 : parseRepr(shown.sum);
      const named = name === graph.name[id] && shown.op === graph.op[id] && shown.opText !== "";
      // the contributions of the consumers add up to the gradient, to the last bit
      const summed = bits([sum]).join() === bits([graph.grad[id]]).join();
      const formula = shown.formula.startsWith(graph.name[id]);
      if (own !== seen || !named || !summed || !formula)
        wrong.push(`${graph.name[id]}: ${JSON.stringify(shown)}`);
    }
    expect(wrong).toEqual([]);
  });
}

test("the formula is written with this node's numbers, and its gradient consumer by consumer", async ({
  cPage: page,
}) => {
  await step(page, 2);
  await drawn(page);
  await node(page, "h3").click();
  const { input, output, grad, consumers } = await page.evaluate(() => {
    const graph = window.micrograd.state.answers.graph?.graph;
    if (!graph) throw new Error("nothing has been traced");
    const id = graph.name.indexOf("h3");
    const readers = graph.name.filter((_, i) => graph.prev[i].includes(id));
    return {
      input: graph.data[graph.prev[id][0]].toFixed(4),
      output: graph.data[id].toFixed(4),
      grad: graph.grad[id],
      consumers: readers,
    };
  });
  const minus = (/** @type {string} */ text) => text.replace("−", "-");
  expect(minus((await field(page, "formula").textContent()) ?? "")).toMatch(
    new RegExp(`^h3 = tanh\\(.*${input}.*\\) = ${output}`),
  );
  const lines = page.locator("#inspector [data-consumer]");
  await expect(lines).toHaveCount(3);
  expect(
    (
      await lines.evaluateAll((all) => all.map((line) => /** @type {HTMLElement} */ (line).dataset.consumer))
    ).sort(),
  ).toEqual(consumers.sort());
  await expect(lines.first()).toContainText(/grad \+= .+ × .+ = .+/);
  expect(parseRepr(await field(page, "sum").textContent())).toBe(grad);
});

test("the inspector follows the run: its numbers are those of the step that is shown", async ({
  cPage: page,
}) => {
  await allOperations(page);
  await write(page.getByLabel("Find a node by name", { exact: true }), "z2.w3");
  for (const at of [1, 2, 3]) {
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await page.waitForFunction(
      (wanted) => window.micrograd.state.answers.graph?.snapshot.step === wanted,
      at,
    );
    await settled(page);
    const { data, grad, trained } = await page.evaluate(() => {
      const {
        answers: { graph },
        session: { snapshot },
      } = window.micrograd.state;
      const id = Number(graph?.graph.name.indexOf("z2.w3"));
      const names = [...document.querySelectorAll("[data-parameter]")].map((row) =>
        row.getAttribute("data-parameter"),
      );
      const trained = snapshot?.grad[names.indexOf("z2.w3")];
      return { data: graph?.graph.data[id], grad: graph?.graph.grad[id], trained };
    });
    expect(parseRepr(await field(page, "data").textContent())).toBe(data);
    expect(parseRepr(await field(page, "grad").textContent())).toBe(grad);
    await expect(field(page, "train-grad")).toHaveAttribute("data-value", exact(Number(trained)));
  }
});
