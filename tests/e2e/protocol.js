/** Chromium's own protocol, for what Playwright has no words for: fingers, a full disk, a slow processor. */

import { need } from "./drivers.js";

/** A session for a page. In another browser the test that asks for it is skipped. @param {import("@playwright/test").Page} page */
export async function protocolOf(page) {
  need(page, "Chromium's protocol");
  return page.context().newCDPSession(page);
}
