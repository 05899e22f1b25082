/** Chromium's own protocol, for what Playwright has no words for: fingers, a full disk, a slow processor. */

import { test } from "@playwright/test";

/** A session for a page. In another browser the test that asks for it is skipped. @param {import("@playwright/test").Page} page */
export async function protocolOf(page) {
  const name = page.context().browser()?.browserType().name() ?? "chromium";
  test.skip(name !== "chromium", `${name} does not speak Chromium's protocol`);
  return page.context().newCDPSession(page);
}
