/** Bars and headers of one line where there is little room. */

import { el } from "./dom.js";

/**
 * A button that shows what does not stand in the line, and hides it again. The style sheets say what that is, and where the button
 * is needed at all: `unfolder(header, "More of Graph")` toggles the header's class "unfolded".
 * @param {HTMLElement} root
 * @param {string} name
 * @param {string} [text]
 */
export function unfolder(root, name, text = "⋯") {
  const button = el(
    "button",
    { type: "button", className: "quiet unfold", title: name, "aria-label": name, "aria-expanded": "false" },
    text,
  );
  button.onclick = () => button.setAttribute("aria-expanded", String(root.classList.toggle("unfolded")));
  return button;
}

/** Shows an element that waits behind such a button. @param {Element} element */
export function unfold(element) {
  const folded = element.closest(".bar, header");
  const button = /** @type {HTMLElement | null | undefined} */ (folded?.querySelector(".unfold"));
  if (button?.ariaExpanded === "false" && button.checkVisibility()) button.click();
}
