/** Hands and eyes on the inspector: a node is selected, a question answered, a number read with all its digits. */

import { expect } from "./fixtures.js";
import { field, parseRepr } from "./graph.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Selects a node and waits until it is shown. @param {Page} page @param {string} name */
export async function select(page, name) {
  await page.evaluate((node) => window.micrograd.dispatch({ type: "node/select", name: node }), name);
  await expect(field(page, "name")).toHaveText(name);
}

/** Waits until a question has been answered for the moment that is shown, and the answer is drawn. @param {Page} page @param {"preview" | "shares" | "nudge"} name */
export async function answered(page, name) {
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
export const digitsOf = async (page, name) => parseRepr(await field(page, name).getAttribute("data-value"));
