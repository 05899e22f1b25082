/** The inspector: the selected node in full. */
import { el } from "./dom.js";

/**
 * @param {HTMLElement} root
 * @param {import("./index.js").Dispatch} _dispatch
 * @returns {import("./index.js").View}
 */
export function mount(root, _dispatch) {
  root.append(el("header", {}, el("h2", {}, "Inspector")));
  return { sync() {} };
}
