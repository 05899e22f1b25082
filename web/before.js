/**
 * Runs before anything is drawn, from the text of index.html itself: the theme, and whether what index.html shows of the defaults
 * is what this reader will see. It is not where a link, a kept run or a kept view says something else.
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
  root.dataset.theme = theme === "dark" || (theme !== "light" && system) ? "dark" : "light";
})();
