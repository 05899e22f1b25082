/** Hands and eyes on the graph and the inspector. */

/** @typedef {import("@playwright/test").Page} Page */

/** The box of a node. @param {Page} page @param {string} name */
export const node = (page, name) => page.locator(`#graph [data-node="${name}"]`);

/** One field of the inspector. @param {Page} page @param {string} name */
export const field = (page, name) => page.locator(`#inspector [data-field="${name}"]`).first();

/** A radio button of the graph's header. @param {Page} page @param {string} name */
export const option = (page, name) => page.locator("#graph").getByRole("radio", { name, exact: true });

/** The double that a text stands for: Python's repr, as SPEC.md prints it. @param {string | null} text */
export function parseRepr(text) {
  const words = /** @type {Record<string, number>} */ ({ nan: Number.NaN, inf: Infinity, "-inf": -Infinity });
  if (text === null || text === "") throw new Error("an empty text is no number");
  return Object.hasOwn(words, text) ? words[text] : Number(text);
}

/** Waits until the graph that has been traced is drawn to its last box, at rest. @param {Page} page */
export async function drawn(page) {
  await page.waitForFunction(() => {
    const {
      answers: { graph },
      run: { walk, unit },
      view: { folded, experiment },
    } = window.micrograd.state;
    const replayed = experiment?.how === "naive" && experiment.at !== null;
    const boxes = document.querySelectorAll("#graph [data-node]").length;
    if (folded && !(walk && unit === "op") && !replayed)
      return boxes > 0 && document.querySelector("#graph .scene.folded");
    return boxes === graph?.graph.name.length && document.querySelector("#graph .scene.full");
  });
  await still(page);
}

/** Opens everything. @param {Page} page */
export async function allOperations(page) {
  await page.evaluate(() => window.micrograd.dispatch({ type: "view/folded", folded: false }));
  await drawn(page);
}

/** Waits until the picture has stopped moving. @param {Page} page */
export const still = (page) =>
  page.evaluate(async () => {
    const where = () => document.querySelector("#graph .scene")?.getAttribute("style");
    const frame = () => new Promise(requestAnimationFrame);
    for (let same = 0, last = where(); same < 4; ) {
      await frame();
      same = where() === last ? same + 1 : 0;
      last = where();
    }
  });

/** How near the picture is. @param {Page} page */
export const scale = (page) =>
  page.evaluate(() => {
    const text = document.querySelector("#graph .scene")?.getAttribute("style") ?? "";
    return Number(/scale\(([\d.e-]+)\)/.exec(text)?.[1]);
  });
