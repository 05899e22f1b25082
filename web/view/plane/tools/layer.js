/** The layer over the plane that takes pointer and keys while Brush or Select is in hand, and shows what they do. */

import { groupOf } from "../../../state/data/group.js";
import { clampToPlane } from "../../../state/points.js";
import { themeColours } from "../../colours.js";
import { el } from "../../dom.js";
import { drawCursor, toPixelX, toPixelY, toPlaneX, toPlaneY } from "../draw.js";

/** A place on the plane, and in the layer's pixels. @typedef {{x: number, y: number, px: number, py: number}} Spot */

/**
 * What Brush and Select do with the pointer and the keys. `key` returns whether the key meant something; `leaves`, whether
 * Escape puts the tool away; `outline` is a line to draw, in the plane, and `cursor` the place of the keyboard's cursor.
 * @typedef {object} Hand
 * @property {string} help
 * @property {(spot: Spot, event: PointerEvent) => void} down
 * @property {(spots: Spot[], event: PointerEvent) => void} move
 * @property {(event: PointerEvent) => void} up
 * @property {() => void} cancel
 * @property {(event: KeyboardEvent) => boolean} key
 * @property {() => void} keyUp
 * @property {() => {x: number, y: number}[]} outline
 * @property {() => {x: number, y: number} | null} cursor
 */

/** The radius of a ring around a selected point, in pixels. */
const RING = 8;
/** A number for the next gesture that no other panel gives: those are whole. */
export const nextGesture = (() => {
  let last = 0.5;
  return () => ++last;
})();

/**
 * @param {HTMLElement} stage
 * @param {() => import("../../../state/types.js").State} getState
 */
export function makeLayer(stage, getState) {
  const canvas = el("canvas", { className: "tool-layer", tabIndex: 0, role: "application", hidden: true });
  stage.append(canvas);
  /** @type {() => Hand | null} */
  let inHand = () => null;
  let size = 0;

  /** @param {PointerEvent} event @returns {Spot} */
  function spot({ clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    const [px, py] = [clientX - box.left, clientY - box.top];
    return { px, py, x: clampToPlane(toPlaneX(px, box.width)), y: clampToPlane(toPlaneY(py, box.height)) };
  }

  /** @param {Hand | null} hand */
  function paint(hand) {
    if (canvas.hidden || size === 0) return;
    const ratio = window.devicePixelRatio;
    canvas.width = canvas.height = Math.round(size * ratio); // and so it is empty
    const context = canvas.getContext("2d");
    if (!context || !hand) return;
    context.scale(ratio, ratio);
    const colours = themeColours(stage);
    const state = getState();
    drawGroup(context, groupOf(state), colours, size);
    drawOutline(context, hand.outline(), colours, size);
    const cursor = hand.cursor();
    if (cursor && canvas.matches(":focus-visible")) drawCursor(context, cursor, colours, size);
  }

  const repaint = () => paint(inHand());
  new ResizeObserver(() => {
    size = canvas.clientWidth;
    repaint();
  }).observe(canvas);
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  /** The pointer that is down; a second finger is none of ours. @type {number | null} */
  let pointer = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointer !== null) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    canvas.focus({ preventScroll: true });
    inHand()?.down(spot(event), event);
    repaint();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (pointer !== event.pointerId) return;
    const all = event.getCoalescedEvents?.() ?? [];
    inHand()?.move((all.length > 0 ? all : [event]).map(spot), event);
    repaint();
  });
  canvas.addEventListener("pointerup", (event) => {
    if (pointer !== event.pointerId) return;
    pointer = null;
    inHand()?.up(event);
    repaint();
  });
  canvas.addEventListener("pointercancel", (event) => {
    if (pointer !== event.pointerId) return;
    pointer = null;
    inHand()?.cancel();
    repaint();
  });
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("focus", repaint);
  canvas.addEventListener("blur", repaint);
  canvas.addEventListener("keyup", () => inHand()?.keyUp());

  return {
    canvas,
    paint,
    get size() {
      return size;
    },
    /** Shows the layer under a description of what it does, or hides it. @param {string | null} help */
    show(help) {
      const had = document.activeElement === canvas;
      canvas.hidden = help === null;
      if (help !== null) canvas.setAttribute("aria-label", help);
      if (had && help === null)
        /** @type {HTMLElement | null} */ (stage.querySelector(".marks"))?.focus({ preventScroll: true });
    },
    /** @param {() => Hand | null} hand @param {() => void} leave */
    listen(hand, leave) {
      inHand = hand;
      canvas.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (hand()?.key(event)) event.preventDefault();
        else if (event.key === "Escape") {
          event.preventDefault();
          leave();
        }
        repaint();
      });
    },
  };
}

/** A ring around each point of the group. @param {CanvasRenderingContext2D} context @param {{x: number, y: number}[]} group @param {import("../draw.js").Colours} colours @param {number} size */
function drawGroup(context, group, colours, size) {
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  for (const { x, y } of group) {
    context.beginPath();
    context.arc(toPixelX(x, size), toPixelY(y, size), RING, 0, 2 * Math.PI);
    context.stroke();
  }
}

/**
 * A dashed closed line, with a light one under it, to be seen on every colour.
 * @param {CanvasRenderingContext2D} context @param {{x: number, y: number}[]} line
 * @param {import("../draw.js").Colours} colours @param {number} size
 */
function drawOutline(context, line, colours, size) {
  if (line.length < 2) return;
  context.beginPath();
  for (const { x, y } of line) context.lineTo(toPixelX(x, size), toPixelY(y, size));
  context.closePath();
  context.lineWidth = 1.5;
  context.strokeStyle = colours.panel;
  context.stroke();
  context.setLineDash([5, 4]);
  context.strokeStyle = colours.ink;
  context.stroke();
  context.setLineDash([]);
}
