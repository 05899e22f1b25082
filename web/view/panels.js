/** Mounts the panels, each apart from the others: one that fails says so in its place and takes nothing else with it. */

import { el } from "./dom.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @typedef {(action: Action) => void} Dispatch */
/** @typedef {{sync(state: State): void}} View */

/**
 * A panel: the id of its element, what it is called, and how it is built. `getState` is for gestures that are quicker than
 * a frame: what was last shown may be older than what was last done. A panel that the page's markup has no element for gets
 * one behind the others, and `css` is the address of its style sheet, from web/view/.
 * @typedef {{
 *   id: string, label: string, css?: string,
 *   mount(root: HTMLElement, dispatch: Dispatch, getState: () => State): View,
 * }} Panel
 */

/** @param {Panel[]} panels @param {import("../state/store.js").Store} store */
export function mountPanels(panels, store) {
  for (const panel of panels) {
    const root = placeOf(panel);
    if (panel.css) addStyleSheet(panel.css);
    const view = guarded(panel, root, () => panel.mount(root, store.dispatch, () => store.state));
    let stopped = view === null;
    store.onFrame((state) => {
      if (!stopped) stopped = guarded(panel, root, () => view?.sync(state)) === null;
    });
  }
}

/** The panel's element, made where the markup has none. @param {Panel} panel @returns {HTMLElement} */
function placeOf({ id, label }) {
  const there = document.getElementById(id);
  if (there) return there;
  const root = el("section", { id, className: "panel", "aria-label": label });
  document.querySelector("main")?.append(root);
  return root;
}

/** @param {string} css */
function addStyleSheet(css) {
  document.head.append(el("link", { rel: "stylesheet", href: new URL(css, import.meta.url).href }));
}

/**
 * What f returns, or null where it fails.
 * @template T
 * @param {Panel} panel
 * @param {HTMLElement} root
 * @param {() => T} f
 */
function guarded({ label }, root, f) {
  try {
    return f() ?? undefined;
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    root.prepend(
      el(
        "div",
        { className: "panel-problem", role: "alert" },
        el("p", {}, `${label} stopped working; everything else goes on. Reload the page to get it back.`),
        el("details", {}, el("summary", {}, "Details"), el("pre", {}, reason)),
      ),
    );
    return null;
  }
}
