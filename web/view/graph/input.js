/** Pointer and keyboard input on the graph. */

import { mediaQuery } from "../../protocol/browser.js";
import { idOf } from "../../protocol/nodes.js";
import { arrival } from "../later.js";
import { groupOf, INPUTS } from "../layout/structure.js";
import { neighbour } from "./keys.js";

/** @typedef {import("./stage.js").Stage} Stage */
/** @typedef {import("./scene.js").Box} Box */

/**
 * @param {Stage} stage
 * @param {import("../index.js").Dispatch} dispatch
 * @param {(group: string) => void} enter zooms to a neuron, or unfolds it
 */
export function listen(stage, dispatch, enter) {
  const { pane, viewport } = stage;
  /** @type {string | null} */
  let walker = null;

  /** Loaded where there are fingers. @type {typeof import("./touch.js") | null} */
  let touch = null;
  if (mediaQuery("(any-pointer: coarse)").matches) {
    arrival(() => import("./touch.js")).then((arrived) => {
      touch = arrived;
      touch?.shareWithPage(pane);
    });
  }

  pane.addEventListener("click", (event) => {
    const { detail } = event;
    const byFinger = /** @type {PointerEvent} */ (event).pointerType === "touch";
    const target = (byFinger && touch?.tapped(pane, event)) || event.target;
    const fold = /** @type {Element} */ (target).closest("[data-fold]")?.getAttribute("data-fold");
    if (fold) enter(fold);
    else {
      const card = detail > 1 ? null : /** @type {Element} */ (target).closest(".card[data-node]");
      dispatch({ type: "node/select", name: nodeAt(stage, target) });
      const group = card && groupAt(stage, target);
      if (group && group !== INPUTS) enter(group);
    }
  });
  viewport.onDoubleClick = (event) => {
    event.preventDefault();
    const group = groupAt(stage, event.target);
    if (group && !stage.scene?.folded) enter(group); // a card has been opened by the first of the two clicks
  };
  pane.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "touch") dispatch({ type: "node/hover", name: nodeAt(stage, target) });
  });
  pane.addEventListener("pointerleave", () => dispatch({ type: "node/hover", name: null }));

  pane.addEventListener("focusin", ({ target }) => {
    const name = nodeAt(stage, target);
    if (name) walkTo(name);
  });
  pane.addEventListener("keydown", (event) => {
    const box = stage.scene?.byName.get(nodeAt(stage, event.target) ?? "");
    if (!box || !stage.scene || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = neighbour(stage.scene, box, event.key);
    if (next) goTo(next);
    else if (event.key === "Enter" && box.element.classList.contains("selected"))
      enter(groupAt(stage, event.target) ?? "");
    else if (event.key === "Enter") dispatch({ type: "node/select", name: box.name });
    else if (event.key === "Escape") {
      dispatch({ type: "node/select", name: null });
      box.element.blur();
    } else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
  });

  /** Focuses a box; one that is not drawn is brought into view first. @param {Box | undefined} box */
  function goTo(box) {
    if (!box) return;
    const rect = stage.rectOf(box.name);
    // checkVisibility() is true in Chromium for a box inside a group that is not displayed
    if (rect && box.element.getClientRects().length === 0) viewport.centre(rect, 1, false);
    box.element.focus({ preventScroll: true });
  }

  // when no node is drawn in full, the graph itself takes the focus and leads to a node
  pane.addEventListener("keydown", (event) => {
    if (event.target !== pane || !["Enter", "ArrowRight", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    goTo(stage.scene?.byName.get(walker ?? "") ?? stage.scene?.byName.values().next().value);
  });

  /** @param {string} name */
  function walkTo(name) {
    const box = stage.scene?.byName.get(name);
    if (!box) return;
    for (const other of pane.querySelectorAll('.node[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    box.element.setAttribute("tabindex", "0");
    box.tell();
    walker = name;
    const keyboard = box.element.matches(":focus-visible");
    if (keyboard) stage.reveal(name);
  }

  return {
    /** Puts one node into the tab order (roving tabindex), and restores the focus. @param {boolean} focused */
    rove(focused) {
      const { scene } = stage;
      const box = scene?.byName.get(walker ?? "") ?? scene?.byName.values().next().value;
      box?.element.setAttribute("tabindex", "0");
      if (focused) goTo(box);
    },
  };
}

/** The node at an event's target: its box, its operation or its label. @param {Stage} stage @param {EventTarget | null} target */
function nodeAt({ scene }, target) {
  const element = /** @type {Element} */ (target).closest("[data-node], [data-op], [data-card]");
  if (!element || !scene) return null;
  const { node, op, card } = /** @type {SVGElement} */ (element).dataset;
  return node ?? card ?? scene.graph.name[Number(op)];
}

/** The group at an event's target. @param {Stage} stage @param {EventTarget | null} target */
function groupAt(stage, target) {
  const name = nodeAt(stage, target);
  if (name !== null && stage.scene) return groupOf(stage.scene.graph, idOf(stage.scene.graph, name));
  return /** @type {Element} */ (target).closest("[data-group]")?.getAttribute("data-group") ?? null;
}
