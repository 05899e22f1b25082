/**
 * Watches the start of the page: until it has drawn itself, whatever does not arrive or goes wrong is told in place of the
 * page. A plain script and no module, so that it runs whichever module is missing; without it the text of index.html stays.
 */
(() => {
  /** How long a style sheet may be on its way, in ms. */
  const STYLE_MS = 10_000;

  /** What to say of a browser that lacks what the page can't do without (before.js). @type {Record<string, string>} */
  const LACKS = {
    wasm: "this browser has no WebAssembly, or has it switched off, as lockdown modes do",
    modules: "this browser is too old; any browser since 2023 will do",
  };

  /** The site's files that did not arrive, as far as the browser tells. */
  const missing = () =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => {
        const { initiatorType, responseStatus, decodedBodySize } = /** @type {PerformanceResourceTiming} */ (
          entry
        );
        const arrived = responseStatus > 0 && responseStatus < 400 && decodedBodySize > 0;
        return ["script", "other"].includes(initiatorType) && !arrived;
      })
      .map(({ name }) => name.replace(/.*\//, ""));

  /** @param {string} sentence @param {string} details */
  function tell(sentence, details) {
    const place = document.querySelector("#starting");
    if (!place || place.classList.contains("failed")) return; // the first error is the cause of the others
    place.classList.add("failed");
    const text = document.createElement("p");
    const again = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: "Reload the page",
    });
    again.onclick = () => location.reload();
    text.append(`micrograd could not start: ${sentence}. `, again);
    place.querySelector("p")?.replaceWith(text);
    place.querySelector("details")?.toggleAttribute("hidden", details === "");
    const unfolded = place.querySelector("pre");
    if (unfolded) unfolded.textContent = details;
  }

  addEventListener(
    "error",
    (event) => {
      const { target } = event;
      if (target instanceof HTMLScriptElement) {
        tell(`${missing()[0] ?? target.src.replace(/.*\//, "")} did not load`, "");
      } else if (event instanceof ErrorEvent) {
        const file = event.filename.replace(/.*\//, "") || "a file";
        tell(`there is an error in ${file}`, String(event.error ?? event.message));
      }
    },
    true, // a script that fails to load tells nobody but itself
  );
  // this script does not hold the page up, so a module may have failed before it ran; but all of them come before "load"
  const lacks = LACKS[document.documentElement.dataset.lacks ?? ""];
  const late = () => tell(lacks ?? `${missing()[0] ?? "one of its files"} did not load`, "");
  if (document.readyState === "complete") late();
  else addEventListener("load", late);
  // a style sheet on its way holds up the scripts and the first picture: the page does without one that is too late
  setTimeout(() => {
    for (const link of document.querySelectorAll("link")) {
      if (link.rel === "stylesheet" && !link.sheet) link.remove();
    }
  }, STYLE_MS);
  addEventListener("unhandledrejection", ({ reason }) => tell("there is an error in it", String(reason)));
})();
