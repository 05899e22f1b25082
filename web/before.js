/**
 * Runs before anything is drawn, from the text of index.html itself: the theme, and whether what index.html shows of the defaults
 * is what this reader will see. It is not where a link, a kept run or a kept view says something else. And whether the browser has
 * what the page can't do without: `data-lacks` says what it lacks, and start.js tells the reader.
 */
(() => {
  const root = document.documentElement;
  let own = location.hash + location.search !== "";
  let theme = "system";
  try {
    own ||= localStorage.length + sessionStorage.length > 0;
    theme = JSON.parse(localStorage.getItem("micrograd-view") ?? "{}").theme;
  } catch {
    // without storage nothing was kept
  }
  root.classList.toggle("own", own);
  const system = typeof matchMedia === "function" && matchMedia("(prefers-color-scheme: dark)").matches;
  let modules = false;
  try {
    // a browser that has module workers asks for the kind before it makes the worker, and so makes none
    new Worker("blob:", {
      /** @returns {WorkerType} */
      get type() {
        modules = true;
        throw new TypeError("only asked");
      },
    });
  } catch {
    // as it should
  }
  if (typeof WebAssembly !== "object") root.dataset.lacks = "wasm";
  else if (!modules) root.dataset.lacks = "modules";
  root.dataset.theme = theme === "dark" || (theme !== "light" && system) ? "dark" : "light";
})();
