/** The control that a stage of a lesson is about: found by what a person calls it, and made to glow. */

import { bringIntoSight, inSight } from "./in-sight.js";

/** @typedef {"button" | "switch" | "slider" | "list" | "choice" | "box" | "row" | "link" | "first" | "primary" | "stage"} Kind */

/** All that match a selector. @param {string} selector */
const all = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

/** Those with this accessible name. @param {string} selector @param {string} name */
const named = (selector, name) =>
  all(selector).filter((each) => (each.getAttribute("aria-label") ?? each.textContent) === name);

/** The kinds of control that a lesson may name. @type {Record<Kind, (name: string) => (HTMLElement | null | undefined)[]>} */
const KINDS = {
  button: (name) => named("button", name),
  switch: (name) => named("[role=switch]", name).map((each) => each.closest("label")),
  slider: (name) => named("input[type=range]", name),
  list: (name) => named("select", name),
  choice: (name) => named("label:has(input[type=radio])", name),
  box: (name) => all(`#graph [data-node="${CSS.escape(name)}"]`),
  row: (name) => all(`[data-parameter="${CSS.escape(name)}"]`),
  link: (name) => named("#inspector .node-link", name),
  first: (name) => all(`#inspector .points .node-link[class]`).filter(() => name === "point"),
  primary: () => all("#compare button.primary"),
  stage: (name) => all(`#${CSS.escape(name)}`),
};

/** Whether an element can be seen and hit at its size. @param {HTMLElement | null | undefined} element */
function visible(element) {
  const box = element?.getBoundingClientRect();
  return box !== undefined && box.width > 0 && box.height > 0;
}

/** Shows an element that waits behind the button of its bar or header, or has given its place to what a button there has opened. @param {Element} element */
function unfold(element) {
  const bar = element.closest(".bar, header");
  const [folds, covers] = [".unfold", "[data-covers]"].map(
    (selector) => /** @type {HTMLElement | null | undefined} */ (bar?.querySelector(selector)),
  );
  if (folds?.ariaExpanded === "false" && folds.checkVisibility()) folds.click();
  else if (covers?.ariaExpanded === "true") covers.click();
}

/** The first control in sight of those that a stage names, such as "button Play" or "box h3". @param {string[]} controls */
export function find(controls) {
  for (const control of controls) {
    const [kind, ...name] = control.split(" ");
    const found = KINDS[/** @type {Kind} */ (kind)]?.(name.join(" ")) ?? [];
    for (const each of found) if (each && !visible(each)) unfold(each);
    const seen = found.find(visible);
    if (seen) return seen;
  }
  return null;
}

/**
 * What a stage points at: the controls of which one glows, `look` for what is to be seen with it or afterwards, and the key
 * of the stage.
 * @typedef {{controls: string[], look: string[], key: string}} Pointed
 */

/** So long after the last move of the graph's view it is at rest, in ms. */
const AT_REST = 200;

/** Lets one element at a time glow, also when its panel draws it anew without a new state. */
export function makeGlow() {
  /** @type {HTMLElement | null} */
  let glowing = null;
  /** @type {Pointed | null} */
  let wanted = null;
  /** What was brought into sight. */
  let shown = "";
  /** What the learner may have scrolled away from since: it stays where it is. */
  let left = "";
  /** What a control in the graph has changed: seen once it is done. @type {Element | null} */
  let changed = null;
  let waits = false;
  /** Runs out once the graph's view is at rest: what is pointed at may have moved under something. @type {ReturnType<typeof setTimeout> | undefined} */
  let moving;
  for (const gesture of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(gesture, () => (left = shown), { capture: true, passive: true });
  }

  function apply() {
    const element = wanted && find(wanted.controls);
    if (glowing !== element) glowing?.classList.remove("glow");
    glowing = element;
    if (element && !element.classList.contains("glow")) element.classList.add("glow");
    if (!wanted) return;
    const look = find(wanted.look);
    if (element) changed = element.closest("#graph") && document.querySelector(".graph-stage");
    const target = element ?? look ?? changed;
    if (!target || left === wanted.key) return;
    if (shown !== wanted.key || !inSight(target)) bringIntoSight(target, look);
    shown = wanted.key;
  }

  const observer = new MutationObserver((records) => {
    clearTimeout(moving);
    moving = setTimeout(apply, AT_REST);
    if (waits || records.every(({ attributeName }) => attributeName === "style")) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      apply();
    });
  });

  return {
    /** @param {Pointed | null} pointed */
    show(pointed) {
      if (pointed && !wanted) {
        const what = {
          childList: true,
          subtree: true,
          attributes: true,
          attributeFilter: ["class", "hidden", "style"],
        };
        observer.observe(document.body, what);
      }
      wanted = pointed;
      if (!wanted) {
        observer.disconnect();
        clearTimeout(moving);
      }
      apply();
    },
  };
}
