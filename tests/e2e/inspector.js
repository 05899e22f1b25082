/** Hands and eyes on the inspector: a node is selected, a question answered, a number read with all its digits. */

import { expect } from "./fixtures.js";
import { field, parseRepr } from "./graph.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Selects a node and waits until it is shown. @param {Page} page @param {string} name */
export async function select(page, name) {
  await page.evaluate((node) => window.micrograd.dispatch({ type: "node/select", name: node }), name);
  await expect(field(page, "name")).toHaveText(name);
}

/** Waits until a question has been answered for the moment that is shown, and the answer is drawn. @param {Page} page @param {"preview" | "contributions" | "nudge"} name */
export async function answered(page, name) {
  await page.waitForFunction((question) => {
    const { answers, session, engines, probe, view } = window.micrograd.state;
    const { nudge } = view;
    const answer = /** @type {import("../../web/state/queries.js").Answers["nudge"] | undefined} */ (
      answers.queries[question]
    );
    const { snapshot, points, config } = session;
    if (!answer || answer.of.snapshot !== snapshot) return false;
    if (question !== "nudge")
      return (
        answer.of.points === points && answer.of.config === config && answer.of.engine === engines.active
      );
    return (
      answer.of.probe === probe && answer.args.delta === nudge?.delta && answer.args.node === nudge?.node
    );
  }, name);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** All digits of a field. @param {Page} page @param {string} name */
export const digitsOf = async (page, name) => parseRepr(await field(page, name).getAttribute("data-value"));
