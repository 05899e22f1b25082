/**
 * Which panels are on the screen. Every panel's header gets buttons that enlarge and hide it; what is hidden stands in a row
 * below and can be brought back. The places of the rest are computed here, for wide, middling and narrow screens.
 */

import { pageScrolls } from "../../protocol/browser.js";
import { PANEL_IDS, PANEL_NAMES, shownPanels } from "../../state/arrange.js";
import { changed, el, setText, unfolder } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/arrange.js").PanelId} PanelId */

/** The rows of the page, for each kind of screen. @type {Record<string, PanelId[][]>} */
const ROWS = {
  wide: [
    ["graph", "graph", "graph", "inspector"],
    ["surface", "loss", "params", "params"],
  ],
  middling: [
    ["graph", "graph"],
    ["surface", "inspector"],
    ["loss", "params"],
  ],
  narrow: [["graph"], ["surface"], ["inspector"], ["loss"], ["params"]],
};

/**
 * A row without what is hidden: its neighbours take its place. Null if nothing is left.
 * @param {PanelId[]} row
 * @param {PanelId[]} shown
 */
export function filled(row, shown) {
  const there = row.filter((id) => shown.includes(id));
  if (there.length === 0) return null;
  const left = (/** @type {number} */ i) => row.slice(0, i).findLast((id) => shown.includes(id));
  return row.map((id, i) => (shown.includes(id) ? id : (left(i) ?? there[0])));
}

/** The rows that are left, as CSS has them. @param {PanelId[][]} rows @param {PanelId[]} shown */
export function areas(rows, shown) {
  const left = rows.flatMap((row) => filled(row, shown)?.join(" ") ?? []);
  return left.map((row) => `"${row}"`).join(" ") || "none";
}

/** Beside the exercises, which need most of the room: what trains at the end is in sight first. @type {PanelId[][]} */
const COLUMN = [["surface"], ["loss"], ["graph"], ["inspector"], ["params"]];

/**
 * The same beside an editor on a wide screen, below it on others.
 * @param {string} screen @param {PanelId[]} shown @param {"code" | "course"} [editor]
 */
export function areasEditing(screen, shown, editor = "code") {
  if (screen === "narrow") return `"code" ${areas(ROWS.narrow, shown)}`;
  const column = editor === "course" && screen === "wide";
  const rows = areas(column ? COLUMN : ROWS.middling, shown);
  return screen === "wide" ? rows.replaceAll(/"(.+?)"/g, '"code $1"') : `"code code" ${rows}`;
}

/**
 * @param {HTMLElement} _root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(_root, dispatch) {
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  inReadingOrder();
  const panels = PANEL_IDS.map((id) => panelButtons(id, dispatch));
  const back = el("nav", { className: "hidden-panels", "aria-label": "Hidden panels", hidden: true });
  main.after(back);
  /** @type {State | null} */
  let before = null;

  /** @param {State["view"]} view */
  function bringBack({ hidden, stage, embed }) {
    back.hidden = hidden.length === 0 || stage || embed !== null;
    const buttons = hidden.map((id) => {
      const button = el("button", { type: "button", className: "quiet" }, `Show ${PANEL_NAMES[id]}`);
      button.onclick = () => {
        dispatch({ type: "view/show", id });
        /** @returns {HTMLElement[]} */
        const inside = () => [
          ...document.querySelectorAll(/** @type {"button"} */ (`#${id} button:enabled`)),
        ];
        // it is shown in this frame, too
        requestAnimationFrame(() =>
          inside()
            .find((each) => each.checkVisibility())
            ?.focus(),
        );
      };
      return button;
    });
    back.replaceChildren(...buttons);
  }

  return {
    sync(state) {
      const same = before && !changed(arrangement, before, state);
      before = state;
      if (same) return;
      const shown = shownPanels(state.view);
      for (const panel of panels) panel.sync(state.view, shown);
      const editor = editorOf(state);
      main.classList.toggle("editing", editor !== null);
      main.classList.toggle("building", editor === "course");
      for (const [screen, rows] of Object.entries(ROWS)) {
        main.style.setProperty(
          `--areas-${screen}`,
          editor ? areasEditing(screen, shown, editor) : areas(rows, shown),
        );
      }
      main.dataset.rows = String(ROWS.wide.filter((row) => filled(row, shown)).length);
      main.dataset.panels = shown.join(" ");
      const { dataset } = document.documentElement;
      if (state.view.stage) dataset.stage = "on";
      else delete dataset.stage;
      bringBack(state.view);
    },
  };
}

/** Where the page scrolls, the plane comes before the inspector: so it does for a keyboard and a screen reader. */
function inReadingOrder() {
  const [inspector, surface, loss] = ["inspector", "surface", "loss"].map((id) =>
    document.getElementById(id),
  );
  const scrolls = pageScrolls();
  const move = () => {
    const next = scrolls.matches ? loss : surface;
    if (inspector && inspector.nextElementSibling !== next) next?.before(inspector);
  };
  scrolls.onchange = move;
  move();
}

/** What the places depend on. @param {State} state */
const arrangement = (state) => {
  const { hidden, large, stage, embed } = state.view;
  return [hidden, large, stage, embed, editorOf(state)];
};

/** The panel with an editor that the page makes room for. @param {State} state @returns {"code" | "course" | null} */
function editorOf({ code, course, view }) {
  if (view.stage) return null;
  return course.open ? "course" : code.open ? "code" : null;
}

/**
 * The buttons of one panel: its header may come later, or have been replaced by an error.
 * @param {PanelId} id
 * @param {import("../index.js").Dispatch} dispatch
 */
function panelButtons(id, dispatch) {
  const name = PANEL_NAMES[id];
  const root = /** @type {HTMLElement | null} */ (document.querySelector(`#${id}`));
  let isLarge = false;
  const enlarge = el("button", { type: "button", className: "quiet" });
  enlarge.onclick = () => dispatch({ type: "view/enlarge", id: isLarge ? null : id });
  const hide = el("button", { type: "button", className: "quiet", title: `Hide ${name}` }, "✕");
  hide.setAttribute("aria-label", `Hide ${name}`);
  hide.onclick = () => {
    dispatch({ type: "view/hide", id });
    const shows = /** @type {HTMLElement | null} */ (document.querySelector(".hidden-panels"));
    requestAnimationFrame(() => shows?.querySelector("button")?.focus());
  };
  const header = /** @type {HTMLElement | null | undefined} */ (
    root?.querySelector(":scope > header:not([data-drawn])")
  );
  header?.append(el("span", { className: "panel-buttons" }, enlarge, hide));
  if (header) header.querySelector("h2")?.after(unfolder(header, `More of ${name}`));

  return {
    /** @param {State["view"]} view @param {PanelId[]} shown */
    sync({ large, embed }, shown) {
      if (root) root.hidden = !shown.includes(id);
      isLarge = large === id;
      setText(enlarge, isLarge ? "⤡" : "⤢");
      const does = isLarge ? `Back to all panels from ${name}` : `Enlarge ${name}`;
      enlarge.title = does;
      enlarge.setAttribute("aria-label", does);
      enlarge.hidden = shown.length === 1 && !isLarge;
      hide.hidden = embed !== null || shown.length === 1;
    },
  };
}
