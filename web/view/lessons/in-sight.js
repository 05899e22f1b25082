/**
 * Brings what a lesson points at into the part of the screen that is free: below the transport, which on a phone is below
 * everything, and above the card, which on a narrow screen is a sheet at the bottom. Both say how high they are to the style
 * sheet, whose scroll padding keeps them free of it.
 */

import { pageScrolls } from "../../protocol/browser.js";

/** Whether a click in the middle of an element would hit it. @param {Element} element */
export function inSight(element) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return hit !== null && element.contains(hit);
}

/**
 * @param {Element} element
 * @param {Element | null} look what should be seen with it, where it sticks to the screen itself
 */
export function bringIntoSight(element, look = null) {
  const sticks = element.closest("#transport") !== null;
  const context = sticks ? (look ?? document.querySelector("#graph")) : element;
  if (!context) return;
  // in a panel that scrolls, what belongs to the control should be seen with it
  context.scrollIntoView({ block: context.closest("#inspector") ? "center" : "nearest", inline: "nearest" });
  if (pageScrolls().matches) context.closest(".graph-stage, .panel")?.scrollIntoView({ block: "start" });
  context.scrollIntoView({ block: "nearest", inline: "nearest" });
}
