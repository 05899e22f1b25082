/**
 * The tools of the plane, in its header: Point, as without them, Brush and Select. Brush and Select have a layer of their own over
 * the plane, which takes pointer and keys. Loaded when the tools are first opened.
 */

import { GROUP_ACTIONS, groupOf } from "../../../state/data/group.js";
import { addHandlers } from "../../../state/late.js";
import { changed, el, setText, svg } from "../../dom.js";
import { brush } from "./brush.js";
import { makeLayer } from "./layer.js";
import { select } from "./select.js";

/** @typedef {import("../../../state/types.js").State} State */
/** @typedef {"point" | "brush" | "select"} Tool */

/** @type {{tool: Tool, name: string, title: string, path: string}[]} */
const TOOLS = [
  {
    tool: "point",
    name: "Point",
    title: "Point: add, drag and remove one by one",
    path: "M8 1v5M8 10v5M1 8h5M10 8h5",
  },
  {
    tool: "brush",
    name: "Brush",
    title: "Brush: drag to add points of the current class",
    path: "M14.500 1.500 8 8M6 8l2 2c0 3-2 4-6 4 2-1.500 1-6 4-6z",
  },
  {
    tool: "select",
    name: "Select",
    title: "Select: drag around points, then move, relabel or remove them",
    path: "M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3M7 2h2M7 14h2M2 7v2M14 7v2",
  },
];

/** @param {string} path */
function icon(path) {
  const drawn = svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" });
  drawn.append(svg("path", { d: path }));
  return drawn;
}

/**
 * @param {HTMLElement} root the plane's panel
 * @param {import("../../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @returns {import("../../index.js").View}
 */
export function mount(root, dispatch, getState) {
  addHandlers({ actions: GROUP_ACTIONS, settle: (state) => state });
  const header = /** @type {HTMLElement} */ (root.querySelector("header"));
  const stage = /** @type {HTMLElement} */ (root.querySelector(".stage"));

  const leave = () => {
    dispatch({ type: "view/tool", tool: null });
    /** @type {HTMLElement | null} */ (stage.querySelector(".marks"))?.focus({ preventScroll: true });
  };
  const inputs = TOOLS.map(({ tool, name }) =>
    el("input", {
      type: "radio",
      name: "plane-tool",
      "aria-label": name,
      onchange: () => dispatch({ type: "view/tool", tool }),
    }),
  );
  const chips = TOOLS.map(({ title, path }, i) => el("label", { title }, inputs[i], icon(path)));
  const lasso = el("button", {
    type: "button",
    className: "quiet lasso",
    "aria-pressed": "false",
    "aria-label": "Lasso",
  });
  lasso.title = "Lasso: draw around the points instead of a rectangle";
  lasso.append(
    icon("M8 11c-4 0-6-2-6-4.500S4.500 2 8 2s6 2 6 4.500S12 11 8 11zM5 10.500c-1.500 1.500 0 3.500 1.500 3"),
  );
  const own = el(
    "button",
    { type: "button", className: "quiet", title: "Points from a file, and to a file" },
    "CSV",
  );
  own.setAttribute("aria-label", "Your data as CSV");
  own.onclick = () => dispatch({ type: "view/data", data: "dialog" });
  const said = el("span", { className: "sr-only", role: "status", "aria-label": "Selected points" });
  const row = el(
    "span",
    { className: "plane-tools", hidden: true },
    el("span", { className: "segmented", role: "radiogroup", "aria-label": "Tool" }, ...chips),
    lasso,
    own,
    said,
  );
  header.children[0].after(row);

  const layer = makeLayer(stage, getState);
  let isLasso = false;
  lasso.onclick = () => {
    isLasso = !isLasso;
    lasso.setAttribute("aria-pressed", String(isLasso));
  };
  const hands = {
    brush: brush(layer, dispatch),
    select: select(layer, getState, dispatch, () => isLasso),
  };
  const hand = () => {
    const { tool } = getState().view;
    return tool === "brush" || tool === "select" ? hands[tool] : null;
  };
  layer.listen(hand, leave);

  /** @type {State | null} */
  let shown = null;
  return {
    sync(state) {
      const before = shown;
      shown = state;
      const { tool } = state.view;
      if (tool !== null && state.view.stage) dispatch({ type: "view/tool", tool: null }); // it has no room for them
      if (before?.view.tool !== tool) {
        row.hidden = tool === null;
        root.classList.toggle("with-tools", tool !== null);
        lasso.hidden = tool !== "select";
        for (const [i, input] of inputs.entries()) input.checked = TOOLS[i].tool === tool;
        layer.show(hand()?.help ?? null);
        if (tool !== "select" && state.selection.group.length > 0)
          dispatch({ type: "group/select", ids: [] });
      }
      if (
        changed(({ session, selection, view }) => [session.points, selection.group, view.tool], before, state)
      )
        layer.paint(hand());
      const count = tool === "select" ? groupOf(state).length : 0;
      setText(said, count === 0 ? "" : `${count} ${count === 1 ? "point" : "points"} selected`);
    },
  };
}
