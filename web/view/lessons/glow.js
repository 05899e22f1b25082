/** The control that a stage of a lesson is about: found by what a person calls it, and made to glow. */

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

/** The first control in sight of those that a stage names, such as "button Play" or "box h3". @param {string[]} controls */
export function find(controls) {
  for (const control of controls) {
    const [kind, ...name] = control.split(" ");
    const found = KINDS[/** @type {Kind} */ (kind)]?.(name.join(" ")).find(visible);
    if (found) return found;
  }
  return null;
}

/** Lets one element at a time glow, also when its panel draws it anew without a new state. */
export function makeGlow() {
  /** @type {HTMLElement | null} */
  let glowing = null;
  /** @type {{controls: string[], key: string} | null} */
  let wanted = null;
  /** What was brought into view, so that the learner may scroll away from it. */
  let shown = "";
  let waits = false;

  function apply() {
    const element = wanted && find(wanted.controls);
    if (glowing !== element) glowing?.classList.remove("glow");
    glowing = element;
    if (!element || !wanted) return;
    if (!element.classList.contains("glow")) element.classList.add("glow");
    if (shown === wanted.key) return;
    shown = wanted.key;
    // in a panel that scrolls, what belongs to the control should be seen with it
    const block = element.closest("#inspector") ? "center" : "nearest";
    element.scrollIntoView({ block, inline: "nearest" });
  }

  const observer = new MutationObserver(() => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      apply();
    });
  });

  return {
    /** @param {string[] | null} controls @param {string} key of the stage */
    show(controls, key) {
      if (controls && !wanted) {
        const what = {
          childList: true,
          subtree: true,
          attributes: true,
          attributeFilter: ["class", "hidden"],
        };
        observer.observe(document.body, what);
      }
      wanted = controls && { controls, key };
      if (!wanted) observer.disconnect();
      apply();
    },
  };
}
