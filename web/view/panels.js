/** Mounts the panels independently: one that fails shows its error in its place, and the others keep working. */

import { el } from "./dom.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @typedef {(action: Action) => void} Dispatch */
/** `sync` shows a state; it may ask to be called again in the next frame. @typedef {{sync(state: State): "again" | void}} View */

/**
 * A panel: the id of its element, its name, and how it is built. `getState` is for gestures that are faster than a frame:
 * the last state shown may be older than the last action. If index.html has no element for a panel, one is appended after
 * the others. `css` is the URL of its style sheet, relative to web/view/.
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
      if (stopped) return;
      const done = guarded(panel, root, () => view?.sync(state));
      stopped = done === null;
      if (done === "again") store.wantFrame();
    });
  }
}

/** The panel's element, created if index.html has none. @param {Panel} panel @returns {HTMLElement} */
function placeOf({ id, label }) {
  const there = document.getElementById(id);
  if (there) return there;
  const root = el("section", { id, className: "panel", "aria-label": label });
  document.querySelector("main")?.append(root);
  return root;
}

/** Loads a style sheet, unless it is there; resolves when it has arrived, or can't. @param {string} css its URL, relative to web/view/ */
export function addStyleSheet(css) {
  const { href } = new URL(css, import.meta.url);
  if ([...document.querySelectorAll("link")].some((link) => link.href === href)) return Promise.resolve();
  const link = el("link", { rel: "stylesheet", href });
  return new Promise((resolve) => {
    link.onload = link.onerror = () => resolve(undefined);
    document.head.append(link);
  });
}

/**
 * Returns f(); if it throws, shows the error in the panel and returns null.
 * @template T
 * @param {Pick<Panel, "label">} panel
 * @param {HTMLElement} root
 * @param {() => T} f
 */
export function guarded({ label }, root, f) {
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
