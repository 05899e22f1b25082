/** Looking inside a step, in the browser: Python and C answer every question with the same doubles, and they add up. */

import { bits, inBits } from "./bits.js";
import { run, SMALL } from "./clients.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../web/protocol/messages.js").Config} Config */
/** @typedef {import("../../web/protocol/messages.js").EngineName} EngineName */

/** @type {EngineName[]} */
const BOTH = ["python", "c"];

/**
 * One request; typed arrays come back from the page as plain ones.
 * @param {Page} page
 * @param {EngineName} name
 * @param {string} verb
 * @param {object} args
 * @returns {Promise<any>}
 */
function ask(page, name, verb, args = {}) {
  return page.evaluate(
    async ([engine, word, given]) => {
      const reply = await window.engines[/** @type {"c"} */ (engine)].request(
        /** @type {any} */ (word),
        /** @type {any} */ (given),
      );
      const plain = (/** @type {any} */ value) => (value instanceof Float64Array ? [...value] : value);
      const flat = (/** @type {any} */ object) =>
        Object.fromEntries(Object.entries(object).map(([key, value]) => [key, plain(value)]));
      return reply?.graph ? flat(reply.graph) : reply && flat(reply);
    },
    /** @type {const} */ ([name, verb, args]),
  );
}

/**
 * What a node of the graph is said to have got from its consumers, and what the engine says it has.
 * @param {{op: string[], prev: number[][], contribution: number[]}} graph
 */
function sumOfShares({ op, prev, contribution }) {
  const arrived = new Float64Array(op.length);
  arrived[op.length - 1] = 1;
  let next = contribution.length; // one for each operand, node by node
  for (let i = op.length - 1; i >= 0; i--) {
    next -= prev[i].length;
    for (const [slot, operand] of prev[i].entries()) arrived[operand] += contribution[next + slot];
  }
  return arrived;
}

/** Ten places with labels, anywhere on the plane. */
const PROBES = Array.from({ length: 10 }, (_, i) => ({
  x: 1.9 * Math.sin(3 * i + 1),
  y: 1.9 * Math.cos(5 * i),
  label: i % 3,
}));

for (const layers of [[], [8], [4, 3, 2]]) {
  for (const loss of ["nll", "logsumexp"]) {
    test(`gradients are the exact sums of their contributions, and central differences agree: [${layers}] ${loss}`, async ({
      engines,
    }) => {
      /** @type {string[][]} */
      const graphs = [];
      for (const name of BOTH) {
        await run(engines, name, { ...SMALL, layers, loss }, 3);
        for (const [k, place] of PROBES.entries()) {
          const graph = await ask(engines, name, "trace", place);
          expect(bits(sumOfShares(graph))).toEqual(bits(graph.grad));
          graphs.push(bits([...graph.data, ...graph.grad, ...graph.contribution]));
          const node = (7 * k + 3) % graph.op.length;
          const [up, down] = [
            await ask(engines, name, "nudge", { ...place, node, delta: 1e-5 }),
            await ask(engines, name, "nudge", { ...place, node, delta: -1e-5 }),
          ];
          const slope = (up.nudged - down.nudged) / 2e-5;
          expect(Math.abs(slope - graph.grad[node])).toBeLessThan(1e-6 + 1e-3 * Math.abs(slope));
        }
      }
      expect(graphs.slice(0, 10)).toEqual(graphs.slice(10));
    });
  }
}

test("every query has the same answer in both engines", async ({ engines }) => {
  const place = { x: 0.3, y: -1.25, label: 2 };
  const grid = { label: 1, columns: 33, rows: 21, extent: 2 };
  for (const loss of ["nll", "logsumexp"]) {
    /** @type {Record<string, unknown>[]} */
    const answers = [];
    for (const name of BOTH) {
      await run(engines, name, { ...SMALL, loss }, 5);
      /** @type {Record<string, number[]>} */
      const said = { gradient: (await ask(engines, name, "gradient")).gradient };
      for (const parameter of [0, 23, 50]) {
        said[`contributions ${parameter}`] = (
          await ask(engines, name, "contributions", { parameter })
        ).contributions;
      }
      const naive = await ask(engines, name, "naive", place);
      Object.assign(said, { naive: naive.naive, true: naive.grad, visits: naive.visits });
      said.overwritten = (await ask(engines, name, "overwritten", place)).overwritten;
      for (const node of ["x", "h3", "z1.w2", "e2", "denom", "loss"]) {
        const {
          loss: before,
          nudged,
          predicted,
          measured,
          data,
        } = await ask(engines, name, "nudge", {
          ...place,
          node,
          delta: -0.01,
        });
        said[`nudge ${node}`] = [before, nudged, predicted, measured, ...data];
        const { field, node: id } = await ask(engines, name, "field", { node, ...grid });
        said[`field ${node}`] = [id, ...field];
        expect(field).toHaveLength(33 * 21);
      }
      answers.push(inBits(said));
    }
    expect(answers[0]).toEqual(answers[1]);
  }
});

