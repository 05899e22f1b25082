/** What axe finds on a page. */

import { AxeBuilder } from "@axe-core/playwright";

/** @typedef {import("@playwright/test").Page} Page */

/** What axe finds in a part of the page; in an open dialog alone, since the page behind it is inert. @param {Page} page @param {string} [part] */
export async function violations(page, part = "html") {
  await page.locator(part).first().waitFor(); // a dialog's code may be on its way
  // its declarations name another copy of the same Page
  // the page has no frames, so its results need no page of their own to be gathered in, which takes most of the time
  // what has passed is only counted: to name every element of it takes as long again
  const axe = new AxeBuilder({ page: /** @type {any} */ (page) })
    .include(part)
    .options({ resultTypes: ["violations"] })
    .setLegacyMode();
  const { violations: found } = await axe.analyze();
  return found.map(
    ({ id, impact, help, nodes }) =>
      `${impact} ${id}: ${help}\n${nodes.map((n) => `  ${n.html.slice(0, 140)}`).join("\n")}`,
  );
}
