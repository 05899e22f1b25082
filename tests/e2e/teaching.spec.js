/** The links of docs/teaching.md open, and what it says of a link's parts is true. */

import { readFile } from "node:fs/promises";
import { PARTS } from "../../web/state/link/view.js";
import { notice, open, settled } from "./actions.js";
import { expect, test } from "./fixtures.js";

const TEXT = await readFile(new URL("../../docs/teaching.md", import.meta.url), "utf8");
const LINKS = [...TEXT.matchAll(/^\d\. ([^:]+): `…\/(#[^`]+)`/gm)].map(([, title, hash]) => ({
  title,
  hash,
}));
const EXAMPLES = [...TEXT.matchAll(/^\| .* \| `([^`]+)` \|$/gm)].map(([, example]) => example);

test("there are five links for a lecture, and every part of a view is told", () => {
  expect(LINKS).toHaveLength(5);
  const told = [...TEXT.matchAll(/`([a-z_]+)`/g)].map(([, word]) => word);
  const others = ["lesson", "open", "zoom"]; // what lessons and the graph put there; nobody types it
  expect(told).toEqual(expect.arrayContaining(Object.keys(PARTS).filter((key) => !others.includes(key))));
});

for (const { title, hash } of LINKS) {
  test(`the link "${title}" opens as it says`, async ({ blankPage: page }) => {
    await open(page, `./${hash}`);
    await page.waitForFunction(() => window.micrograd.state.run.waiting === null);
    await settled(page);
    await expect(notice(page)).toBeHidden();
    const found = await page.evaluate(() => {
      const { session, selection, view, run } = window.micrograd.state;
      const { experiment, nudge, field, large, stage } = view;
      const step = Number(session.snapshot?.step);
      return {
        step,
        node: selection.node,
        experiment,
        nudge,
        field,
        large,
        stage,
        move: run.walk?.at ?? null,
      };
    });
    const asked = new URLSearchParams(hash.slice(1));
    expect(found.step).toBe(Number(asked.get("step")));
    expect(found.node).toBe(asked.get("node"));
    expect(found.field).toBe(asked.get("field"));
    expect(found.large).toBe(asked.get("large"));
    expect(found.stage).toBe(asked.has("stage"));
    expect(found.move).toBe(asked.has("move") ? Number(asked.get("move")) : null);
    expect(found.nudge !== null).toBe(asked.has("nudge"));
  });
}

test("every example of a part opens without a complaint", async ({ blankPage: page }) => {
  expect(EXAMPLES.length).toBeGreaterThan(12);
  for (const example of EXAMPLES) {
    await page.goto("about:blank");
    await open(page, `./#${example}`);
    await page.waitForFunction(() => window.micrograd.state.run.waiting === null);
    await expect(notice(page), example).toBeHidden();
  }
});
