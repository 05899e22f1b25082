/** Python's memory, which a visit keeps for the next one: made and put in place without waiting for a page to be idle. */

/** @typedef {import("@playwright/test").Page} Page */

/** An empty document of the site. @param {Page} page */
export async function openEmpty(page) {
  const body = '<!doctype html><html lang="en"><link rel="icon" href="icon.svg"><title>empty</title></html>';
  await page.route("**/empty.html", (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto("empty.html");
}

/** The site's own worker makes Python's memory in this page's context, as it does for an idle page. @param {Page} page */
export async function keepMemory(page) {
  await openEmpty(page);
  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const url = new URL("worker/python/snapshot.worker.js", location.href);
        const worker = new Worker(url, { type: "module" });
        worker.onerror = (event) => resolve(event.message);
        worker.onmessage = ({ data }) => {
          worker.terminate();
          resolve(data.outcome);
        };
      }),
  );
  if (outcome !== "kept") throw new Error(`Python's memory was not made: ${outcome}`);
}
