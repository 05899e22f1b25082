/** Which panels are on the screen, and how large: what is hidden, what is enlarged, and the stage of a lecture. */

import { quoted } from "../protocol/problem.js";
import { patch } from "./patch.js";

/** The panels that can be hidden and enlarged, with the names of their headers. */
export const PANEL_NAMES = /** @type {const} */ ({
  graph: "Graph",
  inspector: "Inspector",
  surface: "Data",
  loss: "Loss",
  params: "Parameters",
});

export const PANEL_IDS = /** @type {PanelId[]} */ (Object.keys(PANEL_NAMES));

/** What a lecture shows, and an embedded page that doesn't say what it wants. @type {PanelId[]} */
export const ON_STAGE = ["graph", "surface"];

/** @typedef {keyof typeof PANEL_NAMES} PanelId */
/** @typedef {import("./types.js").State} State */

/** The panels on the screen, in the order of the page. @param {State["view"]} view @returns {PanelId[]} */
export function shownPanels({ embed, stage, large, hidden }) {
  if (stage) return ON_STAGE;
  if (large !== null) return [large];
  return (embed ?? PANEL_IDS).filter((id) => !hidden.includes(id));
}

/**
 * A list of panels, as a link has it: "graph,surface". Throws a RangeError that names what is no panel.
 * @param {string} text
 * @returns {PanelId[]}
 */
export function parsePanels(text) {
  const ids = text.split(",").map((id) => id.trim());
  const wrong = ids.find((id) => !Object.hasOwn(PANEL_NAMES, id));
  if (wrong !== undefined)
    throw new RangeError(`there is no panel ${quoted(wrong)}; there are ${PANEL_IDS.join(", ")}`);
  return PANEL_IDS.filter((id) => ids.includes(id));
}

/**
 * The panels that an address asks to be embedded, as in "?embed=graph,surface"; null for the whole page. What is no panel is
 * told, and the usual ones are shown.
 * @param {string} search
 * @returns {{panels: PanelId[], problem: string} | null}
 */
export function embedded(search) {
  const asked = new URLSearchParams(search).get("embed");
  if (asked === null) return null;
  if (asked === "") return { panels: ON_STAGE, problem: "" };
  try {
    return { panels: parsePanels(asked), problem: "" };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { panels: ON_STAGE, problem: `embed in this address can't be used: ${reason}.` };
  }
}

/** @type {Pick<import("./types.js").Handlers, "view/hide" | "view/show" | "view/enlarge" | "view/stage">} */
export const ARRANGE_ACTIONS = {
  "view/hide": (state, { id }) => {
    const { hidden, large } = state.view;
    const all = PANEL_IDS.filter((each) => each === id || hidden.includes(each));
    return patch(state, { view: { hidden: all, large: large === id ? null : large } });
  },
  "view/show": (state, { id }) =>
    patch(state, { view: { hidden: state.view.hidden.filter((each) => each !== id) } }),
  "view/enlarge": (state, { id }) => {
    const hidden = state.view.hidden.filter((each) => each !== id);
    return patch(state, { view: { large: id, hidden } });
  },
  "view/stage": (state, { on }) => patch(state, { view: { stage: on } }),
};
