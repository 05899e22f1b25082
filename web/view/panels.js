/** Mounts the panels independently: one that fails shows its error in its place, and the others keep working. */

import { frame, pause } from "../protocol/browser.js";
import { el } from "./dom.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @typedef {(action: Action) => void} Dispatch */
/**
 * `sync` shows a state; it may ask to be called again in the next frame. `follow` is called before the first, with what index.html has
 * shown in the panel's place.
 * @typedef {{sync(state: State): "again" | void, follow?(drawn: Element[]): void}} View
 */

/**
 * A panel: the id of its element, its name, and how it is built. `getState` is for gestures that are faster than a frame:
 * the last state shown may be older than the last action. If index.html has no element for a panel, one is appended after
 * the others. `css` is the URL of its style sheet, relative to web/view/.
 * @typedef {{
 *   id: string, label: string, css?: string,
 *   mount(root: HTMLElement, dispatch: Dispatch, getState: () => State): View,
 * }} Panel
 */

/** How long the page waits for the first answers, in ms, before it stands there without them. */
const LONG = 1500;

/** How long panels may take within one frame, in ms, before the browser draws them. */
const FRAME_MS = 4;

/**
 * Mounts all panels out of sight, behind what index.html shows in their places, and then shows one place after the other: each of
 * these is a task of its own, and has a frame of its own where it takes long, so that a slow machine answers its reader in between.
 * Resolves when all are shown.
 * @param {Panel[]} panels @param {import("../state/store.js").Store} store
 */
export async function mountPanels(panels, store) {
  /** @type {{root: HTMLElement, view: View | null, show(state: State): void}[]} */
  const mounted = [];
  for (const panel of panels) {
    const root = placeOf(panel);
    root.classList.add("drawn");
    if (panel.css) addStyleSheet(panel.css);
    const view = guarded(panel, root, () => panel.mount(root, store.dispatch, () => store.state)) ?? null;
    let stopped = view === null;
    const show = (/** @type {State} */ state) => {
      if (stopped) return;
      const done = guarded(panel, root, () => view?.sync(state));
      stopped = done === null;
      if (done === "again") store.wantFrame();
    };
    mounted.push({ root, view, show });
    await pause();
  }
  let since = performance.now();
  for (const root of new Set(mounted.map((each) => each.root))) {
    const there = mounted.filter((each) => each.root === root);
    takeOver(root, there);
    for (const { show } of there) {
      show(store.state); // at once: in the next frame the browser would show what was mounted, without a number
      store.onFrame(show);
    }
    await pause();
    if (performance.now() - since < FRAME_MS) continue;
    await frame();
    since = performance.now();
  }
}

/** Puts what was mounted in the place of what index.html shows there of the defaults. @param {HTMLElement} root @param {{view: View | null}[]} there */
function takeOver(root, there) {
  const drawn = [...root.querySelectorAll(":scope > [data-drawn]")];
  for (const element of drawn) element.remove();
  root.classList.remove("drawn");
  root.inert = false;
  for (const { view } of there) view?.follow?.(drawn);
}

/**
 * Calls f when the page can take over from what index.html shows, so that no number goes and comes back: when C has answered what is
 * shown there, can't, or takes long; and at once where index.html shows nothing, or not what this reader will see.
 * @param {import("../state/store.js").Store} store @param {() => void} f
 */
export function whenAnswered(store, f) {
  let begun = false;
  const begin = () => {
    if (!begun) f();
    begun = true;
  };
  const own = document.documentElement.classList.contains("own");
  if (own || !document.querySelector(".drawn")) return begin();
  store.onChange(({ session, answers, engines }) => {
    const answered = session.snapshot && answers.graph && answers.surface;
    if (answered || engines.status.c.phase === "failed") begin();
  });
  setTimeout(begin, LONG);
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
