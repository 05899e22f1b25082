/**
 * The views: each is mounted once into its element and then shown every new state, at most once per frame. A
 * view knows the DOM and `dispatch`, and nothing of the others. Adding a panel is a file and a row here.
 */

import * as graph from "./graph/panel.js";
import * as walk from "./graph/walk-strip.js";
import * as inspector from "./inspector/panel.js";
import * as surface from "./plane/panel.js";
import * as compare from "./run/compare.js";
import * as loss from "./run/loss.js";
import * as params from "./run/params.js";
import * as transport from "./run/transport.js";
import * as notice from "./topbar/notice.js";
import * as topbar from "./topbar/topbar.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @typedef {(action: Action) => void} Dispatch */
/** @typedef {{sync(state: State): void}} View */

/**
 * `getState` is for gestures that are quicker than a frame: what was last shown may be older than what was last done.
 * @type {{selector: string, mount: (root: HTMLElement, dispatch: Dispatch, getState: () => State) => View}[]}
 */
export const VIEWS = [
  { selector: "#topbar", mount: topbar.mount },
  { selector: "#transport", mount: transport.mount },
  { selector: "#transport", mount: notice.mount },
  { selector: "#graph", mount: graph.mount },
  { selector: "#graph", mount: walk.mount },
  { selector: "#inspector", mount: inspector.mount },
  { selector: "#surface", mount: surface.mount },
  { selector: "#loss", mount: loss.mount },
  { selector: "#params", mount: params.mount },
  { selector: "#compare", mount: compare.mount },
];
