/**
 * What uPlot needs while it is imported: matchMedia, and a language that Intl accepts, which "C" and "en_US.UTF-8" are not.
 * Exported for tests; the page runs it by importing uplot.js.
 * @param {any} browser
 */
export function supplyNeeds(browser) {
  const { navigator } = browser;
  browser.matchMedia ??= () => ({ matches: false, addEventListener() {}, removeEventListener() {} });
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, "language", { value: "en" });
  }
}

if (typeof document === "object") supplyNeeds(globalThis);
