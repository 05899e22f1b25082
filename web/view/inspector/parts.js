/** Shared by the parts of the inspector: the type of a part, and helpers for fields, numbers, sections and links. */

import { el, exact, format, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/types.js").TracedGraph} TracedGraph */
/** @typedef {import("../index.js").Dispatch} Dispatch */

/** A node of a graph, with the state. @typedef {{state: State, traced: TracedGraph, id: number}} Shown */
/**
 * Updates a part. Unless it is kept for the next node, the node is the one that the part was built for, but its id may differ:
 * the graphs of two classes have different topological orders.
 * @typedef {(shown: Shown) => void} Update
 */
/** @typedef {{element: HTMLElement, update?: Update}} Part */

/**
 * What outlives a part: `open` has the keys of the sections that the user has unfolded, `kept` the parts that the next node
 * may have too.
 * @typedef {{dispatch: Dispatch, open: Set<string>, kept: Map<string, Part>}} Context
 */

/** @param {string} name @param {string} [text] */
export function field(name, text = "") {
  const element = el("span", { className: "num" }, text);
  element.dataset.field = name;
  return element;
}

/** Shows a number, with all its digits in the tooltip and in data-exact. @param {HTMLElement} element @param {number} x @param {(x: number) => string} [write] */
export function setNumber(element, x, write = exact) {
  setText(element, write(x));
  const digits = exact(x);
  if (element.dataset.value === digits) return;
  element.dataset.value = digits;
  if (write !== exact) element.title = digits;
}

/** Shows that there is no number. @param {HTMLElement} element @param {string} [text] */
export function clearNumber(element, text = "–") {
  setText(element, text);
  delete element.dataset.value;
  element.removeAttribute("title");
}

/** Six decimals, or four significant digits for small numbers: used where changes are compared. @param {number} x */
export function fine(x) {
  const small = x !== 0 && Math.abs(x) < 1e-3;
  return small ? x.toExponential(3).replaceAll("-", "−") : format(x, 6);
}

/** @param {string} term @param {HTMLElement} value */
export const row = (term, value) => [el("dt", {}, term), el("dd", {}, value)];

/** @param {string} title @param {...HTMLElement} children */
export const section = (title, ...children) => el("section", {}, el("h3", {}, title), ...children);

/** A link to the node that its text names. @param {Dispatch} dispatch */
export function link(dispatch) {
  const button = el("button", { type: "button", className: "node-link num" });
  button.onclick = () => {
    dispatch({ type: "node/select", name: button.textContent });
    dispatch({ type: "node/hover", name: null }); // a link that is removed gets no pointerleave
  };
  button.onpointerenter = () => dispatch({ type: "node/hover", name: button.textContent });
  button.onpointerleave = () => dispatch({ type: "node/hover", name: null });
  return button;
}

/**
 * A collapsible section, which stays open when another node is shown.
 * @param {string} key
 * @param {HTMLElement} summary
 * @param {HTMLElement[]} children
 * @param {Context} context
 */
export function unfolding(key, summary, children, { open }) {
  const details = el("details", { open: open.has(key) }, summary, ...children);
  details.dataset.unfolds = key;
  details.className = "unfolding";
  details.ontoggle = () => (details.open ? open.add(key) : open.delete(key));
  return details;
}

/**
 * An update that runs only when something it reads has changed.
 * @param {(shown: Shown) => unknown[]} reads
 * @param {Update} update
 * @returns {Update}
 */
export function onChange(reads, update) {
  /** @type {unknown[] | null} */
  let before = null;
  return (shown) => {
    const now = reads(shown);
    if (before?.every((value, i) => Object.is(value, now[i]))) return;
    before = now;
    update(shown);
  };
}

/**
 * The part of that key, made once: it does not depend on the node that it is shown for, and moves from one to the next.
 * @template {Part} P
 * @param {string} key @param {() => P} make @param {Context} context
 */
export function keep(key, make, { kept }) {
  const part = /** @type {P | undefined} */ (kept.get(key)) ?? make();
  kept.set(key, part);
  return part;
}

/** For parts that depend only on the graph and the node. @param {Shown} shown */
export const graphOf = ({ traced, id }) => [traced, id];