for (const name of BOTH) {
  test(`in ${name}, the points' contributions add up to the gradient, last point first, and the next step follows it`, async ({
    engines,
  }) => {
    await run(engines, name, SMALL, 5);
    const { gradient } = await ask(engines, name, "gradient");
    for (const parameter of [0, 2, 24, 50]) {
      const { contributions } = await ask(engines, name, "contributions", { parameter });
      expect(contributions).toHaveLength(24);
      const total = contributions.reduceRight(
        (/** @type {number} */ sum, /** @type {number} */ s) => sum + s,
        0,
      );
      expect(bits([total])).toEqual(bits([gradient[parameter]]));
    }
    const { snapshot } = await ask(engines, name, "step", { count: 1, budget: 0 });
    expect(bits([...snapshot.grad])).toEqual(bits(gradient));
  });

  test(`in ${name}, the naive order is wrong for the network, and right for a neuron, which is a tree`, async ({
    engines,
  }) => {
    await run(engines, name, SMALL, 5);
    const place = { x: 0.3, y: -1.25, label: 2 };
    const { name: names } = await ask(engines, name, "trace", place);
    const whole = await ask(engines, name, "naive", place);
    const wrong = names.filter((/** @type {string} */ _, /** @type {number} */ i) => {
      return whole.naive[i] !== whole.grad[i];
    });
    expect(wrong).toContain("z3");
    expect(wrong).toContain("h1.w1");
    expect(wrong).not.toContain("denom");
    const tree = await ask(engines, name, "naive", { ...place, root: "h5" });
    expect(bits(tree.naive)).toEqual(bits(tree.grad));
    expect(tree.grad[names.indexOf("h5.w1")]).not.toBe(0);
  });

  test(`in ${name}, a refusal names what is wrong`, async ({ engines }) => {
    await run(engines, name, SMALL, 1);
    const refused = (/** @type {string} */ verb, /** @type {object} */ args) =>
      ask(engines, name, verb, args).then(
        () => "answered",
        (error) => String(error).replace(/^.*?Error: /, ""),
      );
    expect(await refused("contributions", { parameter: 51 })).toContain(
      "a parameter must be from 0 to 50, not 51",
    );
    const place = { x: 0, y: 0, label: 0 };
    expect(await refused("naive", { ...place, root: 151 })).toContain(
      "a node must be from 0 to 150, not 151",
    );
    expect(await refused("nudge", { ...place, node: "p2", delta: 1 })).toContain('there is no node "p2"');
    expect(await refused("nudge", { ...place, node: 0, delta: Number.NaN })).toContain(
      "delta must be finite, not nan",
    );
    const grid = { node: 0, label: 0, columns: 0, rows: 4, extent: 2 };
    expect(await refused("field", grid)).toContain("columns must be from 1 to 4096, not 0");
  });
}

test("steps without zero_grad accumulate the same gradient in both engines, and across a switch between them", async ({
  engines,
}) => {
  /** @type {Config} */
  const config = { ...SMALL, zero_grad: false };
  const [inPython, inC] = [await run(engines, "python", config, 8), await run(engines, "c", config, 8)];
  expect(inBits(inPython)).toEqual(inBits(inC));
  expect(inC.grad).not.toEqual((await run(engines, "c", SMALL, 8)).grad);

  await run(engines, "c", config, 4);
  const last = await engines.evaluate(
    async ([settings]) => {
      const { c, python } = window.engines;
      const { points } = await c.request("reset", { config: settings });
      const numbered = points.map((point, id) => ({ ...point, id }));
      let { snapshot } = await c.request("step", { count: 4, budget: 1e6 });
      for (const engine of [python, c, python, c]) {
        await engine.request("restore", { config: settings, points: numbered, snapshot });
        ({ snapshot } = await engine.request("step", { count: 1, budget: 0 }));
      }
      return { data: [...snapshot.data], grad: [...snapshot.grad] };
    },
    /** @type {const} */ ([config]),
  );
  expect(inBits(last)).toEqual(inBits({ data: inC.data, grad: inC.grad }));
});

for (const name of BOTH) {
  test(`in ${name}, queries leave the run unchanged`, async ({ engines }) => {
    const undisturbed = await run(engines, name, SMALL, 6);
    await run(engines, name, SMALL, 5);
    const place = { x: 1, y: 1, label: 1 };
    await ask(engines, name, "gradient");
    await ask(engines, name, "contributions", { parameter: 3 });
    await ask(engines, name, "naive", place);
    await ask(engines, name, "overwritten", place);
    await ask(engines, name, "nudge", { ...place, node: "h2", delta: 1 });
    await ask(engines, name, "field", { node: "h2", label: 1, columns: 9, rows: 9, extent: 2 });
    const { snapshot } = await ask(engines, name, "step", { count: 1, budget: 0 });
    for (const column of /** @type {const} */ (["data", "grad", "m", "v"])) {
      expect(bits([...snapshot[column]])).toEqual(bits(undisturbed[column]));
    }
  });
}
